"""What mandates mean on a day, and who may change seats and people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import available_timezones

from secretariat.access.rules import (
    Actor,
    Allowed,
    Denied,
    Ring,
    SeatKind,
    Thing,
    Verdict,
    bureau_only,
    program_only,
    right,
    secretariat_only,
)
from secretariat.members.ordering import Order, filed_anyhow
from secretariat.toolbox.errors import NotAllowed, RuleBroken
from secretariat.toolbox.names import fold

FUNCTIONS = (
    "coordinator",
    "substitute",
    "acting coordinator",
    "chair",
    "officer",
    "minister",
    "expert",
    "local-team member",
    "observer",
)
"""The functions a mandate can name; local-team members and experts advise and never act for the seat."""

HOLDERS = ("coordinator", "acting coordinator", "chair", "officer", "observer")
"""Functions that fill a seat: without one of them it is vacant."""

SOLE = ("coordinator", "chair")
"""Functions that one person holds at a seat at a time: the next begins at the midnight at which the last ends."""


NOMINABLE = {
    "coordinator": 1,
    "acting coordinator": 1,
    "substitute": 2,
    "expert": 10,
    "local-team member": 20,
}
"""Whom a member's seat proposes itself, and how many of each it may have, in force or waiting.

Source: own choice: one voice for each State and two who can lend it; experts and a local team as large as the
network has met. A limit keeps a seat from opening the papers of all to half a ministry.
"""

KEPT_AS_FILE = "Letter in the archive: "
"""How a mandate names its letter where that is a file: this, and the reference of the paper."""

ACTIVATION_DAYS = 10
"""How long a link to a first password works: long enough for a holiday, short enough for a stolen mailbox."""

NOTICE_KEPT = timedelta(minutes=15)
"""A letter that still waits after this long stands on the Secretariat's desk as undelivered."""

ALWAYS_SENT = frozenset(
    {"sign-in", "emergency opening", "mandate opened", "mandate ended", "suspension", "wiping", "export"}
)
"""Kinds of letters that nobody stops: they tell what one person did alone to those who would object."""

LETTER_WORDS = {
    "activation": "first sign-in link",
    "mandate": "a mandate that was entered",
    "mandate opened": "told that somebody got a mandate",
    "mandate ended": "told that a mandate ended",
    "suspension": "told that a sign-in was suspended",
    "sign-in": "told of a change at the sign-in",
    "emergency opening": "told of an emergency opening",
    "wiping": "told that words of a deed were wiped",
    "export": "told that papers were exported",
    "offer runs out": "asks whether an offer to host still stands",
    "digest": "the letter of the day: what is asked of a seat",
    "draft record": "told that a record went round",
    "silence": "told of a silence that began, was broken or ended",
}
"""Kinds of letters as a page says them; a letter with a personal link is named by what it asks."""

SENT_THOUGH_SUSPENDED = frozenset({"mandate opened", "mandate ended", "suspension"})
"""Those that reach even whoever was suspended a minute later, or a suspension would silence the watch."""

SECOND_PERSON_RESTS = timedelta(days=7)
"""How long whoever was seated at an office is no second person for the one who opened the mandate."""

_FIRST_RETRY, _LAST_RETRY = timedelta(minutes=5), timedelta(hours=6)

NOMINATION_STATES = ("waiting", "confirmed", "refused", "withdrawn")
"""What becomes of a nomination: it waits for the Secretariat, or for nothing any more."""

LONGEST_EMERGENCY_HOURS = 8
"""An administrator's emergency opening lasts a working day at most: own choice; more is asked for anew."""

EMERGENCY_WAITS = timedelta(days=3)
"""How long an opening waits for its second person: own choice, a weekend; what was an emergency then is none now."""

SHORTEST_EMERGENCY_REASON = 20
"""Characters: a reason that the Chair can judge, not a word."""


def order_of_seats(kind: str, member_name: str, label: str) -> tuple[int, str, str]:
    """The sort key of a seat: members first in English alphabetical order of their short names, then Chair,
    Secretariat, observers and funders. Never by rank and never by age.

    Source: the English alphabetical order that the United Nations uses, without drawing a lot.
    """
    offices = ("member", "chair", "secretariat", "observer", "funder")
    return offices.index(kind), filed_anyhow(member_name, Order.ENGLISH), fold(label)


def is_in_force(on: date, starts_on: date | None, ends_on: date | None) -> bool:
    """Whether a mandate from ``starts_on`` to ``ends_on`` (both included) is in force on the day.

    A mandate without a known start is only attested by an old paper: it is never in force.
    Source: the seat, person, mandate distinction of the house; days of the network's own zone.
    """
    return starts_on is not None and starts_on <= on and (ends_on is None or on <= ends_on)


def has_left(on: date, left_on: date | None) -> bool:
    """Whether a State is a member no more on the day; ``left_on`` is the first day on which it is none.

    Source: own choice: what was asked, promised or corrected before stays; from that day its seat is asked nothing,
    and is not a vacant one that others would have to wait for.
    """
    return left_on is not None and left_on <= on


def refuse_unknown_zone(zone: str) -> None:
    """Raises RuleBroken (``members.zone``) for a zone the time zone database has no name for: every day and every
    handover of a network is counted in it.
    """
    if zone not in available_timezones():
        raise RuleBroken(
            "members.zone",
            f"There is no time zone “{zone[:60]}”; name one such as Europe/Vienna or Europe/Sofia.",
        )


@dataclass(frozen=True, slots=True)
class Span:
    """A dated stretch of a mandate."""

    starts_on: date
    ends_on: date | None


def overlapping(spans: Iterable[Span], new: Span) -> list[Span]:
    """The spans that share at least one day with the new one, in the order given."""
    far = date.max
    return [
        span
        for span in spans
        if span.starts_on <= (new.ends_on or far) and new.starts_on <= (span.ends_on or far)
    ]


def has_ended(on: date, starts_on: date | None, ends_on: date | None) -> bool:
    """Whether a mandate gives nothing any more on the day, and never will: over, or only known from a paper.

    A mandate that begins tomorrow has not ended: its holder is written to today.
    Source: own choice: a letter follows its mandate, and is never sent to who has left.
    """
    return starts_on is None or (ends_on is not None and ends_on < on)


def is_full(function: str, held: int) -> bool:
    """Whether a seat that has ``held`` people in this function, in force or waiting, may propose no more."""
    return held >= NOMINABLE.get(function, 0)


_OF_OFFICES = ("chair", "officer", "observer")


def functions_at(kind: str) -> tuple[str, ...]:
    """The functions that somebody can hold at a seat of that kind: a State has no officer, an office no local
    team. Source: own choice, the functions the network has known.
    """
    if kind == SeatKind.MEMBER:
        return tuple(function for function in FUNCTIONS if function not in _OF_OFFICES)
    return (*_OF_OFFICES, "substitute", "expert")


def refuse_last_day(today: date, ends_on: date, *, starts_on: date, ended_on: date | None) -> None:
    """Raises RuleBroken where a mandate that began on ``starts_on`` and ends on ``ended_on`` (None: with no day)
    cannot end on ``ends_on``: when it is over, when that day lies before it began, later than it ends, or
    before yesterday. A mandate is shortened, never drawn out nor woken.

    Source: own choice: the register tells who sat when, and rights that were used are not taken back after.
    """
    if has_ended(today, starts_on, ended_on):
        raise RuleBroken(
            "members.mandate_over", f"It ended on {ended_on:%-d %B %Y}; what is over is not changed any more."
        )
    if ends_on < starts_on:
        raise RuleBroken("members.mandate_dates", f"It began on {starts_on:%-d %B %Y}; it cannot end before.")
    if ended_on is not None and ends_on > ended_on:
        raise RuleBroken(
            "members.mandate_dates", f"It ends on {ended_on:%-d %B %Y}; a longer one is proposed anew."
        )
    if ends_on < day_before(today):
        raise RuleBroken(
            "members.mandate_backdated",
            "Name yesterday or a later day: the register tells who sat when, and that is not changed after.",
        )


def refuse_the_last(person: object, *, is_last: bool) -> None:
    """Raises RuleBroken where the person is the last officer who can sign in."""
    if is_last:
        raise RuleBroken(
            "members.last_officer", f"{person} is the only officer of the Secretariat who can sign in."
        )


def first_day(starts_on: date, *, today: date, is_succeeding: bool) -> date:
    """The day a mandate begins that was asked for from ``starts_on``: that day, but for a successor today at the
    earliest, because nobody's days in office are taken back.
    """
    return max(starts_on, today) if is_succeeding else starts_on


def day_before(starts_on: date) -> date:
    """The last day of a predecessor whose successor begins on ``starts_on``: no day with two, none without."""
    return starts_on - timedelta(days=1)


def retry_after(attempts: int) -> timedelta:
    """How long a letter rests after so many attempts: five minutes, doubled each time, six hours at most.

    Source: own choice after RFC 5321, 4.5.4.1 (wait half an hour at least, then longer): a shorter first wait,
    because the server asked is our own relay.
    """
    doubled: timedelta = _FIRST_RETRY * (1 << min(max(attempts - 1, 0), 10))
    return min(doubled, _LAST_RETRY)


def activation_ends(made_at: datetime) -> datetime:
    """The instant from which an activation link made at ``made_at`` opens nothing."""
    return made_at + timedelta(days=ACTIVATION_DAYS)


right("members.create_network", sentence="{actor} founded the network {thing}")(program_only)
right("members.add_member", sentence="{actor} entered the member {thing}")(bureau_only)
right("members.add_member_with_seat", sentence="{actor} gave a seat to {thing}")(bureau_only)
right("members.note_names", sentence="{actor} noted other names of {thing}")(bureau_only)
right("members.add_seat", sentence="{actor} set up {thing}")(bureau_only)
right("members.add_person", sentence="{actor} entered {thing}")(bureau_only)
right(
    "members.add_another_person",
    sentence="{actor} said that {thing} is somebody else than those alike in name",
)(bureau_only)
right("members.add_name_form", sentence="{actor} noted another form of the name of {thing}")(bureau_only)
right("members.forget_name_form", sentence="{actor} took back a form of the name of {thing}")(bureau_only)
right("members.merge_people", sentence="{actor} said that two entries are one person: {thing}")(bureau_only)
right("members.distinguish_people", sentence="{actor} said that two people alike in name are two: {thing}")(
    bureau_only
)


@right("members.start_mandate", sentence="{actor} opened a mandate: {thing}")
def may_start_mandate(actor: Actor, seat: Thing) -> Verdict:
    """Chair and Secretariat open mandates at the members' seats; at an office only the Secretariat does.

    Source: own choice: whoever could seat himself at the Secretariat would hold its rights a minute later.
    """
    is_members = getattr(seat, "kind", "") == SeatKind.MEMBER
    return bureau_only(actor, seat) if is_members else secretariat_only(actor, seat)


@right("members.end_mandate", sentence="{actor} ended a mandate: {thing}")
def may_end_mandate(actor: Actor, mandate: Thing) -> Verdict:
    """Whoever may open mandates at a seat ends them, and nobody else: the Chair empties no office.

    Source: own choice: a right that only takes away is still a right over who holds the rest.
    """
    return may_start_mandate(actor, getattr(mandate, "seat", mandate))


right("members.attest_mandate", sentence="{actor} noted from a paper: {thing}")(bureau_only)
right("members.open_account", sentence="{actor} opened a sign-in for {thing}")(secretariat_only)
right("members.remove_person", sentence="{actor} took back {thing}")(bureau_only)
right("members.forget_attestation", sentence="{actor} took back what was noted from a paper: {thing}")(
    bureau_only
)


def refuse_opening_of(*, reason: str, hours: int, has_mandate: bool) -> None:
    """Raises RuleBroken where an emergency opening cannot be asked for: too short a reason, too many hours,
    or a mandate in force in the network (``has_mandate``), by which one sees what one may see already.
    """
    if len(reason.strip()) < SHORTEST_EMERGENCY_REASON:
        raise RuleBroken(
            "members.opening_reason",
            f"Say why, in at least {SHORTEST_EMERGENCY_REASON} characters: whoever agrees must be able to judge it.",
        )
    if not 1 <= hours <= LONGEST_EMERGENCY_HOURS:
        raise RuleBroken(
            "members.opening_hours",
            f"An opening lasts from one to {LONGEST_EMERGENCY_HOURS} hours; ask anew for more.",
        )
    if has_mandate:
        raise RuleBroken(
            "members.opening_needless",
            "You hold a mandate here and see what it shows; nothing needs opening.",
        )


@right("members.ask_opening", sentence="{actor} asked for an {thing}")
def may_ask_opening(actor: Actor, network: Thing) -> Verdict:
    """Only the administrator of the machine asks: everybody else has, or has not, a mandate."""
    if actor.is_administrator:
        return Allowed
    return Denied("The administrator of the machine asks for this.", rule="members.administrator_only")


right("members.withdraw_opening", sentence="{actor} took back the request for an {thing}")(may_ask_opening)


@right("members.see_openings", sentence="{actor} looked at the emergency openings of {thing}")
def may_see_openings(actor: Actor, network: Thing) -> Verdict:
    """Those who ask for an emergency opening and those who answer one."""
    return Allowed if actor.is_administrator else bureau_only(actor, network)


def may_answer_opening(actor: Actor, opening: Thing) -> Verdict:
    """A second person answers: whoever holds the Chair or the Secretariat today and did not ask.

    Source: the rule of two persons: nobody opens closed papers for himself, ASVS 5.0, 2.3.5.
    """
    if getattr(opening, "administrator_id", None) == actor.account_id:
        return Denied(
            "You asked for this yourself; a second person answers.",
            rule="members.second_person",
            who="another holder of the Chair or the Secretariat",
        )
    offices = {SeatKind.CHAIR, SeatKind.SECRETARIAT}
    if any(
        s.network_id == opening.network_id and s.seat_kind in offices and s.function in HOLDERS
        for s in actor.standings
    ):
        return Allowed
    return Denied(
        "A holder of the Chair or the Secretariat answers this.",
        rule="members.second_person",
        who="a holder of the Chair or the Secretariat",
    )


right("members.agree_to_opening", sentence="{actor} agreed to an {thing}")(may_answer_opening)
right("members.refuse_opening", sentence="{actor} refused an {thing}")(may_answer_opening)


@right("members.close_opening", sentence="{actor} closed an {thing}")
def may_close_opening(actor: Actor, opening: Thing) -> Verdict:
    """Either side ends it: the administrator whose it is, or whoever acts for Chair or Secretariat."""
    if actor.is_administrator and getattr(opening, "administrator_id", None) == actor.account_id:
        return Allowed
    return bureau_only(actor, opening)


@right("members.see_in_emergency", sentence="{actor} looked at {thing} in an emergency opening")
def may_see_in_emergency(actor: Actor, opening: Thing) -> Verdict:
    """Only the administrator for whom it was opened, only while it is."""
    is_own = getattr(opening, "administrator_id", None) == actor.account_id
    if actor.is_administrator and is_own and opening.network_id in actor.opened:
        return Allowed
    return Denied("This opening is not yours, or over.", rule="members.opening_over")


def refuse_other_network(network_id: int, *named: Thing | None) -> None:
    """Raises RuleBroken (``members.same_network``) where one of those named belongs to another network than the one
    with that row id. Source: own choice: two networks in one installation never meet.
    """
    for thing in named:
        if thing is not None and thing.network_id != network_id:
            raise RuleBroken("members.same_network", f"{thing} belongs to another network.")


def for_another(actor: Actor, *, person_id: int | None, deed: str) -> None:
    """Raises NotAllowed when the person a deed is about is the actor: nobody seats or shuts out himself."""
    if actor.kind != "system" and person_id is not None and person_id == actor.person_id:
        raise NotAllowed(
            f"Nobody {deed} himself or herself.",
            rule="members.for_oneself",
            who="somebody else of the Secretariat",
        )


def may_know_address(actor: Actor, network_id: int) -> bool:
    """Whether somebody's e-mail address is told with the name: to whoever sees the ring ``members`` there.

    A person shown to more than that ring is named to the others, and no more. Source: own choice: an address is
    what the coordinators of a network must have of each other, and what a stranger would write to.
    """
    return actor.kind == "system" or Ring.MEMBERS in actor.rings_in(network_id)


def may_read_letter(actor: Actor, seat: Thing) -> bool:
    """Whether the words of the letter that opened a mandate are told: to those who speak for its seat, and to Chair
    and Secretariat. Source: own choice: a State's letter is written to the Secretariat, not to the other States.
    """
    return actor.kind == "system" or actor.speaks_for(seat.seat_id) or actor.is_bureau(seat.network_id)


@right("members.nominate_person", sentence="{actor} proposed {thing}")
def may_nominate(actor: Actor, seat: Thing) -> Verdict:
    """Whoever speaks for a member's seat proposes its people; offices are filled by the Secretariat."""
    if getattr(seat, "kind", "") == SeatKind.MEMBER and actor.speaks_for(seat.seat_id):
        return Allowed
    return Denied(
        "People are proposed by whoever speaks for their seat.",
        rule="members.own_seat",
        who="coordinator or substitute of the seat",
    )


right("members.read_letters", sentence="{actor} looked at the letters of {thing}")(secretariat_only)
right("members.dismiss_person", sentence="{actor} let somebody of the seat go: {thing}")(may_nominate)
right("members.withdraw_nomination", sentence="{actor} withdrew the nomination of {thing}")(may_nominate)
right("members.confirm_nomination", sentence="{actor} confirmed the nomination of {thing}")(secretariat_only)
right("members.refuse_nomination", sentence="{actor} refused the nomination of {thing}")(secretariat_only)
right("members.seat_newcomer", sentence="{actor} seated {thing}")(secretariat_only)
right("members.send_activation", sentence="{actor} wrote a first sign-in link to {thing}")(secretariat_only)
right("members.show_activation", sentence="{actor} copied the first sign-in link of {thing}")(
    secretariat_only
)
right("members.suspend_account", sentence="{actor} suspended {thing}")(secretariat_only)
right("members.restore_account", sentence="{actor} let {thing} in again")(secretariat_only)
right("members.remove_factors", sentence="{actor} took away what {thing} signs in with")(secretariat_only)


@right("members.stop_notice", sentence="{actor} stopped a letter: {thing}")
def may_stop_notice(actor: Actor, notice: Thing) -> Verdict:
    """The Secretariat, but for letters that watch over what it does itself."""
    answer = secretariat_only(actor, notice)
    if answer and getattr(notice, "kind", "") in ALWAYS_SENT:
        return Denied(
            "This letter tells somebody what was done; nobody stops it.",
            rule="members.always_sent",
            who="nobody",
        )
    return answer


right("members.renew_activation", sentence="{thing} asked for a new first sign-in link")(program_only)
right("members.use_activation", sentence="{thing} used the first sign-in link")(program_only)
right("members.queue_notice", sentence="A letter was written: {thing}")(program_only)
right("members.send_notice", sentence="A letter was sent: {thing}")(program_only)
right("members.refuse_notice", sentence="A letter was not sent: {thing}")(program_only)
