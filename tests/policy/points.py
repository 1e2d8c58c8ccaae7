"""The fourteen points of view as people of the invented region, and one of each thing in each ring."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.test import Client

from secretariat.access import policy
from secretariat.access.models import Account
from secretariat.access.reads import actor_for
from secretariat.access.rules import Actor, Ring
from secretariat.archive.models import Reading, Source
from secretariat.commitments.models import Commitment, Decision, Progress
from secretariat.desk.story.build import BUILDER
from secretariat.meetings.agendas import ITEM_RINGS
from secretariat.meetings.models import (
    AgendaItem,
    Candidate,
    DatePoll,
    Delegate,
    Delegation,
    FreeSpan,
    HostingOffer,
    Meeting,
    Needs,
    OutsideEvent,
    Paper,
    PollLine,
    Term,
)
from secretariat.meetings.models.invitations import Invitation, Invitee, Letter, UnplacedMail
from secretariat.members import actions as members
from secretariat.members.models import (
    EmergencyOpening,
    Mandate,
    Member,
    Network,
    Nomination,
    Notice,
    Person,
    Seat,
)
from secretariat.minutes.models import Correction, Entry, EntryRevision, Record
from secretariat.publishing.models import Release
from secretariat.toolbox import clock
from tests.cast import Cast, sign_in_whole

ROLES = {
    "former": "former",
    "observer": "observer",
    "funder": "funder",
    "coordinator": "coordinator",
    "substitute": "substitute",
    "adviser": "local",
    "other_state": "other",
    "chair": "chair",
    "secretariat": "officer",
    "administrator": "admin",
}
"""Columns of the policy that the cast holds already."""


@dataclass
class Point:
    """One point of view: the account it signs in with (None: nobody)."""

    column: str
    account: Account | None

    @property
    def actor(self) -> Actor:
        return actor_for(self.account)

    def client(self) -> Client:
        return Client() if self.account is None else sign_in_whole(Client(), self.account)


def build_points(cast: Cast) -> dict[str, Point]:
    """Every column of the policy as somebody who can be asked for."""
    points = {column: Point(column, getattr(cast, role).account) for column, role in ROLES.items()}
    points["anonymous"] = Point("anonymous", None)
    past = _somebody(cast, "Past Chair", "past-chair@story.example")
    # Before the Chair of today: an office has one at a time.
    _seated(past, cast.seats["chair"], "chair", years_ago=2, ends_on=clock.today() - timedelta(days=401))
    points["past_chair"] = Point("past_chair", past.account)
    shut = _somebody(cast, "Shut Out", "shut-out@story.example")
    _seated(shut, cast.seats["es"], "coordinator", ends_on=None)
    members.suspend_account(cast.officer.actor, person=shut, reason="The sign-in was lost.")
    points["suspended"] = Point("suspended", Account.objects.get(pk=shut.account_id))
    keeper = _somebody(cast, "Night Keeper", "night@story.example")
    assert keeper.account is not None
    keeper.account.is_administrator = True
    keeper.account.save()
    opening_of(cast, keeper.account)
    points["emergency"] = Point("emergency", keeper.account)
    return {column: points[column] for column in policy.POINTS}


def _somebody(cast: Cast, name: str, email: str) -> Person:
    person = members.add_person(BUILDER, network=cast.network, name=name, email=email)
    members.open_account(BUILDER, person=person, email=email)
    return Person.objects.select_related("account").get(pk=person.pk)


def _seated(
    person: Person, seat: Seat, function: str, *, ends_on: date | None, years_ago: int = 1
) -> Mandate:
    return members.start_mandate(
        BUILDER,
        person=person,
        seat=seat,
        function=function,
        starts_on=clock.today() - timedelta(days=400 * years_ago),
        ends_on=ends_on,
        nomination="Letter",
    )


def opening_of(cast: Cast, account: Account) -> EmergencyOpening:
    """An opening in force for eight hours."""
    now = clock.now()
    return EmergencyOpening.objects.create(
        network=cast.network,
        administrator=account,
        reason="The search index is broken.",
        hours=8,
        asked_at=now,
        agreed_by=cast.officer.person,
        agreed_at=now,
        ends_at=now + timedelta(hours=8),
    )


def build_things(cast: Cast, ring: Ring) -> dict[str, Any]:
    """One thing of each kind in a ring, all of the seat of Alba where they can belong to a seat, each standing
    in things of the same ring. A kind that cannot have the ring is left out.
    """
    network, seat = cast.network, cast.seats["ab"]
    own = {"network": network, "ring": ring}
    meeting = Meeting.objects.create(
        **own, seat=seat, title=f"Talks {ring}", starts_on=date(2026, 5, 30), ends_on=date(2026, 5, 30)
    )
    record = Record.objects.create(**own, seat=seat, meeting=meeting)
    entry = Entry.objects.create(
        **own, record=record, position=1, kind="decision", text=f"We decide {ring}.", seat=seat
    )
    EntryRevision.objects.create(
        entry=entry, number=1, at=clock.now(), actor_label="The story", kind="decision", text=entry.text,
        values={"kind": "decision", "text": entry.text, "speaker": "", "seat": seat.label, "on_behalf_of": "",
                "about": "", "ring": ring, "is_chatham_house": False},
    )  # fmt: skip
    line = Commitment.objects.create(
        **own, meeting=meeting, entry=entry, kind="decision", words=f"To do {ring}.", seat=seat
    )
    source = Source.objects.create(
        **own, seat=seat, name=f"{ring}.txt", stored_name=f"{ring}.bin", sha256=str(ring).ljust(64, "0"),
        size=1, added_at=clock.now(),
    )  # fmt: skip
    seat.ring = ring
    seat.save(update_fields=["ring"])
    things: dict[str, Any] = {
        "meeting": meeting,
        "record": record,
        "entry": entry,
        "commitment": line,
        "decision": Decision.objects.create(**own, seat=seat, entry=entry, year=2026, serial=90),
        "progress": Progress.objects.create(
            **own, commitment=line, seat=seat, at=clock.now(), actor_label="x", words="Begun.", state="open"
        ),
        "offer": HostingOffer.objects.create(**own, seat=seat, place="Port Alba"),
        "source": source,
        "seat": seat,
        **_search_for_a_date(own, seat),
    }
    if ring != Ring.SEAT:
        person = Person.objects.create(**own, name=f"Petra {ring}", sort_key=f"petra {ring}")
        things |= {
            "member": Member.objects.create(
                **own, code=f"Z{ring[0]}", short_name=f"Z {ring}", official_name=f"Z {ring}"
            ),
            "person": person,
            "mandate": _past_mandate(person, seat),
            "reading": Reading.objects.create(**own, source=source, state="read", text="Words."),
        }
    if ring in ITEM_RINGS:
        item = AgendaItem.objects.create(**own, seat=seat, meeting=meeting, position=1, title=f"Item {ring}")
        things |= {
            "item": item,
            "paper": Paper.objects.create(
                **own, seat=seat, meeting=meeting, item=item, symbol=f"S/{ring}.1", title=f"Paper {ring}"
            ),
        }
    if ring in (Ring.SEAT, Ring.BUREAU):
        things |= _invited(own, meeting, seat, cast) if ring == Ring.SEAT else _inviting(own, meeting)
    if ring == Ring.SEAT:
        things |= _sent(network, seat)
    if ring == Ring.MEMBERS:
        things["term"] = Term.objects.create(
            network=network, parameter="credentials", value="24", article="6", since_on=date(2026, 1, 1)
        )
    if ring == Ring.PUBLIC:
        things |= {"network": network, "release": _release(meeting, "released")}
    if ring == Ring.BUREAU:
        things |= {
            "release": _release(meeting, "draft"),
            "opening": EmergencyOpening.objects.get(administrator__email="night@story.example"),
            "nomination": Nomination.objects.create(
                seat=seat, name="Nada", email="nada@story.example", function="expert", letter="Letter",
                starts_on=clock.today(), proposed_by=cast.coordinator.person, made_at=clock.now(),
            ),
            "correction": Correction.objects.create(
                network=network, record=things["record"], entry=things["entry"], seat=seat, made_at=clock.now(),
                before="Words.", words="Better words.",
            ),
            "notice": Notice.objects.create(
                account=cast.other.account, mandate=cast.other.role.mandate, kind="story", subject="Words",
                body="Words", queued_at=clock.now(),
            ),
        }  # fmt: skip
    return things


def _inviting(own: dict[str, Any], meeting: Meeting) -> dict[str, Any]:
    invitation = Invitation.objects.create(
        network=own["network"], meeting=meeting, kind="plenary", reply_by=date(2026, 5, 1)
    )
    mail = UnplacedMail.objects.create(
        network=own["network"], received_at=clock.now(), why="Words", raw=b"Words", digest="0" * 64
    )
    return {"invitation": invitation, "mail": mail}


def _invited(own: dict[str, Any], meeting: Meeting, seat: Seat, cast: Cast) -> dict[str, Any]:
    invitation = _inviting(own, meeting)["invitation"]
    Invitation.objects.filter(pk=invitation.pk).update(state="sent", sent_at=clock.now())
    invitee = Invitee.objects.create(invitation=invitation, seat=seat)
    words = {"language": "en-GB", "ring": "members", "ref": "NC/2026/L.90", "title": "Words", "text": "Words"}
    words |= dict.fromkeys(("office", "network", "place_and_date", "salutation", "courtesy"), "Words")
    letter = Letter.objects.create(
        network=own["network"], invitee=invitee, kind="invitation", year=2026, serial=90, name="Words",
        mandate=cast.coordinator.role.mandate, made_at=clock.now(),
        content=words | {key: [] for key in ("from", "addressee", "signature", "annexes", "footnotes")},
    )  # fmt: skip
    return {"invitee": invitee, "letter": letter}


def _sent(network: Network, seat: Seat) -> dict[str, Any]:
    """Whom the seat sends to a meeting of all members."""
    meeting = Meeting.objects.create(
        network=network, title="Talks of all", starts_on=date(2027, 5, 30), ends_on=date(2027, 5, 30)
    )
    delegation = Delegation.objects.create(meeting=meeting, seat=seat)
    delegate = Delegate.objects.create(delegation=delegation, role="expert", name="Nada Prva")
    needs = Needs.objects.create(delegate=delegate, diet="No fish")
    return {"delegation": delegation, "delegate": delegate, "needs": needs}


def _search_for_a_date(own: dict[str, Any], seat: Seat) -> dict[str, Any]:
    poll = DatePoll.objects.create(
        **own, seat=seat, title="Talks", answers_until_at=clock.now() + timedelta(days=9)
    )
    Candidate.objects.create(poll=poll, day=date(2027, 3, 3), ends_on=date(2027, 3, 3))
    days = {"starts_on": date(2027, 3, 1), "ends_on": date(2027, 3, 5)}
    return {
        "poll": poll,
        "pollline": PollLine.objects.create(poll=poll, seat=seat),
        "event": OutsideEvent.objects.create(**own, **days, seat=seat, calendar="Fairs", title="Spring fair"),
        "freespan": FreeSpan.objects.create(**own, **days, seat=seat, name="Spring holidays"),
    }


def _past_mandate(person: Person, seat: Seat) -> Mandate:
    return Mandate.objects.create(
        person=person, seat=seat, function="expert", starts_on=date(2025, 1, 1), ends_on=date(2025, 6, 1)
    )


def _release(meeting: Meeting, state: str) -> Release:
    return Release.objects.create(
        network=meeting.network,
        meeting=meeting,
        title="Talks",
        when_words="May 2026",
        state=state,
        released_at=clock.now() if state == "released" else None,
    )
