"""Every kind of thing that has a page: its word, its visible door, where it is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Field, QuerySet
from django.urls import reverse

from secretariat.access.rules import Actor, Ring
from secretariat.archive.reads import visible_readings, visible_sources
from secretariat.commitments.reads import visible_commitments, visible_decisions
from secretariat.meetings.reads import (
    visible_items,
    visible_meetings,
    visible_offers,
    visible_papers,
    visible_terms,
)
from secretariat.members.reads import visible_members, visible_people, visible_seats
from secretariat.minutes.reads import visible_entries, visible_records
from secretariat.toolbox.errors import NotVisible


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing: ``words`` for one and for many, its door, and the name of its page's address."""

    word: str
    many: str
    door: Callable[[Actor], QuerySet[Any]]
    page: str

    def url(self, thing: Any) -> str:
        """Where the thing is shown."""
        if self.page in {"commitments:decisions", "meetings:terms"}:
            return f"{reverse(self.page)}#{thing.ref}"
        if self.page == "archive:list":
            return reverse("archive:review", args=[thing.ref])
        return reverse(self.page, args=[thing.ref])

    def ring_at_first(self, actor: Actor) -> Ring:
        """The ring such a thing has where nobody said another."""
        field = self.door(actor).model._meta.get_field("ring")
        assert isinstance(field, Field)
        return Ring(field.default)


KINDS: dict[str, Kind] = {
    "meeting": Kind("meeting", "meetings", visible_meetings, "desk:meeting"),
    "record": Kind("record", "records", visible_records, "minutes:record"),
    "entry": Kind("entry", "entries of records", visible_entries, "minutes:entry"),
    "decision": Kind("decision", "decisions", visible_decisions, "commitments:decisions"),
    "commitment": Kind("follow-up line", "follow-up lines", visible_commitments, "commitments:commitment"),
    "offer": Kind("offer to host", "offers to host", visible_offers, "meetings:offer"),
    "item": Kind("agenda item", "agenda items", visible_items, "meetings:item"),
    "paper": Kind("paper of a meeting", "papers of meetings", visible_papers, "meetings:paper"),
    "term": Kind("term of reference", "terms of reference", visible_terms, "meetings:terms"),
    "source": Kind("paper", "papers", visible_sources, "archive:source"),
    "reading": Kind("reading", "readings", visible_readings, "archive:list"),
    "person": Kind("person", "people", visible_people, "members:person"),
    "member": Kind("member", "members", visible_members, "members:member"),
    "seat": Kind("seat", "seats", visible_seats, "members:seat"),
}
"""By the beginning of a public reference, which is also the kind's name in the written policy."""


def find_thing(actor: Actor, ref: str) -> Any:
    """The thing with that public reference. Raises NotVisible, also for a kind that has no page. One query."""
    kind = KINDS.get(ref.partition("-")[0])
    thing = kind.door(actor).filter(ref=ref).first() if kind else None
    if thing is None:
        raise NotVisible
    return thing
