"""What is taken out, kind by kind: parents before children, each through the door of its room."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet

from secretariat.access.models import Account
from secretariat.access.rules import Actor
from secretariat.archive.models import Fact, Origin, Reading, Source
from secretariat.archive.reads import visible_facts, visible_origins, visible_readings, visible_sources
from secretariat.commitments.models import Commitment, Decision, Progress
from secretariat.commitments.reads import (
    shown_owner,
    visible_commitments,
    visible_decisions,
    visible_progress,
)
from secretariat.meetings.models import (
    AgendaItem,
    Attendance,
    Candidate,
    DatePoll,
    Delegate,
    Delegation,
    FreeSpan,
    HostingOffer,
    Meeting,
    OutsideEvent,
    Paper,
    PollAnswer,
    PollLine,
    Presence,
    SymbolSeries,
    Term,
)
from secretariat.meetings.models.invitations import Invitation, Invitee, Letter
from secretariat.meetings.reads import (
    visible_attendances,
    visible_candidates,
    visible_delegates,
    visible_delegations,
    visible_events,
    visible_free_spans,
    visible_items,
    visible_meetings,
    visible_offers,
    visible_papers,
    visible_poll_answers,
    visible_poll_lines,
    visible_polls,
    visible_presences,
    visible_series,
    visible_terms,
)
from secretariat.meetings.reads.invitations import visible_invitations, visible_invitees, visible_letters
from secretariat.members.models import (
    Distinction,
    Mandate,
    Member,
    NameForm,
    Network,
    Nomination,
    Person,
    Seat,
    Suspension,
)
from secretariat.members.reads import (
    visible_accounts,
    visible_distinctions,
    visible_mandates,
    visible_members,
    visible_nominations,
    visible_people,
    visible_seats,
    visible_suspensions,
)
from secretariat.members.rules import may_know_address, may_read_letter
from secretariat.minutes.models import Correction, Entry, EntryRevision, Record, SpeakerSlot
from secretariat.minutes.reads import (
    correction_line,
    is_speaker_hidden,
    revision_as_seen,
    visible_corrections,
    visible_entries,
    visible_records,
    visible_removed_entries,
    visible_slots,
)
from secretariat.publishing.models import Release, ReleasedLine, RingChange
from secretariat.publishing.reads import ring_changes, visible_releases

Values = dict[str, Any]
Shown = Callable[[Actor, Any, Values], Values | None]


def _as_it_is(actor: Actor, row: Any, values: Values) -> Values | None:
    return values


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing: the name of its files, what it is, its rows for an actor in a network.

    ``left_out`` are fields that belong to the store and not to the thing; ``shown`` may take from a row what
    the actor must not know, or give None and leave the row out.
    """

    name: str
    model: type[Model]
    words: str
    rows: Callable[[Actor, Network], QuerySet[Any]]
    left_out: frozenset[str] = frozenset()
    shown: Shown = _as_it_is


def _entries(actor: Actor, network: Network) -> QuerySet[Entry]:
    standing, removed = visible_entries(actor).order_by(), visible_removed_entries(actor).order_by()
    return Entry.objects.filter(
        Q(pk__in=standing.values("pk")) | Q(pk__in=removed.values("pk")), network=network
    )


def _person(actor: Actor, row: Person, values: Values) -> Values:
    """Whoever may not know an address takes the person along without it."""
    return values if may_know_address(actor, row.network_id) else values | {"email": ""}


def _mandate(actor: Actor, row: Mandate, values: Values) -> Values:
    return values if may_read_letter(actor, row.seat) else values | {"nomination": ""}


def _entry(actor: Actor, row: Entry, values: Values) -> Values:
    if not is_speaker_hidden(actor, row):
        return values
    nobody: Values = {
        "speaker": None,
        "seat": None,
        "origin": None,
        "speaker_words": "",
        "on_behalf_of": None,
        "on_behalf_words": "",
    }
    return values | nobody


def _revision(actor: Actor, row: EntryRevision, values: Values) -> Values | None:
    seen = revision_as_seen(actor, row.entry, row)
    return None if seen is None else values | {"values": seen}


def _correction(actor: Actor, row: Correction, values: Values) -> Values | None:
    """A correction tells whose words it corrects: where the Chatham House Rule hides the speaker it stays here."""
    return values if correction_line(actor, row).seat is not None else None


def _commitment(actor: Actor, row: Commitment, values: Values) -> Values:
    return values if shown_owner(actor, row) == row.seat else values | {"seat": None}


def _progress(actor: Actor, row: Progress, values: Values) -> Values:
    """Where the owner of a line is hidden, so is who reported on it."""
    line = row.commitment
    is_known = row.seat_id in actor.seat_ids or shown_owner(actor, line) == line.seat
    return values if is_known else values | {"seat": None, "actor_label": ""}


def _offer(actor: Actor, row: HostingOffer, values: Values) -> Values | None:
    """An offer that became a meeting means nothing without it."""
    return None if row.state == "taken up" and values["meeting"] is None else values


def _source(actor: Actor, row: Source, values: Values) -> Values | None:
    """A paper that nobody may open yet stays where it is."""
    return values if row.state == "kept" else None


KINDS: tuple[Kind, ...] = (
    Kind("networks", Network, "The network itself.", lambda a, n: Network.objects.filter(pk=n.pk)),
    Kind(
        "accounts", Account, "Who signs in, by address. Passwords and keys are never taken out.",
        lambda a, n: visible_accounts(a).filter(person__network=n),
        frozenset({"password", "last_login", "is_administrator", "created_at", "session_round"}),
    ),
    Kind("members", Member, "The members, with their names and footnotes.", lambda a, n: visible_members(a).filter(network=n)),
    Kind("seats", Seat, "The seats of members and offices.", lambda a, n: visible_seats(a).filter(network=n)),
    Kind("people", Person, "The people.", lambda a, n: visible_people(a).filter(network=n), shown=_person),
    Kind(
        "name-forms", NameForm, "All ways in which people's names are written.",
        lambda a, n: NameForm.objects.filter(person__in=visible_people(a).filter(network=n).order_by().values("pk")),
    ),
    Kind(
        "distinctions", Distinction, "Pairs of people of whom it was said that they are two.",
        lambda a, n: visible_distinctions(a).filter(one__network=n),
    ),
    Kind("mandates", Mandate, "Who held which seat, from when to when.", lambda a, n: visible_mandates(a).filter(seat__network=n), shown=_mandate),
    Kind("nominations", Nomination, "Who was proposed for a seat, and the answer.",
         lambda a, n: visible_nominations(a).filter(seat__network=n)),
    Kind(
        "suspensions", Suspension, "Who may not come in for the time being.",
        lambda a, n: visible_suspensions(a).filter(person__network=n),
    ),
    Kind("meetings", Meeting, "The meetings and the sessions in them.", lambda a, n: visible_meetings(a).filter(network=n)),
    Kind("attendances", Attendance, "Who was at a meeting.", lambda a, n: visible_attendances(a).filter(meeting__network=n)),
    Kind("presences", Presence, "Which seats were in the room, from when to when.",
         lambda a, n: visible_presences(a).filter(meeting__network=n)),
    Kind("offers", HostingOffer, "Offers to hold a meeting.", lambda a, n: visible_offers(a).filter(network=n), shown=_offer),
    Kind("date-polls", DatePoll, "Questions which days suit for a meeting.", lambda a, n: visible_polls(a).filter(network=n)),
    Kind("candidates", Candidate, "The days that were asked about.", lambda a, n: visible_candidates(a).filter(poll__network=n)),
    Kind("poll-lines", PollLine, "Who was asked which days suit, and who answered for a seat.",
         lambda a, n: visible_poll_lines(a).filter(poll__network=n)),
    Kind("poll-answers", PollAnswer, "Which days suit which seat.",
         lambda a, n: visible_poll_answers(a).filter(line__poll__network=n)),
    Kind("outside-events", OutsideEvent, "Events of others, and free days of members from a calendar.",
         lambda a, n: visible_events(a).filter(network=n)),
    Kind("free-spans", FreeSpan, "Free days that a member told of.", lambda a, n: visible_free_spans(a).filter(network=n)),
    Kind("terms", Term, "The network's own terms of reference, number by number.",
         lambda a, n: visible_terms(a).filter(network=n)),
    Kind("items", AgendaItem, "The items of agendas, also those that were postponed.",
         lambda a, n: visible_items(a).filter(network=n)),
    Kind("meeting-papers", Paper, "The papers of meetings, by symbol; their files are among the papers.",
         lambda a, n: visible_papers(a).filter(network=n)),
    Kind("symbols", SymbolSeries, "How far the symbols of papers have been counted.",
         lambda a, n: visible_series(a).filter(network=n)),
    Kind("invitations", Invitation, "Invitations to meetings.", lambda a, n: visible_invitations(a).filter(network=n)),
    Kind("invitees", Invitee, "The seats that were invited, and what each answered.",
         lambda a, n: visible_invitees(a).filter(invitation__network=n)),
    Kind("letters", Letter, "The register of numbered letters, with every word of each.", lambda a, n: visible_letters(a).filter(network=n)),
    Kind("delegations", Delegation, "The delegations of seats to meetings.",
         lambda a, n: visible_delegations(a).filter(meeting__network=n)),
    Kind("delegates", Delegate, "Whom seats sent, and with what credentials.",
         lambda a, n: visible_delegates(a).filter(delegation__meeting__network=n)),
    Kind("records", Record, "The records of meetings.", lambda a, n: visible_records(a).filter(network=n)),
    Kind("turns", SpeakerSlot, "Who asked for the floor at a meeting, and spoke from when to when.",
         lambda a, n: visible_slots(a).filter(record__network=n)),
    Kind("entries", Entry, "What was said and decided, entry by entry.", _entries, shown=_entry),
    Kind(
        "revisions", EntryRevision, "Every entry as it stood after each change.",
        lambda a, n: EntryRevision.objects.filter(entry__in=_entries(a, n).order_by().values("pk")).select_related(
            "entry", "entry__seat", "entry__speaker", "entry__on_behalf_of"
        ),
        shown=_revision,
    ),
    Kind("corrections", Correction, "What seats asked to have put right in a record, and the answers.",
         lambda a, n: visible_corrections(a).filter(network=n), shown=_correction),
    Kind("decisions", Decision, "Numbered decisions.", lambda a, n: visible_decisions(a).filter(network=n)),
    Kind("commitments", Commitment, "The follow-up list: what is owed, by whom, by when.",
         lambda a, n: visible_commitments(a).filter(network=n), shown=_commitment),
    Kind("progress", Progress, "Reports on what is owed.",
         lambda a, n: visible_progress(a).filter(network=n).select_related("commitment__entry", "commitment__seat"), shown=_progress),
    Kind("papers", Source, "Papers as they were handed in, but for those that nobody may open yet; the files lie in the folder papers.",
         lambda a, n: visible_sources(a).filter(network=n, state="kept"), frozenset({"stored_name", "key_id"}), _source),
    Kind("readings", Reading, "What the machine understood of a paper, and what people made of it.",
         lambda a, n: visible_readings(a).filter(network=n)),
    Kind("facts", Fact, "Each thing a reading proposed.", lambda a, n: visible_facts(a).filter(reading__network=n)),
    Kind("origins", Origin, "Where in a paper a thing comes from.", lambda a, n: visible_origins(a).filter(network=n)),
    Kind("releases", Release, "What was cleared for the public.", lambda a, n: visible_releases(a).filter(network=n)),
    Kind("released-lines", ReleasedLine, "The cleared sentences.",
         lambda a, n: ReleasedLine.objects.filter(release__in=visible_releases(a).filter(network=n).order_by().values("pk"))),
    Kind("ring-changes", RingChange, "When a thing was shown to more people, or to fewer, and why.",
         lambda a, n: ring_changes(a, n.pk)),
)  # fmt: skip

STAYS: dict[str, str] = {
    "Deed": "goes out as the record, in its own form that proves itself",
    "SearchRow": "is written anew from the things",
    "Activation": "is a key to the door of this store",
    "PersonalLink": "is a key to the door of this store",
    "ResetRequest": "is a key to the door of this store",
    "Sending": "tells a rapporteur's browser what came of what it sent here",
    "Screen": "stood on a wall while a meeting went on",
    "Needs": "is what people need at a meeting: it is for their seat and the Secretariat, and deleted afterwards",
    "Notice": "is a letter of this store under way",
    "DigestLine": "is a line of a letter of this store under way",
    "UnplacedMail": "came in here and waits for the Secretariat of this store",
    "EmergencyOpening": "concerns the administrator of this machine; its deeds are in the record",
    "CacheEntry": "counts tries to sign in here",
}
"""Tables that no export holds, each with the reason."""
