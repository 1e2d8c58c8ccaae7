"""Every write of the desk: the search index, and what was done to the store as a whole."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q

from secretariat.access.credentials import end_all_sessions, rewrite_secrets
from secretariat.access.rules import Actor, Ring, require
from secretariat.archive.models import Reading, Source
from secretariat.audit.actions import record_deed
from secretariat.commitments.models import Commitment
from secretariat.meetings.models import AgendaItem, HostingOffer, Meeting, Paper
from secretariat.members.actions import tell_of_export
from secretariat.members.models import Activation, Member, Network, Person, PersonalLink, Seat
from secretariat.minutes.models import Entry, Record
from secretariat.toolbox import clock
from secretariat.toolbox.errors import RuleBroken
from secretariat.toolbox.names import fold
from secretariat.toolbox.vault import Keyring, load_keyring, seal_text, unseal_text

from . import rules  # noqa: F401 - declares the rights asked for here, also where no page was loaded
from .leaving.bundle import Bundle
from .leaving.entering import enter_things
from .models import SearchRow

_FIRST_SERIAL, _SERIALS = 1_000_000, 2_000_000_000
"""Where the serials of first sign-in links begin after a restore; both together fit into the column."""


def _entry(row: Entry) -> str:
    if row.is_removed:
        return ""
    # A hidden speaker, or one who is open to fewer people than the words, must not be found by name either.
    people = [] if row.is_chatham_house else [row.speaker, row.on_behalf_of]
    names = [p.name for p in people if p is not None and not Ring(row.ring).is_wider_than(Ring(p.ring))]
    words = [] if row.is_chatham_house else [row.speaker_words, row.on_behalf_words]
    return " ".join([row.text, *names, *words])


def _person(row: Person) -> str:
    return " ".join(form.name for form in row.name_forms.all())


def _member(row: Member) -> str:
    return " ".join(
        [row.short_name, row.official_name, *(n for forms in row.names.values() for n in forms.values())]
    )


def _meeting(row: Meeting) -> str:
    return f"{row.title} {row.place} {row.theme} {row.organiser} {row.starts_on:%Y}"


def _offer(row: HostingOffer) -> str:
    return f"{row.place} {row.period_words} {row.parent_event} {row.theme}"


_TEXTS: dict[type[models.Model], tuple[str, Callable[[Any], str], tuple[str, ...]]] = {
    Meeting: ("meeting", _meeting, ()),
    Entry: ("entry", _entry, ("speaker", "on_behalf_of")),
    Person: ("person", _person, ()),
    Member: ("member", _member, ()),
    Commitment: ("commitment", lambda row: row.words, ()),
    HostingOffer: ("offer", _offer, ()),
    AgendaItem: ("item", lambda row: f"{row.title} {row.note}", ()),
    Paper: ("paper", lambda row: f"{row.symbol} {row.title}", ()),
    Reading: ("reading", lambda row: f"{row.source.name} {row.text}", ("source",)),
}
"""What is searched: the word for its kind, its text, and the rows the text is taken from."""

_GOES_WITH: dict[type[models.Model], type[models.Model]] = {Record: Entry, Source: Reading, Person: Person}
"""Whose deeds may take searchable things away that get no deed of their own: a merged person is one."""


def refresh_row(thing: models.Model) -> None:
    """Writes the search rows of a thing as it is now, or removes them where there is nothing to find. No
    deed: the index says nothing that its things do not say, and can be rebuilt.

    A person stands in the rows of what he or she said, so those follow. Costs a handful of queries.
    """
    model = type(thing)
    if model in _TEXTS:
        # Fetched anew: the thing may be a row of before the deed, or gone.
        is_there = _write_rows(model, Q(ref=thing.ref))  # type: ignore[attr-defined]
        if not is_there:
            _sweep(model)
    if isinstance(thing, Person) and thing.pk is not None:
        _write_rows(Entry, Q(speaker=thing) | Q(on_behalf_of=thing))
    if model in _GOES_WITH:
        _sweep(_GOES_WITH[model])


def _write_rows(model: type[models.Model], which: Q) -> bool:
    kind, text_of, needs = _TEXTS[model]
    rows = list(model._default_manager.filter(which).select_related(*needs))
    known = {s.thing_id: s for s in SearchRow.objects.filter(kind=kind, thing_id__in=[r.pk for r in rows])}
    for row in rows:
        text = fold(text_of(row)).strip()
        found = known.get(row.pk)
        if not text:
            SearchRow.objects.filter(kind=kind, thing_id=row.pk).delete()
        elif found is None:
            # A row written meanwhile by somebody else is as good as ours.
            SearchRow.objects.update_or_create(kind=kind, thing_id=row.pk, defaults={"folded": text})
        elif found.folded != text:
            SearchRow.objects.filter(pk=found.pk).update(folded=text)
    return bool(rows)


def _sweep(model: type[models.Model]) -> None:
    """Removes the rows of things that are gone; their deeds may no longer know their row ids."""
    rows = SearchRow.objects.filter(kind=_TEXTS[model][0])
    rows.exclude(thing_id__in=model._default_manager.values("pk")).delete()


@transaction.atomic
def rebuild_index(actor: Actor, *, network: Network) -> int:
    """Throws the index away and writes it anew from the rooms; gives how many things it holds."""
    require(actor, "desk.rebuild_index", network)
    SearchRow.objects.all().delete()
    for model, (kind, text_of, needs) in _TEXTS.items():
        found = model._default_manager.select_related(*needs)
        if model is Person:
            found = found.prefetch_related("name_forms")
        rows = ((row.pk, fold(text_of(row)).strip()) for row in found.iterator(chunk_size=500))
        SearchRow.objects.bulk_create(
            (SearchRow(kind=kind, thing_id=pk, folded=text) for pk, text in rows if text), batch_size=500
        )
    count = SearchRow.objects.count()
    record_deed(actor, "desk.rebuild_index", network, after={"things": count})
    return count


@transaction.atomic
def note_restore(actor: Actor, *, network: Network, made_at: str, opening: Keyring | None) -> None:
    """Records that the store came back from a backup made at an instant (ISO 8601), and shuts every door that
    was used, taken back or left since: sessions, first sign-in links, personal links.

    ``opening`` are the keys that opened it, where they are not those of this home: papers were sealed anew
    under their names, so their rows get the new key's name, and the secrets of second factors follow here.
    """
    require(actor, "desk.restore_store", network)
    ring = load_keyring(settings.KEYS)
    if opening is not None:
        Source.objects.exclude(key_id="").update(key_id=ring.key_id)
        rewrite_secrets(lambda sealed: seal_text(unseal_text(sealed, opening), ring))
    _shut_old_doors()
    record_deed(actor, "desk.restore_store", network, after={"backup of": made_at, "key": ring.key_id})


def _shut_old_doors() -> None:
    """The store no longer knows what was used or ended after the backup; so nothing of before opens any more.

    Links written after the backup bear serials that this store would give out again: so the serials begin anew
    at a number that no earlier life of the store came near, also where it is restored twice.
    """
    end_all_sessions()
    Activation.objects.update(serial=_FIRST_SERIAL + secrets.randbelow(_SERIALS))
    PersonalLink.objects.filter(revoked_at=None).update(revoked_at=clock.now())


@transaction.atomic
def note_rotation(actor: Actor, *, network: Network, ring: Keyring) -> int:
    """Seals the secrets of second factors to the newest key and records the rotation; how many secrets."""
    require(actor, "desk.rotate_keys", network)
    count = rewrite_secrets(lambda sealed: seal_text(unseal_text(sealed, ring), ring))
    record_deed(actor, "desk.rotate_keys", network, after={"key": ring.key_id, "secrets": count})
    return count


@transaction.atomic
def note_network_export(actor: Actor, *, network: Network) -> None:
    """Records that what somebody sees of a network is taken out, and tells the offices; before anything is
    written.
    """
    require(actor, "desk.export_network", network)
    tell_of_export(actor, network)
    record_deed(actor, "desk.export_network", network)


@transaction.atomic
def note_seat_export(actor: Actor, *, seat: Seat) -> None:
    """Records that a seat's memory is taken out, and tells those who speak for it; before anything is written."""
    require(actor, "desk.export_seat", seat)
    tell_of_export(actor, seat.network, seat)
    record_deed(actor, "desk.export_seat", seat)


@transaction.atomic
def import_export(actor: Actor, *, bundle: Bundle) -> dict[str, int]:
    """Puts all things of an export into this store, which must be empty; gives how many of each kind.

    Nobody can sign in by it: accounts come without password. The record of deeds stays with the export, and
    the deed here says which head it ended with, and which key signed it. Raises RuleBroken for a store in use
    or a row that does not fit; then nothing is kept.
    """
    require(actor, "desk.import_export", Network(slug=str(bundle.about["network"])))
    if Network.objects.exists():
        raise RuleBroken(
            "leaving.in_use", "There is a network in this store. An export goes into an empty one."
        )
    counts = enter_things(bundle)
    network = Network.objects.get()
    facts = {key: bundle.about[key] for key in ("exported_at", "exported_for", "seat")}
    signed = {"head": bundle.head_root, "key": bundle.signed_by}
    record_deed(actor, "desk.import_export", network, after={**facts, **signed})
    return counts
