"""The review in a real browser: by keyboard, on a phone, and without any script."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Enter, Site

pytestmark = [pytest.mark.browser, pytest.mark.real_time]

MINUTES = """MINUTES
of the {nth} meeting of the Network of Coordinators of the Amber Coast
held in Sunport on {day} May 2016

Ms. Ana Djuric opened the meeting and welcomed the participants.
Mr. Filip Ćosić proposed that the members draw up a common list of indicators.
The meeting decided to meet twice a year.
"""


def write(folder: Path, nth: str, day: int) -> Path:
    path = folder / f"{nth}.txt"
    path.write_text(MINUTES.format(nth=nth, day=day), encoding="utf-8")
    return path


def take_in(page: Page, path: Path) -> None:
    page.goto("/archive/")
    page.get_by_label("Papers").set_input_files(path)
    page.get_by_role("button", name="Take in and read").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("check what was read")


def settled(page: Page) -> int:
    found = re.search(r"(\d+) settled", page.locator("#count").inner_text())
    assert found is not None
    return int(found[1])


def test_facts_are_settled_and_corrected_by_keyboard_alone(
    site: Site, enter: Enter, tmp_path: Path, axe: Axe
) -> None:
    page = enter("officer")
    take_in(page, write(tmp_path, "first", 11))
    facts = page.locator(".fact")
    page.keyboard.press("j")
    expect(facts.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(facts.nth(1)).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(facts.nth(0)).to_have_class(re.compile("is-accepted"))
    expect(page.locator("#count")).to_contain_text("1 settled")
    expect(facts.nth(1)).to_be_focused()
    page.keyboard.press("x")
    expect(facts.nth(1)).to_have_class(re.compile("is-refused"))
    assert settled(page) == 2
    entry = page.locator('.fact[data-fact^="entry."]').first
    entry.focus()
    page.keyboard.press("e")
    expect(entry.get_by_label("Kind")).to_be_focused()
    entry.get_by_label("Words", exact=True).fill("")
    page.keyboard.press("Control+Enter")
    expect(entry.get_by_label("Words", exact=True)).to_be_focused()
    entry.get_by_label("Words", exact=True).fill("Ms. Djuric opened the first meeting.")
    page.keyboard.press("Control+Enter")
    expect(entry).to_contain_text("opened the first meeting.")
    expect(entry).to_be_focused()
    assert settled(page) == 3
    for number in (0, 2):
        facts.nth(number).focus()
        page.keyboard.press("e")
        # The form takes the focus once it has settled; only then is the next key the next fact's.
        expect(facts.nth(number).locator(".fact-form :focus")).to_have_count(1)
    found = axe.run(page)
    assert found.violations_count == 0, found.generate_report()
    page.reload()
    page.keyboard.press("a")
    expect(page.get_by_role("status")).to_contain_text("Entered")


def test_on_a_phone_the_source_stays_in_sight_beside_the_fact(enter: Enter, tmp_path: Path, axe: Axe) -> None:
    page = enter("officer", width=390)
    take_in(page, write(tmp_path, "second", 12))
    last = page.locator(".fact").last
    last.locator("a.twin").click()
    expect(page.locator("mark.on").first).to_be_in_viewport()
    expect(last).to_be_in_viewport()
    source, fact = page.locator(".review > .column").first.bounding_box(), last.bounding_box()
    assert source is not None
    assert fact is not None
    assert source["y"] + source["height"] <= fact["y"] + 1, "the fact is not hidden under its source"
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    found = axe.run(page)
    assert found.violations_count == 0, found.generate_report()


def test_several_papers_are_dropped_at_once(enter: Enter, tmp_path: Path) -> None:
    page = enter("officer")
    page.goto("/archive/")
    empty = tmp_path / "nothing.txt"
    empty.touch()
    papers = [write(tmp_path, "third", 13), write(tmp_path, "fourth", 14), empty]
    page.get_by_label("Papers").set_input_files(papers)
    page.get_by_role("button", name="Take in and read").click()
    expect(page.get_by_role("link", name="Check what was read").nth(1)).to_be_visible()
    expect(page.locator(".notice.error")).to_contain_text("empty (0 bytes)")
    expect(page.locator("#sources")).not_to_contain_text("nothing.txt")


def test_everything_works_without_a_script(site: Site, browser: Browser, tmp_path: Path) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=site.url)
    page = context.new_page()
    page.goto(site.link("officer"))
    page.get_by_role("button", name="Sign in").click()
    take_in(page, write(tmp_path, "fifth", 15))
    entry = page.locator('.fact[data-fact^="entry."]').first
    entry.get_by_role("link", name="Correct").click()
    page.get_by_label("Words", exact=True).fill("Ms. Djuric opened the fifth meeting.")
    page.get_by_role("button", name="Keep it so").click()
    expect(page).to_have_url(re.compile(r"#fact-entry\.0$"))
    expect(entry).to_contain_text("opened the fifth meeting.")
    page.locator("mark a").first.click()
    expect(page).to_have_url(re.compile("#fact-"))
    page.locator(".fact").first.get_by_role("button", name="Refuse").click()
    assert settled(page) == 2
    page.get_by_role("button", name="Accept all and enter").click()
    expect(page.get_by_role("status")).to_contain_text("Entered")
    context.close()
