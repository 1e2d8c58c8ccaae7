"""One meeting from the offer to the approved record, in a real browser, by those who do it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from io import BytesIO
from time import monotonic
from urllib.parse import urlsplit

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from secretariat.toolbox import clock
from tests.browser.conftest import Enter, Site
from tests.browser.test_rapporteur import all_sent, keep

pytestmark = [pytest.mark.browser, pytest.mark.real_time]

TITLE = "Meeting of the coordinators in Sofia"
SAID = (
    "s si: The chair opened the meeting",
    "p hr: Members write down what each did since 2010 @all {due}",
    "u ba: Her office can give figures",
    "d The secretariat collects the figures",
    "i me: A handbook is in print",
)


def _autumn() -> date:
    """A Tuesday in October, next year's where this one's is over."""
    today = clock.today()
    first = date(today.year + (today.month > 8), 10, 5)
    return first + timedelta(days=(1 - first.weekday()) % 7)


def _offer(member: Page) -> str:
    member.goto("/meetings/offers/add/")
    member.get_by_label("Place").fill("Sofia")
    member.get_by_label("When").fill("in October")
    member.get_by_label("Beside another event").fill("A conference on business and trafficking")
    member.get_by_role("button", name="Save").click()
    return "Sofia, in October"


def _find_a_date(officer: Page, guest: Page, offer: str) -> str:
    """Asked from the offer, answered without a sign-in, made the meeting; gives the address of the meeting."""
    officer.goto("/meetings/polls/add/")
    officer.get_by_label("What the meeting would be called").fill(TITLE)
    choice = officer.get_by_label("From an offer to host").locator("option", has_text=offer).last
    officer.get_by_label("From an offer to host").select_option(value=choice.get_attribute("value"))
    officer.get_by_label("Answers until").fill((clock.today() + timedelta(days=20)).isoformat())
    for number in (1, 2):
        officer.locator(f"[name=day_{number}]").fill((_autumn() + timedelta(days=number)).isoformat())
    officer.get_by_role("button", name="Open the question").click()
    question = officer.url
    officer.get_by_role("button", name="Ask every seat").click()
    link = officer.locator(".list > li", has_text="Croatia").locator("input.copy").input_value()
    guest.goto(urlsplit(link).path)
    for place in (0, 1):
        guest.locator("fieldset").nth(place).get_by_label("yes", exact=True).check()
    guest.get_by_role("button", name="Send the answer").click()
    expect(guest.get_by_role("heading", level=1)).to_have_text("Thank you")
    officer.goto(question)
    officer.get_by_role("button", name="Close", exact=True).click()
    officer.locator("article.item").first.get_by_role("button", name="Make it the meeting").click()
    expect(officer.get_by_role("heading", level=1)).to_have_text(TITLE)
    return officer.url


def _invite(officer: Page, member: Page, meeting: str) -> None:
    officer.goto(meeting)
    officer.get_by_role("link", name="Invite seats").click()
    officer.get_by_label("Paragraphs of its own").fill("The host offers a visit to a shelter's office.")
    officer.get_by_role("button", name="Keep the draft").click()
    officer.get_by_role("button", name="Send the invitation").click()
    member.goto("/")
    member.locator(".asks li", has_text=TITLE).get_by_role("link", name="Answer").first.click()
    member.get_by_label("takes part", exact=True).check()
    member.get_by_role("button", name="Answer").click()
    expect(member.get_by_role("status")).to_contain_text("Thank you")


def _name_a_delegation(member: Page, meeting: str) -> None:
    """The seat names its head; the page of the delegation then asks for credentials."""
    member.goto(meeting)
    member.get_by_role("link", name=re.compile("delegation", re.IGNORECASE)).first.click()
    member.get_by_role("link", name="Name somebody").click()
    member.get_by_label("Comes as").select_option("head")
    member.get_by_label("Or a name").fill("Petra Horvat")
    member.get_by_role("button", name="Name", exact=True).click()
    expect(member.locator("main")).to_contain_text("Petra Horvat")


def _agenda(officer: Page, member: Page, meeting: str) -> None:
    """Begun with what stands on it by default, an item proposed by a seat and put on it."""
    officer.goto(meeting + "agenda/")
    officer.get_by_role("button", name="Begin the agenda").click()
    member.goto(meeting + "agenda/")
    member.get_by_role("link", name="Propose an item").click()
    member.get_by_label("Title", exact=True).fill("What ten years have achieved")
    member.get_by_label("Explanatory note").fill("Members are asked to agree on a brochure.")
    member.get_by_role("button", name="Propose", exact=True).click()
    expect(member.get_by_role("status")).to_contain_text("Proposed")
    officer.goto(meeting + "agenda/")
    officer.get_by_role("button", name="Put on the agenda").click()
    expect(officer.locator(".agenda")).to_contain_text("What ten years have achieved")
    book = officer.request.get(meeting + "book.pdf")
    assert book.status == 200


def _hold(officer: Page, meeting: str, day: date) -> str:
    """The clock of a real server stands where it stands: the day of the meeting is moved, then it is held."""
    officer.goto(meeting)
    officer.get_by_role("link", name="Change", exact=True).click()
    officer.get_by_label("First day").fill(day.isoformat())
    officer.get_by_label("Last day").fill(day.isoformat())
    officer.get_by_role("button", name="Save").click()
    officer.get_by_role("button", name="Open the record").click()
    record = officer.url
    officer.goto("/live/" + urlsplit(meeting).path.strip("/").rpartition("/")[2] + "/")
    expect(officer.locator("#live")).to_have_attribute("data-ready", "yes")
    due = f"{clock.today() + timedelta(days=200):%Y-%m-%d}"
    for line in SAID:
        keep(officer, line.format(due=due))
    all_sent(officer, len(SAID))
    return record


def _close(officer: Page, record: str, meeting: str) -> None:
    """Closed: the report as PDF and as Word file is there within ten seconds."""
    officer.goto(record + "round/")
    officer.get_by_role("button", name="Close the meeting").click()
    began = monotonic()
    ref = urlsplit(meeting).path.strip("/").rpartition("/")[2]
    pdf = officer.request.get(f"/publishing/report/{ref}.pdf")
    docx = officer.request.get(f"/publishing/report/{ref}.docx")
    assert (pdf.status, docx.status) == (200, 200)
    assert monotonic() - began < 10
    with pypdfium2.PdfDocument(BytesIO(pdf.body())) as document:
        words = " ".join(page.get_textpage().get_text_bounded() for page in document)
    assert "what each did since 2010" in " ".join(words.split())


def _correct(officer: Page, members: dict[str, Page], record: str) -> None:
    """Two seats correct what they said; both are accepted, in one corrigendum."""
    officer.goto(record + "round/")
    officer.get_by_role("link", name="Send the draft round").click()
    officer.get_by_role("button", name="Send round").click()
    for words, member in members.items():
        member.goto(record)
        member.get_by_role("link", name="correct", exact=True).click()
        box = member.get_by_label("The entry as it should read")
        box.fill(box.input_value() + words)
        member.get_by_role("button", name="Ask for the correction").click()
    for _ in members:
        officer.goto(record + "round/")
        officer.get_by_role("button", name="Accept").first.click()
    officer.get_by_label(re.compile("end the round before its time")).check()
    officer.get_by_role("button", name="Issue the corrigendum").click()
    expect(officer.locator("main")).to_contain_text("Correction 2")


def _approve_at_the_next(officer: Page, chair: Page, record: str) -> None:
    """The next meeting's agenda already carries the record and what is owed; that meeting approves it."""
    officer.goto("/meetings/add/")
    officer.get_by_label("Title", exact=True).fill("The meeting after Sofia")
    officer.get_by_label("First day").fill(clock.today().isoformat())
    officer.get_by_role("button", name="Save").click()
    officer.goto(officer.url + "agenda/")
    officer.get_by_role("button", name="Begin the agenda").click()
    agenda = officer.locator(".agenda")
    expect(agenda).to_contain_text(f"Record of {TITLE}")
    expect(agenda).to_contain_text("what each did since 2010")
    chair.goto(record)
    chair.get_by_text("Approve", exact=True).click()
    chair.get_by_label("Approved on").fill(clock.today().isoformat())
    chair.get_by_label("By the meeting").select_option(label="The meeting after Sofia")
    chair.get_by_role("button", name="Declare approved").click()
    chair.goto(record + "round/")
    expect(chair.locator("main")).to_contain_text("by The meeting after Sofia")


def test_an_offer_becomes_a_meeting_and_its_record_is_approved_by_the_next(enter: Enter, site: Site) -> None:
    officer, chair = enter("officer"), enter("chair")
    bulgaria, croatia, bosnia = enter("bulgaria"), enter("croatia"), enter("bosnia")
    offer = _offer(bulgaria)
    meeting = _find_a_date(officer, enter(), offer)
    _invite(officer, croatia, meeting)
    _name_a_delegation(croatia, meeting)
    _agenda(officer, croatia, meeting)
    record = _hold(officer, meeting, clock.today() - timedelta(days=1))
    _close(officer, record, meeting)
    _correct(officer, {" and until today": croatia, " of last year": bosnia}, record)
    _approve_at_the_next(officer, chair, record)
