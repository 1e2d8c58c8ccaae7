"""Pages of the archive: take papers in, review what was read, look a sentence up in its source."""

from __future__ import annotations

import io
from pathlib import Path

from django.contrib import messages
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from secretariat.access.doors import opens_to
from secretariat.access.reads import actor_of, one_or_hidden
from secretariat.access.rules import require
from secretariat.members.reads import letters_among, network_here, visible_people
from secretariat.toolbox.errors import RuleBroken, SourceUnreadable
from secretariat.web.respond import respond, wants_fragment

from . import actions
from .checking import prepared
from .downloads import as_download
from .forms import FactForm, TakeInForm
from .intake import read_now
from .models import Fact, Reading, Source
from .reading.worker import safe_copy as make_safe_copy
from .reads import (
    fact_line,
    findings_of,
    has_safe_copy,
    origin_of,
    people_of,
    reading_text,
    review_of,
    served_source,
    settled_of,
    sources_of,
    visible_facts,
    visible_readings,
    visible_sources,
)
from .rules import pieces_of
from .store import clean_name


@opens_to("bureau")
def archive(request: HttpRequest) -> HttpResponse:
    """All papers with their readings, and the place to drop new ones."""
    sources = list(sources_of(actor_of(request), network_here(actor_of(request))))
    letters = letters_among(actor_of(request), [source.ref for source in sources])
    for source in sources:
        source.letter = letters.get(source.ref, "")  # type: ignore[attr-defined]
    is_busy = any(r.state == "reading" for s in sources for r in s.seen_readings)  # type: ignore[attr-defined]
    context = {"sources": sources, "form": TakeInForm(), "is_busy": is_busy}
    return respond(request, "archive/list.html", context, part="sources")


@opens_to("bureau")
@require_POST
def take_in(request: HttpRequest) -> HttpResponse:
    """Takes one or many papers in and reads each; says of each what came of it."""
    require(actor_of(request), "archive.take_in_source", network_here(actor_of(request)))
    form = TakeInForm(request.POST, request.FILES)
    if not form.is_valid():
        raise RuleBroken("archive.no_paper", "Choose at least one file; nothing was handed in.")
    last: Reading | None = None
    for upload in form.cleaned_data["papers"]:
        last = _take_in_one(request, upload, form.cleaned_data["ring"]) or last
    is_one = len(form.cleaned_data["papers"]) == 1
    target = reverse("archive:list")
    if is_one and last is not None and last.state in {"read", "accepted"}:
        target = reverse("archive:review", args=[last.ref])
    if request.headers.get("X-Upload"):
        # The script goes there itself; a redirect it followed would use up the notices unseen.
        return HttpResponse(target, content_type="text/plain")
    return redirect(target)


def _take_in_one(request: HttpRequest, upload: TemporaryUploadedFile, ring: str) -> Reading | None:
    actor = actor_of(request)
    name, path = str(upload.name), Path(upload.temporary_file_path())
    try:
        with prepared(path, name) as (checked, sealed):
            source, is_new = actions.take_in_source(
                actor,
                network=network_here(actor_of(request)),
                name=name,
                path=path,
                ring=ring,
                checked=checked,
                sealed=sealed,
            )
    except (SourceUnreadable, RuleBroken) as error:
        messages.error(request, f"{clean_name(name)}: {error.message}")
        return None
    _say_what_it_does(request, source)
    reading = visible_readings(actor).filter(source=source).first()
    if not is_new:
        messages.info(
            request, f"{source} is here already, since {source.added_at:%-d %B %Y}; it was not stored again."
        )
    if source.state == "held" or reading is None or reading.state not in {"waiting", "failed", "stopped"}:
        return reading
    return _read_one(request, reading)


def _read_one(request: HttpRequest, reading: Reading) -> Reading | None:
    source = reading.source
    try:
        read_now(actor_of(request), reading)
    except RuleBroken as error:
        messages.error(request, f"{source}: {error.message}")
        return None
    reading.refresh_from_db()
    if reading.state == "failed":
        messages.error(request, f"{source}: {reading.problem}")
    return reading


def _say_what_it_does(request: HttpRequest, source: Source) -> None:
    for finding in findings_of(source):
        messages.warning(request, f"{source}: {finding.sentence}")
    if source.state == "held":
        messages.warning(request, f"{source}: {source.held_because}")


@opens_to("bureau")
@require_POST
def read_again(request: HttpRequest, ref: str) -> HttpResponse:
    """Reads a paper that was stopped or could not be read."""
    reading = one_or_hidden(visible_readings(actor_of(request)), ref=ref)
    read_now(actor_of(request), reading)
    return redirect("archive:list")


@opens_to("bureau")
@require_POST
def stop(request: HttpRequest, ref: str) -> HttpResponse:
    """Asks a running reading to stop."""
    actions.stop_reading(
        actor_of(request), reading=one_or_hidden(visible_readings(actor_of(request)), ref=ref)
    )
    return redirect("archive:list")


@opens_to("bureau")
@require_POST
def remove(request: HttpRequest, ref: str) -> HttpResponse:
    """Takes a paper back."""
    actions.remove_source(
        actor_of(request), source=one_or_hidden(visible_sources(actor_of(request)), ref=ref)
    )
    messages.success(request, "The paper is removed.")
    return redirect("archive:list")


@opens_to("bureau")
@require_POST
def vouch(request: HttpRequest, ref: str) -> HttpResponse:
    """Opens a paper that cannot be read: a person says that it bears no classification marking."""
    row = one_or_hidden(visible_sources(actor_of(request)), ref=ref)
    actions.vouch_for_source(actor_of(request), source=row)
    messages.success(request, f"{row} is open now; the record of deeds says that you vouched for it.")
    return redirect("archive:source", row.ref)


@opens_to("bureau")
def review(request: HttpRequest, ref: str) -> HttpResponse:
    """The source on one side, the facts on the other."""
    actor = actor_of(request)
    reading = one_or_hidden(visible_readings(actor), ref=ref)
    return respond(request, "archive/review.html", {"review": review_of(actor, reading), "reading": reading})


@opens_to("bureau")
def fact(request: HttpRequest, ref: str, key: str) -> HttpResponse:
    """One fact: accept, refuse, open again, correct, or say who somebody is."""
    actor = actor_of(request)
    row = one_or_hidden(visible_facts(actor), reading__ref=ref, key=key)
    form = FactForm(None, fact=row, people=people_of(actor, row.reading))
    if request.method == "POST":
        require(actor, "archive.settle_fact", row.reading)
        deed = request.POST.get("deed", "")
        if deed == "correct":
            form = FactForm(request.POST, fact=row, people=people_of(actor, row.reading))
            if not form.is_valid():
                return _fact_form(request, row, form, status=422)
        row = _settle(request, row, deed, form)
        if not wants_fragment(request):
            return redirect(reverse("archive:review", args=[ref]) + f"#fact-{key}")
        settled, count = settled_of(actor, row.reading)
        context = {"line": fact_line(actor, row), "reading": row.reading, "settled": settled, "count": count}
        return respond(request, "archive/_settled.html", context)
    return _fact_form(request, row, form)


def _fact_form(request: HttpRequest, row: Fact, form: FactForm, status: int = 200) -> HttpResponse:
    is_in_place = wants_fragment(request)
    context = {
        "is_in_place": is_in_place,
        # What was typed was typed over the fact as it stood then.
        "version": request.POST.get("version", row.version),
        "form": form,
        "fact": row,
        "reading": row.reading,
        "people": visible_people(actor_of(request)).filter(network_id=row.reading.network_id)
        if row.kind == "person"
        else [],
    }
    response = respond(request, "archive/fact.html", context, part="fact_form", status=status)
    if is_in_place and status == 422:
        # Only the form comes back, not the whole fact that a success would replace.
        response.headers["HX-Retarget"] = "this"
        response.headers["HX-Reswap"] = "outerHTML"
    return response


def _settle(request: HttpRequest, row: Fact, deed: str, form: FactForm) -> Fact:
    actor = actor_of(request)
    version = _version_seen(request)
    if deed == "correct":
        return actions.settle_fact(
            actor, fact=row, version=version, state="accepted", corrected=form.corrected()
        )
    if deed in {"same", "other"}:
        ref = request.POST.get("match", "")
        chosen = one_or_hidden(visible_people(actor), ref=ref) if ref else None
        return actions.settle_fact(
            actor,
            fact=row,
            version=version,
            state="accepted",
            match=chosen,
            match_is_confirmed=deed == "same",
        )
    states = {"accept": "accepted", "refuse": "refused", "open": "proposed"}
    if deed not in states:
        raise RuleBroken("archive.fact_state", "Say whether to accept, correct or refuse this.")
    return actions.settle_fact(actor, fact=row, version=version, state=states[deed])


def _version_seen(request: HttpRequest) -> int:
    words = request.POST.get("version", "")
    if not (words.isascii() and words.isdigit() and len(words) < 10):
        raise RuleBroken(
            "archive.fact_version", "Open the review again; this page is too old to settle a fact."
        )
    return int(words)


@opens_to("bureau")
@require_POST
def accept(request: HttpRequest, ref: str) -> HttpResponse:
    """Enters what was accepted; with ``rest`` all that nobody settled is accepted first."""
    actor = actor_of(request)
    reading = one_or_hidden(visible_readings(actor), ref=ref)
    try:
        if request.POST.get("rest"):
            actions.settle_rest(actor, reading=reading, state="accepted")
        meeting = actions.accept_reading(actor, reading=reading)
    except RuleBroken as error:
        messages.error(request, error.message)
        return redirect("archive:review", reading.ref)
    messages.success(request, "Entered: the meeting, its people, its record and its follow-up list.")
    return redirect("desk:meeting", meeting.ref)


@opens_to("bureau")
@require_POST
def undo(request: HttpRequest, ref: str) -> HttpResponse:
    """Takes an acceptance back."""
    reading = one_or_hidden(visible_readings(actor_of(request)), ref=ref)
    try:
        actions.undo_acceptance(actor_of(request), reading=reading)
        messages.success(request, "Taken back; the facts are open for review again.")
    except RuleBroken as error:
        messages.error(request, error.message)
    return redirect("archive:review", reading.ref)


def _span(words: str, length: int) -> tuple[int, int] | None:
    start, _, end = words.partition("-")
    if not (start.isdecimal() and end.isdecimal()):
        return None
    return (int(start), int(end)) if int(start) < int(end) <= length else None


@opens_to("mandate")
def source(request: HttpRequest, ref: str) -> HttpResponse:
    """The text of a source, with one place in it marked."""
    actor = actor_of(request)
    row = one_or_hidden(visible_sources(actor), ref=ref)
    reading = reading_text(actor, row)
    text = reading.text if reading else ""
    span = _span(request.GET.get("at", ""), len(text))
    pieces = pieces_of(text, [("here", span)] if span else [])
    context = {
        "source": row,
        "pieces": pieces,
        "reading": reading,
        "findings": findings_of(row),
        "has_safe_copy": has_safe_copy(row),
    }
    return respond(request, "archive/source.html", context)


@opens_to("mandate")
def origin(request: HttpRequest, thing_ref: str) -> HttpResponse:
    """Where something stands in its source; for what was entered by hand a page that says so."""
    found = origin_of(actor_of(request), thing_ref)
    if found is None:
        return respond(request, "archive/no_origin.html", status=404)
    address = reverse("archive:source", args=[found.reading.source.ref])
    return redirect(f"{address}?at={found.start}-{found.end}#here")


@opens_to("mandate")
def file(request: HttpRequest, ref: str) -> HttpResponseBase:
    """The paper itself, to be saved, never shown by the browser; first a warning where it does something."""
    row = one_or_hidden(visible_sources(actor_of(request)), ref=ref)
    if row.findings and request.GET.get("original") != "yes":
        context = {"source": row, "findings": findings_of(row), "has_safe_copy": has_safe_copy(row)}
        return respond(request, "archive/warning.html", context)
    with served_source(row) as path:
        # The private file goes away at once; the open handle alone keeps its bytes, until the answer is sent.
        return as_download(request, path.open("rb"), row.name)


@opens_to("mandate")
def safe_copy(request: HttpRequest, ref: str) -> HttpResponseBase:
    """A copy of the paper that holds its words and pictures and does nothing."""
    row = one_or_hidden(visible_sources(actor_of(request)), ref=ref)
    with served_source(row) as path:
        copy = make_safe_copy(path, row.name)
    stem, _, ending = row.name.rpartition(".")
    return as_download(request, io.BytesIO(copy), f"{stem} (safe copy).{ending}")
