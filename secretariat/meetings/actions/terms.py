"""Every write about the terms of reference."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from secretariat.access.rules import Actor, require
from secretariat.audit.actions import record_deed
from secretariat.members.models import Network
from secretariat.toolbox.errors import RuleBroken

from ..models import Term
from ..reads import set_terms
from ..terms import DEFAULT_TERMS, terms_with


@transaction.atomic
def prepare_term(
    actor: Actor, *, network: Network, parameter: str, value: str, article: str, since_on: date
) -> Term:
    """Prepares what an article sets; it holds from ``since_on`` once the Chair has decided it.

    Raises RuleBroken for an unknown parameter, a value that does not fit its unit, an article that is none, and
    a value that contradicts what holds on that day.
    """
    require(actor, "meetings.prepare_term", network)
    value, article = " ".join(value.split()), " ".join(article.split())
    terms_with(set_terms(network.pk, since_on) | {DEFAULT_TERMS.get(parameter).name: (article, value)})
    term = Term.objects.create(
        network=network, parameter=parameter, value=value, article=article, since_on=since_on
    )
    record_deed(actor, "meetings.prepare_term", term, after=_values(term))
    return term


@transaction.atomic
def decide_term(actor: Actor, *, term: Term) -> Term:
    """Decides what was prepared. Raises RuleBroken where it is decided already, where that day has a decision
    on the same parameter, and where it would contradict what holds then or from a later day on.
    """
    require(actor, "meetings.decide_term", term)
    row = Term.objects.select_for_update().get(pk=term.pk)
    if row.state == "decided":
        raise RuleBroken("meetings.term_state", "This is decided already.")
    decided = Term.objects.filter(network=row.network_id, state="decided")
    if decided.filter(parameter=row.parameter, since_on=row.since_on).exists():
        raise RuleBroken(
            "meetings.term_twice",
            f"For {row.since_on:%-d %B %Y} this is decided already; a change holds from another day on.",
        )
    row.state = "decided"
    row.version += 1
    row.save()
    for day in {row.since_on, *decided.filter(since_on__gt=row.since_on).values_list("since_on", flat=True)}:
        terms_with(set_terms(row.network_id, day))
    record_deed(actor, "meetings.decide_term", row, after=_values(row))
    return row


@transaction.atomic
def withdraw_term(actor: Actor, *, term: Term) -> None:
    """Takes back what was only prepared. Raises RuleBroken where it is decided: another decision replaces it."""
    require(actor, "meetings.withdraw_term", term)
    row = Term.objects.select_for_update().get(pk=term.pk)
    if row.state == "decided":
        raise RuleBroken(
            "meetings.term_state",
            "What is decided stays on the record; prepare what holds from another day on.",
        )
    record_deed(actor, "meetings.withdraw_term", row, before=_values(row))
    row.delete()


def _values(term: Term) -> dict[str, object]:
    names = ("parameter", "value", "article", "since_on", "state")
    return {name: str(getattr(term, name)) for name in names}
