"""An invitation in a real browser: drafted, read, sent, answered by a link without a sign-in, changed, looked up."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from secretariat.toolbox import clock
from tests.browser.conftest import Enter, look

pytestmark = [pytest.mark.browser, pytest.mark.real_time]

FIRST = clock.today() + timedelta(days=90)


def enter_meeting(page: Page, title: str) -> None:
    page.goto("/meetings/add/")
    page.get_by_label("Title", exact=True).fill(title)
    page.get_by_label("First day").fill(FIRST.isoformat())
    page.get_by_label("Place").fill("Sofia")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def draft(page: Page) -> None:
    page.get_by_role("link", name="Invite seats").click()
    page.get_by_label("Paragraphs of its own").fill("The host offers a walk up Vitosha.\nBring good shoes.")
    page.get_by_label("Other enclosures").fill("Provisional agenda")
    page.get_by_role("button", name="Keep the draft").click()
    expect(page.locator("main")).to_contain_text("Bring good shoes.")


def test_an_invitation_goes_out_and_is_answered_by_its_link(
    enter: Enter, axe: Axe, request: pytest.FixtureRequest
) -> None:
    page = enter("officer")
    enter_meeting(page, "Autumn meeting in Sofia")
    page.get_by_role("link", name="Invite seats").click()
    look(page, axe, "invite", request)
    page.go_back()
    draft(page)
    look(page, axe, "invitation-draft", request)
    page.get_by_role("button", name="Send the invitation").click()
    shown = page.locator(".notice", has_text="To hand over")
    expect(shown).to_be_visible()  # no mail server here: every address is shown, this once
    look(page, axe, "invitation-sent", request)
    line = shown.locator("li").first
    name, address = re.split(r": (?=http)", line.inner_text(), maxsplit=1)

    guest = enter()
    guest.goto(urlsplit(address.strip()).path)
    expect(guest.get_by_role("heading", level=1)).to_have_text("Does your delegation take part?")
    look(guest, axe, "invitation-by-link", request)
    guest.get_by_label("takes part", exact=True).focus()  # the keyboard alone suffices
    guest.keyboard.press("Space")
    guest.get_by_role("button", name="Send the answer").press("Enter")
    expect(guest.get_by_role("heading", level=1)).to_have_text("Thank you")

    page.goto(
        urlsplit(page.url).path.removesuffix("send/")
    )  # the page that showed the addresses is not shown twice
    expect(page.locator("tr", has_text=name.strip())).to_contain_text("takes part")
    page.goto("/meetings/letters/")
    expect(page.locator("tbody tr").first).to_contain_text("invitation")
    look(page, axe, "letters", request)
    page.goto("/meetings/mail/")
    look(page, axe, "mail", request)


def test_a_seat_answers_on_its_page_and_learns_of_a_change(
    enter: Enter, axe: Axe, request: pytest.FixtureRequest
) -> None:
    page = enter("officer")
    enter_meeting(page, "Winter meeting in Sofia")
    meeting = page.url
    draft(page)
    page.get_by_role("button", name="Send the invitation").click()
    seat = enter("croatia", scheme="dark")
    asked = seat.locator(".asks li", has_text="Winter meeting in Sofia")
    look(seat, axe, "desk-invited", request)
    asked.get_by_role("link", name="Answer").click()
    look(seat, axe, "invitee", request)
    seat.get_by_label("does not take part").check()
    seat.get_by_role("button", name="Answer").click()
    expect(seat.get_by_role("status")).to_contain_text("Thank you")

    page.goto(meeting)
    page.get_by_role("link", name="Change", exact=True).click()
    page.get_by_label("Place").fill("Plovdiv")
    page.get_by_role("button", name="Save").click()
    look(page, axe, "meeting-invited", request)
    page.get_by_role("link", name="English invitation").click()
    expect(page.locator("main")).to_contain_text("changed after the last letter went out")
    page.get_by_role("button", name="Send an update").click()
    expect(page.locator("main")).to_contain_text("update")
    look(page, axe, "invitation-updated", request)
