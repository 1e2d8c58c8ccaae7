"""Two entries become one person, and everything of the one goes over to the other."""

from __future__ import annotations

from django.db import transaction
from django.db.models import ForeignObjectRel, Model, Q, UniqueConstraint

from secretariat.access.rules import Actor, Ring, require
from secretariat.audit.actions import record_deed
from secretariat.toolbox.errors import NotVisible, RuleBroken

from ..models import Distinction, Mandate, Person
from ..rules import for_another, refuse_other_network


@transaction.atomic
def merge_people(actor: Actor, *, keep: Person, other: Person) -> Person:
    """Makes two entries one person because somebody said so; everything of ``other`` goes over to ``keep``.

    Raises RuleBroken for the same entry twice, two networks, or two accounts: one of them must be shut
    first. Raises NotVisible when one of the entries is gone meanwhile, and NotAllowed where the merge would
    give a sign-in a mandate that the actor may not open.
    """
    require(actor, "members.merge_people", keep)
    if keep.pk == other.pk:
        raise RuleBroken("members.merge", "Choose two different entries.")
    refuse_other_network(keep.network_id, other)
    rows = Person.objects.select_for_update().in_bulk([keep.pk, other.pk])
    if len(rows) < 2:
        raise NotVisible
    kept, gone = rows[keep.pk], rows[other.pk]
    if kept.account_id and gone.account_id:
        raise RuleBroken("members.merge", "Both can sign in; shut one of the two accounts first.")
    _refuse_what_gives_an_office(actor, kept, gone)
    before = {"keep": kept.name, "other": gone.name}
    if gone.account_id:
        account_id, gone.account_id = gone.account_id, None
        gone.save(update_fields=["account"])
        kept.account_id, kept.email = account_id, kept.email or gone.email
        kept.save(update_fields=["account", "email"])
    if Ring(kept.ring).is_wider_than(Ring(gone.ring)):
        # What named the other entry must not be open to more people than the other entry was.
        kept.ring = gone.ring
        kept.save(update_fields=["ring"])
    _hand_over(kept, gone)
    _keep_one_attestation(kept)
    gone.delete()
    label = f"{before['keep']} and {before['other']}"
    record_deed(actor, "members.merge_people", kept, before=before, after={"name": kept.name}, label=label)
    return kept


def _refuse_what_gives_an_office(actor: Actor, one: Person, other: Person) -> None:
    """A merge that brings a sign-in and a mandate together is a mandate given, and is judged like one, be the
    mandate in force, to come or over: what somebody once held is part of who he is.

    Source: own choice: otherwise whoever may merge, but not seat, would seat by merging.
    """
    for person, holder in ((one, other), (other, one)):
        if person.account_id is None:
            continue
        gained = Mandate.objects.filter(person=holder, starts_on__isnull=False)
        for mandate in gained.select_related("seat"):
            for_another(actor, person_id=person.pk, deed="gives a mandate to")
            require(actor, "members.start_mandate", mandate.seat)


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
            rows = type(row)._base_manager.all()
            if constraint.condition is not None:
                rows = rows.filter(constraint.condition)
                if not rows.filter(pk=row.pk).exists():
                    continue
            same = {field: getattr(row, field) for field in constraint.fields} | {name: keep}
            found: Model | None = rows.filter(**same).first()
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
