"""Pages that let something out: the report as a file, the release of a public page."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from secretariat.access.doors import fresh, opens_to
from secretariat.access.reads import actor_of, one_or_hidden
from secretariat.access.rules import Actor, Ring, require
from secretariat.commitments.reads import visible_decisions
from secretariat.meetings.models import Meeting
from secretariat.meetings.reads import visible_letters, visible_meetings
from secretariat.meetings.reads.participant_lists import FORMS, may_read_list
from secretariat.members.ordering import Order
from secretariat.toolbox.errors import NotVisible, RuleBroken
from secretariat.toolbox.ids import slug
from secretariat.web.respond import respond

from . import actions, typeset
from .forms import ReleaseForm
from .letters import letter_data
from .reads import VERSIONS, draft_of, excerpt_data, reader_of_version, report_data, visible_releases
from .reads.participants import badges_data, participants_data, plates_data

_MAKERS = {
    "pdf": (typeset.report_pdf, "application/pdf"),
    "docx": (
        typeset.report_docx,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
}


@opens_to("mandate")
def report(request: HttpRequest, ref: str, ending: str) -> HttpResponse:
    """The report of a meeting as PDF or Word file, with what the reader may see."""
    actor = actor_of(request)
    meeting = one_or_hidden(visible_meetings(actor).select_related("within"), ref=ref)
    ring = request.GET.get("version", "")
    if ring:
        # Chair and Secretariat take out what fewer people may read: made in the eyes of such a reader.
        require(actor, "publishing.draft_release", meeting)
        if ring not in VERSIONS:
            raise RuleBroken("publishing.version", f"There is a version for: {', '.join(VERSIONS)}.")
        actor = reader_of_version(meeting.network_id, Ring(ring))
        meeting = one_or_hidden(visible_meetings(actor).select_related("within"), ref=ref)
    return _paper(report_data(actor, meeting), slug(meeting.title) or meeting.ref, ending)


def _paper(data: typeset.ReportData, name: str, ending: str) -> HttpResponse:
    make, media_type = _MAKERS[ending]
    response = HttpResponse(make(data), content_type=media_type)
    disposition = content_disposition_header(True, f"{name}.{ending}")
    response.headers["Content-Disposition"] = disposition or "attachment"
    return response


@opens_to("mandate")
def excerpt(request: HttpRequest, ref: str, ending: str) -> HttpResponse:
    """One decision out of the record, for those who are bound by it."""
    actor = actor_of(request)
    rows = visible_decisions(actor).select_related(
        "network", "entry__record__meeting__network", "entry__record__meeting__within"
    )
    row = one_or_hidden(rows, ref=ref)
    return _paper(excerpt_data(actor, row), f"decision-{row.year}-{row.serial}", ending)


_LETTER_MAKERS = {
    "pdf": (typeset.letter_pdf, "application/pdf"),
    "docx": (typeset.letter_docx, _MAKERS["docx"][1]),
}


@opens_to("mandate")
def letter(request: HttpRequest, ref: str, ending: str) -> HttpResponse:
    """A numbered letter of the register as PDF or Word file, as it went out."""
    row = one_or_hidden(visible_letters(actor_of(request)), ref=ref)
    make, media_type = _LETTER_MAKERS[ending]
    response = HttpResponse(make(letter_data(row)), content_type=media_type)
    name = f"{slug(row.number)}.{ending}"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


_LIST_MAKERS = {
    "pdf": (typeset.participants_pdf, "application/pdf"),
    "docx": (typeset.participants_docx, _MAKERS["docx"][1]),
}


def _meeting_with_order(actor: Actor, ref: str) -> Meeting:
    return one_or_hidden(visible_meetings(actor).select_related("within", "drawn_seat__member"), ref=ref)


def _names(request: HttpRequest) -> Order:
    return FORMS.get(request.GET.get("names", ""), Order.ENGLISH)


def _file(body: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type=media_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


@opens_to("mandate")
def participants(request: HttpRequest, ref: str, ending: str) -> HttpResponse:
    """The list of participants as PDF or Word file, with whom the reader may see."""
    actor = actor_of(request)
    meeting = _meeting_with_order(actor, ref)
    if not may_read_list(actor, meeting):
        raise NotVisible
    make, media_type = _LIST_MAKERS[ending]
    data = participants_data(actor, meeting, _names(request))
    return _file(make(data), media_type, f"{slug(f'{data.title} {meeting.title}')}.{ending}")


@opens_to("bureau")
def plates(request: HttpRequest, ref: str) -> HttpResponse:
    """Name plates for the room, one for each seat in the order of States."""
    actor = actor_of(request)
    meeting = _meeting_with_order(actor, ref)
    require(actor, "meetings.arrange_delegations", meeting)
    body = typeset.plates_pdf(plates_data(actor, meeting, _names(request)))
    return _file(body, "application/pdf", f"{slug(f'plates {meeting.title}')}.pdf")


@opens_to("bureau")
def badges(request: HttpRequest, ref: str) -> HttpResponse:
    """Badges for everybody who is validated, in the order of the list."""
    actor = actor_of(request)
    meeting = _meeting_with_order(actor, ref)
    require(actor, "meetings.arrange_delegations", meeting)
    body = typeset.badges_pdf(badges_data(actor, meeting, _names(request)))
    return _file(body, "application/pdf", f"{slug(f'badges {meeting.title}')}.pdf")


@opens_to("bureau")
@fresh
def release(request: HttpRequest, ref: str) -> HttpResponse:
    """The public page of a meeting: choose and clear the words, then let it out in a step of its own."""
    actor = actor_of(request)
    meeting = one_or_hidden(visible_meetings(actor), ref=ref)
    require(actor, "publishing.draft_release", meeting)
    draft = draft_of(actor, meeting)
    form = ReleaseForm(request.POST or None, lines=draft.lines, words=draft.words, initial=draft.facts)
    if request.method == "POST" and form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("title", "when_words", "place", "summary")}
        try:
            actions.draft_release(
                actor, meeting=meeting, lines=form.cleared(), version=_version(request), **facts
            )
        except RuleBroken as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Prepared. Nothing is public yet: look at it, then release it.")
            return redirect("publishing:release", meeting.ref)
    context = {"form": form, "meeting": meeting, "release": draft.release}
    return respond(request, "publishing/release.html", context, status=422 if form.is_bound else 200)


def _version(request: HttpRequest) -> int | None:
    """The version of the page the person had before them, from the form."""
    given = request.POST.get("version", "")
    return int(given) if given.isascii() and given.isdigit() else None


@opens_to("bureau")
@fresh
@require_POST
def publish(request: HttpRequest, ref: str) -> HttpResponse:
    """Lets the prepared page out."""
    row = actions.release_meeting(
        actor_of(request),
        release=one_or_hidden(visible_releases(actor_of(request)), ref=ref),
        version=_version(request),
    )
    messages.success(request, "Released: everybody can read it now.")
    return redirect("desk:public_meeting", row.ref)


@opens_to("bureau")
@fresh
@require_POST
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    """Takes a public page back."""
    row = actions.withdraw_release(
        actor_of(request), release=one_or_hidden(visible_releases(actor_of(request)), ref=ref)
    )
    messages.success(request, "Withdrawn.")
    return redirect("publishing:release", row.meeting.ref)
