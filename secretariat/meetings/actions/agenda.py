"""Every write about an agenda as a whole, and about what stands on it: places, changes, the backlog."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from secretariat.access.rules import Actor, Ring, require
from secretariat.audit.actions import record_deed
from secretariat.audit.wiping import wipe_deeds_of
from secretariat.members.models import Seat
from secretariat.members.rules import refuse_other_network
from secretariat.toolbox import clock
from secretariat.toolbox.errors import Conflict, RuleBroken

from ..agendas import (
    ITEM_KINDS,
    ITEM_RINGS,
    STANDING,
    ItemDraft,
    moved,
    refuse_adopting,
    refuse_other_seat,
    refuse_ring,
)
from ..models import AgendaItem, Meeting
from ..reads import agenda_due
from ..rules import PURGED

_CHANGEABLE = frozenset({"title", "note", "minutes_planned", "starts_at", "is_closed"})


@transaction.atomic
def begin_agenda(actor: Actor, *, meeting: Meeting, items: Sequence[ItemDraft]) -> list[AgendaItem]:
    """Begins the agenda of a meeting with these items, in this order, provisional and in the meeting's ring.

    Raises RuleBroken where it has begun already, for a meeting that is cancelled and for an unknown kind.
    """
    require(actor, "meetings.begin_agenda", meeting)
    row = _meeting(meeting)
    if AgendaItem.objects.filter(meeting=row, state__in=STANDING).exists():
        raise RuleBroken("meetings.begun", "This agenda has begun already.")
    unknown = {draft.kind for draft in items} - set(ITEM_KINDS)
    if unknown:
        raise RuleBroken("meetings.item_kind", f"An item is one of: {', '.join(ITEM_KINDS)}.")
    made = [
        AgendaItem.objects.create(
            network_id=row.network_id,
            meeting=row,
            ring=_ring_in(row),
            kind=draft.kind,
            position=position,
            title=draft.title,
            note=draft.note,
            minutes_planned=draft.minutes,
            about_ref=draft.about_ref,
        )
        for position, draft in enumerate(items, 1)
    ]
    record_deed(actor, "meetings.begin_agenda", row, after={"items": [item.title for item in made]})
    return made


def _meeting(meeting: Meeting) -> Meeting:
    """The meeting locked: whoever changes its agenda comes one after the other."""
    row = Meeting.objects.select_for_update(of=("self",)).select_related("network").get(pk=meeting.pk)
    if row.is_cancelled:
        raise RuleBroken("meetings.cancelled", "This meeting is cancelled; its agenda stays as it is.")
    return row


def _ring_in(meeting: Meeting) -> str:
    """The widest ring an item of a meeting can have that is not wider than the meeting's."""
    if meeting.ring == Ring.SEAT:
        raise RuleBroken("meetings.ring", "A meeting that is one seat's own has no agenda.")
    return meeting.ring if meeting.ring in ITEM_RINGS else ITEM_RINGS[0]


@transaction.atomic
def propose_item(
    actor: Actor,
    *,
    meeting: Meeting,
    title: str,
    note: str = "",
    seat: Seat | None = None,
    minutes_planned: int = 0,
    is_closed: bool = False,
    ring: str = "members",
) -> AgendaItem:
    """Proposes an item, sponsored by a seat. Without one it is the network's own: Chair and Secretariat alone
    bring it, and it stands on the agenda at once, before any other business.

    Raises NotAllowed for a seat the actor does not speak for, RuleBroken without title or explanatory note, for a
    ring wider than the meeting's, and once the provisional agenda was sent: that refusal cites the article.
    """
    require(actor, "meetings.propose_item", meeting)
    row = _meeting(meeting)
    refuse_other_network(row.network_id, seat)
    refuse_other_seat(actor, row.network_id, seat.pk if seat else None)
    if not title.strip() or (seat is not None and not note.strip()):
        raise RuleBroken("meetings.item_note", "An item needs a title and an explanatory note.")
    refuse_ring(ring, [row.ring])
    if not actor.is_bureau(row.network_id):
        _refuse_after_sending(row)
    item = AgendaItem.objects.create(
        network_id=row.network_id,
        meeting=row,
        seat=seat,
        title=" ".join(title.split()),
        note=note.strip(),
        minutes_planned=minutes_planned,
        is_closed=is_closed,
        ring=ring,
        state="proposed",
    )
    if seat is None:
        _put(item, row, _before_the_end(row), why="brought by the bureau")
    record_deed(actor, "meetings.propose_item", item, after=_values(item))
    return item


def _refuse_after_sending(meeting: Meeting) -> None:
    if meeting.agenda_sent_at is None:
        return
    due = agenda_due(meeting)
    raise RuleBroken(
        "meetings.agenda_sent",
        f"The provisional agenda was sent; it was due {due.words}. The Chair can still take this up under any "
        "other business."
        if due
        else "The provisional agenda was sent. The Chair can still take this up under any other business.",
        {"article": due.article} if due else {},
    )


@transaction.atomic
def change_item(actor: Actor, *, item: AgendaItem, version: int, why: str = "", **fields: Any) -> AgendaItem:
    """Changes an item. ``version`` is the one the person had before them; ``why`` is needed, and shown, once the
    agenda is adopted.

    Its sponsor changes it while it is only proposed. Raises Conflict when somebody changed it meanwhile,
    RuleBroken for an item that no longer stands, one that is no longer its sponsor's to change, and without a title.
    """
    require(actor, "meetings.change_item", item)
    unknown = set(fields) - _CHANGEABLE
    if unknown:
        raise TypeError(f"an item has no {', '.join(sorted(unknown))} to change")
    meeting, row = _item(item)
    before = _values(row)
    if row.version != version:
        raise Conflict(
            "Somebody changed this item while you did.",
            ours="\n".join(f"{name}: {value}" for name, value in sorted(fields.items())),
            theirs="\n".join(f"{name}: {before[name]}" for name in sorted(fields)),
        )
    _refuse_unless_own_proposal(actor, row)
    for name, value in fields.items():
        setattr(row, name, value)
    row.title = " ".join(row.title.split())
    if not row.title:
        raise RuleBroken("meetings.item_note", "An item needs a title and an explanatory note.")
    _note_change(row, meeting, why)
    row.version += 1
    row.save()
    record_deed(actor, "meetings.change_item", row, before=before, after=_values(row))
    return row


def _item(item: AgendaItem) -> tuple[Meeting, AgendaItem]:
    """The item with its meeting, both locked. Raises RuleBroken for one that no longer stands."""
    meeting = _meeting(item.meeting)
    row = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if row.state not in ("proposed", *STANDING):
        raise RuleBroken("meetings.item_state", f"This item is {row.state}; it is no longer on this agenda.")
    return meeting, row


def _refuse_unless_own_proposal(actor: Actor, row: AgendaItem) -> None:
    if row.state != "proposed" and actor.kind != "system" and not actor.is_bureau(row.network_id):
        raise RuleBroken(
            "meetings.item_state", "This item stands on the agenda now; Chair or Secretariat change it."
        )


def _note_change(row: AgendaItem, meeting: Meeting, why: str) -> None:
    """Keeps beside an item what was changed after the agenda was adopted. Raises RuleBroken without a word."""
    if meeting.agenda_adopted_at is None:
        return
    if not why.strip():
        raise RuleBroken(
            "meetings.change_after_adoption",
            "This agenda is adopted: say what is changed and why; the agenda shows it.",
        )
    row.changed_at, row.change_words = clock.now(), " ".join(why.split())[:240]


@transaction.atomic
def place_item(actor: Actor, *, item: AgendaItem, to: int, why: str = "") -> AgendaItem:
    """Gives an item its place (from 1); the others move up or down. One that was proposed thereby stands.

    Raises RuleBroken for a place before the first, for an item that no longer stands, and after the adoption
    without ``why``.
    """
    require(actor, "meetings.place_item", item)
    meeting, row = _item(item)
    before = _values(row)
    _put(row, meeting, to, why=why)
    record_deed(actor, "meetings.place_item", row, before=before, after=_values(row))
    return row


def _put(row: AgendaItem, meeting: Meeting, to: int, *, why: str) -> None:
    order = list(
        AgendaItem.objects.filter(meeting=meeting, state__in=STANDING)
        .order_by("position", "pk")
        .values_list("pk", flat=True)
    )
    wished = moved(order, row.pk, to)
    _note_change(row, meeting, why)
    row.state = "adopted" if meeting.agenda_adopted_at else "provisional"
    row.position = wished.index(row.pk) + 1
    row.version += 1
    row.save()
    _number(wished)


def _number(order: Sequence[int]) -> None:
    for position, pk in enumerate(order, 1):
        AgendaItem.objects.filter(pk=pk).exclude(position=position).update(position=position)


def _before_the_end(meeting: Meeting) -> int:
    """The place before any other business, or the last one."""
    standing = AgendaItem.objects.filter(meeting=meeting, state__in=STANDING)
    last = standing.filter(kind="any other business").order_by("position").first()
    return last.position if last else standing.count() + 1


def _leave(row: AgendaItem, meeting: Meeting, state: str) -> None:
    row.state, row.position = state, 0
    row.version += 1
    row.save()
    rest = AgendaItem.objects.filter(meeting=meeting, state__in=STANDING).order_by("position", "pk")
    _number(list(rest.values_list("pk", flat=True)))


@transaction.atomic
def postpone_item(actor: Actor, *, item: AgendaItem, why: str) -> AgendaItem:
    """Takes an item off this agenda into the backlog, from where another meeting can take it up.

    Raises RuleBroken without a reason, and for an item that no longer stands.
    """
    require(actor, "meetings.postpone_item", item)
    meeting, row = _item(item)
    before = _values(row)
    if not why.strip():
        raise RuleBroken("meetings.postponed_why", "Say why it is postponed; the backlog shows it.")
    row.changed_at, row.change_words = clock.now(), " ".join(why.split())[:240]
    _leave(row, meeting, "backlog")
    record_deed(actor, "meetings.postpone_item", row, before=before, after=_values(row))
    return row


@transaction.atomic
def take_up_item(actor: Actor, *, item: AgendaItem, meeting: Meeting) -> AgendaItem:
    """Puts a postponed item on the agenda of another meeting, before any other business; gives the new item.

    Its ring is no wider than before, nor than the meeting's. Raises RuleBroken for an item that is not in the
    backlog, or was taken up already, and for its own meeting or one of another network.
    """
    require(actor, "meetings.take_up_item", item)
    require(actor, "meetings.begin_agenda", meeting)
    row, old = _meeting(meeting), AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if old.state != "backlog" or AgendaItem.objects.filter(carried_from=old).exists():
        raise RuleBroken("meetings.item_state", "This item is not in the backlog, or was taken up already.")
    if old.network_id != row.network_id or old.meeting_id == row.pk:
        raise RuleBroken("meetings.taken_up", "An item is taken up by another meeting of the same network.")
    widest = _ring_in(row)
    new = AgendaItem.objects.create(
        network_id=row.network_id,
        meeting=row,
        seat_id=old.seat_id,
        title=old.title,
        note=old.note,
        minutes_planned=old.minutes_planned,
        is_closed=old.is_closed,
        ring=widest if Ring(old.ring).is_wider_than(Ring(widest)) else old.ring,
        about_ref=old.about_ref,
        carried_from=old,
        state="proposed",
    )
    _put(new, row, _before_the_end(row), why="taken up from the backlog")
    record_deed(actor, "meetings.take_up_item", new, after=_values(new))
    return new


@transaction.atomic
def withdraw_item(actor: Actor, *, item: AgendaItem, why: str = "") -> AgendaItem:
    """Takes an item back: its sponsor while it is only proposed, afterwards Chair or Secretariat.

    Raises RuleBroken for one that no longer stands, and after the adoption without ``why``.
    """
    require(actor, "meetings.withdraw_item", item)
    meeting, row = _item(item)
    before = _values(row)
    _refuse_unless_own_proposal(actor, row)
    _note_change(row, meeting, why)
    _leave(row, meeting, "withdrawn")
    record_deed(actor, "meetings.withdraw_item", row, before=before, after=_values(row))
    return row


@transaction.atomic
def send_agenda(actor: Actor, *, meeting: Meeting) -> Meeting:
    """Notes that the provisional agenda went out; from then on seats propose nothing more.

    Raises RuleBroken where it went out already, is adopted, or holds no item.
    """
    require(actor, "meetings.send_agenda", meeting)
    row = _meeting(meeting)
    if row.agenda_sent_at or row.agenda_adopted_at:
        raise RuleBroken("meetings.agenda_sent", "This agenda went out already.")
    if not AgendaItem.objects.filter(meeting=row, state__in=STANDING).exists():
        raise RuleBroken("meetings.no_item", "There is no item on this agenda yet.")
    row.agenda_sent_at = clock.now()
    row.save(update_fields=["agenda_sent_at"])
    due = agenda_due(row)
    record_deed(
        actor,
        "meetings.send_agenda",
        row,
        after={"sent": row.agenda_sent_at, "due": due.words if due else ""},
    )
    return row


@transaction.atomic
def adopt_agenda(actor: Actor, *, meeting: Meeting) -> Meeting:
    """Notes that the meeting adopted its agenda; what is changed afterwards is shown beside the item.

    Raises RuleBroken before the meeting opens, twice, and without an item.
    """
    require(actor, "meetings.adopt_agenda", meeting)
    row = _meeting(meeting)
    standing = AgendaItem.objects.filter(meeting=row, state__in=STANDING)
    refuse_adopting(
        on=clock.today(row.own_zone),
        first_day=row.starts_on,
        is_adopted=row.agenda_adopted_at is not None,
        items=standing.count(),
        opens_at=row.opens_at,
        now=clock.now(),
    )
    row.agenda_adopted_at = clock.now()
    row.save(update_fields=["agenda_adopted_at"])
    titles = list(standing.order_by("position", "pk").values_list("title", flat=True))
    standing.update(state="adopted")
    record_deed(actor, "meetings.adopt_agenda", row, after={"items": titles})
    return row


@transaction.atomic
def purge_item(actor: Actor, *, item: AgendaItem, reason: str) -> AgendaItem:
    """Wipes every word written about an item for good, in its deeds too; its place, times and papers stay.

    ``reason`` says why and names nobody. Raises RuleBroken without it. Source: own choice, as for a meeting.
    """
    require(actor, "meetings.purge_item", item)
    row = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    wipe_deeds_of(actor, thing=row, reason=reason)
    row.title, row.note = PURGED, ""
    row.change_words = PURGED if row.changed_at else ""
    row.version += 1
    row.save()
    record_deed(actor, "meetings.purge_item", row, label=f"{row.ref} ({reason.strip()})")
    return row


def _values(item: AgendaItem) -> dict[str, object]:
    names = (
        "meeting",
        "title",
        "note",
        "position",
        "minutes_planned",
        "starts_at",
        "state",
        "is_closed",
        "ring",
    )
    values: dict[str, object] = {name: str(getattr(item, name)) for name in names}
    return values | {"why": item.change_words}
