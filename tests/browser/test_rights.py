"""Rights in a real browser: who sees a thing, a ring narrowed under somebody's eyes, an emergency opening."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import Enter, look

pytestmark = [pytest.mark.browser, pytest.mark.real_time]

WHY = "The search index is broken and must be looked at."


def test_the_word_of_a_ring_leads_to_who_sees_the_thing_and_it_is_narrowed_under_their_eyes(
    enter: Enter, axe: Axe, request: pytest.FixtureRequest
) -> None:
    officer, member = enter("officer"), enter("croatia")
    officer.goto("/meetings/add/")
    officer.get_by_label("Title").fill("Talks on a common guide")
    officer.get_by_label("First day").fill("2026-05-30")
    officer.get_by_role("button", name=re.compile("Enter|Save")).first.click()
    address = officer.url
    assert member.goto(address).status == 200  # type: ignore[union-attr]
    member.locator("a.ring").first.click()
    expect(member.get_by_role("heading", level=1)).to_have_text("Who can see this, and why")
    expect(member.locator("main")).to_contain_text("A member's seat sees the ring “members”")
    look(member, axe, "who-can-see-this", request)
    officer.goto(member.url)
    officer.get_by_role("link", name="Show it to fewer people").click()
    officer.get_by_label("Shown to").select_option("bureau")
    officer.get_by_label("Why").fill("It was entered too early.")
    look(officer, axe, "narrow", request)
    officer.get_by_role("button", name="Show it to fewer people").click()
    expect(officer.locator("main")).to_contain_text("It was entered too early.")
    assert member.goto(address).status == 404  # type: ignore[union-attr]
    officer.goto("/rights/")
    expect(officer.locator("main")).to_contain_text("Talks on a common guide")
    look(officer, axe, "what-differs", request)


def test_two_people_open_the_papers_for_an_hour_and_either_closes_them(
    enter: Enter, axe: Axe, request: pytest.FixtureRequest
) -> None:
    admin, officer = enter("admin"), enter("officer")
    assert admin.goto("/meetings/").status == 404  # type: ignore[union-attr]
    admin.goto("/rights/openings/")
    admin.get_by_label("Why").fill(WHY)
    admin.get_by_role("button", name="Ask", exact=True).click()
    officer.goto("/")
    officer.get_by_role("link", name="Answer").first.click()
    expect(officer.locator("main")).to_contain_text(WHY)
    look(officer, axe, "opening-to-answer", request)
    officer.get_by_role("button", name="Agree").click()
    admin.goto("/meetings/")
    expect(admin.get_by_label("Emergency opening")).to_contain_text("until")
    look(admin, axe, "in-an-emergency", request)
    officer.goto("/rights/openings/")
    officer.get_by_role("button", name="Close it now").click()
    assert admin.goto("/meetings/").status == 404  # type: ignore[union-attr]
