"""The rapporteur's desk in a real browser: by keys alone, with the network cut and the tab killed."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, Page, expect

from secretariat.toolbox.names import fold
from tests.browser.conftest import Enter, Site

pytestmark = [pytest.mark.browser, pytest.mark.real_time]

SHARED = Path(os.environ.get("SECRETARIAT_SHARED", "") or Path(__file__).parents[3] / "shared")
GOLD = SHARED / "corpus/gold/natc-see-becici-2019.json"
REPORT = SHARED / "corpus/reports/natc-see/natc-see-becici-2019.txt"

_IN_STORE = """
import json, sys, django
django.setup()
from datetime import date
from secretariat.access.rules import system_actor
from secretariat.meetings import actions as meetings
from secretariat.meetings.actions import *
from secretariat.members import actions as members
from secretariat.members.models import Member, Network, Person, Seat
from secretariat.toolbox.names import fold
from secretariat.minutes import actions as minutes
from secretariat.minutes.models import Entry, Record, Sending
from secretariat.commitments.models import Commitment
SYSTEM, network, given = system_actor("the test"), Network.objects.get(), json.loads(sys.stdin.read())
"""

_OPEN = """
meeting = meetings.create_meeting(
    SYSTEM, network=network, title=given["title"], starts_on=date(2026, 11, 24), place="Becici"
)
record = minutes.open_record(SYSTEM, meeting=meeting)
here = {fold(row.name): row.name for row in Person.objects.all()}
for person in given.get("people", ()):
    if fold(person["name"]) not in here:
        row = members.add_person(SYSTEM, network=network, name=person["name"])
        here[fold(row.name)] = row.name
        member = Member.objects.filter(short_name=person["member"]).first()
        if member:
            members.start_mandate(
                SYSTEM, person=row, seat=member.seats.get(), function="expert", starts_on=date(2020, 1, 1)
            )
names = {person["name"]: here[fold(person["name"])] for person in given.get("people", ())}
print(json.dumps({"meeting": meeting.ref, "record": record.ref, "names": names}))
"""

_ENTRIES = """
rows = Entry.objects.filter(record__ref=given["record"], is_removed=False).order_by("position")
print(json.dumps([
    {"kind": e.kind, "text": e.text, "speaker": e.speaker.name if e.speaker else "",
     "on_behalf_of": e.on_behalf_of.name if e.on_behalf_of else "", "seat": e.seat.code if e.seat else "",
     "ring": e.ring, "is_chatham_house": e.is_chatham_house, "revision": e.revision,
     "owed": [[c.seat.code if c.seat else "", str(c.due_on or "")] for c in e.commitments.order_by("pk")]}
    for e in rows.select_related("speaker", "on_behalf_of", "seat")
]))
"""


@dataclass(frozen=True)
class Live:
    """One meeting whose record is open, and a way to look into the store behind it."""

    site: Site
    meeting: str
    record: str

    @property
    def path(self) -> str:
        return f"/live/{self.meeting}/"

    def entries(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = in_store(self.site, _ENTRIES, record=self.record)
        return found

    def texts(self) -> list[str]:
        return [entry["text"] for entry in self.entries()]

    def wait_for(self, count: int, limit: float = 20) -> list[str]:
        end = time.monotonic() + limit
        while len(found := self.texts()) < count and time.monotonic() < end:
            time.sleep(0.2)
        return found


def in_store(site: Site, code: str, **given: Any) -> Any:
    """What a few lines print that look into the store of the running site."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("SECRETARIAT_", "DJANGO_"))}
    environment = kept | {
        "SECRETARIAT_HOME": str(site.home),
        "SECRETARIAT_DEMO": "true",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", _IN_STORE + code],
        input=json.dumps(given), env=environment, check=True, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    return json.loads(done.stdout)


@pytest.fixture
def live(site: Site, request: pytest.FixtureRequest) -> Live:
    opened = in_store(site, _OPEN, title=f"Meeting of {request.node.name[:60]}")
    return Live(site, opened["meeting"], opened["record"])


def desk(page: Page, live: Live) -> Page:
    page.goto(live.path)
    expect(page.locator("#live")).to_have_attribute("data-ready", "yes")
    expect(page.locator("#typed")).to_be_focused()
    return page


def keep(page: Page, typed: str) -> None:
    page.keyboard.type(typed)
    page.keyboard.press("Enter")


def kept(page: Page, text: str) -> None:
    """Waits until an entry is shown as kept, here or already with the store."""
    line = page.locator(".typed > li").filter(has_text=text)
    expect(line).to_have_count(1)
    expect(line).to_have_attribute("data-state", re.compile("waiting|sent"))


def all_sent(page: Page, count: int) -> None:
    expect(page.locator('.typed > li[data-state="sent"]')).to_have_count(count, timeout=15_000)
    expect(page.locator(".typed > li")).to_have_count(count)


def test_a_line_says_what_it_means_while_it_is_typed(enter: Enter, live: Live) -> None:
    page = desk(enter("officer"), live)
    understood = page.locator("#understood")
    page.keyboard.type("p% ju")
    expect(page.locator("#guesses li").first).to_contain_text("Marko Jurić")
    page.keyboard.press("Tab")
    page.keyboard.type('> "the ministry": Prepare a guide @RS,me 15.10.')
    for words in (
        "proposal",
        "Marko Jurić",
        "on behalf of the ministry",
        "Chatham House Rule",
        "Serbia",
        "Montenegro",
        "2027-10-15",
    ):
        expect(understood).to_contain_text(words)
    page.keyboard.press("Enter")
    all_sent(page, 1)
    (entry,) = live.entries()
    assert (entry["kind"], entry["text"], entry["speaker"]) == ("proposal", "Prepare a guide", "Marko Jurić")
    assert entry["is_chatham_house"]
    assert entry["owed"] == [["rs", "2027-10-15"], ["me", "2027-10-15"]]
    expect(page.locator("#typed")).to_have_value("")


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("s Nobody Here: Words @HR", "not with a statement"),
        ("c zz: Words", "Nobody here is called"),
        ("c hr: Words @ZZ", "No seat is called"),
        ("c hr: Words @HR 31.2.", "is no day"),
    ],
)
def test_what_is_not_understood_is_said_and_nothing_is_kept(
    enter: Enter, live: Live, typed: str, problem: str
) -> None:
    page = desk(enter("officer"), live)
    keep(page, typed)
    expect(page.locator("#understood .problem").first).to_contain_text(problem)
    expect(page.locator("#typed")).to_have_value(typed)
    expect(page.locator(".typed > li")).to_have_count(0)


NAMES = ["Đurašković", "Ђурашковић", "Ćosić", "Łukasz", "Groß", "Ørsted", "Şahin Iğdır", "Æsir", "Иван Ђурић", "Ștefan",
         "Йордан Щерев", "Ќирил Ѓорѓиев", "Γιώργος Παπαδόπουλος", "O'Brien", "Žižka-Müller"]  # fmt: skip


def test_names_are_folded_in_the_browser_as_in_the_store(enter: Enter, live: Live) -> None:
    page = desk(enter("officer"), live)
    url = page.evaluate("document.querySelector('script[src*=\"live/live\"]').src").rsplit("/", 1)[0]
    letters = [chr(code) for code in (*range(0xC0, 0x180), *range(0x386, 0x3CF), *range(0x400, 0x460))]
    words = [*NAMES, *(letter for letter in letters if letter.isalpha())]
    folded = page.evaluate(
        "async ([url, words]) => { const {fold} = await import(url); return words.map(fold); }",
        [f"{url}/letters.js", words],
    )
    assert dict(zip(words, folded, strict=True)) == {word: fold(word) for word in words}


GRAMMAR = """async (cases) => {
  const {parse, toLine, readDay} = await import(cases.url);
  const desk = JSON.parse(document.querySelector("#desk").textContent);
  const again = cases.lines.map((line) => {
    const said = parse(line, desk);
    return [said, parse(toLine(said, desk), desk)];
  });
  return {again, days: cases.days.map(([day, from]) => readDay(day, from))};
}"""


def test_every_line_is_read_back_as_it_was_written_and_days_are_real(enter: Enter, live: Live) -> None:
    page = desk(enter("officer"), live)
    lines = [
        "Only words: no speaker", "s hr: Words", 'i "A guest": Words', "p%! ju: Words", "d Agreed to meet",
        "c hr: Send it @RS 2027-01-31", "r ju > \"others\": Words @all", "o si: Host @ 15.10.", "u ! hr: Fine",
        "I propose words", "a small letter that is no key", "s 12:30 the room was cut", "c Later @2027-02-28",
    ]  # fmt: skip
    days = [["15.10.", "2026-11-24"], ["24.11.", "2026-11-24"], ["29.2.", "2026-11-24"], ["31.4.", "2026-01-01"],
            ["1.1.2030", "2026-11-24"], ["2026-02-30", "2026-01-01"]]  # fmt: skip
    url = page.evaluate("document.querySelector('script[src*=\"live/live\"]').src").rsplit("/", 1)[0]
    found = page.evaluate(GRAMMAR, {"url": f"{url}/grammar.js", "lines": lines, "days": days})
    for said, again in found["again"]:
        assert said == again
    first = [said for said, _ in found["again"]]
    assert [said["kind"] for said in first] == [
        "statement", "statement", "information", "proposal", "decision", "commitment", "request", "offer",
        "support", "statement", "statement", "statement", "commitment",
    ]  # fmt: skip
    assert first[0]["text"] == "Only words: no speaker"
    assert first[2]["speaker_words"] == "A guest"
    assert (first[3]["is_chatham_house"], first[3]["ring"]) == (True, "bureau")
    assert len(first[6]["owners"]) == 11
    assert first[11]["text"] == "12:30 the room was cut"
    assert found["days"] == ["2027-10-15", "2026-11-24", "2028-02-29", "", "2030-01-01", ""]


def test_the_last_entry_is_changed_and_taken_back_before_and_after_it_was_sent(
    enter: Enter, live: Live
) -> None:
    page = desk(enter("officer"), live)
    keep(page, "s hr: First wrods")
    all_sent(page, 1)
    page.keyboard.press("ArrowUp")
    expect(page.locator("#typed")).to_have_value("s HR: First wrods")
    for _ in range(5):
        page.keyboard.press("Backspace")
    keep(page, "words")
    expect(page.locator(".typed .text")).to_have_text(["First words"])
    all_sent(page, 1)
    page.context.set_offline(True)
    keep(page, "s hr: Second")
    kept(page, "Second")
    page.keyboard.press("ArrowUp")
    keep(page, " words")
    kept(page, "Second words")
    keep(page, "s hr: A slip")
    kept(page, "A slip")
    keep(page, "-")
    expect(page.locator(".typed .text")).to_have_text(["First words", "Second words"])
    page.context.set_offline(False)
    all_sent(page, 2)
    assert live.texts() == ["First words", "Second words"]
    keep(page, "-")
    all_sent(page, 1)
    expect(page.locator("[data-at=net]")).to_have_text("Everything is sent.")
    assert live.texts() == ["First words"]


def test_what_waits_in_the_browser_is_sealed_and_gone_once_sent(enter: Enter, live: Live) -> None:
    page = desk(enter("officer"), live)
    page.context.set_offline(True)
    keep(page, "s hr: A very secret sentence")
    kept(page, "A very secret sentence")
    rows = """() => new Promise((resolve) => {
      const open = indexedDB.open("secretariat-live");
      open.onsuccess = () => {
        const all = open.result.transaction("entries").objectStore("entries").getAll();
        all.onsuccess = () => resolve(all.result.map((row) => [
          Object.keys(row).sort().join(), new TextDecoder("latin1").decode(row.sealed.words), JSON.stringify(row)]));
      };
    })"""
    ((names, words, plain),) = page.evaluate(rows)
    assert names == "isTakenBack,key,number,place,sealed,state,version,wasTried,why"
    assert "secret" not in words
    assert "secret" not in plain
    page.context.set_offline(False)
    all_sent(page, 1)
    assert page.evaluate(rows) == []


def test_two_windows_of_one_person_send_nothing_twice_and_see_each_other(enter: Enter, live: Live) -> None:
    one = desk(enter("officer"), live)
    two = desk(one.context.new_page(), live)
    one.context.set_offline(True)
    for number in range(1, 4):
        page = (one, two)[number % 2]
        page.bring_to_front()
        keep(page, f"s hr: Sentence {number}")
        kept(page, f"Sentence {number}")
    expect(one.locator(".typed > li")).to_have_count(3)
    one.context.set_offline(False)
    all_sent(one, 3)
    all_sent(two, 3)
    assert live.texts() == ["Sentence 1", "Sentence 2", "Sentence 3"]


def test_two_rapporteurs_write_at_once_and_each_finds_the_others_words(enter: Enter, live: Live) -> None:
    one, two = desk(enter("officer"), live), desk(enter("chair"), live)
    one.context.set_offline(True)
    for number in range(1, 4):
        keep(one, f"s hr: One {number}")
        kept(one, f"One {number}")
        keep(two, f"s rs: Two {number}")
        kept(two, f"Two {number}")
    one.context.set_offline(False)
    all_sent(one, 6)
    all_sent(two, 6)
    found = live.texts()
    for who in ("One", "Two"):
        assert [text for text in found if text.startswith(who)] == [f"{who} {n}" for n in (1, 2, 3)]
    assert two.locator(".typed .text").all_inner_texts() == found


def test_whoever_was_signed_out_loses_nothing_and_goes_on_after_signing_in_again(
    enter: Enter, live: Live
) -> None:
    page = desk(enter("officer"), live)
    page.context.clear_cookies()
    keep(page, "s hr: Typed after the session was over")
    kept(page, "Typed after the session was over")
    expect(page.locator("[data-at=net]")).to_contain_text("You were signed out")
    expect(page.locator("[data-at=sign-in]")).to_be_visible()
    other = page.context.new_page()
    other.goto(live.site.link("officer"))
    other.get_by_role("button", name="Sign in").click()
    other.wait_for_url(live.site.url + "/")
    page.bring_to_front()
    all_sent(page, 1)
    assert live.texts() == ["Typed after the session was over"]


def test_signing_out_warns_of_what_was_not_sent(enter: Enter, live: Live) -> None:
    page = desk(enter("officer"), live)
    page.route("**/entries/", lambda route: route.abort())
    keep(page, "s hr: Not sent yet")
    kept(page, "Not sent yet")
    page.goto("/")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="One entry was not sent yet")).to_be_visible()
    page.get_by_role("button", name="Stay signed in").click()
    page.unroute("**/entries/")
    desk(page, live)
    all_sent(page, 1)
    page.goto("/")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    assert live.texts() == ["Not sent yet"]


def test_what_looks_like_a_victim_is_asked_about_and_a_marking_is_refused(enter: Enter, live: Live) -> None:
    page = desk(enter("officer"), live)
    keep(page, "s hr: She was born on 3 May 2004, they said")
    expect(page.locator(".is-refused")).to_contain_text("This looks like a date of birth")
    assert live.texts() == []
    page.reload()
    expect(page.locator(".is-refused")).to_be_visible()
    page.get_by_role("button", name="Edit").click()
    keep(page, " so")
    expect(page.locator(".is-refused")).to_be_visible()
    page.get_by_role("button", name="It is about no victim, suspect or case: keep it").click()
    all_sent(page, 1)
    keep(page, "i RESTREINT UE/EU RESTRICTED")
    expect(page.locator(".is-refused")).to_contain_text("not accredited for classified information")
    page.get_by_role("button", name="Give it up").click()
    all_sent(page, 1)
    assert live.texts() == ["She was born on 3 May 2004, they said so"]


def test_the_same_by_fields_and_mouse_alone(enter: Enter, live: Live, axe: Axe) -> None:
    page = desk(enter("officer"), live)
    page.get_by_text("By fields, without the keys").click()
    page.get_by_label("Kind").select_option("commitment")
    page.get_by_label("Speaker", exact=True).select_option(label="Marko Jurić")
    page.get_by_label("Owed by").select_option(label=["Serbia"])
    page.get_by_label("Due on").fill("2027-03-01")
    page.get_by_label("What was said or done").fill("Send the list")
    page.get_by_role("button", name="Keep", exact=True).click()
    all_sent(page, 1)
    (entry,) = live.entries()
    assert (entry["kind"], entry["speaker"], entry["owed"]) == (
        "commitment",
        "Marko Jurić",
        [["rs", "2027-03-01"]],
    )
    found = axe.run(page)
    assert found.violations_count == 0, found.generate_report()


def test_the_floor_is_kept_by_keys_and_the_wall_follows_within_a_second(
    enter: Enter, live: Live, axe: Axe
) -> None:
    page, wall = desk(enter("officer"), live), enter("croatia")
    wall.goto(f"/room/{live.meeting}/")
    expect(wall.locator("h1")).to_contain_text("Meeting of")
    for typed in ("+hr", "+!rs", "=hr", "=rs"):
        keep(page, typed)
        expect(page.locator("#typed")).to_have_value("")
    expect(page.locator("[data-at=waiting] li")).to_have_count(2)
    expect(page.locator("[data-at=waiting] li").first).to_contain_text("Serbia (point of order)")
    expect(page.locator("[data-at=quorum]")).to_contain_text("2 of 11 seats are here")
    keep(page, "*")
    expect(page.locator("[data-at=speaking]")).to_contain_text("Serbia")
    expect(wall.locator("[data-at=who]")).to_have_text("Serbia")
    expect(wall.locator("[data-at=turn]")).to_have_text("point of order")
    expect(wall.locator("[data-at=clock]")).to_have_text(re.compile(r"0:0\d"))
    keep(page, "d Agreed to meet twice a year")
    began = time.monotonic()
    while "Agreed to meet twice" not in wall.locator("[data-at=text]").inner_text():
        assert time.monotonic() - began < 5, "it never stood there"
    taken = time.monotonic() - began
    print(f"a decision stood on the wall {taken:.2f} s after Enter")
    assert taken < 1.0
    page.get_by_label("Chatham House Rule: the screen names nobody").check()
    expect(wall.locator("[data-at=who]")).to_have_text("Chatham House Rule")
    page.locator("#typed").focus()
    keep(page, "d! Only the bureau may read this")
    all_sent(page, 2)
    time.sleep(1.2)
    assert "Only the bureau" not in wall.content()
    for shown in (page, wall):
        found = axe.run(shown)
        assert found.violations_count == 0, found.generate_report()


def real_entries() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The people and the ten entries of the Network's real report, each with its whole text."""
    if not GOLD.exists() or not REPORT.exists():
        pytest.skip(f"the shared corpus is not here ({SHARED})")
    gold, report = json.loads(GOLD.read_text()), " ".join(REPORT.read_text().split())
    entries = []
    for entry in gold["entries"]:
        start = report.index(entry["starts"])
        end = report.index(entry["ends"], start) + len(entry["ends"])
        entries.append(entry | {"text": report[start:end]})
    return gold["people"], entries


class Typist:
    """Types by keys alone, and counts them."""

    LETTER = {"opening": "b", "statement": "s", "proposal": "p", "support": "u", "request": "r", "offer": "o"}

    def __init__(self, page: Page) -> None:
        self.page, self.keys = page, 0

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.keys += len(text)

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.keys += 1

    def name(self, name: str) -> None:
        """The first letters of a surname until the first guess is the right one, then Tab."""
        surname = name.split()[-1]
        self.type(surname[:2].lower())
        letters = 2
        expect(self.page.locator("#guesses li").first).to_be_visible()
        while not self.page.locator("#guesses li").first.inner_text().startswith(name):
            self.type(surname[letters].lower())
            letters += 1
        self.press("Tab")

    def entry(self, entry: dict[str, Any]) -> None:
        self.type(f"{self.LETTER[entry['kind']]} ")
        self.name(entry["speaker"])
        if entry.get("on_behalf_of"):
            self.type(">")
            self.name(entry["on_behalf_of"])
        self.type(entry["text"])
        self.press("Enter")


def test_the_real_report_is_typed_with_the_network_cut_three_times_and_the_tab_killed_twice(
    site: Site, enter: Enter
) -> None:
    people, entries = real_entries()
    assert len(entries) == 10
    opened = in_store(site, _OPEN, title="The real report, typed live", people=people)
    live = Live(site, opened["meeting"], opened["record"])
    for entry in entries:
        for who in ("speaker", "on_behalf_of"):
            entry[who] = opened["names"].get(entry.get(who), "")
    page = desk(enter("officer"), live)
    context = page.context
    typist = Typist(page)
    for number, entry in enumerate(entries):
        if number in {2, 5, 8}:
            context.set_offline(True)
        typist.entry(entry)
        kept(page, entry["text"][:40])
        if number in {3, 8}:
            # Killed with entries that only this browser has; the network comes back with the new tab.
            if number == 3:
                page.close()
            else:
                crash(page)
            page = context.new_page()
            context.set_offline(False)
            desk(page, live)
            typist.page = page
        elif number == 6:
            context.set_offline(False)
    all_sent(page, 10)
    found = live.entries()
    assert [e["text"] for e in found] == [e["text"] for e in entries]
    assert [e["kind"] for e in found] == [e["kind"] for e in entries]
    assert [e["speaker"] for e in found] == [e["speaker"] for e in entries]
    assert [e["on_behalf_of"] for e in found] == [e.get("on_behalf_of", "") for e in entries]
    characters = sum(len(entry["text"]) for entry in entries)
    print(f"{typist.keys} keys for {characters} characters: {typist.keys / characters:.2f}")
    assert typist.keys <= 1.3 * characters


def crash(page: Page) -> None:
    """Kills the process of a tab, as a machine without memory does."""
    with pytest.raises(Error, match="crash"):
        page.goto("chrome://crash", timeout=10_000)
    page.close()


def _processes(profile: Path) -> list[int]:
    """The processes of the browser that this test started on a profile of its own."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes()
        except OSError:
            continue
        if str(profile).encode() in words and b"chrom" in words.split(b"\0")[0]:
            found.append(int(process.name))
    return found


def test_what_was_shown_as_kept_outlives_the_sudden_death_of_the_browser(
    site: Site, live: Live, tmp_path: Path, enter: Enter
) -> None:
    enter()  # skips where no Chromium is, and holds the one driver
    code = _DEATH.format(root=str(Path(__file__).parents[2]))
    done = subprocess.run(
        [sys.executable, "-c", code, site.url, site.link("officer"), live.path, str(tmp_path / "profile")],
        check=True, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.stdout.split() == ["kept", "killed", "sent"]
    assert live.texts() == ["Said before the lights went out", "Said after it"]


_DEATH = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, {root!r})
from playwright.sync_api import expect, sync_playwright
from tests.browser.test_rapporteur import _processes
from tests.browser.conftest import CHROMIUM
url, link, path, profile = sys.argv[1:]

def begin(playwright):
    context = playwright.chromium.launch_persistent_context(
        profile, executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"], base_url=url)
    page = context.new_page()
    page.goto(link)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(url + "/")
    page.goto(path)
    expect(page.locator("#typed")).to_be_focused()
    return context, page

with sync_playwright() as playwright:
    context, page = begin(playwright)
    context.set_offline(True)
    page.keyboard.type("s hr: Said before the lights went out")
    page.keyboard.press("Enter")
    expect(page.locator(".typed > li")).to_have_attribute("data-state", "waiting")
    print("kept", flush=True)
    for pid in _processes(Path(profile)):
        os.kill(pid, signal.SIGKILL)
    print("killed", flush=True)
with sync_playwright() as playwright:
    context, page = begin(playwright)
    expect(page.locator('.typed > li[data-state="sent"]')).to_have_count(1, timeout=15000)
    page.keyboard.type("s hr: Said after it")
    page.keyboard.press("Enter")
    expect(page.locator('.typed > li[data-state="sent"]')).to_have_count(2, timeout=15000)
    print("sent", flush=True)
    context.close()
"""
