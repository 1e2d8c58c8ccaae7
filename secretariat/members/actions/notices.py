"""Letters by e-mail: queued where something is decided, sent later, refused when the mandate has ended."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.models import F

from secretariat.access.models import Account
from secretariat.access.rules import Actor, require
from secretariat.audit.actions import record_deed
from secretariat.toolbox import clock
from secretariat.toolbox.errors import RuleBroken

from ..models import Mandate, Notice
from ..reads import is_due, is_stuck, why_not_sent

LONGEST_PROBLEM = 500


@transaction.atomic
def queue_notice(
    actor: Actor,
    *,
    account: Account,
    mandate: Mandate | None = None,
    kind: str,
    subject: str,
    body: str,
    letter_ref: str = "",
) -> Notice:
    """Writes a letter to an account, to be sent by the next tick. The program writes it, never a person.

    ``mandate`` is the one by which it is sent: with that mandate the letter ends too; without one it is about
    the account itself. ``kind`` is a short word such as ``activation``; ``subject`` one line.
    ``letter_ref`` names the numbered letter whose files the mail brings along.
    """
    require(actor, "members.queue_notice", Notice(account=account, mandate=mandate))
    notice = Notice.objects.create(
        account=account,
        mandate=mandate,
        kind=kind,
        subject=" ".join(subject.split())[:200],
        body=body,
        letter_ref=letter_ref,
        queued_at=clock.now(),
    )
    record_deed(actor, "members.queue_notice", notice, after={"kind": kind})
    return notice


def claim_notice(notice: Notice) -> bool:
    """Takes a waiting letter for sending; False when another tick has it, or its rest is not over. No deed:
    how often a machine tries is nobody's act.
    """
    now = clock.now()
    if not is_due(notice, now):
        return False
    rows = Notice.objects.filter(pk=notice.pk, attempts=notice.attempts, sent_at=None, refused_at=None)
    return bool(rows.update(attempts=F("attempts") + 1, tried_at=now))


@transaction.atomic
def refuse_notice(actor: Actor, *, notice: Notice) -> str:
    """Refuses a waiting letter for good when it must not go; gives the reason, empty when it may go."""
    require(actor, "members.refuse_notice", notice)
    fresh = (
        Notice.objects.select_for_update(of=("self",))
        .select_related("account", "mandate__seat__network")
        .get(pk=notice.pk)
    )
    refusal = why_not_sent(fresh)
    if refusal and fresh.sent_at is None and fresh.refused_at is None:
        fresh.refused_at, fresh.refusal, fresh.body = clock.now(), refusal, ""
        fresh.save(update_fields=["refused_at", "refusal", "body"])
        record_deed(actor, "members.refuse_notice", fresh, after={"refusal": refusal})
    return refusal


@transaction.atomic
def send_notice(actor: Actor, *, notice: Notice) -> None:
    """Keeps that a mail server took the letter. Its words are forgotten: they are in the mailbox now."""
    require(actor, "members.send_notice", notice)
    rows = Notice.objects.filter(pk=notice.pk, sent_at=None, refused_at=None)
    if rows.update(sent_at=clock.now(), problem="", body=""):
        record_deed(actor, "members.send_notice", notice)


def forget_letters(letter_refs: Collection[str]) -> int:
    """Forgets the words of the mails that carry these numbered letters; one that still waits is refused. Gives how many.
    No deed: the purge that asks for it is one. Two queries.
    """
    rows = Notice.objects.filter(letter_ref__in=letter_refs)
    waiting = rows.filter(sent_at=None, refused_at=None)
    waiting.update(refused_at=clock.now(), refusal="Its words were purged.")
    return rows.update(subject="(purged)", body="")


def note_problem(notice: Notice, problem: str) -> None:
    """Keeps why a mail server did not take the letter; it waits on. No deed: nobody did anything."""
    Notice.objects.filter(pk=notice.pk, sent_at=None, refused_at=None).update(
        problem=problem[:LONGEST_PROBLEM] or "The mail server did not say why."
    )


@transaction.atomic
def stop_notice(actor: Actor, *, notice: Notice) -> None:
    """Stops a letter that cannot be delivered. Raises RuleBroken for one that nobody failed to deliver yet, and
    when it was sent or refused meanwhile; NotAllowed for one of ``rules.ALWAYS_SENT``.
    """
    require(actor, "members.stop_notice", notice)
    if not is_stuck(Notice.objects.get(pk=notice.pk), clock.now()):
        raise RuleBroken(
            "members.notice", "This letter goes within a minute; only one that cannot is stopped."
        )
    rows = Notice.objects.filter(pk=notice.pk, sent_at=None, refused_at=None)
    if not rows.update(refused_at=clock.now(), refusal="Stopped by the Secretariat.", body=""):
        raise RuleBroken("members.notice", "This letter was sent or refused meanwhile.")
    record_deed(actor, "members.stop_notice", notice)
