"""The main job in a real browser: an officer drops the report, minutes later the network has its memory."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from secretariat.desk.story.natc_story import PAPERS
from tests.browser.conftest import Enter, Site

pytestmark = [pytest.mark.browser, pytest.mark.real_time]

_shared = Path(os.environ.get("SECRETARIAT_SHARED", Path(__file__).parents[3] / "shared"))
REAL = _shared / "corpus" / "reports" / "natc-see" / "natc-see-becici-2019.txt"
PAPER = REAL if REAL.exists() else PAPERS / "becici-2019.docx"
"""The real report where it lies beside the project; else the demo's own, which tells the same facts."""

CLOSED = ("Tanaskovic", "Tanasković", "Djuraskovic", "Đurašković", "Commissionaire", "local teams")


@pytest.fixture(scope="module")
def meeting(site: Site, browser: object) -> dict[str, str]:
    return {}


def _drop(page: Page) -> None:
    page.goto("/archive/")
    page.get_by_label("Papers").set_input_files(PAPER)
    page.get_by_role("button", name="Take in and read").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("check what was read")


def test_officer_drops_the_report_reviews_and_accepts_and_the_owner_is_asked(
    site: Site, enter: Enter
) -> None:
    page = enter("officer")
    _drop(page)
    # Clicking a fact lights its words in the source, and the reverse.
    request = page.locator(".fact", has_text="request").first
    request.locator("a.twin").click()
    expect(page.locator("mark.on").first).to_be_visible()
    page.locator("mark", has_text="opened the").first.click()
    expect(page.locator(".fact.on")).to_contain_text("opening")
    # One fact by keyboard, the rest at once.
    first = page.locator(".fact").first
    first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".fact").first).to_have_class(re.compile("is-accepted"))
    page.get_by_role("button", name="Accept all and enter").click()
    expect(page.get_by_role("status")).to_contain_text("Entered")
    address = page.url
    main = page.locator("main")
    expect(main).to_contain_text("6 people of 5 members")
    expect(main).to_contain_text(re.compile(r"Opened by\s*Sandi [CČ]urin"))
    items = page.locator("article.item")
    expect(items).to_have_count(5)
    expect(items.filter(has_text="proposal")).to_have_count(2)
    expect(items.filter(has_text="on behalf of")).to_contain_text(
        re.compile("Mitar (Djuraskovic|Đurašković)")
    )
    for number in range(5):
        expect(items.nth(number).locator(".lack").first).to_be_visible()
    offers = page.locator("h2:has-text('Offers to host') + ul")
    expect(offers).to_contain_text(re.compile(r"Croatia: .*2020\s*intended"))
    expect(offers).to_contain_text(re.compile(r"Bulgaria: Sofia, October\s*tentative"))
    # Two clicks from a follow-up item to the sentence, highlighted.
    page.goto("/commitments/?show=all")
    page.locator(".line", has_text="brochure").last.get_by_role("link", name="source").click()
    expect(page.locator("mark#here")).to_contain_text("brochure")
    expect(page.locator("mark#here")).to_be_in_viewport()
    # An owner and a date; the coordinator of that seat is asked on the home page.
    page.goto(address)
    items.filter(has_text="proposal").first.get_by_role("heading").get_by_role("link").click()
    page.get_by_label("Owner").select_option(label="Seat of Bulgaria")
    page.get_by_label("By when").fill("2027-01-31")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("Noted")
    bulgaria = enter("bulgaria")
    expect(bulgaria.locator(".asks")).to_contain_text("31 January 2027")
    croatia = enter("croatia")
    assert croatia.goto(address).status == 200  # type: ignore[union-attr]
    expect(croatia.locator("article.item").first).to_contain_text("Bulgaria")
    for outsider in ("observer", "albania-former", "admin"):
        _sees_nothing(enter(outsider), address)
    public = enter()
    public.goto(address)
    expect(public).to_have_url(re.compile("/sign-in/"))
    _sees_nothing(public, "/")


def _sees_nothing(page: Page, address: str) -> None:
    answer = page.goto(address)
    assert answer is not None
    if address != "/":
        assert answer.status == 404
    for word in CLOSED:
        assert word not in page.content()
        page.goto(f"/search/?q={word.split()[0]}")
        assert page.locator("#hits li").count() == 0


def test_the_record_is_written_by_keyboard_alone_and_a_conflict_keeps_both_texts(enter: Enter) -> None:
    page = enter("officer")
    page.goto("/meetings/")
    page.get_by_role("link", name="Next meeting of the network (demo)").click()
    page.get_by_role("button", name="Open the record").click()
    page.wait_for_load_state("load")
    record = page.url
    page.keyboard.press("n")
    expect(page.get_by_label("What was said or done")).to_be_focused()
    page.keyboard.type("The Chair opened the meeting.")
    page.get_by_role("link", name="New entry").click()
    expect(page.get_by_label("What was said or done")).to_be_focused()
    page.keyboard.press("Control+Enter")
    entry = page.locator(".entry").first
    expect(entry).to_contain_text("The Chair opened the meeting.")
    other = enter("chair")
    other.goto(record)
    other.locator(".entry").first.get_by_role("link", name="edit").click()
    entry.focus()
    page.keyboard.press("e")
    expect(page.get_by_label("What was said or done")).to_be_focused()
    page.get_by_label("What was said or done").fill("The Chair opened the meeting at nine.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".entry").first).to_contain_text("at nine")
    other.get_by_label("What was said or done").fill("The Chair opened it <b>late</b>.")
    other.get_by_role("button", name="Save").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("Two people wrote at once")
    expect(other.locator("main")).to_contain_text("The Chair opened it <b>late</b>.")
    expect(other.locator("main")).to_contain_text("The Chair opened the meeting at nine.")
    other.get_by_role("button", name="Save this text").click()
    expect(other.locator(".entry").first).to_contain_text("<b>late</b>")


def test_one_release_step_shows_only_cleared_words(enter: Enter) -> None:
    page = enter("chair")
    page.goto("/meetings/")
    page.get_by_role("link", name=re.compile("Closed session")).first.click()
    page.get_by_role("link", name="Public page").click()
    page.get_by_label("Title").fill("Session of 2019")
    page.get_by_label(re.compile("^3. proposal")).fill(
        "The network prepares a brochure on its first ten years."
    )
    page.get_by_role("button", name="Prepare").click()
    assert page.get_by_role("button", name="Release it to everybody").count() == 0, "nobody does it alone"
    second = enter("officer")
    second.goto(page.url)
    second.get_by_role("button", name="Release it to everybody").click()
    address = second.url
    public = enter()
    public.goto(address)
    expect(public.locator("main")).to_contain_text("The network prepares a brochure")
    for word in CLOSED:
        assert word not in public.content()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_of_the_story_has_a_barrier_or_scrolls_sideways(
    enter: Enter, axe: object, scheme: str, request: pytest.FixtureRequest
) -> None:
    folder = request.config.getoption("--shots")
    found: list[str] = []
    for width in (390, 1024, 1440):
        page = enter("officer", width=width, scheme=scheme)
        for name, address in _pages(page):
            page.goto(address)
            page.wait_for_load_state("load")
            if page.evaluate("document.documentElement.scrollWidth") > width:
                found.append(f"{name} scrolls sideways at {width}")
            if width != 1024:
                result = axe.run(page)  # type: ignore[attr-defined]
                found += [
                    f"{name} at {width} {scheme}: {v['id']} {v['nodes'][0]['html'][:120]}"
                    for v in result.response["violations"]
                ]
            if folder:
                page.screenshot(path=Path(folder) / f"{name}-{width}-{scheme}.png", full_page=True)
    assert found == []


def _pages(page: Page) -> list[tuple[str, str]]:
    page.goto("/meetings/")
    meeting = page.get_by_role("link", name=re.compile("Closed session")).first.get_attribute("href") or ""
    page.goto(meeting)
    record = page.get_by_role("link", name="The record").get_attribute("href") or ""
    source = page.locator(".thread a").first.get_attribute("href") or ""
    line = page.locator("article.item h3 a").first.get_attribute("href") or ""
    page.goto("/archive/")
    review = (
        page.locator("a", has_text=re.compile("Check what was read|the reading")).first.get_attribute("href")
        or ""
    )
    page.goto("/members/people/")
    person = page.locator("#rows a").first.get_attribute("href") or ""
    fixed = {
        "home": "/",
        "meetings": "/meetings/",
        "commitments": "/commitments/",
        "decisions": "/commitments/decisions/",
        "members": "/members/",
        "people": "/members/people/",
        "archive": "/archive/",
        "timeline": "/timeline/",
        "search": "/search/?q=Ђурашковић",
        "how-we-work": "/how-we-work/",
        "new-meeting": "/meetings/add/",
        "new-offer": "/meetings/offers/add/",
        "new-person": "/members/people/add/",
        "not-there": "/nowhere/",
    }
    found = {
        "meeting": meeting,
        "record": record,
        "source": source,
        "line": line,
        "review": review,
        "person": person,
    }
    release = meeting.replace("/meetings/", "/publishing/release/")
    last_time = meeting.replace("/meetings/", "/commitments/last-time/")
    return [*fixed.items(), *found.items(), ("release", release), ("last-time", last_time)]


def test_nothing_is_loaded_from_another_host_and_no_policy_is_broken(site: Site, enter: Enter) -> None:
    page = enter("officer")
    asked: list[str] = []
    broken: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on(
        "console", lambda line: broken.append(line.text) if "Content Security Policy" in line.text else None
    )
    for _, address in _pages(page):
        page.goto(address)
        page.wait_for_load_state("load")
    assert [url for url in asked if not url.startswith((site.url, "data:"))] == []
    assert broken == []
