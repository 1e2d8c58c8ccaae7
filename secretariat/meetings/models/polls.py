"""Finding a date: what is asked, of which seats, and what each of them said."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from secretariat.access.rules import RING_CHOICES, Ring
from secretariat.members.models import Network, Seat
from secretariat.toolbox.ids import new_ref

from ..date_polls import HALVES, POLL_STATES
from ..polling import WORDS
from .meetings import Meeting
from .offers import HostingOffer


def poll_ref() -> str:
    return new_ref("poll")


def poll_line_ref() -> str:
    return new_ref("pollline")


def candidate_ref() -> str:
    return new_ref("candidate")


def poll_states() -> list[tuple[str, str]]:
    return [(state, state) for state in POLL_STATES]


def halves() -> list[tuple[str, str]]:
    return [(half, half or "the whole day") for half in HALVES]


def answer_words() -> list[tuple[str, str]]:
    return [(word, word) for word in WORDS]


class DatePoll(models.Model):
    """The members are asked which days suit them; it grew out of an offer to host, or out of nothing."""

    ref = models.CharField(max_length=40, unique=True, default=poll_ref)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="date_polls")
    ring = models.CharField(max_length=10, choices=RING_CHOICES, default=Ring.MEMBERS)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=240, help_text="what the meeting would be called")
    offer = models.ForeignKey(
        HostingOffer, on_delete=models.PROTECT, null=True, blank=True, related_name="date_polls"
    )
    state = models.CharField(max_length=8, choices=poll_states, default="open")
    answers_until_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True, help_text="when the seats were first written to")
    reminded_at = models.DateTimeField(
        null=True, blank=True, help_text="when those who had not answered were reminded by the clock"
    )
    meeting = models.OneToOneField(
        Meeting,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="found_by",
        help_text="what it became",
    )

    class Meta:
        ordering = ("-answers_until_at", "-pk")
        constraints = (
            models.CheckConstraint(condition=~Q(title=""), name="poll_says_what_for"),
            models.CheckConstraint(
                condition=Q(meeting__isnull=True) | Q(state="closed"), name="poll_with_a_meeting_is_closed"
            ),
        )

    def __str__(self) -> str:
        return self.title


class Candidate(models.Model):
    """A day, half a day or a stretch of days that is asked about."""

    ref = models.CharField(max_length=40, unique=True, default=candidate_ref)
    poll = models.ForeignKey(DatePoll, on_delete=models.PROTECT, related_name="candidates")
    day = models.DateField()
    half = models.CharField(max_length=10, choices=halves, blank=True)
    ends_on = models.DateField(help_text="the last day, the same for one day")
    is_chosen = models.BooleanField(default=False)

    class Meta:
        ordering = ("day", "-half", "pk")
        constraints = (
            models.UniqueConstraint(fields=("poll", "day", "half"), name="candidate_once_in_a_poll"),
            models.UniqueConstraint(
                fields=("poll",), condition=Q(is_chosen=True), name="one_candidate_chosen_in_a_poll"
            ),
            models.CheckConstraint(condition=Q(ends_on__gte=F("day")), name="candidate_runs_forward"),
            models.CheckConstraint(
                condition=Q(half="") | Q(ends_on=F("day")), name="half_a_day_is_on_one_day"
            ),
        )

    def __str__(self) -> str:
        return f"{self.day:%-d %B %Y}" + (f", {self.half}" if self.half else "")


class PollLine(models.Model):
    """One seat in a poll: whether it was asked, and who answered for it last."""

    ref = models.CharField(max_length=40, unique=True, default=poll_line_ref)
    poll = models.ForeignKey(DatePoll, on_delete=models.PROTECT, related_name="lines")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="poll_lines")
    asked_at = models.DateTimeField(null=True, blank=True, help_text="when its holder was last written to")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=200, blank=True, help_text="who answered for it last")

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("poll", "seat"), name="seat_once_in_a_poll"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | ~Q(answered_by=""),
                name="answer_was_given_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"{self.seat}: {self.poll}"

    @property
    def network_id(self) -> int:
        return self.poll.network_id

    @property
    def ring(self) -> str:
        """What a seat says is seen by whoever sees the poll; ``reads.visible_poll_lines`` says so in a query."""
        return self.poll.ring


class PollAnswer(models.Model):
    """What a seat says to one candidate, as it stands now."""

    line = models.ForeignKey(PollLine, on_delete=models.PROTECT, related_name="answers")
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="answers")
    word = models.CharField(max_length=12, choices=answer_words)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("line", "candidate"), name="seat_answers_a_candidate_once"),
        )

    def __str__(self) -> str:
        return f"{self.line.seat}, {self.candidate}: {self.word}"
