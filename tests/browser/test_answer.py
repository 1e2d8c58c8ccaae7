"""An answer without a sign-in, in a real browser: handed over, opened, sent, changed, taken back."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from secretariat.toolbox import clock
from tests.browser.conftest import Enter, Site

pytestmark = [pytest.mark.browser, pytest.mark.real_time]

NAME, MATTER = "Vasile Nou", "Send the list of trainers who speak two languages"


def seat_somebody(page: Page) -> None:
    """A coordinator of Moldova who has no sign-in."""
    page.goto("/members/people/add/")
    page.get_by_label("Name", exact=True).fill(NAME)
    page.locator("main form button").click()
    page.goto("/members/")
    page.get_by_role("link", name="Moldova").click()
    page.get_by_role("link", name="Open a mandate").click()
    page.get_by_label("Person").select_option(label=NAME)
    page.get_by_label("Function").select_option("coordinator")
    page.get_by_label("First day").fill(clock.today().isoformat())
    page.get_by_label("Nomination").fill("Note 12 of this week")
    page.locator("main form button").click()


def address_to_hand_over(page: Page) -> str:
    """Asks Moldova for something; the path of the personal link, which is shown this once."""
    page.goto("/commitments/add/")
    page.get_by_label("Agreed at").select_option(index=1)
    page.get_by_label("What is to be done").fill(MATTER)
    page.get_by_label("Owner").select_option(label="Seat of Moldova")
    page.get_by_label("By when").fill((clock.today() + timedelta(days=20)).isoformat())
    page.locator("main form button").click()
    page.get_by_role("button", name="Ask by a personal link").click()
    return urlsplit(page.get_by_label("The address to hand over").input_value()).path


def test_somebody_without_a_sign_in_answers_one_question(enter: Enter, site: Site, browser: Browser) -> None:
    officer = enter("officer")
    seat_somebody(officer)
    address = address_to_hand_over(officer)
    context = browser.new_context(base_url=site.url, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(address)
    expect(page.locator("main")).to_contain_text(MATTER)
    page.get_by_label("How far is it").fill("Half of the list is there.")
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_role("status").last).to_contain_text("You answered on")
    assert {cookie.get("name") for cookie in context.cookies()} == {"csrf"}
    page.goto("/commitments/")
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Commitments")
    officer.goto("/links/")
    line = officer.locator(".list > li", has_text=MATTER)
    expect(line).to_contain_text("answered")
    line.get_by_role("button", name="Take it back").click()
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("This address opens nothing")
    context.close()
