"""Every write about finding a date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string

from secretariat.access.rules import Actor, Ring, require, system_actor
from secretariat.audit.actions import record_deed
from secretariat.audit.wiping import wipe_deeds_of
from secretariat.members.actions import make_link, queue_notice
from secretariat.members.models import Mandate, Network
from secretariat.members.reads import (
    address_of,
    holder_of_seat,
    mailbox_of,
    mark_of,
    member_seats,
    zone_of_seat,
)
from secretariat.members.rules import refuse_other_network
from secretariat.members.zones import instant_in_words
from secretariat.toolbox import clock
from secretariat.toolbox.errors import RuleBroken

from ..date_polls import (
    DATES,
    Days,
    refuse_answers,
    refuse_candidates,
    refuse_closing_time,
    refuse_late_answer,
    takes_answers,
)
from ..models import Candidate, DatePoll, HostingOffer, Meeting, PollAnswer, PollLine
from ..rules import PURGED
from .meetings import create_meeting
from .offers import answer_offer

_POLL = system_actor("the search for a date")
"""Who writes the letters: the program does, whoever asked for them."""


@transaction.atomic
def open_poll(
    actor: Actor,
    *,
    network: Network,
    title: str,
    candidates: Iterable[Days],
    answers_until_at: datetime,
    offer: HostingOffer | None = None,
) -> DatePoll:
    """Asks the members which days suit them, for a meeting of that title; nobody is written to yet.

    ``answers_until_at`` is the first instant that comes too late. Every member's seat has its line, a vacant one
    too. Raises RuleBroken for no title, for days that cannot be asked about, a time that is over, and an offer that is
    another network's, was taken up already, or is not shown to the members. A query for each seat, and six.
    """
    require(actor, "meetings.open_poll", network)
    asked, words = sorted(candidates), " ".join(title.split())
    if not words:
        raise RuleBroken("meetings.title", "Say what the meeting would be called.")
    refuse_other_network(network.pk, offer)
    if offer is not None and offer.meeting_id is not None:
        raise RuleBroken("meetings.taken_up", "This offer has become a meeting already.")
    refuse_candidates(clock.today(network.zone), asked)
    refuse_closing_time(clock.now(), answers_until_at)
    if offer is not None and Ring.MEMBERS.is_wider_than(Ring(offer.ring)):
        raise RuleBroken(
            "meetings.ring",
            "The members do not see this offer; show it to them before you ask about its days.",
        )
    poll = DatePoll.objects.create(
        network=network,
        title=words,
        offer=offer,
        answers_until_at=answers_until_at,
    )
    _add(poll, asked)
    _give_every_seat_a_line(poll)
    record_deed(
        actor,
        "meetings.open_poll",
        poll,
        after={"days": [str(days.day) for days in asked], "until": answers_until_at.isoformat()},
    )
    return poll


def _add(poll: DatePoll, asked: Iterable[Days]) -> None:
    for days in asked:
        Candidate.objects.create(poll=poll, day=days.day, half=days.half, ends_on=days.last)


def _give_every_seat_a_line(poll: DatePoll) -> None:
    """A member that joined since is asked like the others; a line once given stays."""
    known = set(PollLine.objects.filter(poll=poll).values_list("seat_id", flat=True))
    for seat in member_seats(poll.network):
        if seat.pk not in known:
            PollLine.objects.create(poll=poll, seat=seat)


def _locked(poll: DatePoll) -> DatePoll:
    rows = DatePoll.objects.select_for_update(of=("self",)).select_related("network", "offer__seat__member")
    return rows.get(pk=poll.pk)


def _days_of(poll: DatePoll) -> list[Days]:
    return [Days(c.day, c.half, c.ends_on) for c in Candidate.objects.filter(poll=poll)]  # type: ignore[arg-type]


@transaction.atomic
def add_candidate(actor: Actor, *, poll: DatePoll, days: Days) -> Candidate:
    """Asks about one more day. What was said of the others stays; everybody is asked about the new one only.

    Raises RuleBroken for a closed poll, a day that is over or asked about already. Six queries.
    """
    require(actor, "meetings.add_candidate", poll)
    row = _locked(poll)
    refuse_late_answer(clock.now(), state=row.state, answers_until_at=row.answers_until_at)
    refuse_candidates(clock.today(row.network.zone), [days], _days_of(row))
    candidate = Candidate.objects.create(poll=row, day=days.day, half=days.half, ends_on=days.last)
    record_deed(actor, "meetings.add_candidate", row, after={"day": str(candidate)})
    return candidate


@dataclass(frozen=True, slots=True)
class AskedSeat:
    """A seat that was written to; ``address`` only where no letter could go and the link is to be handed over."""

    line: PollLine
    mandate: Mandate
    address: str


@transaction.atomic
def ask_seats(actor: Actor, *, poll: DatePoll) -> list[AskedSeat]:
    """Sends the holder of each seat that has not answered every day a personal link, and nobody else anything.

    A vacant seat is passed over. Somebody without a sign-in gets no letter from here; then, and where
    ``settings.SHOWS_LINKS``, the address is given back, this once. An older link of the same seat is taken back.
    By the program it counts as the reminder. Raises RuleBroken for a closed poll. Six queries and ten for a letter.
    """
    require(actor, "meetings.ask_seats", poll)
    row = _locked(poll)
    refuse_late_answer(clock.now(), state=row.state, answers_until_at=row.answers_until_at)
    _give_every_seat_a_line(row)
    today, asked = clock.today(row.network.zone), []
    for line in _unanswered(row):
        mandate = holder_of_seat(line.seat, today)
        if mandate is not None:
            asked.append(_ask(actor, row, line, mandate))
    now = clock.now()
    PollLine.objects.filter(pk__in=[one.line.pk for one in asked]).update(asked_at=now)
    row.asked_at = row.asked_at or now
    row.reminded_at = now if actor.kind == "system" else row.reminded_at
    row.save(update_fields=["asked_at", "reminded_at"])
    record_deed(actor, "meetings.ask_seats", row, after={"seats": [one.line.seat.ref for one in asked]})
    return asked


def _unanswered(poll: DatePoll) -> list[PollLine]:
    """The lines that lack a word on at least one day."""
    days = Candidate.objects.filter(poll=poll).count()
    lines = (
        PollLine.objects.filter(poll=poll)
        .select_related("seat__network", "seat__member")
        .prefetch_related("answers")
    )
    return [line for line in lines if len(line.answers.all()) < days]


def _ask(actor: Actor, poll: DatePoll, line: PollLine, mandate: Mandate) -> AskedSeat:
    link = make_link(actor, mandate=mandate, purpose=DATES, thing_ref=line.ref)
    account = mailbox_of(mandate)
    if account is not None:
        context = {
            "person": mandate.person,
            "poll": poll,
            "is_again": line.asked_at is not None,
            "until": instant_in_words(poll.answers_until_at, zone_of_seat(line.seat)),
            "address": mark_of(link),
        }
        queue_notice(
            _POLL,
            account=account,
            mandate=mandate,
            kind=DATES,
            subject=f"{poll.network.short_name}: which days suit your seat?",
            body=render_to_string("meetings/letters/which_days.txt", context),
        )
    return AskedSeat(
        line, mandate, "" if account is not None and not settings.SHOWS_LINKS else address_of(link)
    )


@transaction.atomic
def answer_poll(actor: Actor, *, line: PollLine, answers: Mapping[str, str]) -> PollLine:
    """Says for a seat which days suit: ``answers`` gives ``yes``, ``if need be`` or ``no`` by the reference of a
    candidate. A day that is not named keeps what was said of it before; anything can be said anew until it closes.

    Raises RuleBroken for a closed poll, for nothing said, and for a day that is not in it. Six queries, and one for
    each new answer.
    """
    require(actor, "meetings.answer_poll", line)
    poll = _locked(line.poll)
    refuse_late_answer(clock.now(), state=poll.state, answers_until_at=poll.answers_until_at)
    known = {c.ref: c for c in Candidate.objects.filter(poll=poll)}
    refuse_answers(answers, known)
    row = PollLine.objects.select_for_update(of=("self",)).select_related("seat", "poll").get(pk=line.pk)
    said = {a.candidate.ref: a for a in PollAnswer.objects.filter(line=row).select_related("candidate")}
    before = {ref: said[ref].word for ref in answers if ref in said}
    for ref, word in answers.items():
        PollAnswer.objects.update_or_create(line=row, candidate=known[ref], defaults={"word": word})
    row.answered_at, row.answered_by = clock.now(), actor.label[:200]
    row.save(update_fields=["answered_at", "answered_by"])
    record_deed(actor, "meetings.answer_poll", row, before=before, after=dict(answers))
    return row


@transaction.atomic
def close_poll(actor: Actor, *, poll: DatePoll) -> bool:
    """Takes no more answers; false where it took none any more. What was said is kept."""
    require(actor, "meetings.close_poll", poll)
    row = _locked(poll)
    if row.state == "closed":
        return False
    if actor.kind == "system" and takes_answers(
        clock.now(), state=row.state, answers_until_at=row.answers_until_at
    ):
        return False
    row.state = "closed"
    row.save(update_fields=["state"])
    record_deed(actor, "meetings.close_poll", row, after={"state": "closed"})
    return True


@transaction.atomic
def reopen_poll(actor: Actor, *, poll: DatePoll, answers_until_at: datetime) -> DatePoll:
    """Takes answers again, or longer, until another instant; what was said stays said.

    Raises RuleBroken once a meeting was made of it, and for an instant that is over.
    """
    require(actor, "meetings.reopen_poll", poll)
    row = _locked(poll)
    if row.meeting_id is not None:
        raise RuleBroken("meetings.poll_done", "A meeting was made of this; change the days of the meeting.")
    refuse_closing_time(clock.now(), answers_until_at)
    before = {"state": row.state, "until": row.answers_until_at.isoformat()}
    row.state, row.answers_until_at, row.reminded_at = "open", answers_until_at, None
    row.save(update_fields=["state", "answers_until_at", "reminded_at"])
    _give_every_seat_a_line(row)
    after = {"state": "open", "until": answers_until_at.isoformat()}
    record_deed(actor, "meetings.reopen_poll", row, before=before, after=after)
    return row


@transaction.atomic
def choose_candidate(actor: Actor, *, poll: DatePoll, candidate: Candidate) -> Meeting:
    """Makes a meeting of a candidate: on its days, at the place and with the host of the offer, which is taken up by
    it. The poll closes.

    Raises RuleBroken where a meeting was made already, and for a candidate of another poll. Some twenty queries.
    """
    require(actor, "meetings.choose_candidate", poll)
    row = _locked(poll)
    chosen = Candidate.objects.filter(poll=row, pk=candidate.pk).first()
    if row.meeting_id is not None:
        raise RuleBroken("meetings.poll_done", "A meeting was made of this already.")
    if chosen is None:
        raise RuleBroken("meetings.candidate", "One of these days is not asked about any more; look again.")
    offer = row.offer
    host = offer.seat if offer is not None else None
    meeting = create_meeting(
        actor,
        network=row.network,
        title=row.title,
        starts_on=chosen.day,
        ends_on=chosen.ends_on,
        ring=row.ring,
        place=offer.place if offer is not None else "",
        country=host.member.code if host is not None and host.member is not None else "",
        host_seat=host,
        theme=offer.theme if offer is not None else "",
    )
    if offer is not None and offer.meeting_id is None:
        answer_offer(actor, offer=offer, version=offer.version, state="taken up", meeting=meeting)
    chosen.is_chosen = True
    chosen.save(update_fields=["is_chosen"])
    row.state, row.meeting = "closed", meeting
    row.save(update_fields=["state", "meeting"])
    record_deed(actor, "meetings.choose_candidate", row, after={"day": str(chosen), "meeting": meeting.ref})
    return meeting


@transaction.atomic
def purge_poll(actor: Actor, *, poll: DatePoll, reason: str) -> DatePoll:
    """Wipes the title of a poll for good, in its deeds and those of its lines too; the days and answers stay.

    ``reason`` says why and names nobody. Raises RuleBroken without a reason. Source: as for a meeting.
    """
    require(actor, "meetings.purge_poll", poll)
    row = _locked(poll)
    wipe_deeds_of(actor, thing=row, reason=reason)
    for line in PollLine.objects.filter(poll=row).select_related("poll"):
        wipe_deeds_of(actor, thing=line, reason=reason)
    row.title = PURGED
    row.save(update_fields=["title"])
    record_deed(actor, "meetings.purge_poll", row, label=f"{row.ref} ({reason.strip()})")
    return row
