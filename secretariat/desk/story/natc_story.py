"""The demo story: ten years of the network, from a paper to what is shown, through the real actions.

The facts are public ones; the words are the demo's own. Everybody who signs in is invented.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from secretariat.archive import actions as archive
from secretariat.archive.intake import read_now
from secretariat.archive.models import Reading
from secretariat.archive.reads import visible_readings
from secretariat.commitments import actions as commitments
from secretariat.commitments.reads import visible_commitments
from secretariat.meetings import actions as meetings
from secretariat.meetings.models import Meeting
from secretariat.meetings.reads import visible_offers
from secretariat.minutes import actions as minutes
from secretariat.minutes.reads import visible_entries
from secretariat.publishing import actions as publishing
from secretariat.toolbox import clock
from secretariat.toolbox.days import days_in_words
from secretariat.toolbox.errors import RuleBroken

from .build import Cast, build_network
from .natc import NATC

PAPERS = Path(__file__).parent / "papers"


@dataclass(frozen=True, slots=True)
class Milestone:
    """A public meeting of the network's life and the outcome that was shown."""

    title: str
    starts_on: date
    ends_on: date
    place: str
    country: str
    kind: str
    outcome: str
    period_words: str = ""


MILESTONES = (
    Milestone("Ministerial conference of the Brdo Process", date(2010, 10, 20), date(2010, 10, 20), "Brdo pri Kranju", "SI", "ministerial", "The network is founded, and its Secretariat is entrusted to ICMPD."),
    Milestone("Coordinators on EU Anti-Trafficking Day", date(2012, 10, 18), date(2012, 10, 18), "", "", "plenary", "A joint declaration of the coordinators on working together across borders."),
    Milestone("Meeting of the network in Stockholm", date(2015, 11, 3), date(2015, 11, 4), "Stockholm", "SE", "plenary", "The coordinators compare their platforms and good practices."),
    Milestone("Ministerial meeting at Brdo", date(2018, 3, 16), date(2018, 3, 16), "Brdo pri Kranju", "SI", "ministerial", "Nine ministers sign a joint declaration on compensation, on demand and on the internet."),
    Milestone("Forum in Sofia", date(2018, 5, 31), date(2018, 6, 1), "Sofia", "BG", "conference", "A non-paper sets a compass for the work with the European Union."),
    Milestone("Ministerial meeting of the Brdo Process", date(2020, 3, 4), date(2020, 3, 4), "Brdo pri Kranju", "SI", "ministerial", "Ministers endorse the Strategy Paper 2020-2024 of the coordinators."),
    Milestone("Virtual meeting of the network", date(2021, 1, 26), date(2021, 1, 28), "", "", "online", "Ten years of the network are marked together with twenty years of the Palermo Protocol."),
    Milestone("EU Anti-Trafficking Day 2021", date(2021, 10, 18), date(2021, 10, 18), "", "", "online", "A joint statement of the coordinators repeats the priorities of their strategy."),
    Milestone("Non-paper Beyond Joint Actions", date(2022, 2, 17), date(2022, 2, 17), "", "", "online", "The second, shorter version of the non-paper on the Western Balkans and the European Union is out."),
    Milestone("Ministerial meeting at Brdo", date(2025, 3, 28), date(2025, 3, 28), "Brdo pri Kranju", "SI", "ministerial", "The Strategy 2025-2029 is presented to the ministers."),
)  # fmt: skip


def tell() -> Iterator[str]:
    """Builds the whole demo story and says, step by step, what it is at. Raises RuleBroken in a store that
    holds a network already: a demo never mixes with real papers.
    """
    yield "the network, its seats and its cast"
    cast = build_network(NATC)
    yield "milestones of 2010 to 2025"
    for milestone in MILESTONES:
        _milestone(cast, milestone)
    yield "the closed session of 30 May 2019, read from a paper"
    _becici(cast)
    yield "the campaign of 2022, from proposal to what was shown"
    _campaign(cast)
    yield "a paper that waits for review, and a meeting ahead"
    _take_in(cast, PAPERS / "online-2020.txt")
    _ahead(cast)


def _milestone(cast: Cast, milestone: Milestone) -> Meeting:
    officer = cast.officer.actor
    meeting = meetings.create_meeting(
        officer,
        network=cast.network,
        title=milestone.title,
        kind=milestone.kind,
        is_closed=False,
        ring="partners",
        starts_on=milestone.starts_on,
        ends_on=milestone.ends_on,
        place=milestone.place,
        country=milestone.country,
        period_words=milestone.period_words,
    )
    _show(cast, meeting, milestone.outcome)
    return meeting


def _show(cast: Cast, meeting: Meeting, *sentences: str) -> None:
    """Prepares and releases the public page; a sentence that is an entry's keeps the way back to it."""
    officer = cast.officer.actor
    entries = {e.text: e for e in visible_entries(officer).filter(record__meeting=meeting)}
    release = publishing.draft_release(
        officer,
        meeting=meeting,
        title=meeting.title,
        when_words=days_in_words(meeting.starts_on, meeting.ends_on, meeting.period_words),
        place=meeting.place,
        lines=[(entries.get(words), words) for words in sentences],
    )
    publishing.release_meeting(cast.chair.actor, release=release)


def _take_in(cast: Cast, paper: Path) -> Reading:
    officer = cast.officer.actor
    source, _ = archive.take_in_source(officer, network=cast.network, name=paper.name, path=paper)
    reading = visible_readings(officer).get(source=source)
    read_now(officer, reading)
    reading.refresh_from_db()
    if reading.state != "read":
        raise RuleBroken(
            "story.paper", f"The demo's own paper {paper.name} could not be read: {reading.problem}"
        )
    return reading


def _becici(cast: Cast) -> None:
    officer = cast.officer.actor
    reading = _take_in(cast, PAPERS / "becici-2019.txt")
    archive.settle_rest(officer, reading=reading, state="accepted")
    meeting = archive.accept_reading(officer, reading=reading)
    entries = list(visible_entries(officer).filter(record__meeting=meeting).order_by("position"))
    proposals = [entry for entry in entries if entry.kind == "proposal"]
    support = next(entry for entry in entries if entry.kind == "support")
    minutes.edit_entry(officer, entry=support, revision=support.revision, about=proposals[-1])
    minutes.approve_record(officer, record=meeting.record, approved_on=date(2019, 6, 12))
    brochure, vision = (
        visible_commitments(officer).get(entry=proposals[0]),
        visible_commitments(officer).get(entry=proposals[-1]),
    )
    today = clock.today()
    brochure = commitments.assign_commitment(
        officer,
        commitment=brochure,
        version=brochure.version,
        seat=cast.seats["hr"],
        due_on=today + timedelta(days=17),
    )
    commitments.report_progress(
        cast.coordinator.actor,
        commitment=brochure,
        words="Six of eleven members sent what they count as their achievements; the rest is promised.",
        evidence="Folder with the inputs",
        state="under way",
    )
    vision = commitments.assign_commitment(
        officer, commitment=vision, version=vision.version, seat=cast.seats["chair"], due_on=date(2020, 3, 4)
    )
    commitments.report_progress(
        cast.chair.actor,
        commitment=vision,
        words="The vision became the Strategy Paper 2020-2024.",
        evidence="Endorsed by the ministers at Brdo on 4 March 2020",
        state="done",
        done_on=date(2020, 3, 4),
    )
    # Both offers of that day left no trace: they are shown as what they are.
    for offer in visible_offers(officer).filter(made_at=meeting):
        meetings.answer_offer(officer, offer=offer, version=offer.version, state="lapsed")
    for line in visible_commitments(officer).filter(meeting=meeting, kind="offer"):
        commitments.report_progress(
            officer,
            commitment=line,
            words="Nobody answered the offer, and its time has passed.",
            state="dropped",
        )


def _campaign(cast: Cast) -> None:
    officer = cast.officer.actor
    meeting = meetings.create_meeting(
        officer,
        network=cast.network,
        title="Meeting of the coordinators in Budva",
        starts_on=date(2022, 6, 1),
        ends_on=date(2022, 6, 30),
        period_words="June 2022",
        place="Budva",
        country="ME",
        chair="Ministry of the Interior of the Republic of Slovenia",
        host_seat=cast.seats["me"],
    )
    record = minutes.open_record(officer, meeting=meeting)
    minutes.add_entry(
        officer,
        record=record,
        kind="information",
        text="Moldova and Romania showed how they protect people who flee from Ukraine.",
        speaker_words="Moldova and Romania",
    )
    proposal = minutes.add_entry(
        officer,
        record=record,
        kind="proposal",
        text="All members run one online campaign for the EU Anti-Trafficking Day.",
        seat=cast.seats["si"],
    )
    minutes.add_entry(
        officer,
        record=record,
        kind="decision",
        text="The members post common messages from 18 to 21 October 2022.",
        about=proposal,
    )
    for line in commitments.follow_up_record(officer, record=record):
        line = commitments.assign_commitment(
            officer,
            commitment=line,
            version=line.version,
            seat=cast.seats["secretariat"],
            due_on=date(2022, 10, 18),
        )
        commitments.report_progress(
            officer,
            commitment=line,
            words="Messages in every language of the network were written and posted by the members.",
            evidence="Joint statement and campaign, 18 to 21 October 2022",
            state="done",
            done_on=date(2022, 10, 21),
        )
    minutes.approve_record(officer, record=record, approved_on=date(2022, 9, 1))
    _show(cast, meeting, "The members post common messages from 18 to 21 October 2022.")


def _ahead(cast: Cast) -> None:
    officer = cast.officer.actor
    today = clock.today()
    meetings.create_meeting(
        officer,
        network=cast.network,
        title="Next meeting of the network (demo)",
        starts_on=today + timedelta(days=120),
        place="Zagreb",
        country="HR",
        host_seat=cast.seats["hr"],
    )
    meetings.note_offer(
        cast.other.actor,
        network=cast.network,
        seat=cast.seats["bg"],
        offered_by=cast.other.person,
        place="Sofia",
        period_words=f"the first half of {today.year + 2}",
        earliest=date(today.year + 2, 1, 1),
        latest=date(today.year + 2, 6, 30),
        firmness="intended",
    )
