"""Entering people and the forms of their names."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import ProtectedError

from secretariat.access.rules import Actor, Ring, require
from secretariat.audit.actions import record_deed
from secretariat.toolbox.errors import RuleBroken
from secretariat.toolbox.names import loose_key, sort_key, strict_key

from ..models import Distinction, NameForm, Network, Person
from ..rules import refuse_other_network


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
def distinguish_people(actor: Actor, *, one: Person, other: Person) -> None:
    """Keeps that two people alike in name are two, so that nobody is asked again."""
    require(actor, "members.distinguish_people", one)
    if one.pk == other.pk:
        raise RuleBroken("members.merge", "Choose two different entries.")
    refuse_other_network(one.network_id, other)
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
