"""The list of participants: who stands on it, in what order, and who reads it."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, date, datetime
from html import unescape

import pypdfium2 as pdfium
import pytest
from django.test import Client
from django.urls import reverse

from secretariat.access.rules import SeatKind
from secretariat.meetings import actions
from secretariat.meetings.models import Delegate, Meeting
from secretariat.meetings.reads import visible_meetings
from secretariat.meetings.reads.delegations import delegation_page, delegations_of
from secretariat.meetings.reads.participant_lists import (
    FORMS,
    delegations_page,
    participant_list,
    visible_participants,
)
from secretariat.members.models import Member, Person, Seat
from secretariat.members.ordering import Order, name_of
from secretariat.publishing import typeset
from secretariat.publishing.reads.participants import badges_data, participants_data, plates_data
from secretariat.toolbox.errors import RuleBroken
from tests.cast import Cast
from tests.members.states import STATES
from tests.members.test_ordering import BY_KEY, ORDERS, key_of

DAY = date(2026, 12, 10)


def _meeting(cast: Cast, **more: object) -> Meeting:
    row = actions.create_meeting(
        cast.officer.actor,
        network=cast.network,
        title="Talks",
        starts_on=DAY,
        opens_at=datetime(2026, 12, 10, 8, tzinfo=UTC),
        **more,  # type: ignore[arg-type]
    )
    return visible_meetings(cast.officer.actor).get(pk=row.pk)


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    return _meeting(cast)


def send(cast: Cast, meeting: Meeting, seat: str, name: str, role: str = "head", **more: object) -> Delegate:
    """Somebody of a delegation, validated."""
    row = actions.name_delegate(
        cast.officer.actor,
        meeting=meeting,
        seat=cast.seats[seat],
        role=role,
        name=name,
        **more,  # type: ignore[arg-type]
    )
    return actions.validate_delegate(cast.officer.actor, delegate=row)


def _rows(page: str) -> list[str]:
    """What stands at the head of the rows of members, as a reader sees it."""
    members = page.split(">Members</h2>", 1)[1].split("</table>", 1)[0]
    heads = re.findall(r'<th scope="row(?:group)?"[^>]*>(.*?)</th>', members, re.DOTALL)
    return [unescape(re.sub(r"<[^>]+>", "", head)).strip() for head in heads]


class TestTheList:
    def test_only_validated_names_stand_on_it_head_first_and_each_seat_says_what_is_missing(
        self, cast: Cast, meeting: Meeting
    ) -> None:
        send(cast, meeting, "ab", "Zora Stručna", "expert")
        send(cast, meeting, "ab", "Ana Prva")
        actions.name_delegate(
            cast.officer.actor, meeting=meeting, seat=cast.seats["br"], role="head", name="Waits"
        )
        found = participant_list(cast.other.actor, meeting)
        told = {row.called.marked: ([str(d) for d in row.delegates], row.remark) for row in found.seats}
        assert told == {
            "Alba": (["Ana Prva", "Zora Stručna"], ""),
            "Bresta": ([], "not announced yet"),
            "Corvia": ([], "not announced yet"),
            "Drena*": ([], "not announced yet"),
            "Estara": ([], "seat vacant"),
        }
        assert found.hidden == 0

    def test_chair_and_observers_stand_apart_from_the_members(self, cast: Cast, meeting: Meeting) -> None:
        for seat in ("secretariat", "observer", "chair", "ab"):
            send(cast, meeting, seat, f"Of {seat}")
        found = participant_list(cast.officer.actor, meeting)
        assert [kind.kind for kind in found.kinds] == [
            SeatKind.CHAIR,
            SeatKind.MEMBER,
            SeatKind.OBSERVER,
            SeatKind.SECRETARIAT,
        ]
        assert found.kinds[2].seats[0].called.name == "Council of Harbours"

    def test_a_session_follows_the_order_of_its_meeting_unless_it_has_its_own(
        self, cast: Cast, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("secretariat.meetings.actions.participants.choice", lambda s: s[2])
        actions.draw_lot(cast.officer.actor, meeting=meeting)
        session = actions.create_meeting(
            cast.officer.actor, network=cast.network, title="Session", starts_on=DAY, within=meeting
        )
        session = Meeting.objects.get(pk=session.pk)
        assert next(row.called.name for row in participant_list(cast.other.actor, session).seats) == "Corvia"
        actions.arrange_delegations(cast.officer.actor, meeting=session, order="english")
        session = Meeting.objects.get(pk=session.pk)
        assert next(row.called.name for row in participant_list(cast.other.actor, session).seats) == "Alba"

    def test_an_order_with_a_gap_is_refused_and_one_that_gets_a_gap_says_so(
        self, cast: Cast, meeting: Meeting
    ) -> None:
        with pytest.raises(RuleBroken, match=r"(?i)has no french name"):
            actions.arrange_delegations(cast.officer.actor, meeting=meeting, order="french")
        Meeting.objects.filter(pk=meeting.pk).update(order_of_states="french")
        found = participant_list(cast.other.actor, Meeting.objects.get(pk=meeting.pk))
        assert "has no french name" in found.problem.casefold()
        assert next(row.called.name for row in found.seats) == "Alba"

    def test_a_name_that_is_not_known_in_a_language_is_printed_in_english_with_its_mark(
        self, cast: Cast, meeting: Meeting
    ) -> None:
        found = participant_list(cast.other.actor, meeting, Order.FRENCH)
        assert "Drena*" in [row.called.marked for row in found.seats]


class TestWhoReadsIt:
    def test_of_a_closed_meeting_nobody_outside_the_room_does(self, cast: Cast) -> None:
        meeting = _meeting(cast, ring="partners", is_closed=True)
        row = send(cast, meeting, "ab", "Ana Prva")
        Person.objects.filter(pk=row.person_id).update(ring="partners")
        page = reverse("meetings:participants", args=[meeting.ref])
        paper = reverse("publishing:participants", args=[meeting.ref, "pdf"])
        for role, code in (
            ("observer", 404),
            ("funder", 404),
            ("other", 200),
            ("local", 200),
            ("chair", 200),
        ):
            client = getattr(cast, role).client
            assert (client.get(page).status_code, client.get(paper).status_code) == (code, code), role
            assert visible_participants(getattr(cast, role).actor).exists() == (code == 200)
        send(cast, meeting, "observer", "Otto Gost")
        assert "Ana Prva" in cast.observer.client.get(page).content.decode(), "who is in the room reads it"
        assert cast.funder.client.get(page).status_code == 404

    def test_who_a_person_is_stays_with_the_ring_of_the_person(self, cast: Cast) -> None:
        meeting = _meeting(cast, ring="partners", is_closed=False)
        send(cast, meeting, "ab", "Ana Prva")
        page = cast.observer.client.get(reverse("meetings:participants", args=[meeting.ref])).content.decode()
        assert "Ana Prva" not in page
        assert "1 person is not named here" in page
        assert "1 not named in this list" in page

    def test_a_meeting_of_the_bureau_has_its_list_for_the_bureau(self, cast: Cast) -> None:
        meeting = _meeting(cast, ring="bureau")
        page = reverse("meetings:participants", args=[meeting.ref])
        assert cast.coordinator.client.get(page).status_code == 404
        assert cast.chair.client.get(page).status_code == 200


def test_reads_cost_the_same_however_many_people(
    cast: Cast, meeting: Meeting, django_assert_num_queries: object
) -> None:
    def cost() -> None:
        officer, coordinator = cast.officer.actor, cast.coordinator.actor
        fresh = Meeting.objects.select_related("network", "drawn_seat__member", "within").get(pk=meeting.pk)
        with django_assert_num_queries(5):  # type: ignore[operator]
            participant_list(officer, fresh)
        with django_assert_num_queries(5):  # type: ignore[operator]
            delegations_page(officer, fresh)
        with django_assert_num_queries(4):  # type: ignore[operator]
            delegation_page(coordinator, fresh, cast.seats["ab"])
        with django_assert_num_queries(3):  # type: ignore[operator]
            delegations_of(officer, fresh)
        with django_assert_num_queries(4):  # type: ignore[operator]
            delegations_of(coordinator, fresh)

    cost()
    for seat in ("ab", "br", "co", "dr"):
        for number in range(3):
            row = send(cast, meeting, seat, f"{seat} {number}", "expert")
            actions.note_needs(cast.officer.actor, delegate=row, diet="No fish")
    cost()


def _sixty(cast: Cast) -> dict[str, Seat]:
    """Sixty States as members, one of them with a footnote, in the place of those of the region."""
    Member.objects.update(left_on=date(2026, 1, 1))
    members = Member.objects.bulk_create(
        Member(
            network=cast.network,
            code=state.key + "Z",
            short_name=state.english,
            official_name=state.english,
            names={
                "fr": {"short": state.french},
                "own": {"short": state.own, "latin": state.own_latin},
            },
            footnote_mark="*" if state.key == "MK" else "",
            footnote="A note that was agreed." if state.key == "MK" else "",
        )
        for state in STATES
    )
    Seat.objects.bulk_create(
        Seat(
            network=cast.network,
            code=f"z{m.code.lower()}",
            kind=SeatKind.MEMBER,
            label=f"Seat {m.code}",
            member=m,
        )
        for m in members
    )
    new = [m.pk for m in members]
    return {
        s.member.code[:2]: s for s in Seat.objects.filter(member__in=new).select_related("member") if s.member
    }


@pytest.mark.parametrize("name", ORDERS)
def test_sixty_states_stand_in_each_order_in_each_language_on_page_pdf_and_word_file(
    cast: Cast, meeting: Meeting, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    order, drawn, by_hand = ORDERS[name]
    seats = _sixty(cast)
    actions.arrange_delegations(cast.officer.actor, meeting=meeting, order=order.value)
    if drawn:
        monkeypatch.setattr("secretariat.meetings.actions.participants.choice", lambda found: seats[drawn])
        actions.draw_lot(cast.chair.actor, meeting=meeting)
    client: Client = cast.officer.client
    for word, form in FORMS.items():
        keys = [key_of(one, order) for one in by_hand]
        wanted = [name_of(BY_KEY[key], form) + ("*" if key == "MK" else "") for key in keys]
        query = {"names": word}
        page = client.get(reverse("meetings:participants", args=[meeting.ref]), query).content.decode()
        assert _rows(page) == wanted
        assert "A note that was agreed." in page
        found = Meeting.objects.select_related("network", "within").get(pk=meeting.pk)
        data = participants_data(cast.officer.actor, found, form)
        assert [group.name for group in data.sections[0].groups] == wanted
        assert data.footnotes[0].mark == "*"
    body = client.get(reverse("publishing:participants", args=[meeting.ref, "pdf"]), {"names": "fr"}).content
    text = _text_of(body)
    assert "Liste provisoire au 24 novembre 2026" in text
    assert "Macédoine du Nord*" in text or "Macédoine du Nord" in text
    assert "A note that was agreed." in text
    word_file = client.get(reverse("publishing:participants", args=[meeting.ref, "docx"])).content
    with zipfile.ZipFile(io.BytesIO(word_file)) as parts:
        assert "A note that was agreed." in parts.read("word/footnotes.xml").decode()


def _text_of(body: bytes) -> str:
    paper = pdfium.PdfDocument(body)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in paper)
    finally:
        paper.close()


def test_plates_stand_for_every_seat_in_order_and_badges_for_everybody(cast: Cast, meeting: Meeting) -> None:
    send(cast, meeting, "dr", "Drita Prva", function="Deputy Minister")
    send(cast, meeting, "chair", "Čedomir Prvi")
    plates = plates_data(cast.officer.actor, meeting, Order.ENGLISH)
    assert [p.name for p in plates.plates] == ["Chair", "Alba", "Bresta", "Corvia", "Drena*", "Estara"]
    badges = badges_data(cast.officer.actor, meeting, Order.ENGLISH)
    assert [(b.name, b.state, b.capacity) for b in badges.badges] == [
        ("Čedomir Prvi", "Ministry of Public Order of Alba", "Head of delegation"),
        ("Drita Prva", "Drena*", "Head of delegation"),
    ]
    for made in (typeset.plates_pdf(plates), typeset.badges_pdf(badges)):
        assert made.startswith(b"%PDF")
    officer = cast.officer.client
    for address in ("publishing:plates", "publishing:badges"):
        answer = officer.get(reverse(address, args=[meeting.ref]))
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
