"""One small paper of the invented region and what reading it gives, written out by hand."""

from __future__ import annotations

from typing import Any

from secretariat.access.rules import system_actor
from secretariat.archive.actions import fail_reading, vouch_for_source
from secretariat.archive.models import Reading, Source

OPENING = "Ana Djuric, National Coordinator of Alba, opened the meeting."
PROPOSAL = "Filip Ćosić (Corvia) proposed a common list of indicators."
OFFER = "Mira Novak offered on behalf of Nikola Babić to host in Bay City in autumn 2020."
DECISION = "The meeting decided to meet twice a year."
REQUEST = "Ivo Sarich asked the Secretariat for a calendar by the end of June 2019."
TEXT = "\n".join(
    (
        "Third meeting of the coordinators",
        "Beside the Harbour Conference, Sunport, 30 May 2019",
        OPENING,
        PROPOSAL,
        OFFER,
        DECISION,
        REQUEST,
        "",
    )
)

READABLE = """MINUTES
of the third meeting of the Network of Coordinators of the Amber Coast
held in Sunport on 30 May 2019

Ms. Ana Djuric opened the meeting and welcomed the participants.
Mr. Filip Ćosić proposed that the members draw up a common list of indicators.
The meeting decided to meet twice a year.
"""
"""Minutes in which the reading itself finds a day, people and entries."""


def span(words: str) -> list[int]:
    """Where the words first stand in the paper."""
    start = TEXT.index(words)
    return [start, start + len(words)]


def _found(value: object, words: str) -> dict[str, Any]:
    return {"value": value, "span": span(words)}


def _person(ref: str, name: str, function: str, member: str, present: bool | None) -> dict[str, Any]:
    return {
        "ref": ref,
        "name": name,
        "honorific": None,
        "function": function,
        "member": member,
        "present": present,
        "spans": [span(name)],
    }


def _entry(kind: str, words: str, **more: Any) -> dict[str, Any]:
    blank = {"speaker": None, "seat": None, "on_behalf_of": None, "due": None}
    return {"kind": kind, **blank, **more, "span": span(words)}


def result() -> dict[str, Any]:
    """The reading of the paper, in the reading format."""
    nobody = dict.fromkeys(("body", "ends_on", "country", "closed", "organiser", "chair", "secretariat"))
    return {
        "schema": "secretariat.reading/1",
        "source": {
            "name": "minutes.txt",
            "sha256": "0" * 64,
            "media_type": "text/plain",
            "pages": None,
            "warnings": [],
        },
        "text": TEXT,
        "header": {
            **nobody,
            "title": _found("Third meeting of the coordinators", "Third meeting of the coordinators"),
            "starts_on": _found("2019-05-30", "30 May 2019"),
            "place": _found("Sunport", "Sunport"),
            "within": _found("Harbour Conference", "Harbour Conference"),
        },
        "people": [
            _person("p1", "Ana Djuric", "National Coordinator", "Alba", True),
            _person("p2", "Filip Ćosić", "Secretary General", "Corvia", True),
            _person("p3", "Mira Novak", "Adviser", "Bresta", True),
            _person("p4", "Nikola Babić", "National Coordinator", "Bresta", False),
            _person("p5", "Ivo Sarich", "Deputy Coordinator", "Alba", None),
        ],
        "entries": [
            _entry("opening", OPENING, speaker="p1"),
            _entry("proposal", PROPOSAL, speaker="p2"),
            _entry("offer", OFFER, speaker="p3", on_behalf_of="p4"),
            _entry("decision", DECISION),
            _entry("request", REQUEST, speaker="p5", due="by the end of June 2019"),
        ],
        "outputs": [{"kind": "calendar", "title": "Calendar", "addressee": None, "span": span("calendar")}],
        "meetings_ahead": [
            {
                "place": "Bay City",
                "when": "autumn 2020",
                "earliest": "2020-09-01",
                "latest": "2020-11-30",
                "within": None,
                "offered_by": "p4",
                "firmness": "tentative",
                "span": span("Bay City in autumn 2020"),
            }
        ],
    }


def opened_by_hand(source: Source) -> Source:
    """A paper whose words nobody needs here, open because somebody vouched for it."""
    machine = system_actor("the test")
    fail_reading(machine, reading=Reading.objects.get(source=source), problem="No words in it.")
    return vouch_for_source(machine, source=source)
