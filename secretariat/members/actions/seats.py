"""Founding a network; entering its members and seats."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from secretariat.access.rules import Actor, require
from secretariat.audit.actions import record_deed
from secretariat.toolbox.errors import RuleBroken

from ..models import Member, Network, Seat
from ..ordering import Order, filed_as
from ..rules import refuse_unknown_zone


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
    """Founds a network. Only the program itself can: nobody holds a seat in a network that is not there.

    Raises RuleBroken for a time zone that nobody knows.
    """
    require(actor, "members.create_network", Network(slug=slug))
    refuse_unknown_zone(zone)
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


@dataclass(frozen=True, slots=True)
class OtherNames:
    """The short name of a State in French and in its own language, and that one in Latin letters where its own are
    others, as the State itself writes it. What is not known is empty.
    """

    french: str = ""
    own: str = ""
    own_latin: str = ""


@transaction.atomic
def note_names(actor: Actor, *, member: Member, names: OtherNames) -> Member:
    """Notes the names of a State in other languages, under which it stands in other orders of States.

    Raises RuleBroken for a name whose letters have no place between A and Z, without its form in Latin letters.
    """
    require(actor, "members.note_names", member)
    if names.french:
        filed_as(names.french, Order.FRENCH)
    if names.own:
        filed_as(names.own_latin or names.own, Order.OWN)
    row = Member.objects.select_for_update().get(pk=member.pk)
    before = dict(row.names)
    french = {**row.names.get("fr", {}), "short": names.french}
    own = {**row.names.get("own", {}), "short": names.own, "latin": names.own_latin}
    for language, forms in (("fr", french), ("own", own)):
        kept = {form: words for form, words in forms.items() if words}
        row.names = {
            **{k: v for k, v in row.names.items() if k != language},
            **({language: kept} if kept else {}),
        }
    row.save(update_fields=["names"])
    record_deed(actor, "members.note_names", row, before=before, after=row.names)
    return row
