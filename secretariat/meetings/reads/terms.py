"""Every query about the terms of reference, and the days that follow from them for one meeting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from secretariat.access.reads import visible
from secretariat.access.rules import Actor, Ring
from secretariat.members.models import Network
from secretariat.toolbox.errors import RuleBroken
from secretariat.toolbox.zones import country_of

from ..deadlines import Deadline, deadline
from ..models import Meeting, Term
from ..terms import Parameter, Terms, terms_with

REGULAR = ("plenary", "ministerial", "conference")
"""The kinds of meetings whose agenda goes out as for a regular meeting; every other is a special one."""


def visible_terms(actor: Actor) -> QuerySet[Term]:
    """The parameters that the actor may see, decided and prepared."""
    return Term.objects.filter(visible(actor, seat=None)).select_related("network")


def set_terms(network_id: int, on: date) -> dict[str, tuple[str, str]]:
    """Article and value of each parameter a network has set and that holds on a day. One query."""
    rows = Term.objects.filter(network=network_id, state="decided", since_on__lte=on).order_by("since_on")
    return {row.parameter: (row.article, row.value) for row in rows}


def terms_of(network: Network, on: date) -> Terms:
    """The terms of reference of a network as they hold on a day. They are the program's to obey, whoever asks;
    the page of the terms goes through ``visible_terms``. One query.
    """
    return terms_with(set_terms(network.pk, on))


@dataclass(frozen=True, slots=True)
class TermLine:
    """A parameter as it holds today, with what was prepared for it and what it was before, newest first."""

    parameter: Parameter
    prepared: tuple[Term, ...]
    decided: tuple[Term, ...]


def terms_page(actor: Actor, network: Network, on: date) -> tuple[TermLine, ...]:
    """All parameters, in the order of the articles of the model. Two queries."""
    rows = list(visible_terms(actor).filter(network=network).order_by("-since_on", "-pk"))
    return tuple(
        TermLine(
            parameter,
            tuple(r for r in rows if r.parameter == parameter.name and r.state == "prepared"),
            tuple(r for r in rows if r.parameter == parameter.name and r.state == "decided"),
        )
        for parameter in terms_of(network, on).parameters
    )


@dataclass(frozen=True, slots=True)
class DueLine:
    """One day that follows from the terms for a meeting: what is due, who owes it, when (with the article), and
    whether it has passed. ``problem`` says why it cannot be computed.
    """

    what: str
    who: str
    due: Deadline | None
    has_passed: bool
    problem: str = ""


def _asked(meeting: Meeting) -> tuple[tuple[str, str, str], ...]:
    agenda = "agenda_regular" if meeting.kind in REGULAR else "agenda_special"
    return (
        (agenda, "The provisional agenda is sent", "the Secretariat"),
        ("papers_for_decision", "Papers for decision are here", "whoever brings one"),
        ("credentials", "Credentials are here", "each delegation"),
        ("record_draft", "The draft record is sent", "the Secretariat"),
        ("record_corrections", "Corrections to the record are here", "each seat, of its own statements"),
    )


def due_of(meeting: Meeting, name: str, terms: Terms | None = None) -> Deadline:
    """When what a parameter speaks of is due for a meeting. Raises RuleBroken where it cannot be computed.

    Counted from the opening, or from the close; where no hour is known, from the first and the last day. The
    corrections are counted from the last day on which the draft may go out. One query, none with ``terms``.
    """
    network = meeting.network
    terms = terms or terms_of(network, meeting.starts_on)
    zone, country = network.zone, country_of(network.zone)
    if name == "record_corrections":
        draft = due_of(meeting, "record_draft", terms)
        return deadline(terms, name, day=draft.on, zone=zone, country=country)
    if terms.get(name).direction == "before":
        day, at = meeting.starts_on, meeting.opens_at
    else:
        day, at = meeting.ends_on, meeting.closes_at
    return deadline(terms, name, day=day, at=at, zone=zone, country=country)


def sees_terms(actor: Actor, network_id: int) -> bool:
    """Whether the actor may know the terms of reference of a network, and so the days that follow from them.
    No query.
    """
    return actor.kind == "system" or Ring.MEMBERS in actor.rings_in(network_id)


def deadlines_of(actor: Actor, meeting: Meeting, now: datetime) -> tuple[DueLine, ...]:
    """All that falls due for a meeting, each with its article; nothing for whoever may not know the terms of
    reference. One query.
    """
    if not sees_terms(actor, meeting.network_id):
        return ()
    terms = terms_of(meeting.network, meeting.starts_on)
    lines = []
    for name, what, who in _asked(meeting):
        try:
            due = due_of(meeting, name, terms)
        except RuleBroken as error:
            lines.append(DueLine(what, who, None, False, error.message))
        else:
            lines.append(DueLine(what, who, due, now >= due.at))
    return tuple(lines)


def due_or_none(meeting: Meeting, name: str) -> Deadline | None:
    """As ``due_of``; None where it cannot be computed, as where no calendar of holidays is known. One query."""
    try:
        return due_of(meeting, name)
    except RuleBroken:
        return None


def agenda_due(meeting: Meeting) -> Deadline | None:
    """When the provisional agenda of a meeting is due; None where that cannot be computed. One query."""
    return due_or_none(meeting, _asked(meeting)[0][0])
