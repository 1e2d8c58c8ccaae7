"""Sign-ins: opening them, the link to the first one, suspending and letting in again."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string

from secretariat.access.credentials import end_sessions, take_away_factors
from secretariat.access.models import Account
from secretariat.access.rules import Actor, SeatKind, require, system_actor
from secretariat.audit.actions import record_deed
from secretariat.toolbox import clock
from secretariat.toolbox.errors import NotAllowed, NotVisible, RuleBroken

from ..models import Activation, Mandate, Person, PersonalLink, Suspension
from ..reads import ACTIVATION, LINK, is_last_officer, is_only_mailed, is_unfinished
from ..rules import ACTIVATION_DAYS, HOLDERS, activation_ends, for_another, has_ended, refuse_the_last
from .notices import queue_notice
from .telling import tell_of_lost_factors, tell_of_suspension

DOOR = system_actor("the first sign-in link")


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
def send_activation(
    actor: Actor, *, person: Person, email: str = "", mandate: Mandate | None = None
) -> Activation:
    """Writes a person the link to the first sign-in, and opens the sign-in where there is none yet; an older
    link is dead from now on. ``mandate`` is the one the letter tells of, and ends with.

    Raises RuleBroken as ``open_account`` does, without any address, and for a suspended sign-in.
    """
    require(actor, "members.send_activation", person)
    row = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if row.account is None:
        if not (email or row.email):
            raise RuleBroken("members.email", f"There is no address to write to {person}; name one.")
        open_account(actor, person=row, email=email or row.email)
        person.account, person.email = row.account, row.email
    activation = _write_link(row, mandate)
    record_deed(actor, "members.send_activation", row)
    return activation


@transaction.atomic
def renew_activation(actor: Actor, *, activation: Activation) -> bool:
    """Writes a new link to whoever holds the newest, if it was never used, or used and the sign-in broken off
    before a second factor; False where there is nothing to open, so that the page can answer alike. A second
    wish within the same minute changes nothing.
    """
    require(actor, "members.renew_activation", activation.person)
    row = Activation.objects.select_for_update(of=("self",)).select_related("account").get(pk=activation.pk)
    is_just_made = (clock.now() - row.made_at).total_seconds() < 60
    is_older = activation.serial != row.serial
    is_finished = row.used_at is not None and not is_unfinished(row)
    if is_older or is_finished or not row.account.is_active or is_just_made:
        return False
    person = activation.person
    latest = Mandate.objects.filter(person=person, starts_on__isnull=False).order_by("-starts_on", "-pk")
    _write_link(person, latest.first())
    record_deed(actor, "members.renew_activation", activation.person)
    return True


def _write_link(person: Person, mandate: Mandate | None) -> Activation:
    account = person.account
    assert account is not None
    if not account.is_active:
        raise RuleBroken("members.suspended", f"The sign-in of {person} is suspended; let {person} in first.")
    now = clock.now()
    activation, is_new = Activation.objects.get_or_create(
        account=account, defaults={"made_at": now, "expires_at": activation_ends(now)}
    )
    if not is_new:
        Activation.objects.filter(pk=activation.pk).update(
            serial=F("serial") + 1,
            made_at=now,
            expires_at=activation_ends(now),
            used_at=None,
            shown_at=None,
        )
        activation.refresh_from_db()
    facts = {"person": person, "mandate": mandate, "days": ACTIVATION_DAYS, "link": LINK}
    queue_notice(
        DOOR,
        account=account,
        mandate=mandate,
        kind=ACTIVATION,
        subject=f"Your sign-in to {person.network.short_name}",
        body=render_to_string("members/letters/activation.txt", facts),
    )
    return activation


@transaction.atomic
def show_activation(actor: Actor, *, activation: Activation) -> Activation:
    """Keeps that an officer copies the link to hand it over. Raises RuleBroken the second time: the link of
    somebody else is shown once, or nobody could say later who had it; and where it goes by letter alone.
    """
    require(actor, "members.show_activation", activation.person)
    if is_only_mailed(activation):
        raise RuleBroken(
            "members.only_mailed",
            "This link goes by letter alone: it is of somebody who signed in before, or has an office.",
        )
    shown = Activation.objects.filter(pk=activation.pk, shown_at=None, used_at=None)
    if not shown.update(shown_at=clock.now()):
        raise RuleBroken("members.shown_once", "This link was shown or used already; send a new one.")
    record_deed(actor, "members.show_activation", activation.person)
    activation.refresh_from_db()
    return activation


@transaction.atomic
def use_activation(actor: Actor, *, activation: Activation, password: str | None) -> Account:
    """Opens a sign-in by its first link, once: sets the password, or none where a passkey follows, and ends
    whatever was signed in before.

    Raises NotVisible when the link was used, ran out, was followed by a newer one or belongs to a suspended
    account: whoever comes second gets nothing.
    """
    require(actor, "members.use_activation", activation.person)
    now = clock.now()
    rows = Activation.objects.filter(
        pk=activation.pk,
        serial=activation.serial,
        used_at=None,
        expires_at__gt=now,
        account__is_active=True,
    )
    if not rows.update(used_at=now):
        raise NotVisible
    account = Account.objects.get(pk=activation.account_id)
    account.set_password(password)
    account.save(update_fields=["password"])
    end_sessions(account)
    record_deed(actor, "members.use_activation", activation.person)
    return account


@transaction.atomic
def suspend_account(actor: Actor, *, person: Person, reason: str) -> Suspension:
    """Shuts somebody out for the time being: every session ends, no link opens, no letter goes. The mandates
    stay what they are.

    The others at Chair and Secretariat are told. Raises RuleBroken without a reason, for somebody who cannot sign
    in or is suspended already, and for the last officer of the Secretariat; NotAllowed for oneself, and for a
    holder of the Chair: whom the Chair watches does not shut it out alone.
    """
    require(actor, "members.suspend_account", person)
    for_another(actor, person_id=person.pk, deed="suspends")
    rows = Person.objects.select_for_update(of=("self",)).select_related("account", "network")
    row = rows.get(pk=person.pk)
    _refuse_the_chair(actor, row)
    if not reason.strip():
        raise RuleBroken("members.reason", "Say why; whoever is suspended and the next officer must know.")
    if row.account is None or not row.account.is_active:
        raise RuleBroken("members.suspended", f"{person} cannot sign in as it is.")
    refuse_the_last(row, is_last=is_last_officer(row))
    suspension = Suspension.objects.create(person=row, reason=reason.strip(), since_at=clock.now())
    row.account.is_active = False
    row.account.save(update_fields=["is_active"])
    end_sessions(row.account)
    # For good, as the sessions: whoever found the addresses with the device has them after it, too.
    PersonalLink.objects.filter(mandate__person=row, revoked_at=None).update(revoked_at=clock.now())
    tell_of_suspension(actor, suspension)
    record_deed(actor, "members.suspend_account", row, after={"reason": suspension.reason})
    return suspension


def _refuse_the_chair(actor: Actor, person: Person) -> None:
    rows = Mandate.objects.filter(person=person, seat__kind=SeatKind.CHAIR, function__in=HOLDERS)
    today = clock.today(person.network.zone)
    if actor.kind != "system" and any(not has_ended(today, m.starts_on, m.ends_on) for m in rows):
        raise NotAllowed(
            "One officer alone does not suspend the Chair. Is a device lost? Then take away the factors: every "
            "session ends, and the Chair begins anew by a letter.",
            rule="members.two_for_the_chair",
            who="whoever keeps the machine, by secretariat suspend",
        )


@transaction.atomic
def restore_account(actor: Actor, *, person: Person, reason: str = "") -> None:
    """Lets a suspended person sign in again; nothing of before opens by itself.

    Raises RuleBroken for somebody who is not suspended, and NotAllowed for oneself.
    """
    require(actor, "members.restore_account", person)
    for_another(actor, person_id=person.pk, deed="lets in")
    rows = Suspension.objects.filter(person=person, ended_at=None)
    if not rows.update(ended_at=clock.now(), why_ended=reason.strip()):
        raise RuleBroken("members.suspended", f"{person} is not suspended.")
    Account.objects.filter(person=person).update(is_active=True)
    record_deed(actor, "members.restore_account", person, after={"reason": reason.strip()})


@transaction.atomic
def remove_factors(actor: Actor, *, person: Person, vouched_by: str) -> None:
    """Takes away password and second factors of somebody who lost them, ends every session, and writes a link
    to begin anew. ``vouched_by`` says who confirmed that it is the person, and how; the offices are told.

    Raises RuleBroken where nobody is named or there is no sign-in, and NotAllowed for oneself.
    Source: ASVS 5.0, 6.4.4: a lost factor asks for the same proof as a first one.
    """
    require(actor, "members.remove_factors", person)
    for_another(actor, person_id=person.pk, deed="takes away the factors of")
    row = (
        Person.objects.select_for_update(of=("self",)).select_related("account", "network").get(pk=person.pk)
    )
    if not vouched_by.strip():
        raise RuleBroken("members.vouched", "Say who confirmed that it is the person, and how.")
    if row.account is None or not row.account.is_active:
        raise RuleBroken("members.no_sign_in", f"{person} cannot sign in as it is.")
    take_away_factors(row.account)
    send_activation(actor, person=row)
    tell_of_lost_factors(actor, row, vouched_by.strip())
    record_deed(actor, "members.remove_factors", row, after={"vouched_by": vouched_by.strip()})
