"""From an offer to a date in a real browser: asked, answered by personal link on a phone, changed, chosen."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from secretariat.toolbox import clock
from tests.browser.conftest import Enter, Site

pytestmark = [pytest.mark.browser, pytest.mark.real_time]


def days_ahead() -> list[date]:
    """A Tuesday, a Wednesday and a Thursday some four months ahead."""
    today = clock.today()
    tuesday = today + timedelta(days=120 + (1 - today.weekday()) % 7)
    return [tuesday + timedelta(days=n) for n in range(3)]


def open_the_question(page: Page) -> None:
    page.goto("/meetings/polls/add/")
    page.get_by_label("What the meeting would be called").fill("Spring meeting of coordinators")
    page.get_by_label("Answers until").fill((clock.today() + timedelta(days=20)).isoformat())
    for number, day in enumerate(days_ahead()[:2], 1):
        page.locator(f"[name=day_{number}]").fill(day.isoformat())
    page.locator("[name=half_2]").select_option("morning")
    page.get_by_role("button", name="Show what speaks against these days").click()
    expect(page.locator("main")).to_contain_text("Not known, so not warned of")
    page.get_by_role("button", name="Open the question").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Spring meeting of coordinators")
    expect(page.locator("main")).to_contain_text("Nobody was written to yet")


def address_for(page: Page, country: str) -> str:
    """The path of the personal link of one seat, among those shown this once."""
    line = page.locator(".list > li", has_text=country)
    return urlsplit(line.locator("input.copy").input_value()).path


def say(page: Page, *words: str) -> None:
    for place, word in enumerate(words):
        page.locator("fieldset").nth(place).get_by_label(word, exact=True).check()


def problems(axe: Axe, page: Page) -> list[str]:
    found = axe.run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
    return [f"{page.url}: {one['id']}" for one in found.response["violations"]]


def test_a_date_is_found_by_personal_link_on_a_phone_and_becomes_a_meeting(
    enter: Enter, site: Site, browser: Browser, axe: Axe
) -> None:
    officer = enter("officer")
    open_the_question(officer)
    question = officer.url
    officer.get_by_role("button", name="Ask every seat").click()
    address = address_for(officer, "Croatia")
    context = browser.new_context(base_url=site.url, viewport={"width": 390, "height": 844})
    phone = context.new_page()
    phone.goto(address)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Which days suit?")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    wrong = problems(axe, phone)
    say(phone, "yes", "no")
    phone.get_by_role("button", name="Send the answer").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Thank you")
    assert {cookie.get("name") for cookie in context.cookies()} == {"csrf"}, "nobody was signed in by it"

    officer.goto(question)
    row = officer.locator("table.said tbody tr", has_text="Croatia")
    expect(row.locator("td")).to_have_text(["yes", "no"])
    officer.get_by_role("link", name="Ask about another day").click()
    officer.get_by_label("Day", exact=True).fill(days_ahead()[2].isoformat())
    officer.get_by_role("button", name="Save").click()
    expect(row.locator("td")).to_have_text(["yes", "no", "not said"])

    phone.reload()
    phone.get_by_text("Change the answer").click()
    expect(phone.locator("fieldset").nth(0).get_by_label("yes", exact=True)).to_be_checked()
    say(phone, "yes", "if need be", "yes")
    phone.get_by_role("button", name="Send the changed answer").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Thank you")

    officer.get_by_role("button", name="Close", exact=True).click()
    phone.reload()
    expect(phone.locator("main")).to_contain_text("This question is closed")
    officer.goto(question)
    expect(row.locator("td")).to_have_text(["yes", "if need be", "yes"])
    wrong += problems(axe, officer)
    officer.goto("/meetings/ahead/")
    wrong += problems(axe, officer)
    officer.goto(question)
    officer.locator("article.item").first.get_by_role("button", name="Make it the meeting").click()
    expect(officer.get_by_role("heading", level=1)).to_have_text("Spring meeting of coordinators")
    officer.goto(question)
    expect(officer.locator("main")).to_contain_text("It became a meeting")
    context.close()
    assert wrong == []


def test_the_pages_of_dates_fit_every_screen_and_anybody_can_use_them(enter: Enter, axe: Axe) -> None:
    officer = enter("officer")
    open_the_question(officer)
    question = officer.url
    answer = officer.locator("table.said a").first.get_attribute("href")
    addresses = (
        question,
        str(answer),
        "/meetings/ahead/",
        "/meetings/outside/",
        "/meetings/outside/import/",
        "/meetings/free-days/add/",
        "/meetings/polls/add/",
        "/meetings/",
    )
    wrong: list[str] = []
    for width in (390, 1024, 1440):
        officer.set_viewport_size({"width": width, "height": 900})
        for address in addresses:
            officer.goto(address)
            assert officer.evaluate("document.documentElement.scrollWidth") <= width, (address, width)
            wrong += problems(axe, officer) if width == 390 else []
    assert wrong == []
