"""Pages of the rapporteur's desk and of the screen in the room, and what their scripts ask and send."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from secretariat.access.doors import opens_to
from secretariat.access.reads import actor_of, one_or_hidden
from secretariat.access.rules import Actor, require
from secretariat.audit.memory import remembered
from secretariat.meetings import actions as meetings
from secretariat.meetings.reads import visible_meetings
from secretariat.minutes import actions as minutes
from secretariat.minutes.models import Record
from secretariat.minutes.reads import record_of, visible_records
from secretariat.toolbox.errors import Conflict, RuleBroken, SecretariatError
from secretariat.web.respond import respond

from . import reads
from .forms import FloorForm, SendingForm
from .taking import Owed, take_down

MOST_AT_ONCE = 50


def _record(actor: Actor, ref: str) -> Record:
    rows = visible_records(actor).select_related("meeting__network", "network")
    return one_or_hidden(rows, ref=ref)


@opens_to("bureau")
def live(request: HttpRequest, ref: str) -> HttpResponse:
    """The rapporteur's desk of one meeting."""
    actor = actor_of(request)
    meeting = one_or_hidden(visible_meetings(actor), ref=ref)
    record = record_of(actor, meeting)
    if record is None:
        require(actor, "minutes.open_record", meeting)
        return redirect("desk:meeting", meeting.ref)
    require(actor, "minutes.take_in_entry", record)
    page = reads.live_desk(actor, _record(actor, record.ref))
    context = {
        "page": page,
        "record": page.record,
        "meeting": meeting,
        "first": reads.live_now(actor, page.record),
    }
    return respond(request, "desk/rapporteur/live.html", context)


def _sent(request: HttpRequest) -> dict[str, Any]:
    """What a script sent. Raises RuleBroken for anything but an object in JSON."""
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError):
        sent = None
    if not isinstance(sent, dict):
        raise RuleBroken("desk.json", "This address takes what the rapporteur's desk sends, and no form.")
    return sent


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """The values as a form takes them: words, and lists of words.

    A browser cuts a sign that it counts as two in half, and sends the half; no text has such, and no store takes
    it. It is shown as lost, since otherwise one of them would keep back everything that waits behind it.
    """

    def words(value: Any) -> str:
        if value is None or isinstance(value, str | int | float):
            return ("" if value is None else str(value)).encode("utf-8", "replace").decode()
        raise RuleBroken("desk.json", "The rapporteur's desk sends words, lists of owners, and yes or no.")

    def taken(name: str, value: Any) -> Any:
        if name == "owners" and isinstance(value, list):
            return [words(one) for one in value]
        return value if name.startswith("is_") and isinstance(value, bool) else words(value)

    return {words(name): taken(name, value) for name, value in values.items()}


@opens_to("bureau")
@require_POST
def live_entries(request: HttpRequest, ref: str) -> HttpResponse:
    """Takes in a batch of entries in their order; each is answered by its key: kept, or refused and why."""
    actor = actor_of(request)
    record = _record(actor, ref)
    require(actor, "minutes.take_in_entry", record)
    sent = _sent(request).get("entries")
    if not isinstance(sent, list) or len(sent) > MOST_AT_ONCE or not all(isinstance(s, dict) for s in sent):
        raise RuleBroken("desk.json", f"At most {MOST_AT_ONCE} entries come at once, as a list.")
    return JsonResponse({"answers": {str(one.get("key", "")): _taken(actor, record, one) for one in sent}})


def _taken(actor: Actor, record: Record, sent: dict[str, Any]) -> dict[str, Any]:
    try:
        one = _plain(sent)
    except RuleBroken as error:
        return {"state": "refused", "why": error.message}
    is_taken_back = one.get("is_taken_back") is True
    # What is taken back needs no words; the form looks at its key and its version all the same.
    form = SendingForm(
        one | ({"kind": "statement", "text": "-"} if is_taken_back else {}), actor=actor, record=record
    )
    if not form.is_valid():
        return _asked(form)
    heard, owed = (None, Owed()) if is_taken_back else (form.heard, form.owed)
    key, version = form.cleaned_data["key"], form.cleaned_data["version"]
    try:
        taken = take_down(actor, record=record, client_key=key, version=version, heard=heard, owed=owed)
    except Conflict as conflict:
        return {"state": "refused", "why": conflict.message, "theirs": conflict.theirs}
    except SecretariatError as error:
        return {"state": "refused", "why": error.message}
    return {"state": "kept", "ref": taken.entry.ref if taken.entry else "", "version": version}


def _asked(form: SendingForm) -> dict[str, Any]:
    """Why an entry is not taken in as it is; where a question is asked, the boxes that say to keep the words."""
    why = " ".join(
        f"{form.fields[name].label}: {words}" if name in form.fields else str(words)
        for name, found in form.errors.items()
        for words in found
    )
    boxes = {question.name: question.token for question in form.questions.values()}
    return {"state": "refused", "why": why, "boxes": boxes if len(boxes) == len(form.errors) else {}}


@opens_to("bureau")
@require_POST
def live_floor(request: HttpRequest, ref: str) -> HttpResponse:
    """Does one thing about the floor, the room or its screen, and answers how the meeting stands then."""
    actor = actor_of(request)
    record = _record(actor, ref)
    require(actor, "minutes.give_floor", record)
    form = FloorForm(_plain(_sent(request)), actor=actor, record=record)
    if not form.is_valid():
        raise RuleBroken("desk.floor", " ".join(str(w) for found in form.errors.values() for w in found))
    _act(actor, record, form.cleaned_data)
    return JsonResponse(reads.live_now(actor, record))


def _act(actor: Actor, record: Record, data: dict[str, Any]) -> None:
    do = data["do"]
    if do == "ask":
        kind = data["kind"] or "floor"
        minutes.ask_floor(actor, record=record, seat=data["seat"], person=data["person"], kind=kind)
    elif do == "give":
        minutes.give_floor(actor, record=record, slot=data["slot"])
    elif do == "end":
        minutes.end_floor(actor, record=record, slot=data["slot"])
    elif do == "list":
        minutes.set_list(actor, record=record, is_closed=data["is_on"], seconds_each=data["seconds"])
    elif do == "here":
        meetings.note_presence(actor, meeting=record.meeting, seat=data["seat"], is_present=data["is_on"])
    else:
        minutes.show_on_screen(
            actor, record=record, entry=data["entry"], item=data["item"], is_chatham_house=data["is_on"]
        )


def _if_changed(request: HttpRequest, values: dict[str, Any]) -> HttpResponse:
    """The values as JSON, or nothing at all where the script has them already."""
    body = json.dumps(values, ensure_ascii=False, sort_keys=True).encode()
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Vary": "Cookie"}
    if request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=304, headers=headers)
    return HttpResponse(body, content_type="application/json", headers=headers)


@opens_to("bureau")
def live_now(request: HttpRequest, ref: str) -> HttpResponse:
    """How the meeting stands, for the desk's script; with ``token`` the token of its forms, new after a sign-in."""
    actor = actor_of(request)
    record = _record(actor, ref)
    require(actor, "minutes.take_in_entry", record)
    if "token" in request.GET:
        return JsonResponse({"token": get_token(request)})
    return _if_changed(request, reads.live_now(actor, record))


@opens_to("mandate")
def room(request: HttpRequest, ref: str) -> HttpResponse:
    """The second screen of the room, for the wall and for everybody who follows on a screen of their own."""
    actor = actor_of(request)
    meeting = one_or_hidden(visible_meetings(actor), ref=ref)
    return respond(
        request, "desk/rapporteur/room.html", {"meeting": meeting, "now": reads.room_now(actor, meeting)}
    )


@opens_to("mandate")
def room_now(request: HttpRequest, ref: str) -> HttpResponse:
    """What stands on the wall now. Sixty people ask twice a second: it is read anew only after a deed."""
    actor = actor_of(request)

    def read() -> dict[str, Any]:
        return reads.room_now(actor, one_or_hidden(visible_meetings(actor), ref=ref))

    return _if_changed(request, remembered(("room", actor, ref), read))
