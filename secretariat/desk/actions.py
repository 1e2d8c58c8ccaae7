"""Every write of the desk: the search index."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models, transaction

from secretariat.access.rules import Actor, require
from secretariat.archive.models import Reading
from secretariat.audit.actions import record_deed
from secretariat.commitments.models import Commitment
from secretariat.meetings.models import HostingOffer, Meeting
from secretariat.members.models import Member, NameForm, Network, Person
from secretariat.minutes.models import Entry
from secretariat.toolbox.names import fold

from .models import SearchRow


def _entry(row: Entry) -> str:
    # A hidden speaker must not be found by name either: the index holds the words alone then.
    named = (
        ""
        if row.is_chatham_house
        else f" {row.speaker or row.speaker_words} {row.on_behalf_of or row.on_behalf_words}"
    )
    return "" if row.is_removed else row.text + named


def _person(row: Person) -> str:
    return " ".join(NameForm.objects.filter(person=row).values_list("name", flat=True))


def _member(row: Member) -> str:
    return " ".join(
        [row.short_name, row.official_name, *(n for forms in row.names.values() for n in forms.values())]
    )


_TEXTS: dict[type[models.Model], tuple[str, Callable[[Any], str]]] = {
    Meeting: (
        "meeting",
        lambda row: f"{row.title} {row.place} {row.theme} {row.organiser} {row.starts_on:%Y}",
    ),
    Entry: ("entry", _entry),
    Person: ("person", _person),
    Member: ("member", _member),
    Commitment: ("commitment", lambda row: row.words),
    HostingOffer: ("offer", lambda row: f"{row.place} {row.period_words} {row.parent_event} {row.theme}"),
    Reading: ("reading", lambda row: f"{row.source.name} {row.text}"),
}


def refresh_row(thing: models.Model) -> None:
    """Writes the search row of a thing as it is now, or removes it where there is nothing to find. No deed:
    the index says nothing that its things do not say, and can be rebuilt.
    """
    kind, text_of = _TEXTS.get(type(thing), ("", lambda row: ""))
    if not kind:
        return
    # Fetched anew: the thing may be a row of before the deed, or gone.
    row = type(thing)._default_manager.filter(ref=thing.ref).first()  # type: ignore[attr-defined]
    if row is None:
        if thing.pk is not None:
            SearchRow.objects.filter(kind=kind, thing_id=thing.pk).delete()
        return
    text = fold(text_of(row)).strip()
    if text:
        SearchRow.objects.update_or_create(kind=kind, thing_id=row.pk, defaults={"folded": text})
    else:
        SearchRow.objects.filter(kind=kind, thing_id=row.pk).delete()


@transaction.atomic
def rebuild_index(actor: Actor, *, network: Network) -> int:
    """Throws the index away and writes it anew from the rooms; gives how many things it holds."""
    require(actor, "desk.rebuild_index", network)
    SearchRow.objects.all().delete()
    for model, (kind, text_of) in _TEXTS.items():
        rows = (
            (row.pk, fold(text_of(row)).strip()) for row in model._default_manager.iterator(chunk_size=500)
        )
        SearchRow.objects.bulk_create(
            (SearchRow(kind=kind, thing_id=pk, folded=text) for pk, text in rows if text), batch_size=500
        )
    count = SearchRow.objects.count()
    record_deed(actor, "desk.rebuild_index", network, after={"things": count})
    return count
