"""Opening a sign-in."""

from __future__ import annotations

from django.db import transaction

from secretariat.access.models import Account
from secretariat.access.rules import Actor, require
from secretariat.audit.actions import record_deed
from secretariat.toolbox.errors import RuleBroken

from ..models import Person


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
