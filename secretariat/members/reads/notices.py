"""Letters: which wait, which may go, which could not be sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from secretariat.access.rules import Actor, SeatKind
from secretariat.toolbox import clock

from ..models import Activation, Network, Nomination, Notice, Person, person_of
from ..purposes import words_of_letter
from ..rules import NOTICE_KEPT, SENT_THOUGH_SUSPENDED, has_ended, retry_after
from .activations import ACTIVATION
from .nominations import waiting_nominations


def visible_notices(actor: Actor) -> QuerySet[Notice]:
    """The letters to people of the networks whose Secretariat the actor acts for; the newest first.

    Not the bureau's: a letter to somebody may hold a link that is for that person alone, and no page shows
    its words.
    """
    rows = Notice.objects.select_related("account__person", "mandate__person", "mandate__seat")
    rows = rows.order_by("-queued_at", "-pk")
    if actor.kind == "system":
        return rows
    networks = [n for n in actor.network_ids if actor.acts_at(SeatKind.SECRETARIAT, network_id=n)]
    return rows.filter(Q(account__person__network__in=networks) | Q(mandate__seat__network__in=networks))


def waiting_notices(actor: Actor) -> QuerySet[Notice]:
    """The letters that were neither sent nor refused, the oldest first."""
    rows = visible_notices(actor).filter(sent_at__isnull=True, refused_at__isnull=True)
    return rows.order_by("queued_at", "pk")


def undelivered_notices(actor: Actor, network: Network) -> QuerySet[Notice]:
    """The letters of a network that a mail server did not take, or that nobody tried to send for a while."""
    stuck = ~Q(problem="") | Q(queued_at__lt=clock.now() - NOTICE_KEPT)
    of_network = Q(account__person__network=network) | Q(mandate__seat__network=network)
    return waiting_notices(actor).filter(stuck & of_network)


def is_stuck(notice: Notice, now: datetime) -> bool:
    """Whether a letter could not be delivered so far: the twin of ``undelivered_notices`` for one."""
    return notice.problem != "" or notice.queued_at < now - NOTICE_KEPT


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A letter as the Secretariat sees it: to whom, of what kind, what became of it."""

    notice: Notice
    person: Person | None
    is_stuck: bool

    @property
    def words(self) -> str:
        """What the letter is, never what it says."""
        return words_of_letter(self.notice.kind)


LETTERS_SHOWN = 200


def letters_of(actor: Actor, network: Network) -> list[LetterLine]:
    """The letters of a network, those that could not be delivered first, then the newest. Two queries."""
    stuck = list(undelivered_notices(actor, network)[:LETTERS_SHOWN])
    of_network = Q(account__person__network=network) | Q(mandate__seat__network=network)
    rows = visible_notices(actor).filter(of_network).exclude(pk__in=[n.pk for n in stuck])
    return [LetterLine(n, person_of(n.account), True) for n in stuck] + [
        LetterLine(n, person_of(n.account), False) for n in rows[:LETTERS_SHOWN]
    ]


def is_due(notice: Notice, now: datetime) -> bool:
    """Whether a waiting letter may be tried now: for the first time, or after its rest."""
    return notice.tried_at is None or notice.tried_at + retry_after(notice.attempts) <= now


def why_not_sent(notice: Notice) -> str:
    """Why a waiting letter must not go now, as a sentence; empty when it may. At most four queries.

    The mandate is judged on today's day in its own network's zone.
    """
    if not notice.account.is_active and notice.kind not in SENT_THOUGH_SUSPENDED:
        return "The sign-in of whoever it is to is suspended."
    if notice.kind == ACTIVATION:
        activation = Activation.objects.filter(account=notice.account).first()
        if activation is None or activation.used_at is not None or activation.expires_at <= clock.now():
            return "The link it holds was used, or has run out."
    mandate = notice.mandate
    if mandate is not None:
        today = clock.today(mandate.seat.network.zone)
        if has_ended(today, mandate.starts_on, mandate.ends_on):
            return "The mandate it was written for has ended."
        person = person_of(notice.account)
        if person is None or person.pk != mandate.person_id:
            return "The sign-in no longer belongs to whoever holds the mandate."
    return ""


@dataclass(frozen=True, slots=True)
class Register:
    """What the register asks of the Secretariat today."""

    nominations: list[Nomination]
    undelivered: int


def register_of(actor: Actor, network: Network) -> Register:
    """The nominations that wait and how many letters could not be delivered: for the Secretariat, which answers
    for both; empty for everybody else. Two queries, none for others.
    """
    if not actor.acts_at(SeatKind.SECRETARIAT, network_id=network.pk):
        return Register([], 0)
    return Register(list(waiting_nominations(actor, network)), undelivered_notices(actor, network).count())
