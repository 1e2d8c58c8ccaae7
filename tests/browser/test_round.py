"""A record goes round in a real browser: sent, corrected by a seat, put under silence, and broken by an objection."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from secretariat.toolbox import clock
from tests.browser.conftest import Enter, look

pytestmark = [pytest.mark.browser, pytest.mark.real_time]

SAID, MEANT = "We print the guide in spring.", "We print the guide in the spring of 2027."


def _record_of_a_meeting(officer: Page) -> str:
    yesterday = clock.today() - timedelta(days=1)
    officer.goto("/meetings/add/")
    officer.get_by_label("Title").fill("Talks on printing the guide")
    officer.get_by_label("First day").fill(yesterday.isoformat())
    officer.get_by_role("button", name=re.compile("Enter|Save")).first.click()
    officer.get_by_role("button", name="Open the record").click()
    address = officer.url
    officer.goto(address + "add/")
    officer.get_by_label("What was said or done").fill(SAID)
    officer.locator("main details:not([open]) > summary").first.click()
    officer.get_by_label("For the seat").select_option(label="Seat of Croatia")
    officer.get_by_role("button", name=re.compile("Save|Enter|Add")).first.click()
    return address


def test_a_record_is_sent_round_corrected_and_its_silence_broken(
    enter: Enter, axe: Axe, request: pytest.FixtureRequest
) -> None:
    officer, member, chair = enter("officer"), enter("croatia"), enter("chair")
    record = _record_of_a_meeting(officer)
    officer.goto(record + "round/")
    officer.get_by_role("button", name="Close the meeting").click()
    officer.get_by_role("link", name="Send the draft round").click()
    look(officer, axe, "send-round", request)
    officer.get_by_role("button", name="Send round").click()
    expect(officer.locator("main")).to_contain_text("Asked of each seat")

    member.goto(record)
    member.get_by_role("link", name="correct", exact=True).click()
    look(member, axe, "correct", request)
    member.get_by_label("The entry as it should read").fill(MEANT)
    member.get_by_label("Why").fill("The year was said.")
    member.get_by_role("button", name="Ask for the correction").click()
    expect(member.locator("ins").first).to_contain_text("the")
    look(member, axe, "correction-waits", request)

    officer.reload()
    look(officer, axe, "corrections", request)
    officer.get_by_role("button", name="Accept").click()
    officer.get_by_label(re.compile("end the round before its time")).check()
    officer.get_by_role("button", name="Issue the corrigendum").click()
    expect(officer.locator("main")).to_contain_text("Correction 1")
    officer.goto(record)
    expect(officer.locator(".entries")).to_contain_text(MEANT)
    look(officer, axe, "record-corrected", request)

    chair.goto(record + "round/")
    chair.get_by_role("link", name="Put under silence").click()
    chair.get_by_label(re.compile("Go on although a seat is vacant")).check()
    look(chair, axe, "silence", request)
    chair.get_by_role("button", name="Begin the silence").click()
    expect(chair.locator("main")).to_contain_text("or the record is approved")

    member.goto(record + "round/")
    member.get_by_role("link", name="Object in writing").click()
    look(member, axe, "object", request)
    member.get_by_label("What the seat objects to").fill("The list of those present is not complete.")
    member.get_by_role("button", name="Break the silence").click()
    expect(member.locator("main")).to_contain_text("The silence was broken")
    look(member, axe, "silence-broken", request)

    officer.goto("/records/how-long/")
    expect(officer.locator("main")).to_contain_text("Talks on printing the guide")
    look(officer, axe, "how-long", request)
