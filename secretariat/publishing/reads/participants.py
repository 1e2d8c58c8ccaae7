"""The list of participants, name plates and badges of a meeting as the typesetter takes them, for one reader."""

from __future__ import annotations

from datetime import date

from secretariat.access.rules import Actor, SeatKind, sees
from secretariat.meetings.models import Delegate, Meeting
from secretariat.meetings.reads.participant_lists import Called, ListedSeat, ParticipantList, participant_list
from secretariat.members.ordering import Order
from secretariat.toolbox import clock
from secretariat.toolbox.days import days_in_words

from ..rules import MARKINGS
from ..typeset import (
    Badge,
    BadgesData,
    Footnote,
    ListedGroup,
    ListedPerson,
    ListSection,
    MeetingFacts,
    ParticipantsData,
    ParticipantsWords,
    Plate,
    PlatesData,
)

_FRENCH_MONTHS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]

ENGLISH = {
    "title": "List of participants",
    "final": "Final list",
    "provisional": "Provisional list as of {day}",
    "chair": "Chair",
    "member": "Members",
    "observer": "Observers",
    "funder": "Funders",
    "secretariat": "Secretariat",
    "head": "Head of delegation",
    "alternate": "Alternate",
    "adviser": "Adviser",
    "expert": "Expert",
    "local-team member": "Local team",
    "seat vacant": "Seat vacant",
    "not announced yet": "Not announced yet",
    "not named": "Not named in this version",
    "english": "The States stand in English alphabetical order",
    "french": "The States stand in French alphabetical order",
    "own name": "The States stand in the order of their own names",
    "lot": ", from {name}, on which the lot fell on {day}",
    "left_out": "This version does not name {count} of those who take part.",
}
FRENCH = {
    "title": "Liste des participants",
    "final": "Liste définitive",
    "provisional": "Liste provisoire au {day}",
    "chair": "Présidence",
    "member": "Membres",
    "observer": "Observateurs",
    "funder": "Bailleurs de fonds",
    "secretariat": "Secrétariat",
    "head": "Chef de délégation",
    "alternate": "Suppléant",
    "adviser": "Conseiller",
    "expert": "Expert",
    "local-team member": "Équipe locale",
    "seat vacant": "Siège vacant",
    "not announced yet": "Pas encore annoncée",
    "not named": "Non nommés dans cette version",
    "english": "Les États suivent l’ordre alphabétique anglais",
    "french": "Les États suivent l’ordre alphabétique français",
    "own name": "Les États suivent l’ordre de leurs propres noms",
    "lot": ", à partir de {name}, que le sort a désigné le {day}",
    "left_out": "Cette version ne nomme pas {count} des participants.",
}
"""What a list says, in each language. Source: lists of participants of the Council of Europe, in both languages."""

_FRENCH_WORDS = ParticipantsWords(
    dates="Date",
    place="Lieu",
    within="Dans le cadre de",
    organiser="Organisée par",
    group="Délégation",
    person="Nom et fonction",
    capacity="Qualité",
    page="page {page} sur {pages}",
)


def _day(day: date, *, is_french: bool) -> str:
    if is_french:
        first = "1er" if day.day == 1 else str(day.day)
        return f"{first} {_FRENCH_MONTHS[day.month - 1]} {day.year}"
    return f"{day.day} {day:%B %Y}"


def _dates(meeting: Meeting, *, is_french: bool) -> str:
    if not is_french or meeting.period_words:
        return days_in_words(meeting.starts_on, meeting.ends_on, meeting.period_words)
    last = _day(meeting.ends_on, is_french=True)
    if meeting.starts_on == meeting.ends_on:
        return f"le {last}"
    return f"du {_day(meeting.starts_on, is_french=True)} au {last}"


def footnotes_of(found: ParticipantList) -> tuple[Footnote, ...]:
    """The footnotes of all names of a list, each once, in the order of the list."""
    notes: dict[str, str] = {}
    called = [row.called for row in found.seats] + ([found.drawn] if found.drawn else [])
    for one in called:
        if one.member is not None and one.member.footnote_mark:
            notes.setdefault(one.member.footnote_mark, one.member.footnote)
    return tuple(Footnote(mark=mark, text=text) for mark, text in notes.items())


def participants_data(actor: Actor, meeting: Meeting, form: Order) -> ParticipantsData:
    """The list as one reader sees it, names of States in one language; a French list is French throughout.

    As many queries as ``participant_list``.
    """
    found = participant_list(actor, meeting, form)
    is_french = form is Order.FRENCH
    words = FRENCH if is_french else ENGLISH
    now = clock.now()
    today = clock.today(meeting.network.zone)
    return ParticipantsData(
        network_name=meeting.network.name,
        marking=MARKINGS[meeting.ring],
        ref=meeting.ref,
        title=words["title"],
        state_word=words["final"]
        if found.is_final
        else words["provisional"].format(day=_day(today, is_french=is_french)),
        meeting=_facts(actor, meeting, is_french=is_french),
        order_line=_order_line(found, words, is_french=is_french),
        left_out=words["left_out"].format(count=found.hidden) if found.hidden else "",
        sections=tuple(
            ListSection(title=words[kind.kind.value], groups=tuple(_group(row, words) for row in kind.seats))
            for kind in found.kinds
        ),
        footnotes=footnotes_of(found),
        language="fr-FR" if is_french else "en-GB",
        made_at=now,
        words=_FRENCH_WORDS if is_french else ParticipantsWords(),
    )


def _facts(actor: Actor, meeting: Meeting, *, is_french: bool) -> MeetingFacts:
    within = meeting.within
    return MeetingFacts(
        dates=f"{meeting.title}, {_dates(meeting, is_french=is_french)}",
        place=meeting.place,
        within=within.title if within is not None and sees(actor, within) else "",
        organiser=meeting.organiser,
    )


def _order_line(found: ParticipantList, words: dict[str, str], *, is_french: bool) -> str:
    lot = ""
    if found.drawn is not None and found.drawn_on is not None:
        day = _day(found.drawn_on, is_french=is_french)
        lot = words["lot"].format(name=found.drawn.marked, day=day)
    return f"{words[found.order.value]}{lot}."


def _group(row: ListedSeat, words: dict[str, str]) -> ListedGroup:
    remark = words.get(row.remark, words["not named"]) if row.remark else ""
    return ListedGroup(
        name=row.called.marked,
        people=tuple(
            ListedPerson(name=str(d), function=d.function, capacity=words[d.role]) for d in row.delegates
        ),
        remark=remark,
    )


def plates_data(actor: Actor, meeting: Meeting, form: Order) -> PlatesData:
    """A plate for every seat of the list, in its order: all members, and each body that sends somebody."""
    found = participant_list(actor, meeting, form)
    return PlatesData(
        network_name=meeting.network.name,
        title=f"Name plates, {meeting.title}",
        plates=tuple(Plate(name=_on_plate(row.called, found.form)) for row in found.seats),
        footnotes=footnotes_of(found),
        language="fr-FR" if form is Order.FRENCH else "en-GB",
        made_at=clock.now(),
    )


def _on_plate(called: Called, form: Order) -> str:
    """A body sits under the name of its place: the Chair, the Secretariat; a State under its own."""
    if called.seat.kind in (SeatKind.CHAIR, SeatKind.SECRETARIAT):
        return (FRENCH if form is Order.FRENCH else ENGLISH)[called.seat.kind]
    return called.marked


def badges_data(actor: Actor, meeting: Meeting, form: Order) -> BadgesData:
    """A badge for everybody on the list, in its order."""
    found = participant_list(actor, meeting, form)
    is_french = form is Order.FRENCH
    words = FRENCH if is_french else ENGLISH
    return BadgesData(
        network_name=meeting.network.name,
        title=meeting.title,
        dates=_dates(meeting, is_french=is_french),
        badges=tuple(_badge(d, row.called, words) for row in found.seats for d in row.delegates),
        footnotes=footnotes_of(found),
        language="fr-FR" if is_french else "en-GB",
        made_at=clock.now(),
    )


def _badge(delegate: Delegate, called: Called, words: dict[str, str]) -> Badge:
    return Badge(
        name=str(delegate), state=called.marked, function=delegate.function, capacity=words[delegate.role]
    )
