"""Every write about personal links."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from secretariat.access.reads import one_or_hidden
from secretariat.access.rules import Actor, require
from secretariat.audit.actions import record_deed
from secretariat.toolbox import clock
from secretariat.toolbox.errors import NotVisible, RuleBroken

from ..models import Mandate, PersonalLink
from ..purposes import digest_of_secret, new_secret, purpose_named
from ..reads import link_line, secret_of, visible_links
from ..rules import is_in_force


@transaction.atomic
def make_link(actor: Actor, *, mandate: Mandate, purpose: str, thing_ref: str) -> PersonalLink:
    """A link by which the holder of a mandate answers one question about one thing; ``reads.address_of`` gives
    its address, ``reads.mark_of`` what stands for it in a letter. An older link for the same is taken back.

    Raises RuleBroken for a mandate that is not in force and for a purpose that is nobody's to send, and
    LookupError for an undeclared one.
    """
    require(actor, "members.make_link", mandate.seat)
    if not purpose_named(purpose).deed:
        raise RuleBroken("members.link_purpose", "Such an address is only made by whoever uses it.")
    link = _new_link(mandate, purpose, thing_ref)
    record_deed(actor, "members.make_link", link, after={"purpose": purpose, "thing": thing_ref})
    return link


def _new_link(mandate: Mandate, purpose: str, thing_ref: str, secret: str = "") -> PersonalLink:
    today = clock.today(mandate.seat.network.zone)
    if not is_in_force(today, mandate.starts_on, mandate.ends_on):
        raise RuleBroken("members.link_mandate", "This mandate is not in force; nobody answers by it.")
    now = clock.now()
    _shut(mandate, purpose, thing_ref)
    link = PersonalLink(
        purpose=purpose,
        thing_ref=thing_ref,
        mandate=mandate,
        made_at=now,
        expires_at=now + timedelta(days=purpose_named(purpose).days),
    )
    link.digest = digest_of_secret(secret or secret_of(link.ref))
    link.save()
    return link


def _shut(mandate: Mandate, purpose: str, thing_ref: str) -> int:
    rows = PersonalLink.objects.filter(mandate=mandate, purpose=purpose, thing_ref=thing_ref)
    return rows.filter(revoked_at__isnull=True).update(revoked_at=clock.now())


@transaction.atomic
def revoke_link(actor: Actor, *, link: PersonalLink) -> bool:
    """Takes a link back; from the next request on it opens nothing. False, and nothing changes, where it was
    answered for good, taken back or too old already.

    Raises NotVisible for a link the actor does not see. A link of somebody suspended, or of a mandate that has
    ended, is taken back too: either may come back.
    """
    require(actor, "members.revoke_link", link.mandate.seat)
    row = one_or_hidden(visible_links(actor).select_for_update(of=("self",)), pk=link.pk)
    if link_line(row).state in {"answered", "revoked", "expired"}:
        return False
    row.revoked_at = clock.now()
    row.save(update_fields=["revoked_at"])
    record_deed(actor, "members.revoke_link", row)
    return True


@transaction.atomic
def keep_own_link(actor: Actor, *, mandate: Mandate, purpose: str, is_renewed: bool) -> str:
    """Gives the holder of a mandate a new address of their own (a calendar feed), or takes the old one back
    without a new one (``is_renewed`` false). Gives the secret, for this once; empty where none was made.

    Raises NotVisible for somebody else's mandate, RuleBroken for one that is not in force.
    """
    require(actor, "members.keep_own_link", mandate.seat)
    if actor.kind != "person" or actor.person_id != mandate.person_id:
        raise NotVisible
    if purpose_named(purpose).deed:
        raise RuleBroken("members.link_purpose", "Such a link is sent by Chair or Secretariat.")
    secret = ""
    if is_renewed:
        secret = new_secret()
        link = _new_link(mandate, purpose, mandate.ref, secret)
    else:
        _shut(mandate, purpose, mandate.ref)
    record_deed(
        actor,
        "members.keep_own_link",
        mandate,
        after={"purpose": purpose, "link": link.ref if is_renewed else ""},
        label=f"{purpose} at {mandate.seat}",
    )
    return secret


@transaction.atomic
def use_link(actor: Actor, *, link: PersonalLink) -> None:
    """Notes that a link was answered by, in the transaction of the answer. The deed it was used for says so.

    Raises NotVisible when the link was taken back, or answered for good, meanwhile.
    """
    rows = PersonalLink.objects.select_for_update(of=("self",)).filter(pk=link.pk, revoked_at__isnull=True)
    row = rows.first()
    if row is None or (row.used_at is not None and not purpose_named(row.purpose).may_change):
        raise NotVisible
    row.used_at = clock.now()
    row.save(update_fields=["used_at"])
