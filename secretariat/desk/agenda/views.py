"""The page of an agenda, the files of papers, and what is typeset of both."""

from __future__ import annotations

import io
from pathlib import Path
from typing import cast

from django.contrib import messages
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from secretariat.access.doors import opens_to
from secretariat.access.reads import actor_of, one_or_hidden
from secretariat.access.rules import require
from secretariat.archive.downloads import as_download
from secretariat.archive.reads import findings_of, served_source
from secretariat.meetings import actions
from secretariat.meetings.models import Meeting
from secretariat.meetings.reads import visible_meetings, visible_papers
from secretariat.publishing import typeset
from secretariat.toolbox import clock
from secretariat.toolbox.errors import RuleBroken
from secretariat.toolbox.ids import slug
from secretariat.web.respond import form_page, respond, thanked

from .book import book_of
from .delivery import Upload, deliver
from .forms import DeliverForm
from .printed import agenda_data
from .reads import agenda_page, file_of, first_items


def _meeting(request: HttpRequest, ref: str) -> Meeting:
    return one_or_hidden(visible_meetings(actor_of(request)).select_related("within"), ref=ref)


@opens_to("mandate")
def agenda(request: HttpRequest, ref: str) -> HttpResponse:
    """The agenda of a meeting: its items with papers and times, what is proposed, what waits in the backlog."""
    actor, meeting = actor_of(request), _meeting(request, ref)
    page = agenda_page(actor, meeting, clock.now())
    return respond(request, "desk/agenda.html", {"page": page, "meeting": meeting})


@opens_to("bureau")
@require_POST
def begin_agenda(request: HttpRequest, ref: str) -> HttpResponse:
    """Begins an agenda with what every agenda carries."""
    actor, meeting = actor_of(request), _meeting(request, ref)
    require(actor, "meetings.begin_agenda", meeting)
    try:
        actions.begin_agenda(actor, meeting=meeting, items=first_items(actor, meeting, clock.now()))
    except RuleBroken as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "Begun, with what every agenda carries.")
    return redirect("desk:agenda", meeting.ref)


@opens_to("mandate")
def agenda_paper(request: HttpRequest, ref: str) -> HttpResponse:
    """The agenda as PDF, with what the reader may see."""
    actor, meeting, now = actor_of(request), _meeting(request, ref), clock.now()
    data = agenda_data(actor, agenda_page(actor, meeting, now), now)
    return _pdf(typeset.agenda_pdf(data), f"{slug(meeting.title) or meeting.ref}-agenda.pdf")


@opens_to("mandate")
def book(request: HttpRequest, ref: str) -> HttpResponse:
    """The book of the reader's delegation: the papers it may see, in one PDF."""
    actor, meeting = actor_of(request), _meeting(request, ref)
    return _pdf(book_of(actor, meeting, clock.now()), f"{slug(meeting.title) or meeting.ref}-book.pdf")


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


@opens_to("mandate")
def deliver_paper(request: HttpRequest, ref: str) -> HttpResponse:
    """Takes in the file of a paper."""
    actor = actor_of(request)
    paper = one_or_hidden(visible_papers(actor), ref=ref)
    require(actor, "meetings.deliver_paper", paper)
    form = DeliverForm(request.POST or None, request.FILES or None)

    def done() -> HttpResponse:
        upload = cast(TemporaryUploadedFile, form.cleaned_data["file"])
        row = deliver(actor, paper, Upload(str(upload.name), Path(upload.temporary_file_path())))
        words = f"{row.symbol} is delivered{', late' if row.is_late else ''}; the Secretariat reviews it."
        return thanked(request, words, "meetings:paper", row.ref)

    return form_page(request, "desk/deliver.html", form, done, {"paper": paper, "meeting": paper.meeting})


@opens_to("mandate")
def paper_file(request: HttpRequest, ref: str) -> HttpResponseBase:
    """The file of a paper, to be saved; first a warning where it does more than hold words."""
    actor = actor_of(request)
    paper = one_or_hidden(visible_papers(actor), ref=ref)
    source = file_of(actor, paper)
    if source.findings and request.GET.get("original") != "yes":
        context = {"paper": paper, "meeting": paper.meeting, "findings": findings_of(source)}
        return respond(request, "desk/paper_warning.html", context)
    with served_source(source) as path:
        return as_download(request, io.BytesIO(path.read_bytes()), paper.file_name or source.name)
