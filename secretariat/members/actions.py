"""Every write about networks, members, seats, people and mandates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db import transaction
from django.db.models import ForeignObjectRel, Model, ProtectedError, Q, QuerySet, UniqueConstraint

from secretariat.access.models import Account
from secretariat.access.rules import Actor, Ring, require
from secretariat.audit.actions import record_deed
from secretariat.toolbox.errors import NotVisible, RuleBroken
from secretariat.toolbox.names import loose_key, sort_key, strict_key

from .models import Distinction, Mandate, Member, NameForm, Network, Person, Seat
from .rules import FUNCTIONS, Span, overlapping


@transaction.atomic
def create_network(
    actor: Actor,
    *,
    slug: str,
    name: str,
    short_name: str,
    aliases: Sequence[str] = (),
    founded_on: date | None = None,
    zone: str = "Europe/Vienna",
    about: str = "",
) -> Network:
    """Founds a network. Only the program itself can: nobody holds a seat in a network that is not there."""
    require(actor, "members.create_network", Network(slug=slug))
    network = Network.objects.create(
        slug=slug,
        name=name,
        short_name=short_name,
        aliases=list(aliases),
        founded_on=founded_on,
        zone=zone,
        about=about,
    )
    record_deed(actor, "members.create_network", network, after={"name": name})
    return network


@transaction.atomic
def add_member(
    actor: Actor,
    *,
    network: Network,
    code: str,
    short_name: str,
    official_name: str,
    names: Mapping[str, Mapping[str, str]] | None = None,
    footnote_mark: str = "",
    footnote: str = "",
    joined_on: date | None = None,
) -> Member:
    """Enters a member under its agreed names; a footnote needs both its mark and its text."""
    require(actor, "members.add_member", network)
    if bool(footnote_mark) != bool(footnote):
        raise RuleBroken("members.footnote", "A footnote needs both its mark and its text.")
    member = Member.objects.create(
        network=network,
        code=code,
        short_name=short_name,
        official_name=official_name,
        names={language: dict(forms) for language, forms in (names or {}).items()},
        footnote_mark=footnote_mark,
        footnote=footnote,
        joined_on=joined_on,
    )
    record_deed(actor, "members.add_member", member, after={"code": code, "name": official_name})
    return member


@transaction.atomic
def add_seat(
    actor: Actor,
    *,
    network: Network,
    code: str,
    kind: str,
    label: str,
    member: Member | None = None,
    institution: str = "",
) -> Seat:
    """Sets up a seat: a member's, or an office of the network itself."""
    require(actor, "members.add_seat", network)
    seat = Seat.objects.create(
        network=network, code=code, kind=kind, label=label, member=member, institution=institution
    )
    record_deed(actor, "members.add_seat", seat, after={"code": code, "kind": kind})
    return seat


@transaction.atomic
def add_member_with_seat(
    actor: Actor,
    *,
    network: Network,
    code: str,
    short_name: str,
    official_name: str,
    institution: str,
    footnote_mark: str = "",
    footnote: str = "",
) -> Seat:
    """Enters a member together with its coordinator's seat. Raises RuleBroken when the code is taken."""
    require(actor, "members.add_member_with_seat", network)
    if Member.objects.filter(network=network, code=code).exists():
        raise RuleBroken("members.code", f"There is a member with the code {code} already.")
    member = add_member(
        actor,
        network=network,
        code=code,
        short_name=short_name,
        official_name=official_name,
        footnote_mark=footnote_mark,
        footnote=footnote,
    )
    seat = add_seat(
        actor,
        network=network,
        code=code.lower(),
        kind="member",
        label=f"Seat of {member}",
        member=member,
        institution=institution,
    )
    record_deed(actor, "members.add_member_with_seat", member)
    return seat


@transaction.atomic
def add_person(
    actor: Actor, *, network: Network, name: str, honorific: str = "", email: str = "", ring: str = "members"
) -> Person:
    """Enters a person under a name. Whether somebody alike is there already is for the caller to ask
    (``reads.find_people``): nothing merges by itself. Raises RuleBroken for an empty name, and for the
    ring ``seat``: a person belongs to the network, so nobody would see the entry.
    """
    require(actor, "members.add_person", network)
    if ring == Ring.SEAT:
        raise RuleBroken("members.ring", "A person belongs to the network; choose a wider ring than a seat.")
    name = " ".join(name.split())
    if not strict_key(name):
        raise RuleBroken("members.name", "A person needs a name with letters in it.")
    person = Person.objects.create(
        network=network, name=name, sort_key=sort_key(name), honorific=honorific, email=email, ring=ring
    )
    _keep_name_form(person, name)
    record_deed(actor, "members.add_person", person, after={"name": name})
    return person


@transaction.atomic
def add_another_person(
    actor: Actor,
    *,
    network: Network,
    name: str,
    unlike: Iterable[Person],
    honorific: str = "",
    email: str = "",
) -> Person:
    """Enters a person about whom somebody said: not one of these, alike in name. That is kept with each of
    them, so that nobody is asked again. Raises RuleBroken as ``add_person`` does.
    """
    require(actor, "members.add_another_person", network)
    person = add_person(actor, network=network, name=name, honorific=honorific, email=email)
    for other in unlike:
        distinguish_people(actor, one=person, other=other)
    record_deed(actor, "members.add_another_person", person)
    return person


def _keep_name_form(person: Person, name: str) -> None:
    NameForm.objects.get_or_create(
        person=person, name=name, defaults={"strict_key": strict_key(name), "loose_key": loose_key(name)}
    )


@transaction.atomic
def add_name_form(actor: Actor, *, person: Person, name: str) -> None:
    """Notes another way a person's name is written; the same form twice is noted once."""
    require(actor, "members.add_name_form", person)
    name = " ".join(name.split())
    if not strict_key(name):
        raise RuleBroken("members.name", "A form of a name needs letters in it.")
    _keep_name_form(person, name)
    record_deed(actor, "members.add_name_form", person, after={"name": name})


@transaction.atomic
def forget_name_form(actor: Actor, *, person: Person, name: str) -> None:
    """Takes back a form of a name that was noted by mistake. Raises RuleBroken for the name itself."""
    require(actor, "members.forget_name_form", person)
    if name == person.name:
        raise RuleBroken("members.name", f"{person} is entered under this name; it stays.")
    NameForm.objects.filter(person=person, name=name).delete()
    record_deed(actor, "members.forget_name_form", person, before={"name": name})


@transaction.atomic
def open_account(actor: Actor, *, person: Person, email: str, password: str | None = None) -> Account:
    """Opens a sign-in for a person; without a password it opens only by a link.

    Raises RuleBroken when the person has one, or the address belongs to another.
    """
    require(actor, "members.open_account", person)
    address = email.strip().casefold()
    row = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if row.account_id is not None:
        raise RuleBroken("members.one_account", f"{person} can sign in already.")
    if Account.objects.filter(email=address).exists():
        raise RuleBroken("members.one_account", f"Somebody signs in with {address} already.")
    account = Account.objects.create_user(address, password)
    person.account = account
    person.email = address
    person.save(update_fields=["account", "email"])
    record_deed(actor, "members.open_account", person)
    return account


@transaction.atomic
def start_mandate(
    actor: Actor,
    *,
    person: Person,
    seat: Seat,
    function: str,
    starts_on: date,
    ends_on: date | None = None,
    title: str = "",
    nomination: str = "",
) -> Mandate:
    """Opens a mandate from a day to a day, both included.

    Raises RuleBroken for an unknown function, another network, an end before the start, and when a
    coordinator of the seat is in force on one of its days: a seat has one coordinator at a time.
    """
    require(actor, "members.start_mandate", seat)
    if function not in FUNCTIONS:
        raise RuleBroken("members.function", f"There is no function “{function}”; choose one of the list.")
    if person.network_id != seat.network_id:
        raise RuleBroken("members.same_network", f"{person} belongs to another network.")
    if ends_on is not None and ends_on < starts_on:
        raise RuleBroken("members.mandate_dates", "The mandate would end before it starts.")
    if function == "coordinator":
        _refuse_overlap(Mandate.objects.filter(seat=seat), Span(starts_on, ends_on))
    mandate = Mandate.objects.create(
        person=person,
        seat=seat,
        function=function,
        starts_on=starts_on,
        ends_on=ends_on,
        title=title,
        nomination=nomination,
    )
    record_deed(
        actor,
        "members.start_mandate",
        mandate,
        after={"person": person.ref, "seat": seat.ref, "starts_on": starts_on, "ends_on": ends_on},
    )
    return mandate


def _refuse_overlap(others: QuerySet[Mandate], new: Span) -> None:
    rows = others.select_for_update(of=("self",)).filter(function="coordinator", starts_on__isnull=False)
    rows = rows.select_related("person", "seat")
    held = {Span(m.starts_on, m.ends_on): m for m in rows if m.starts_on is not None}
    clash = overlapping(held, new)
    if clash:
        other = held[clash[0]]
        until = f"until {other.ends_on:%-d %B %Y}" if other.ends_on else "without an end"
        raise RuleBroken(
            "members.mandates_overlap",
            f"{other.person} is coordinator at {other.seat} from {other.starts_on:%-d %B %Y} {until}. "
            "End that mandate first, or choose other days.",
            {"mandate": other.ref},
        )


@transaction.atomic
def end_mandate(actor: Actor, *, mandate: Mandate, ends_on: date) -> Mandate:
    """Ends a mandate; ``ends_on`` is its last day. Rights are gone on the first request of the next day.

    Raises RuleBroken for a mandate known only from a paper, a day before it began, and, at a coordinator's,
    a day on which the next one is in force already.
    """
    require(actor, "members.end_mandate", mandate)
    row = Mandate.objects.select_for_update().select_related("person", "seat").get(pk=mandate.pk)
    if row.starts_on is None:
        raise RuleBroken(
            "members.attested", "This mandate is only known from a paper; there is nothing to end."
        )
    if ends_on < row.starts_on:
        raise RuleBroken(
            "members.mandate_dates", f"It began on {row.starts_on:%-d %B %Y}; it cannot end before."
        )
    if row.function == "coordinator":
        others = Mandate.objects.filter(seat=row.seat).exclude(pk=row.pk)
        _refuse_overlap(others, Span(row.starts_on, ends_on))
    before = row.ends_on
    row.ends_on = ends_on
    row.save(update_fields=["ends_on"])
    record_deed(actor, "members.end_mandate", row, before={"ends_on": before}, after={"ends_on": ends_on})
    return row


@transaction.atomic
def attest_mandate(
    actor: Actor,
    *,
    person: Person,
    seat: Seat,
    function: str,
    on: date,
    title: str = "",
    nomination: str = "",
) -> Mandate:
    """Notes that a paper shows somebody in office on a day. It is history and gives no right.

    The earliest attested day of the same person, seat and function is kept; no second line is made.
    """
    require(actor, "members.attest_mandate", seat)
    mandate, is_new = Mandate.objects.get_or_create(
        person=person,
        seat=seat,
        function=function,
        starts_on=None,
        defaults={"attested_on": on, "title": title, "nomination": nomination},
    )
    if not is_new and mandate.attested_on is not None and on < mandate.attested_on:
        mandate.attested_on = on
        mandate.save(update_fields=["attested_on"])
    record_deed(actor, "members.attest_mandate", mandate, after={"attested_on": on})
    return mandate


@transaction.atomic
def merge_people(actor: Actor, *, keep: Person, other: Person) -> Person:
    """Makes two entries one person because somebody said so; everything of ``other`` goes over to ``keep``.

    Raises RuleBroken for the same entry twice, two networks, or two accounts: one of them must be shut
    first. Raises NotVisible when one of the entries is gone meanwhile.
    """
    require(actor, "members.merge_people", keep)
    if keep.pk == other.pk:
        raise RuleBroken("members.merge", "Choose two different entries.")
    if keep.network_id != other.network_id:
        raise RuleBroken("members.same_network", f"{other} belongs to another network.")
    rows = Person.objects.select_for_update().in_bulk([keep.pk, other.pk])
    if len(rows) < 2:
        raise NotVisible
    kept, gone = rows[keep.pk], rows[other.pk]
    if kept.account_id and gone.account_id:
        raise RuleBroken("members.merge", "Both can sign in; shut one of the two accounts first.")
    before = {"keep": kept.name, "other": gone.name}
    if gone.account_id:
        account_id, gone.account_id = gone.account_id, None
        gone.save(update_fields=["account"])
        kept.account_id, kept.email = account_id, kept.email or gone.email
        kept.save(update_fields=["account", "email"])
    _hand_over(kept, gone)
    _keep_one_attestation(kept)
    gone.delete()
    label = f"{before['keep']} and {before['other']}"
    record_deed(actor, "members.merge_people", kept, before=before, after={"name": kept.name}, label=label)
    return kept


def _hand_over(keep: Person, other: Person) -> None:
    """Points every row of every room that names ``other`` to ``keep``.

    Hidden relations are among them: a row left behind would forbid the end of the other entry.
    """
    _hand_over_distinctions(keep, other)
    for relation in Person._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ForeignObjectRel) or relation.related_model is Distinction:
            continue
        model, name = relation.related_model, relation.field.name
        for row in model._base_manager.filter(**{name: other}):
            twin = _twin(row, name, keep)
            if twin is not None:
                _fill_blanks(twin, row)
                row.delete()
            else:
                setattr(row, name, keep)
                row.save(update_fields=[name])


def _twin(row: Model, name: str, keep: Person) -> Model | None:
    """The row of ``keep`` that may stand only once: the same form of a name, the same meeting."""
    for constraint in row._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and name in constraint.fields:
            same = {field: getattr(row, field) for field in constraint.fields} | {name: keep}
            found: Model | None = type(row)._base_manager.filter(**same).first()
            if found is not None:
                return found
    return None


def _fill_blanks(twin: Model, row: Model) -> None:
    """What only the row that goes says, such as that somebody was present, goes over to the one that stays."""
    names = [field.attname for field in twin._meta.concrete_fields if not field.primary_key]
    blank = [name for name in names if getattr(twin, name) in (None, "")]
    for name in blank:
        setattr(twin, name, getattr(row, name))
    if blank:
        twin.save(update_fields=blank)


def _hand_over_distinctions(keep: Person, other: Person) -> None:
    """Whoever was said to be somebody else than ``other`` is somebody else than ``keep``."""
    said = Distinction.objects.filter(Q(one=other) | Q(other=other))
    for one_id, other_id in said.values_list("one_id", "other_id"):
        third = other_id if one_id == other.pk else one_id
        if third != keep.pk:
            lower, higher = sorted((keep.pk, third))
            Distinction.objects.get_or_create(one_id=lower, other_id=higher)


def _keep_one_attestation(person: Person) -> None:
    """Leaves the earliest attested day of each function at each seat, as ``attest_mandate`` does."""
    seen = set()
    for mandate in Mandate.objects.filter(person=person, starts_on=None).order_by("attested_on", "pk"):
        if (mandate.seat_id, mandate.function) in seen:
            mandate.delete()
        seen.add((mandate.seat_id, mandate.function))


@transaction.atomic
def distinguish_people(actor: Actor, *, one: Person, other: Person) -> None:
    """Keeps that two people alike in name are two, so that nobody is asked again."""
    require(actor, "members.distinguish_people", one)
    if one.pk == other.pk:
        raise RuleBroken("members.merge", "Choose two different entries.")
    if one.network_id != other.network_id:
        raise RuleBroken("members.same_network", f"{other} belongs to another network.")
    lower, higher = sorted((one, other), key=lambda person: person.pk)
    Distinction.objects.get_or_create(one=lower, other=higher)
    record_deed(actor, "members.distinguish_people", one, label=f"{one} and {other}")


@transaction.atomic
def remove_person(actor: Actor, *, person: Person) -> None:
    """Takes back a person entered by mistake. Raises RuleBroken while anything names the person."""
    require(actor, "members.remove_person", person)
    if person.account_id is not None:
        raise RuleBroken("members.stands_on_it", f"{person} can sign in and is not taken back.")
    record_deed(actor, "members.remove_person", person, before={"name": person.name})
    try:
        with transaction.atomic():
            Person.objects.get(pk=person.pk).delete()
    except ProtectedError as error:
        raise RuleBroken(
            "members.stands_on_it", f"{person} is named elsewhere and is not taken back."
        ) from error


@transaction.atomic
def forget_attestation(actor: Actor, *, mandate: Mandate, back_to: date | None = None) -> None:
    """Takes back a mandate known only from a paper, or, with ``back_to``, only that a paper attests it
    earlier than that day. Raises RuleBroken for a mandate that was really opened.
    """
    require(actor, "members.forget_attestation", mandate)
    if mandate.starts_on is not None:
        raise RuleBroken("members.attested", "This mandate was opened with a date; end it instead.")
    before = {"attested_on": mandate.attested_on}
    record_deed(actor, "members.forget_attestation", mandate, before=before, after={"attested_on": back_to})
    rows = Mandate.objects.filter(pk=mandate.pk)
    if back_to is None:
        rows.delete()
    else:
        rows.update(attested_on=back_to)
