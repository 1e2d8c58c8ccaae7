"""Every write of the room, with one set-up for who may and who may not."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from secretariat.access.rules import PUBLIC, Actor
from secretariat.audit.models import Deed
from secretariat.meetings import actions, calendar_import
from secretariat.meetings.agendas import ItemDraft
from secretariat.meetings.date_polls import days_asked
from secretariat.meetings.models import (
    AgendaItem,
    Candidate,
    DatePoll,
    Delegate,
    FreeSpan,
    HostingOffer,
    Meeting,
    OutsideEvent,
    Paper,
    Term,
)
from secretariat.toolbox.errors import NotAllowed, NotVisible
from tests.cast import Cast


def _meeting(cast: Cast) -> Meeting:
    return actions.create_meeting(
        cast.officer.actor, network=cast.network, title="Talks", starts_on=date(2026, 5, 30)
    )


def _offer(cast: Cast) -> HostingOffer:
    return actions.note_offer(cast.officer.actor, network=cast.network, seat=cast.seats["ab"])


UNTIL = datetime(2026, 12, 20, 17, tzinfo=UTC)


def _poll(cast: Cast, actor: Actor | None = None) -> DatePoll:
    return actions.open_poll(
        actor or cast.officer.actor,
        network=cast.network,
        title="Spring meeting",
        candidates=[days_asked(date(2027, 3, 3))],
        answers_until_at=UNTIL,
    )


def _candidate(poll: DatePoll) -> Candidate:
    return poll.candidates.get()


def _imported(cast: Cast, actor: Actor | None = None) -> int:
    day = date(2027, 3, 3)
    fair = calendar_import.OutsideEvent("1@fairs", "Spring fair", day, day, None, None, "Old Town")
    return actions.import_events(
        actor or cast.officer.actor, network=cast.network, calendar="Fairs", events=[fair]
    )


def _free_days(cast: Cast, actor: Actor | None = None) -> FreeSpan:
    return actions.note_free_days(
        actor or cast.officer.actor, seat=cast.seats["ab"], name="Spring holidays", starts_on=date(2027, 3, 1)
    )


def _proposed(cast: Cast, actor: Actor | None = None, meeting: Meeting | None = None) -> AgendaItem:
    return actions.propose_item(
        actor or cast.coordinator.actor,
        meeting=meeting or _meeting(cast),
        title="Hotels",
        note="Why",
        seat=cast.seats["ab"],
    )


def _placed(cast: Cast) -> AgendaItem:
    return actions.place_item(cast.officer.actor, item=_proposed(cast), to=1)


FILE = actions.Delivered("source-of-hotels", "hotels.pdf", "0" * 64, pages=2)


def _announced(cast: Cast, actor: Actor | None = None, meeting: Meeting | None = None) -> Paper:
    return actions.announce_paper(
        actor or cast.officer.actor,
        meeting=meeting or _meeting(cast),
        title="Hotels",
        seat=cast.seats["ab"],
    )


def _delivered(cast: Cast) -> Paper:
    return actions.deliver_paper(cast.officer.actor, paper=_announced(cast), file=FILE)


def _term(cast: Cast, actor: Actor | None = None) -> Term:
    return actions.prepare_term(
        actor or cast.officer.actor,
        network=cast.network,
        parameter="credentials",
        value="48",
        article="6",
        since_on=date(2026, 1, 1),
    )


def _delegate(cast: Cast) -> Delegate:
    meeting = actions.create_meeting(
        cast.officer.actor, network=cast.network, title="Ahead", starts_on=date(2026, 12, 10)
    )
    return actions.name_delegate(
        cast.officer.actor, meeting=meeting, seat=cast.seats["ab"], role="head", person=cast.local.person
    )


def _begun(cast: Cast) -> Meeting:
    row = actions.validate_delegate(cast.officer.actor, delegate=_delegate(cast))
    Meeting.objects.filter(pk=row.delegation.meeting_id).update(starts_on=date(2026, 11, 24))
    return Meeting.objects.get(pk=row.delegation.meeting_id)


NOTE = actions.Credentials("Ministry", date(2026, 11, 20), words="Note 7")

DEEDS: dict[str, Callable[[Cast], Callable[[Actor], object]]] = {
    "create_meeting": lambda c: (
        lambda a: actions.create_meeting(a, network=c.network, title="Talks", starts_on=date(2026, 5, 30))
    ),
    "change_meeting": lambda c: (
        lambda meeting: lambda a: actions.change_meeting(a, meeting=meeting, version=1, place="Port Alba")
    )(_meeting(c)),
    "remove_meeting": lambda c: (lambda meeting: lambda a: actions.remove_meeting(a, meeting=meeting))(
        _meeting(c)
    ),
    "cancel_meeting": lambda c: (
        lambda meeting: lambda a: actions.cancel_meeting(a, meeting=meeting, why="A storm")
    )(_meeting(c)),
    "begin_agenda": lambda c: (
        lambda meeting: lambda a: actions.begin_agenda(a, meeting=meeting, items=[ItemDraft("Adoption")])
    )(_meeting(c)),
    "send_agenda": lambda c: (lambda item: lambda a: actions.send_agenda(a, meeting=item.meeting))(
        _placed(c)
    ),
    "adopt_agenda": lambda c: (lambda item: lambda a: actions.adopt_agenda(a, meeting=item.meeting))(
        _placed(c)
    ),
    "propose_item": lambda c: (lambda meeting: lambda a: _proposed(c, a, meeting))(_meeting(c)),
    "change_item": lambda c: (
        lambda item: lambda a: actions.change_item(a, item=item, version=item.version, title="Better")
    )(_proposed(c)),
    "place_item": lambda c: (lambda item: lambda a: actions.place_item(a, item=item, to=1))(_proposed(c)),
    "postpone_item": lambda c: (lambda item: lambda a: actions.postpone_item(a, item=item, why="No time"))(
        _placed(c)
    ),
    "take_up_item": lambda c: (
        lambda item, meeting: lambda a: actions.take_up_item(a, item=item, meeting=meeting)
    )(actions.postpone_item(c.officer.actor, item=_placed(c), why="No time"), _meeting(c)),
    "withdraw_item": lambda c: (lambda item: lambda a: actions.withdraw_item(a, item=item))(_proposed(c)),
    "purge_item": lambda c: (
        lambda item: lambda a: actions.purge_item(a, item=item, reason="data of a case")
    )(_placed(c)),
    "announce_paper": lambda c: (lambda meeting: lambda a: _announced(c, a, meeting))(_meeting(c)),
    "change_paper": lambda c: (
        lambda paper: lambda a: actions.change_paper(a, paper=paper, version=paper.version, title="Better")
    )(_announced(c)),
    "deliver_paper": lambda c: (lambda paper: lambda a: actions.deliver_paper(a, paper=paper, file=FILE))(
        _announced(c)
    ),
    "review_paper": lambda c: (lambda paper: lambda a: actions.review_paper(a, paper=paper))(_delivered(c)),
    "put_in_book": lambda c: (lambda paper: lambda a: actions.put_in_book(a, paper=paper))(
        actions.review_paper(c.officer.actor, paper=_delivered(c))
    ),
    "withdraw_paper": lambda c: (lambda paper: lambda a: actions.withdraw_paper(a, paper=paper))(
        _announced(c)
    ),
    "purge_paper": lambda c: (
        lambda paper: lambda a: actions.purge_paper(a, paper=paper, reason="data of a case")
    )(_announced(c)),
    "prepare_term": lambda c: lambda a: _term(c, a),
    "decide_term": lambda c: (lambda term: lambda a: actions.decide_term(a, term=term))(_term(c)),
    "withdraw_term": lambda c: (lambda term: lambda a: actions.withdraw_term(a, term=term))(_term(c)),
    "note_attendance": lambda c: (
        lambda meeting: lambda a: actions.note_attendance(a, meeting=meeting, person=c.other.person)
    )(_meeting(c)),
    "note_presence": lambda c: (
        lambda meeting: (
            lambda a: actions.note_presence(a, meeting=meeting, seat=c.seats["ab"], is_present=True)
        )
    )(_meeting(c)),
    "note_offer": lambda c: lambda a: actions.note_offer(a, network=c.network, seat=c.seats["ab"]),
    "answer_offer": lambda c: (
        lambda offer: lambda a: actions.answer_offer(a, offer=offer, version=1, state="withdrawn")
    )(_offer(c)),
    "remind_of_offer": lambda c: (lambda offer: lambda a: actions.remind_of_offer(a, offer=offer))(_offer(c)),
    "lapse_offer": lambda c: (lambda offer: lambda a: actions.lapse_offer(a, offer=offer))(_offer(c)),
    "remove_offer": lambda c: (lambda offer: lambda a: actions.remove_offer(a, offer=offer))(_offer(c)),
    "open_poll": lambda c: lambda a: _poll(c, a),
    "add_candidate": lambda c: (
        lambda poll: lambda a: actions.add_candidate(a, poll=poll, days=days_asked(date(2027, 3, 9)))
    )(_poll(c)),
    "ask_seats": lambda c: (lambda poll: lambda a: actions.ask_seats(a, poll=poll))(_poll(c)),
    "answer_poll": lambda c: (
        lambda line: lambda a: actions.answer_poll(a, line=line, answers={_candidate(line.poll).ref: "no"})
    )(_poll(c).lines.get(seat=c.seats["ab"])),
    "close_poll": lambda c: (lambda poll: lambda a: actions.close_poll(a, poll=poll))(_poll(c)),
    "reopen_poll": lambda c: (
        lambda poll: lambda a: actions.reopen_poll(a, poll=poll, answers_until_at=UNTIL)
    )(_poll(c)),
    "choose_candidate": lambda c: (
        lambda poll: lambda a: actions.choose_candidate(a, poll=poll, candidate=_candidate(poll))
    )(_poll(c)),
    "purge_poll": lambda c: (
        lambda poll: lambda a: actions.purge_poll(a, poll=poll, reason="data of a case")
    )(_poll(c)),
    "import_events": lambda c: lambda a: _imported(c, a),
    "remove_calendar": lambda c: (
        lambda _: lambda a: actions.remove_calendar(a, network=c.network, calendar="Fairs")
    )(_imported(c)),
    "remove_event": lambda c: (lambda _: lambda a: actions.remove_event(a, event=OutsideEvent.objects.get()))(
        _imported(c)
    ),
    "note_free_days": lambda c: lambda a: _free_days(c, a),
    "remove_free_days": lambda c: (lambda span: lambda a: actions.remove_free_days(a, span=span))(
        _free_days(c)
    ),
    "purge_meeting": lambda c: (
        lambda meeting: lambda a: actions.purge_meeting(a, meeting=meeting, reason="data of a case")
    )(_meeting(c)),
    "purge_offer": lambda c: (
        lambda offer: lambda a: actions.purge_offer(a, offer=offer, reason="data of a case")
    )(_offer(c)),
    "name_delegate": lambda c: (
        lambda m: (
            lambda a: actions.name_delegate(a, meeting=m, seat=c.seats["ab"], role="expert", name="Nada Prva")
        )
    )(_delegate(c).delegation.meeting),
    "change_delegate": lambda c: (
        lambda d: lambda a: actions.change_delegate(a, delegate=d, version=1, role="adviser")
    )(_delegate(c)),
    "withdraw_delegate": lambda c: (lambda d: lambda a: actions.withdraw_delegate(a, delegate=d))(
        _delegate(c)
    ),
    "validate_delegate": lambda c: (lambda d: lambda a: actions.validate_delegate(a, delegate=d))(
        _delegate(c)
    ),
    "note_credentials": lambda c: (
        lambda d: lambda a: actions.note_credentials(a, delegate=d, credentials=NOTE)
    )(_delegate(c)),
    "give_message": lambda c: (
        lambda d: (
            lambda a: actions.give_message(
                a, delegate=d, message="Thanks", of=c.coordinator.person, version=1
            )
        )
    )(_delegate(c)),
    "note_needs": lambda c: (lambda d: lambda a: actions.note_needs(a, delegate=d, diet="No fish"))(
        _delegate(c)
    ),
    "delete_needs": lambda c: (lambda m: lambda a: actions.delete_needs(a, meeting=m))(_meeting(c)),
    "purge_delegate": lambda c: (
        lambda d: lambda a: actions.purge_delegate(a, delegate=d, reason="data of a case")
    )(_delegate(c)),
    "arrange_delegations": lambda c: (
        lambda m: lambda a: actions.arrange_delegations(a, meeting=m, order="english")
    )(_meeting(c)),
    "draw_lot": lambda c: (lambda m: lambda a: actions.draw_lot(a, meeting=m))(_meeting(c)),
    "settle_participants": lambda c: (lambda m: lambda a: actions.settle_participants(a, meeting=m))(
        _begun(c)
    ),
}
"""Each action by name: prepares what it needs, then gives the deed for whoever is to do it."""

OWN_SEAT = {
    "name_delegate",
    "change_delegate",
    "withdraw_delegate",
    "note_credentials",
    "give_message",
    "note_needs",
    "note_offer",
    "answer_offer",
    "answer_poll",
    "note_free_days",
    "remove_free_days",
    "propose_item",
    "change_item",
    "withdraw_item",
    "announce_paper",
    "change_paper",
    "deliver_paper",
    "withdraw_paper",
}
WITH_OTHERS = {"ask_seats", "choose_candidate"}
"""What is done by way of other deeds, which are recorded first."""
PROGRAM = {"remind_of_offer", "lapse_offer", "delete_needs"}
"""What the clock does and no person."""
WIPES = {"purge_meeting", "purge_offer", "purge_poll", "purge_item", "purge_paper", "purge_delegate"}
"""What only the Secretariat does; a deed of its own says that words of other deeds went."""
CHAIR_DECIDES = {"adopt_agenda", "decide_term"}
"""What the Secretariat prepares and the Chair alone does."""
NOT_THE_CHAIR = {"validate_delegate", "note_needs"}
"""What the Secretariat keeps, and what it alone may know beside the seat."""
BUREAU = ["officer", "chair"]
SEAT = ["coordinator", "substitute"]
NOBODY = ["local", "other", "former", "observer", "funder", "admin"]


def _may(name: str, role: str) -> bool:
    if name in PROGRAM:
        return False
    if role == "officer":
        return name not in CHAIR_DECIDES
    return name not in WIPES | NOT_THE_CHAIR if role == "chair" else name in OWN_SEAT


OTHER_TABLES = ("invitations", "replies")
"""Modules whose rights are asked beside them: test_invitations, and desk/machine/test_mail_in."""


def test_every_action_of_the_room_stands_in_the_table() -> None:
    public = {
        name
        for name, found in inspect.getmembers(actions, inspect.isfunction)
        if found.__module__.startswith(f"{actions.__name__}.")
        and not found.__module__.endswith(OTHER_TABLES)
        and not name.startswith("_")
    }
    assert public == set(DEEDS)


@pytest.mark.parametrize(
    ("name", "role"),
    [(name, role) for name in sorted(DEEDS) for role in BUREAU + SEAT if _may(name, role)],
)
def test_the_bureau_may_all_a_seat_its_own_and_one_deed_says_so(cast: Cast, name: str, role: str) -> None:
    deed = DEEDS[name](cast)
    before = Deed.objects.count()
    deed(getattr(cast, role).actor)
    done = [d.deed for d in Deed.objects.order_by("number")[before:]]
    if name in WIPES:
        assert done[0] == "audit.wipe_words"
        done = [found for found in done if found.startswith("meetings.")]
    assert done[-1:] == [f"meetings.{name}"]
    assert len(done) == 1 or name in WITH_OTHERS


@pytest.mark.parametrize("name", sorted(DEEDS))
def test_everybody_else_is_refused_and_nothing_is_left_behind(cast: Cast, name: str) -> None:
    deed = DEEDS[name](cast)
    before = Deed.objects.count()
    roles = NOBODY + [role for role in BUREAU + SEAT if not _may(name, role)]
    for actor in (*(getattr(cast, role).actor for role in roles), PUBLIC):
        with pytest.raises((NotAllowed, NotVisible)):
            deed(actor)
    assert Deed.objects.count() == before


def test_whoever_sat_at_the_seat_until_yesterday_does_not_answer_its_offers_today(cast: Cast) -> None:
    offer = actions.note_offer(cast.officer.actor, network=cast.network, seat=cast.seats["co"])
    with pytest.raises(NotVisible):
        actions.answer_offer(cast.former.actor, offer=offer, version=1, state="withdrawn")
    actions.answer_offer(cast.newcomer.actor, offer=offer, version=1, state="withdrawn")
