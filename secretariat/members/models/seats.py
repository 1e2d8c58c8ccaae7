"""Who sits where: networks, members, seats, people and dated mandates."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from secretariat.access.models import Account
from secretariat.access.rules import RING_CHOICES, Ring, SeatKind
from secretariat.toolbox.ids import new_ref


def _ref(prefix: str) -> str:
    return new_ref(prefix)


def network_ref() -> str:
    return _ref("network")


def member_ref() -> str:
    return _ref("member")


def seat_ref() -> str:
    return _ref("seat")


def person_ref() -> str:
    return _ref("person")


def mandate_ref() -> str:
    return _ref("mandate")


def seat_kinds() -> list[tuple[str, str]]:
    return [(kind.value, kind.value) for kind in SeatKind]


class Network(models.Model):
    """The body itself, with the names it goes by."""

    ref = models.CharField(max_length=40, unique=True, default=network_ref)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=40)
    aliases = models.JSONField(default=list, blank=True)
    founded_on = models.DateField(null=True, blank=True)
    zone = models.CharField(max_length=60, default="Europe/Vienna")
    about = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.short_name

    @property
    def network_id(self) -> int:
        """A network belongs to itself: rights on it are rights in it."""
        return self.pk

    @property
    def ring(self) -> str:
        return Ring.PUBLIC

    @property
    def seat_id(self) -> int | None:
        return None


class Member(models.Model):
    """A participating country, or other entity under its agreed denomination."""

    ref = models.CharField(max_length=40, unique=True, default=member_ref)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="members")
    code = models.CharField(max_length=6, help_text="ISO 3166-1 alpha-2 where there is one")
    short_name = models.CharField(max_length=80)
    official_name = models.CharField(max_length=160)
    names = models.JSONField(default=dict, blank=True)
    footnote_mark = models.CharField(max_length=4, blank=True)
    footnote = models.TextField(blank=True)
    joined_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)  # the first day on which it is none: rules.has_left
    ring = models.CharField(max_length=10, choices=RING_CHOICES, default=Ring.PUBLIC)

    class Meta:
        ordering = ("short_name",)
        constraints = (
            models.UniqueConstraint(fields=("network", "code"), name="member_code_once_in_network"),
            models.CheckConstraint(
                condition=Q(footnote_mark="", footnote="") | (~Q(footnote_mark="") & ~Q(footnote="")),
                name="member_footnote_has_mark_and_text",
            ),
        )

    def __str__(self) -> str:
        return self.short_name + self.footnote_mark

    @property
    def seat_id(self) -> int | None:
        return None


class Seat(models.Model):
    """The place a member or an office holds; things are bound to it, not to the person."""

    ref = models.CharField(max_length=40, unique=True, default=seat_ref)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="seats")
    code = models.SlugField(max_length=40)
    kind = models.CharField(max_length=12, choices=seat_kinds)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="seats")
    institution = models.CharField(max_length=200, blank=True)
    label = models.CharField(max_length=120, help_text="as a page names it: Seat of Alba, Chair, Secretariat")
    ring = models.CharField(max_length=10, choices=RING_CHOICES, default=Ring.PUBLIC)

    class Meta:
        ordering = ("kind", "label")
        constraints = (
            models.UniqueConstraint(fields=("network", "code"), name="seat_code_once_in_network"),
            models.CheckConstraint(
                condition=~Q(kind=SeatKind.MEMBER) | Q(member__isnull=False), name="member_seat_has_a_member"
            ),
        )

    def __str__(self) -> str:
        return self.label

    @property
    def seat_id(self) -> int | None:
        """A seat belongs to itself."""
        return self.pk


class Person(models.Model):
    """Somebody who speaks or acts in the network, known by all forms of the name."""

    ref = models.CharField(max_length=40, unique=True, default=person_ref)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="people")
    name = models.CharField(max_length=160)
    sort_key = models.CharField(max_length=200, db_index=True)
    honorific = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    account = models.OneToOneField(
        Account, on_delete=models.SET_NULL, null=True, blank=True, related_name="person"
    )
    ring = models.CharField(max_length=10, choices=RING_CHOICES, default=Ring.MEMBERS)

    class Meta:
        ordering = ("sort_key",)
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.name

    @property
    def seat_id(self) -> int | None:
        return None


class NameForm(models.Model):
    """One way a person's name is written, with the keys under which it is found again."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="name_forms")
    name = models.CharField(max_length=160)
    strict_key = models.CharField(max_length=200, db_index=True)
    loose_key = models.CharField(max_length=200, db_index=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("person", "name"), name="name_form_once_for_a_person"),
        )

    def __str__(self) -> str:
        return self.name


class Distinction(models.Model):
    """Somebody said: these two, alike in name, are not one person. It is not asked again."""

    one = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("one", "other"), name="distinction_said_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="distinction_lower_row_first"),
        )

    def __str__(self) -> str:
        return f"{self.one_id} is not {self.other_id}"


class Mandate(models.Model):
    """A person holding a function at a seat from a day to a day, both included.

    ``starts_on`` is empty where only an old paper shows the person in office (``attested_on``): such a
    mandate is history and never gives a right.
    """

    ref = models.CharField(max_length=40, unique=True, default=mandate_ref)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mandates")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="mandates")
    function = models.CharField(max_length=40)
    title = models.CharField(max_length=240, blank=True, help_text="the office as its holder writes it")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    attested_on = models.DateField(null=True, blank=True)
    nomination = models.CharField(max_length=240, blank=True, help_text="the letter or note that says so")

    class Meta:
        ordering = ("seat", F("starts_on").desc(nulls_last=True))
        constraints = (
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="mandate_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=False) | Q(attested_on__isnull=False),
                name="mandate_starts_or_is_attested",
            ),
            models.UniqueConstraint(
                fields=("seat",),
                condition=Q(function="coordinator", starts_on__isnull=False, ends_on__isnull=True),
                name="one_open_coordinator_at_a_seat",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}, {self.function}, {self.seat}"

    @property
    def network_id(self) -> int:
        return self.seat.network_id

    @property
    def ring(self) -> str:
        return self.person.ring
