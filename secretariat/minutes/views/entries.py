"""Pages of the entries of a record: read, write, compare."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from secretariat.access.doors import opens_to
from secretariat.access.reads import actor_of, one_or_hidden
from secretariat.access.rules import require
from secretariat.toolbox.errors import Conflict, RuleBroken
from secretariat.web.respond import respond

from .. import actions
from ..forms import EntryForm
from ..models import Entry
from ..reads import (
    entry_history,
    shown_speaker,
    visible_entries,
    visible_records,
    visible_removed_entries,
)
from ..rules import refuse_writing


@opens_to("bureau")
def add_entry(request: HttpRequest, ref: str) -> HttpResponse:
    """A new entry, at the end or below another one (``after``)."""
    actor = actor_of(request)
    row = one_or_hidden(visible_records(actor), ref=ref)
    require(actor, "minutes.add_entry", row)
    after = visible_entries(actor).filter(record=row, ref=request.GET.get("after", "")).first()
    form = EntryForm(
        request.POST or None,
        actor=actor,
        record=row,
        initial={"ring": row.ring},
        auto_id=_ids(after, "below"),
    )
    if not form.is_bound:
        refuse_writing(state=row.state, approved_on=row.approved_on)
    if form.is_bound and form.is_valid():
        position = after.position + 1 if after else None
        try:
            entry = actions.add_entry(actor, record=row, position=position, **form.cleaned_data)
        except RuleBroken as error:
            form.add_error(None, error.message)
        else:
            return redirect(reverse("minutes:record", args=[row.ref]) + f"#{entry.ref}")
    context = {"form": form, "record": row, "after": after, "title": "New entry"}
    return respond(
        request, "minutes/form.html", context, part="entry_form", status=422 if form.is_bound else 200
    )


def _ids(entry: Entry | None, word: str) -> str:
    """Names of fields of their own for each form, since several may stand open on one page."""
    return f"{entry.ref}-{word}-%s" if entry else "new-%s"


def _initial(entry: Entry) -> dict[str, Any]:
    refs = {name: getattr(entry, name) for name in ("speaker", "seat", "on_behalf_of", "about")}
    initial: dict[str, Any] = {name: row.ref if row else None for name, row in refs.items()}
    for name in ("kind", "text", "speaker_words", "on_behalf_words", "ring", "is_chatham_house"):
        initial[name] = getattr(entry, name)
    return initial


@opens_to("bureau")
def edit_entry(request: HttpRequest, ref: str) -> HttpResponse:
    """Changes an entry. Somebody else's newer text is shown beside one's own; nothing typed is lost."""
    actor = actor_of(request)
    rows = visible_entries(actor)
    if request.method == "POST":
        # Somebody removed it meanwhile: the form comes back with what was typed, instead of a page not found.
        rows |= visible_removed_entries(actor)
    row = one_or_hidden(rows.select_related("about"), ref=ref)
    require(actor, "minutes.edit_entry", row)
    form = EntryForm(
        request.POST or None,
        actor=actor,
        record=row.record,
        entry=row,
        initial=_initial(row),
        auto_id=_ids(row, "edit"),
    )
    context = {"form": form, "record": row.record, "entry": row, "title": "Change this entry"}
    if not form.is_bound:
        refuse_writing(state=row.record.state, approved_on=row.record.approved_on)
        return respond(request, "minutes/form.html", context | {"revision": row.revision}, part="entry_form")
    return _save(request, row, form, context)


def _save(request: HttpRequest, row: Entry, form: EntryForm, context: dict[str, Any]) -> HttpResponse:
    # A form that comes back keeps the revision it began with: a newer text of somebody else stays a conflict.
    revision = _revision(request)
    if form.is_valid():
        try:
            actions.edit_entry(actor_of(request), entry=row, revision=revision, **form.cleaned_data)
        except Conflict as conflict:
            others = [form[name].label for name in form.changed_data if name != "text"]
            newest = {"conflict": conflict, "others": others, "revision": row.revision}
            return respond(request, "minutes/conflict.html", context | newest, status=409)
        except RuleBroken as error:
            form.add_error(None, error.message)
        else:
            return redirect(reverse("minutes:record", args=[row.record.ref]) + f"#{row.ref}")
    answer = context | {"revision": revision}
    return respond(request, "minutes/form.html", answer, part="entry_form", status=422)


def _revision(request: HttpRequest) -> int:
    given = request.POST.get("revision", "")
    return int(given) if given.isdecimal() else 0


@opens_to("mandate")
def entry(request: HttpRequest, ref: str) -> HttpResponse:
    """One entry with all its revisions; one that was removed, for Chair and Secretariat."""
    actor = actor_of(request)
    row = one_or_hidden(visible_entries(actor) | visible_removed_entries(actor), ref=ref)
    context = {
        "entry": row,
        "about": visible_entries(actor).filter(pk=row.about_id or 0).first(),
        "speaker": shown_speaker(actor, row),
        "history": entry_history(actor, row),
    }
    return respond(request, "minutes/entry.html", context)


@opens_to("bureau")
@require_POST
def move_entry(request: HttpRequest, ref: str) -> HttpResponse:
    """Moves an entry one place up or down."""
    row = one_or_hidden(visible_entries(actor_of(request)), ref=ref)
    step = -1 if request.POST.get("way") == "up" else 1
    actions.move_entry(actor_of(request), entry=row, to_position=row.position + step)
    return redirect(reverse("minutes:record", args=[row.record.ref]) + f"#{row.ref}")


@opens_to("bureau")
@require_POST
def remove_entry(request: HttpRequest, ref: str) -> HttpResponse:
    """Takes an entry out; its history stays."""
    row = one_or_hidden(visible_entries(actor_of(request)), ref=ref)
    actions.remove_entry(actor_of(request), entry=row, revision=_revision(request))
    messages.success(request, "The entry is removed; its history is kept.")
    return redirect("minutes:record", row.record.ref)
