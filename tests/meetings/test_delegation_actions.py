"""Whom a seat sends, with what credentials, and what they need."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from secretariat.access.rules import system_actor
from secretariat.audit.models import Deed
from secretariat.audit.reads import deeds_of
from secretariat.meetings import actions
from secretariat.meetings.actions import Credentials
from secretariat.meetings.delegating import may_decide
from secretariat.meetings.models import Attendance, Delegate, Delegation, Meeting, Needs
from secretariat.meetings.reads import deciding_seats, meetings_whose_needs_go, visible_needs
from secretariat.members.models import Person
from secretariat.toolbox.errors import Conflict, NotAllowed, NotVisible, RuleBroken
from tests.cast import Cast

OPENS = datetime(2026, 12, 10, 8, 0, tzinfo=UTC)
DAY = OPENS.date()
CLOCK = system_actor("the clock")
NOTE = Credentials("Ministry of Foreign Affairs", date(2026, 11, 20), decides=True, words="Note 12/2026")


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    return actions.create_meeting(
        cast.officer.actor,
        network=cast.network,
        title="Talks",
        starts_on=DAY,
        ends_on=date(2026, 12, 11),
        opens_at=OPENS,
        zone="Europe/Podgorica",
    )


def name(
    cast: Cast, meeting: Meeting, role: str = "head", by: str = "coordinator", **more: object
) -> Delegate:
    fields: dict[str, object] = {"seat": cast.seats["ab"]} | more
    if "name" not in fields and "person" not in fields:
        fields["person"] = cast.coordinator.person
    return actions.name_delegate(getattr(cast, by).actor, meeting=meeting, role=role, **fields)  # type: ignore[arg-type]


def validated(cast: Cast, meeting: Meeting, **more: object) -> Delegate:
    return actions.validate_delegate(cast.officer.actor, delegate=name(cast, meeting, **more))  # type: ignore[arg-type]


class TestNaming:
    def test_coordinator_and_substitute_name_the_delegation_of_their_seat(
        self, cast: Cast, meeting: Meeting
    ) -> None:
        head = name(cast, meeting)
        name(cast, meeting, "alternate", by="substitute", person=cast.substitute.person)
        name(cast, meeting, "expert", by="officer", name="  Nada   Prva ")
        assert [str(d) for d in Delegate.objects.all()] == ["Ana Đurić", "Ivo Šarić", "Nada Prva"]
        assert Delegation.objects.count() == 1
        assert head.state == "named"

    @pytest.mark.parametrize("role", ["local", "other", "observer", "funder"])
    def test_nobody_names_for_a_seat_they_do_not_speak_for(
        self, cast: Cast, meeting: Meeting, role: str
    ) -> None:
        with pytest.raises((NotAllowed, NotVisible)):
            name(cast, meeting, by=role)
        assert not Delegation.objects.exists()

    def test_one_voice_speaks_for_a_state(self, cast: Cast, meeting: Meeting) -> None:
        head = name(cast, meeting)
        with pytest.raises(RuleBroken, match="has a head"):
            name(cast, meeting, person=cast.substitute.person)
        adviser = name(cast, meeting, "adviser", person=cast.substitute.person)
        with pytest.raises(RuleBroken, match="has a head"):
            actions.change_delegate(cast.coordinator.actor, delegate=adviser, version=1, role="head")
        actions.withdraw_delegate(cast.coordinator.actor, delegate=head)
        actions.change_delegate(cast.coordinator.actor, delegate=adviser, version=1, role="head")

    def test_nobody_is_named_twice(self, cast: Cast, meeting: Meeting) -> None:
        name(cast, meeting)
        with pytest.raises(RuleBroken, match="named already"):
            name(cast, meeting, "adviser")

    @pytest.mark.parametrize("wrong", [{"role": "guest"}, {"name": ""}, {"name": "X", "person": True}])
    def test_what_cannot_be_is_refused(self, cast: Cast, meeting: Meeting, wrong: dict[str, object]) -> None:
        if wrong.get("person"):
            wrong = wrong | {"person": cast.coordinator.person}
        with pytest.raises(RuleBroken):
            name(cast, meeting, **wrong)  # type: ignore[arg-type]

    def test_one_too_many_is_refused_with_the_article(self, cast: Cast, meeting: Meeting) -> None:
        for number in range(5):
            name(cast, meeting, "expert", name=f"Expert {number}")
        with pytest.raises(
            RuleBroken, match=r"5 already: 5 people at most \(Article 6\.3 of the model"
        ) as no:
            name(cast, meeting, "expert", name="One more")
        assert no.value.rule == "meetings.delegation_size"

    def test_a_technical_meeting_takes_more_and_the_network_says_how_many(
        self, cast: Cast, meeting: Meeting
    ) -> None:
        Meeting.objects.filter(pk=meeting.pk).update(kind="technical")
        term = actions.prepare_term(
            cast.officer.actor,
            network=cast.network,
            parameter="delegation_technical",
            value="6",
            article="9(2)",
            since_on=date(2026, 1, 1),
        )
        actions.decide_term(cast.chair.actor, term=term)
        for number in range(6):
            name(cast, meeting, "expert", name=f"Expert {number}")
        with pytest.raises(RuleBroken, match=r"6 people at most \(Article 9\(2\) of the terms of reference"):
            name(cast, meeting, "expert", name="One more")

    def test_a_meeting_can_have_a_size_of_its_own(self, cast: Cast, meeting: Meeting) -> None:
        actions.arrange_delegations(cast.officer.actor, meeting=meeting, order="english", delegation_size=1)
        name(cast, meeting)
        with pytest.raises(RuleBroken, match="1 at most, as set for this meeting"):
            name(cast, meeting, "alternate", person=cast.substitute.person)

    def test_whoever_is_withdrawn_makes_room(self, cast: Cast, meeting: Meeting) -> None:
        actions.arrange_delegations(cast.officer.actor, meeting=meeting, order="english", delegation_size=1)
        actions.withdraw_delegate(cast.coordinator.actor, delegate=name(cast, meeting))
        again = name(cast, meeting)
        assert again.state == "named"

    def test_a_cancelled_meeting_takes_nobody(self, cast: Cast, meeting: Meeting) -> None:
        actions.cancel_meeting(cast.officer.actor, meeting=meeting, why="A storm")
        with pytest.raises(RuleBroken, match="cancelled"):
            name(cast, meeting)

    def test_a_deed_names_nobody(self, cast: Cast, meeting: Meeting) -> None:
        named = name(cast, meeting, "expert", name="Nada Prva", function="Judge of the case court")
        label = deeds_of(named.ref, cast.officer.actor).get().words
        assert "Nada" not in str(label)
        assert "Seat of Alba" in str(label)


class TestValidating:
    def test_the_secretariat_alone_validates(self, cast: Cast, meeting: Meeting) -> None:
        named = name(cast, meeting)
        for role in ("coordinator", "chair", "other"):
            with pytest.raises(NotAllowed):
                actions.validate_delegate(getattr(cast, role).actor, delegate=named)
        assert actions.validate_delegate(cast.officer.actor, delegate=named).state == "validated"
        with pytest.raises(RuleBroken, match="validated already"):
            actions.validate_delegate(cast.officer.actor, delegate=named)

    def test_a_name_becomes_a_person_when_it_is_validated(self, cast: Cast, meeting: Meeting) -> None:
        new = validated(cast, meeting, role="expert", name="Nada Prva")
        assert (new.name, str(new)) == ("", "Nada Prva")
        assert Person.objects.get(name="Nada Prva") == new.person

    def test_a_name_can_be_somebody_who_is_here_already(self, cast: Cast, meeting: Meeting) -> None:
        named = name(cast, meeting, "expert", name="L. Horvat")
        row = actions.validate_delegate(cast.officer.actor, delegate=named, person=cast.local.person)
        assert row.person == cast.local.person
        twice = name(cast, meeting, "expert", name="Lea H.")
        with pytest.raises(RuleBroken, match="named already"):
            actions.validate_delegate(cast.officer.actor, delegate=twice, person=cast.local.person)

    def test_another_role_is_validated_anew_and_other_languages_are_not(
        self, cast: Cast, meeting: Meeting
    ) -> None:
        row = validated(cast, meeting)
        row = actions.change_delegate(
            cast.coordinator.actor, delegate=row, version=row.version, languages="French"
        )
        assert row.state == "validated"
        row = actions.change_delegate(
            cast.coordinator.actor, delegate=row, version=row.version, role="adviser"
        )
        assert (row.state, row.validated_at) == ("named", None)

    def test_a_stale_form_meets_a_conflict(self, cast: Cast, meeting: Meeting) -> None:
        row = validated(cast, meeting)
        with pytest.raises(Conflict):
            actions.change_delegate(cast.coordinator.actor, delegate=row, version=1, role="adviser")
        with pytest.raises(Conflict):
            actions.give_message(
                cast.coordinator.actor, delegate=row, message="X", of=cast.substitute.person, version=1
            )


class TestCredentials:
    def test_only_with_credentials_in_force_somebody_decides(self, cast: Cast, meeting: Meeting) -> None:
        row = validated(cast, meeting)
        assert not may_decide(row, DAY)
        assert not deciding_seats(meeting, DAY)
        row = actions.note_credentials(cast.coordinator.actor, delegate=row, credentials=NOTE)
        assert may_decide(row, DAY)
        assert deciding_seats(meeting, DAY) == {cast.seats["ab"].pk}
        assert not row.credential_is_late

    def test_they_say_whether_they_cover_decisions(self, cast: Cast, meeting: Meeting) -> None:
        row = validated(cast, meeting)
        speaks = Credentials(NOTE.issuer, NOTE.dated_on, words="Note 13")
        row = actions.note_credentials(cast.coordinator.actor, delegate=row, credentials=speaks)
        assert not may_decide(row, DAY)

    def test_late_ones_are_taken_in_and_marked(self, cast: Cast, meeting: Meeting) -> None:
        row = name(cast, meeting)
        with time_machine.travel(OPENS - timedelta(hours=24), tick=False):
            late = actions.note_credentials(cast.coordinator.actor, delegate=row, credentials=NOTE)
        assert late.credential_is_late
        with time_machine.travel(OPENS - timedelta(hours=24, seconds=1), tick=False):
            early = actions.note_credentials(cast.coordinator.actor, delegate=row, credentials=NOTE)
        assert not early.credential_is_late

    @pytest.mark.parametrize(
        "wrong",
        [
            Credentials("", date(2026, 11, 20), words="Note"),
            Credentials("Ministry", date(2026, 11, 20)),
            Credentials("Ministry", date(2026, 11, 20), date(2026, 11, 19), words="Note"),
            Credentials("Ministry", date(2026, 11, 25), words="Note"),
        ],
    )
    def test_what_cannot_be_is_refused(self, cast: Cast, meeting: Meeting, wrong: Credentials) -> None:
        with pytest.raises(RuleBroken):
            actions.note_credentials(cast.coordinator.actor, delegate=name(cast, meeting), credentials=wrong)


class TestMessages:
    def test_a_message_says_who_passes_it_on_and_in_whose_name(self, cast: Cast, meeting: Meeting) -> None:
        row = name(cast, meeting, "alternate", person=cast.substitute.person)
        words = "The hotline works; we thank our neighbours."
        row = actions.give_message(
            cast.substitute.actor, delegate=row, message=words, of=cast.coordinator.person, version=1
        )
        assert (row.message, row.message_of) == (words, cast.coordinator.person)
        row = actions.give_message(
            cast.substitute.actor, delegate=row, message=" ", of=cast.coordinator.person, version=row.version
        )
        assert (row.message, row.message_of) == ("", None)

    def test_nobody_passes_on_their_own_message(self, cast: Cast, meeting: Meeting) -> None:
        row = name(cast, meeting)
        for of in (None, cast.coordinator.person):
            with pytest.raises(RuleBroken, match="in whose name"):
                actions.give_message(cast.coordinator.actor, delegate=row, message="Hello", of=of, version=1)

    def test_no_state_says_that_the_coordinator_of_another_stays_away(
        self, cast: Cast, meeting: Meeting
    ) -> None:
        row = name(cast, meeting)
        with pytest.raises(NotAllowed, match="another seat"):
            actions.give_message(
                cast.coordinator.actor, delegate=row, message="Greetings", of=cast.other.person, version=1
            )
        told = actions.give_message(
            cast.officer.actor, delegate=row, message="Greetings", of=cast.other.person, version=1
        )
        assert told.message_of == cast.other.person


class TestNeeds:
    def test_the_seat_and_the_secretariat_see_them_and_nobody_else(
        self, cast: Cast, meeting: Meeting
    ) -> None:
        row = name(cast, meeting)
        actions.note_needs(cast.substitute.actor, delegate=row, diet="No fish", access="A lift")
        actions.note_needs(cast.officer.actor, delegate=row, diet="No fish", access="A lift")
        seen = {key for key, player in cast.players.items() if visible_needs(player.actor).exists()}
        assert seen == {"coordinator", "substitute", "officer"}
        for role in ("chair", "other", "local"):
            with pytest.raises(NotAllowed):
                actions.note_needs(getattr(cast, role).actor, delegate=row, diet="X")

    def test_a_deed_about_them_holds_no_word_of_them(self, cast: Cast, meeting: Meeting) -> None:
        row = name(cast, meeting)
        actions.note_needs(cast.coordinator.actor, delegate=row, diet="No fish")
        deed = Deed.objects.order_by("number").last()
        assert deed is not None
        assert (deed.deed, deed.after) == ("meetings.note_needs", "")
        assert "fish" not in str(deed.words)

    def test_empty_words_and_a_withdrawn_name_delete_them_at_once(self, cast: Cast, meeting: Meeting) -> None:
        row = name(cast, meeting)
        actions.note_needs(cast.coordinator.actor, delegate=row, diet="No fish")
        assert actions.note_needs(cast.coordinator.actor, delegate=row) is None
        assert not Needs.objects.exists()
        actions.note_needs(cast.coordinator.actor, delegate=row, diet="No fish")
        actions.withdraw_delegate(cast.coordinator.actor, delegate=row)
        assert not Needs.objects.exists()

    def test_they_are_deleted_a_fortnight_after_the_meeting_and_not_before(
        self, cast: Cast, meeting: Meeting
    ) -> None:
        row = name(cast, meeting)
        actions.note_needs(cast.coordinator.actor, delegate=row, diet="No fish")
        with time_machine.travel(datetime(2026, 12, 25, 22, 30, tzinfo=UTC), tick=False):
            assert meetings_whose_needs_go() == []
            with pytest.raises(RuleBroken, match="fortnight"):
                actions.delete_needs(CLOCK, meeting=meeting)
        with time_machine.travel(datetime(2026, 12, 25, 23, 30, tzinfo=UTC), tick=False):
            (over,) = meetings_whose_needs_go()
            assert actions.delete_needs(CLOCK, meeting=over) == 1
            assert actions.delete_needs(CLOCK, meeting=over) == 0
            with pytest.raises(RuleBroken, match="no longer"):
                actions.note_needs(cast.coordinator.actor, delegate=row, diet="No fish")
        deed = Deed.objects.order_by("number").last()
        assert deed is not None
        assert deed.deed == "meetings.delete_needs"
        assert "Talks" not in str(deed.words)

    def test_no_person_deletes_them_by_hand(self, cast: Cast, meeting: Meeting) -> None:
        with pytest.raises(NotAllowed):
            actions.delete_needs(cast.officer.actor, meeting=meeting)


class TestTheLot:
    def test_the_lot_is_drawn_once_and_the_deed_says_on_whom_it_fell(
        self, cast: Cast, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        seen: list[list[str]] = []

        def third(seats: list[object]) -> object:
            seen.append([str(seat) for seat in seats])
            return seats[2]

        monkeypatch.setattr("secretariat.meetings.actions.participants.choice", third)
        row = actions.draw_lot(cast.chair.actor, meeting=meeting)
        assert row.drawn_seat == cast.seats["co"]
        assert len(seen[0]) == 5, "every member is in the lot, the vacant seat too, and no office"
        drawn = deeds_of(meeting.ref, cast.officer.actor).get(deed="meetings.draw_lot")
        assert drawn.words["thing"] == "Talks: Corvia"
        with pytest.raises(RuleBroken, match="drawn once"):
            actions.draw_lot(cast.officer.actor, meeting=meeting)

    def test_a_member_that_left_is_not_in_the_lot(self, cast: Cast, meeting: Meeting) -> None:
        for code, member in cast.members.items():
            if code != "dr":
                type(member).objects.filter(pk=member.pk).update(left_on=date(2026, 12, 1))
        assert actions.draw_lot(cast.officer.actor, meeting=meeting).drawn_seat == cast.seats["dr"]

    def test_an_order_or_a_size_that_is_none_is_refused(self, cast: Cast, meeting: Meeting) -> None:
        for wrong in ({"order": "by rank"}, {"order": "english", "delegation_size": 0}):
            with pytest.raises(RuleBroken):
                actions.arrange_delegations(cast.officer.actor, meeting=meeting, **wrong)  # type: ignore[arg-type]
        with pytest.raises(NotAllowed):
            actions.draw_lot(cast.coordinator.actor, meeting=meeting)

    def test_arranging_is_no_change_that_invited_seats_must_hear_of(
        self, cast: Cast, meeting: Meeting
    ) -> None:
        actions.arrange_delegations(cast.officer.actor, meeting=meeting, order="english")
        actions.draw_lot(cast.officer.actor, meeting=meeting)
        meeting.refresh_from_db()
        assert meeting.version == 1


class TestTheFinalList:
    def test_the_validated_become_the_attendance_and_whoever_sent_a_message_was_not_there(
        self, cast: Cast, meeting: Meeting
    ) -> None:
        row = validated(cast, meeting, role="head", person=cast.substitute.person, function="Deputy")
        actions.give_message(
            cast.substitute.actor, delegate=row, message="Greetings", of=cast.coordinator.person, version=2
        )
        name(cast, meeting, "expert", name="Never validated")
        with pytest.raises(RuleBroken, match="not begun"):
            actions.settle_participants(cast.officer.actor, meeting=meeting)
        with time_machine.travel(OPENS, tick=False):
            actions.note_attendance(
                cast.officer.actor, meeting=meeting, person=cast.chair.person, is_present=True
            )
            assert actions.settle_participants(cast.officer.actor, meeting=meeting) == 2
            with pytest.raises(RuleBroken, match="final already"):
                actions.settle_participants(cast.officer.actor, meeting=meeting)
            with pytest.raises(RuleBroken, match="list of participants is final"):
                name(cast, meeting, "expert", name="Too late")
        found = {a.person.name: (a.seat, a.function, a.is_present) for a in Attendance.objects.all()}
        assert found == {
            "Čedomir Vuković": (None, "", True),
            "Ivo Šarić": (cast.seats["ab"], "Deputy", True),
            "Ana Đurić": (cast.seats["ab"], "", False),
        }

    def test_what_was_noted_by_hand_stays(self, cast: Cast, meeting: Meeting) -> None:
        validated(cast, meeting)
        with time_machine.travel(OPENS, tick=False):
            actions.note_attendance(
                cast.officer.actor, meeting=meeting, person=cast.coordinator.person, is_present=False
            )
            actions.settle_participants(cast.chair.actor, meeting=meeting)
        assert Attendance.objects.get().is_present is False

    def test_without_anybody_validated_there_is_no_list(self, cast: Cast, meeting: Meeting) -> None:
        name(cast, meeting)
        with time_machine.travel(OPENS, tick=False), pytest.raises(RuleBroken, match="Nobody is validated"):
            actions.settle_participants(cast.officer.actor, meeting=meeting)


def test_purging_wipes_every_word_about_somebody_and_keeps_the_person(cast: Cast, meeting: Meeting) -> None:
    row = validated(cast, meeting, function="Of the case")
    actions.note_credentials(cast.coordinator.actor, delegate=row, credentials=NOTE)
    actions.note_needs(cast.coordinator.actor, delegate=row, diet="No fish")
    with pytest.raises(NotAllowed):
        actions.purge_delegate(cast.chair.actor, delegate=row, reason="Of a case")
    actions.purge_delegate(cast.officer.actor, delegate=row, reason="Of a case")
    row.refresh_from_db()
    assert (row.state, row.function, row.credential_words) == ("withdrawn", "", "")
    assert row.person == cast.coordinator.person
    assert not Needs.objects.exists()
    words = [d.words for d in deeds_of(row.ref, cast.officer.actor) if d.deed == "meetings.name_delegate"]
    assert words == [None]
