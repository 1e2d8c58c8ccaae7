"""What one officer does alone is heard of by the others, and no officer becomes two people or the Chair."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from secretariat.access.models import Account
from secretariat.access.rules import Actor
from secretariat.desk.machine.jobs import send_due_notices
from secretariat.meetings.actions import create_meeting
from secretariat.members import actions
from secretariat.members.models import Activation, Mandate, Notice
from secretariat.members.reads import activation_behind, activation_token, actor_for_account
from secretariat.members.rules import ALWAYS_SENT, SECOND_PERSON_RESTS
from secretariat.publishing.actions import draft_release, release_meeting
from secretariat.toolbox import clock
from secretariat.toolbox.errors import NotAllowed, RuleBroken
from tests.cast import Cast, Player

WORD = "The minister, by telephone on the number we had"
MAIL = "second@story.example"


def seat(cast: Cast, place: str = "secretariat", function: str = "officer") -> Actor:
    """An officer seats somebody new; the new one as an actor."""
    actions.seat_newcomer(
        cast.officer.actor,
        seat=cast.seats[place],
        name="Otto Second",
        email=MAIL,
        function=function,
        starts_on=clock.today(),
        letter=actions.Letter("A letter of today"),
    )
    return actor_for_account(Account.objects.get(email=MAIL))


def told(kind: str) -> set[str]:
    return set(Notice.objects.filter(kind=kind).values_list("account__email", flat=True))


def addresses(*players: Player) -> set[str]:
    return {player.account.email for player in players}


def mandate_of(player: Player) -> Mandate:
    assert player.role.mandate is not None
    return player.role.mandate


class TestTheChairIsNotTakenOver:
    def test_an_officer_gets_no_link_of_the_chair_and_stops_no_letter(self, cast: Cast) -> None:
        client, person = cast.officer.client, cast.chair.person
        lost = reverse("members:remove_factors", args=[person.ref])
        assert client.post(lost, {"reason": WORD}).status_code == 302
        for notice in Notice.objects.filter(kind="sign-in"):
            assert client.post(reverse("members:stop_letter", args=[notice.ref])).status_code == 403
        page = client.get(reverse("members:person", args=[person.ref])).content.decode()
        assert "was not used yet" in page
        assert "Show the link" not in page
        assert client.post(reverse("members:copy_link", args=[person.ref])).status_code == 422
        assert Activation.objects.get(account=cast.chair.account).shown_at is None

    @pytest.mark.parametrize("kind", sorted(ALWAYS_SENT))
    def test_letters_that_watch_are_stopped_by_nobody(self, cast: Cast, kind: str) -> None:
        notice = actions.queue_notice(
            actions.DOOR, account=cast.chair.account, kind=kind, subject="x", body="x"
        )
        actions.note_problem(notice, "No such mailbox.")
        with pytest.raises(NotAllowed, match="nobody stops it"):
            actions.stop_notice(cast.officer.actor, notice=notice)
        assert "nobody stops it" in cast.officer.client.get(reverse("members:letters")).content.decode()

    def test_a_letter_that_is_about_to_go_is_not_stopped(self, cast: Cast) -> None:
        notice = actions.queue_notice(
            actions.DOOR, account=cast.other.account, kind="note", subject="x", body="x"
        )
        with pytest.raises(RuleBroken, match="within a minute"):
            actions.stop_notice(cast.officer.actor, notice=notice)
        with time_machine.travel(clock.now() + timedelta(minutes=16), tick=False):
            actions.stop_notice(cast.officer.actor, notice=notice)

    def test_no_link_is_shown_of_who_signed_in_before(self, cast: Cast) -> None:
        assert cast.other.client.get(reverse("members:list")).status_code == 200
        actions.remove_factors(cast.officer.actor, person=cast.other.person, vouched_by=WORD)
        activation = Activation.objects.get(account=cast.other.account)
        with pytest.raises(RuleBroken, match="by letter alone"):
            actions.show_activation(cast.officer.actor, activation=activation)

    def test_the_chair_is_not_suspended_by_one_officer(self, cast: Cast) -> None:
        with pytest.raises(NotAllowed) as refused:
            actions.suspend_account(cast.officer.actor, person=cast.chair.person, reason="x")
        assert "keeps the machine" in refused.value.who
        call_command("suspend", cast.chair.account.email, reason="Both devices were stolen.")
        cast.chair.account.refresh_from_db()
        assert not cast.chair.account.is_active
        with pytest.raises(RuleBroken, match="Nobody signs in"):
            call_command("suspend", "nobody@story.example", reason="x")


class TestTheOthersHearOfIt:
    def test_of_a_suspension(self, cast: Cast) -> None:
        seat(cast)
        actions.suspend_account(cast.officer.actor, person=cast.other.person, reason="Stolen laptop.")
        assert told("suspension") == addresses(cast.chair) | {MAIL}
        assert "Stolen laptop." in Notice.objects.filter(kind="suspension")[0].body

    def test_of_factors_taken_away(self, cast: Cast) -> None:
        seat(cast)
        actions.remove_factors(cast.officer.actor, person=cast.other.person, vouched_by=WORD)
        assert told("sign-in") == addresses(cast.chair) | {MAIL}

    def test_of_an_export_in_somebodys_name_that_person_and_the_offices_hear_too(self, cast: Cast) -> None:
        actions.tell_of_export(cast.officer.actor, cast.network)
        assert told("export") == addresses(cast.officer, cast.chair)
        letter = Notice.objects.filter(kind="export")[0].body
        assert f"in the name of {cast.officer.person}" in letter

    def test_of_the_export_of_a_seat_those_who_speak_for_it_hear_and_no_other_seat(self, cast: Cast) -> None:
        actions.tell_of_export(cast.coordinator.actor, cast.network, cast.coordinator.seat)
        assert told("export") == addresses(cast.coordinator, cast.substitute)
        assert cast.coordinator.seat.label in Notice.objects.filter(kind="export")[0].body

    def test_of_a_mandate_opened_at_a_members_seat(self, cast: Cast) -> None:
        seat(cast, "ab", "substitute")
        assert told("mandate opened") == addresses(cast.chair, cast.coordinator, cast.substitute)
        assert "Otto Second" in Notice.objects.filter(kind="mandate opened")[0].body

    def test_of_a_mandate_opened_at_an_office(self, cast: Cast) -> None:
        seat(cast)
        assert told("mandate opened") == addresses(cast.chair)

    def test_the_chair_of_its_own_end_even_if_suspended_in_the_next_breath(
        self, cast: Cast, mailoutbox: list[EmailMessage]
    ) -> None:
        actions.end_mandate(
            cast.officer.actor, mandate=mandate_of(cast.chair), ends_on=clock.today() - timedelta(days=1)
        )
        actions.suspend_account(cast.officer.actor, person=cast.chair.person, reason="x")
        send_due_notices()
        assert [mail.to for mail in mailoutbox] == [[cast.chair.account.email]]
        assert "ended the mandate" in mailoutbox[0].body

    def test_but_not_of_what_the_program_does_at_the_machine(self, cast: Cast) -> None:
        actions.start_mandate(
            actions.DOOR,
            person=cast.former.person,
            seat=cast.seats["es"],
            function="coordinator",
            starts_on=clock.today(),
        )
        assert not Notice.objects.exists()


class TestTwoPeopleAreTwo:
    def test_whom_one_seated_this_week_releases_nothing_of_his(self, cast: Cast) -> None:
        officer, second = cast.officer.actor, seat(cast)
        meeting = create_meeting(officer, network=cast.network, title="M", starts_on=date(2025, 5, 30))
        release = draft_release(officer, meeting=meeting, title="Closed words", when_words="2025")
        with pytest.raises(NotAllowed) as refused:
            release_meeting(second, release=release)
        assert refused.value.rule == "publishing.second_person"
        with time_machine.travel(clock.now() + SECOND_PERSON_RESTS + timedelta(minutes=1), tick=False):
            later = actor_for_account(Account.objects.get(email=MAIL))
            assert release_meeting(later, release=release).state == "released"

    def test_the_chair_who_was_there_before_releases_at_once(self, cast: Cast) -> None:
        meeting = create_meeting(
            cast.officer.actor, network=cast.network, title="M", starts_on=date(2025, 5, 30)
        )
        release = draft_release(cast.officer.actor, meeting=meeting, title="Words", when_words="2025")
        assert release_meeting(cast.chair.actor, release=release).state == "released"

    def test_whoever_asks_for_an_opening_did_not_seat_whoever_agrees(self, cast: Cast) -> None:
        second = seat(cast)
        # The officer leaves the network and keeps the machine from now on.
        Mandate.objects.filter(person=cast.officer.person).delete()
        cast.officer.account.is_administrator = True
        cast.officer.account.save()
        asked = actions.ask_opening(
            actor_for_account(cast.officer.account),
            network=cast.network,
            reason="The search index is broken and must be looked at.",
            hours=1,
        )
        with pytest.raises(NotAllowed, match="seated you here this week"):
            actions.agree_to_opening(second, opening=asked)
        actions.agree_to_opening(cast.chair.actor, opening=asked)

    def test_an_administrator_is_somebody_by_name(self, cast: Cast) -> None:
        nobody = Account.objects.create_user("root@story.example")
        nobody.is_administrator = True
        nobody.save()
        with pytest.raises(RuleBroken, match="nobody's by name"):
            actions.ask_opening(
                actor_for_account(nobody),
                network=cast.network,
                reason="The search index is broken and must be looked at.",
                hours=1,
            )


def test_an_old_first_link_does_not_end_the_newer_ones(cast: Cast) -> None:
    officer, person = cast.officer.actor, cast.drena.person
    old = actions.send_activation(officer, person=person)
    stale, path = Activation.objects.get(pk=old.pk), reverse("members:activate", args=[activation_token(old)])
    newest = activation_token(actions.send_activation(officer, person=person))
    with time_machine.travel(clock.now() + timedelta(minutes=2), tick=False):
        assert Client().get(path).status_code == 410
        assert Client().post(f"{path}again/").status_code == 200
        assert not actions.renew_activation(actions.DOOR, activation=stale)
        assert activation_behind(newest).state == "open"
    assert Notice.objects.filter(account=cast.drena.account).count() == 2
