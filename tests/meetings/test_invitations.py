"""Invitations: addressed to seats, written to whoever holds them at sending, frozen in the register."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.core.mail import EmailMessage

from secretariat.audit.reads import deeds_of
from secretariat.desk.machine.jobs import send_due_notices
from secretariat.meetings import actions
from secretariat.meetings.models import Invitation, Invitee, Letter
from secretariat.meetings.reads import (
    invitation_page,
    sequence_of,
    visible_invitations,
    visible_invitees,
    visible_letters,
)
from secretariat.members import actions as members
from secretariat.members.models import Mandate, Notice
from secretariat.toolbox import clock
from secretariat.toolbox.errors import Conflict, NotAllowed, NotVisible, RuleBroken
from tests.cast import Cast, Player

from .invited import invitation_of, invitee_of, meeting_of, sent_invitation

DAY = timedelta(days=1)


def successor(cast: Cast, seat: str = "br", name: str = "Sava Nova") -> Mandate:
    """Somebody who takes a seat over today; whoever held it ended yesterday."""
    for old in Mandate.objects.filter(seat=cast.seats[seat], function="coordinator", ends_on=None):
        members.end_mandate(cast.officer.actor, mandate=old, ends_on=clock.today() - DAY)
    return members.seat_newcomer(
        cast.officer.actor,
        seat=cast.seats[seat],
        name=name,
        email=f"{name.split()[0].lower()}@story.example",
        function="coordinator",
        starts_on=clock.today(),
        letter=members.Letter("Note 1"),
    )


def mandate_of(player: Player) -> Mandate:
    assert player.role.mandate is not None
    return player.role.mandate


def test_a_draft_begins_with_the_last_day_of_the_terms_of_reference(cast: Cast) -> None:
    invitation = invitation_of(cast)
    assert invitation.reply_by == date(2027, 2, 25), "28 days before the meeting opens"
    assert invitation.state == "draft"
    assert not Notice.objects.filter(kind="invitation").exists()


def test_a_last_day_that_is_over_already_becomes_the_day_before(cast: Cast) -> None:
    meeting = meeting_of(cast, with_hours=False)
    with time_machine.travel(clock.now().replace(year=2027, month=3, day=20), tick=False):
        assert invitation_of(cast, meeting).reply_by == date(2027, 3, 24)


def test_sending_writes_to_whoever_holds_each_seat_and_leaves_the_vacant_one_open(cast: Cast) -> None:
    invitation = invitation_of(cast)
    sending = actions.send_invitation(cast.officer.actor, invitation=invitation)
    assert [seat.code for seat in sending.vacant] == ["es"]
    assert [(letter.number, letter.name) for letter in sending.letters] == [
        ("2026/L.1", "Ana Đurić"),
        ("2026/L.2", "Blagoja Ристов"),
        ("2026/L.3", "Nina Kostova"),
        ("2026/L.4", "Drita Hoxha"),
    ]
    invitation.refresh_from_db()
    page = invitation_page(invitation)
    assert [line.invitee.seat.code for line in page.lines] == ["ab", "br", "co", "dr", "es"], (
        "the order of States"
    )
    assert page.to_write == ()
    assert [line.invitee.seat.code for line in page.vacant] == ["es"]
    assert {line.state for found in page.lines for line in found.letters} == {"on its way"}


def test_no_mail_is_written_to_somebody_suspended_whose_letter_is_handed_over(cast: Cast) -> None:
    members.suspend_account(
        cast.officer.actor, person=cast.other.person, reason="The mailbox was broken into."
    )
    sending = actions.send_invitation(cast.officer.actor, invitation=invitation_of(cast))
    assert not Notice.objects.filter(account=cast.other.account, letter_ref__startswith="letter").exists()
    assert [hand.letter.name for hand in sending.by_hand if hand.address] == ["Blagoja Ристов"]


def test_a_handover_between_drafting_and_sending_writes_to_the_new_holder_alone(
    cast: Cast, mailoutbox: list[EmailMessage]
) -> None:
    invitation = invitation_of(cast)
    successor(cast)
    actions.send_invitation(cast.officer.actor, invitation=invitation)
    letter = Letter.objects.get(invitee__seat=cast.seats["br"])
    assert letter.name == "Sava Nova"
    assert letter.content["addressee"][0] == "Sava Nova"
    send_due_notices()
    assert [m.to for m in mailoutbox if m.to == [cast.other.account.email]] == []


def test_a_mandate_that_ends_between_sending_and_the_post_gets_no_letter_and_its_seat_is_open_again(
    cast: Cast, mailoutbox: list[EmailMessage]
) -> None:
    invitation = sent_invitation(cast)
    members.end_mandate(cast.officer.actor, mandate=mandate_of(cast.other), ends_on=clock.today())
    with time_machine.travel(clock.now() + DAY, tick=False):
        send_due_notices()
        assert [m.to for m in mailoutbox if m.to == ["bresta@story.example"]] == []
        line = next(x for x in invitation_page(invitation).lines if x.invitee.seat == cast.seats["br"])
        assert line.letters[0].state == "not sent"
        assert line.letters[0].why == "The mandate it was written for has ended."
        assert line.holder is None
        successor(cast)
        page = invitation_page(invitation)
        assert [x.invitee.seat.code for x in page.to_write] == ["br"]


def test_newcomers_alone_are_written_to_the_second_time(cast: Cast) -> None:
    invitation = sent_invitation(cast)
    with pytest.raises(RuleBroken, match="written to already"):
        actions.send_invitation(cast.officer.actor, invitation=invitation)
    successor(cast, "es", "Ema Sol")
    sending = actions.send_invitation(cast.officer.actor, invitation=invitation)
    assert [letter.name for letter in sending.letters] == ["Ema Sol"]
    assert sending.letters[0].serial == 5


def test_what_was_written_is_frozen(cast: Cast) -> None:
    meeting = meeting_of(cast)
    invitation = sent_invitation(cast, meeting)
    before = Letter.objects.get(invitee__seat=cast.seats["ab"]).content
    actions.change_meeting(cast.officer.actor, meeting=meeting, version=meeting.version, place="Budva")
    members.end_mandate(cast.officer.actor, mandate=mandate_of(cast.coordinator), ends_on=clock.today())
    assert Letter.objects.get(invitee__seat=cast.seats["ab"]).content == before
    assert "Bečići" in before["text"]
    assert before["addressee"] == [
        "Ana Đurić",
        "National Coordinator",
        "Ministry of Public Order",
        "Republic of Alba",
    ]
    assert before["signature"] == ["Olga Petrova-Lind", "The Secretariat"]
    with pytest.raises(RuleBroken, match="not changed"):
        actions.change_invitation(
            cast.officer.actor,
            invitation=invitation,
            version=invitation.version,
            seats=[cast.seats["ab"]],
            middle="Other",
        )


def test_a_footnoted_name_carries_its_mark_and_its_note(cast: Cast) -> None:
    sent_invitation(cast)
    content = Letter.objects.get(invitee__seat=cast.seats["dr"]).content
    assert content["addressee"][-1] == "Drena*"
    assert content["footnotes"][0][0] == "*"


def test_writing_once_more_is_a_new_line_of_the_register(cast: Cast) -> None:
    invitation = sent_invitation(cast)
    invitee = invitee_of(invitation, cast.seats["ab"])
    (again,) = actions.resend_letter(cast.officer.actor, invitee=invitee).letters
    assert again.serial == 5
    assert Letter.objects.filter(invitee=invitee).count() == 2
    with pytest.raises(RuleBroken, match="vacant"):
        actions.resend_letter(cast.officer.actor, invitee=invitee_of(invitation, cast.seats["es"]))


def test_numbers_run_by_year_without_a_gap(cast: Cast) -> None:
    sent_invitation(cast)
    with time_machine.travel(clock.now().replace(year=2027, month=1, day=8), tick=False):
        other = sent_invitation(cast, meeting_of(cast, title="Another"))
        numbers = Letter.objects.filter(invitee__invitation=other).order_by("pk")
        assert [letter.number for letter in numbers] == ["2027/L.1", "2027/L.2", "2027/L.3", "2027/L.4"]


def test_an_update_needs_a_change_and_reaches_those_who_were_written_to(cast: Cast) -> None:
    meeting = meeting_of(cast)
    invitation = sent_invitation(cast, meeting)
    with pytest.raises(RuleBroken, match="Nothing has changed"):
        actions.send_update(cast.officer.actor, invitation=invitation)
    changed = actions.change_meeting(
        cast.officer.actor, meeting=meeting, version=meeting.version, place="Budva"
    )
    assert invitation_page(Invitation.objects.get(pk=invitation.pk)).has_changed
    successor(cast)
    sending = actions.send_update(cast.officer.actor, invitation=invitation)
    assert [letter.name for letter in sending.letters] == ["Ana Đurić", "Nina Kostova", "Drita Hoxha"]
    assert {letter.sequence for letter in sending.letters} == {sequence_of(changed)}
    assert "will now be held" in sending.letters[0].content["text"]
    assert "Budva" in sending.letters[0].content["text"]
    page = invitation_page(Invitation.objects.get(pk=invitation.pk))
    assert [x.invitee.seat.code for x in page.to_write] == ["br"], "who came since is still to be invited"
    (late,) = actions.send_invitation(cast.officer.actor, invitation=invitation).letters
    assert (late.name, late.kind, late.sequence) == ("Sava Nova", "invitation", sequence_of(changed))


def test_a_change_that_no_letter_told_is_no_reason_to_write(cast: Cast) -> None:
    meeting = meeting_of(cast)
    invitation = sent_invitation(cast, meeting)
    actions.change_meeting(cast.officer.actor, meeting=meeting, version=meeting.version, theme="The sea")
    assert not invitation_page(Invitation.objects.get(pk=invitation.pk)).has_changed
    with pytest.raises(RuleBroken, match="Nothing has changed"):
        actions.send_update(cast.officer.actor, invitation=invitation)


def test_a_cancelled_meeting_is_cancelled_for_all_who_were_written_to_and_nobody_is_invited_any_more(
    cast: Cast,
) -> None:
    meeting = meeting_of(cast)
    invitation = sent_invitation(cast, meeting)
    actions.cancel_meeting(cast.officer.actor, meeting=meeting, why="The hall burnt down")
    sending = actions.send_update(cast.officer.actor, invitation=invitation)
    assert {letter.kind for letter in sending.letters} == {"cancellation"}
    assert "The reason: The hall burnt down." in sending.letters[0].content["text"]
    invitation.refresh_from_db()
    assert invitation.state == "cancelled"
    invitee = invitee_of(invitation, cast.seats["ab"])
    for act in (
        lambda: actions.resend_letter(cast.officer.actor, invitee=invitee),
        lambda: actions.send_invitation(cast.officer.actor, invitation=invitation),
        lambda: actions.reply_to_invitation(cast.coordinator.actor, invitee=invitee, reply="takes part"),
    ):
        with pytest.raises(RuleBroken, match="cancelled"):
            act()


def test_an_earlier_change_of_the_meeting_is_no_update_of_a_first_letter(cast: Cast) -> None:
    meeting = meeting_of(cast)
    invitation = invitation_of(cast, meeting)
    changed = actions.change_meeting(
        cast.officer.actor, meeting=meeting, version=meeting.version, place="Budva"
    )
    actions.send_invitation(cast.officer.actor, invitation=invitation)
    invitation.refresh_from_db()
    assert invitation.sequence == sequence_of(changed)
    assert not invitation_page(invitation).has_changed


class TestDrafts:
    def test_a_draft_is_changed_with_the_version_one_had_before_oneself(self, cast: Cast) -> None:
        invitation = invitation_of(cast)
        changed = actions.change_invitation(
            cast.chair.actor,
            invitation=invitation,
            version=1,
            seats=[cast.seats["ab"], cast.seats["observer"]],
            language="fr",
        )
        assert changed.version == 2
        assert set(Invitee.objects.values_list("seat__code", flat=True)) == {"ab", "observer"}
        with pytest.raises(Conflict):
            actions.change_invitation(
                cast.officer.actor, invitation=invitation, version=1, seats=[cast.seats["ab"]], language="en"
            )

    def test_a_draft_can_be_dropped_and_what_was_sent_cannot(self, cast: Cast) -> None:
        actions.drop_invitation(cast.officer.actor, invitation=invitation_of(cast))
        assert not Invitation.objects.exists()
        with pytest.raises(RuleBroken):
            actions.drop_invitation(cast.officer.actor, invitation=sent_invitation(cast))

    def test_nobody_is_invited_twice_to_one_meeting(self, cast: Cast) -> None:
        meeting = meeting_of(cast)
        invitation_of(cast, meeting, seats=[cast.seats["ab"]])
        with pytest.raises(RuleBroken, match="Seat of Alba is invited"):
            invitation_of(cast, meeting, seats=[cast.seats["ab"], cast.seats["br"]])

    @pytest.mark.parametrize(
        "wrong",
        [
            {"seats": []},
            {"kind": "party"},
            {"language": "de"},
            {"reply_by": date(2026, 11, 23)},
            {"reply_by": date(2027, 3, 26)},
        ],
    )
    def test_what_cannot_be_is_refused(self, cast: Cast, wrong: dict[str, object]) -> None:
        with pytest.raises(RuleBroken):
            invitation_of(cast, None, **wrong)

    def test_a_meeting_without_days_or_over_is_not_invited_to(self, cast: Cast) -> None:
        with pytest.raises(RuleBroken, match="days are not known"):
            invitation_of(cast, meeting_of(cast, period_words="spring 2027"))
        over = meeting_of(cast)
        type(over).objects.filter(pk=over.pk).update(starts_on=date(2026, 1, 1), ends_on=date(2026, 1, 2))
        over.refresh_from_db()
        with pytest.raises(RuleBroken, match="over"):
            invitation_of(cast, over)


class TestRights:
    def test_the_offices_invite_and_nobody_else(self, cast: Cast) -> None:
        meeting = meeting_of(cast)
        for role in ("coordinator", "substitute", "other", "local"):
            with pytest.raises(NotAllowed):
                actions.draft_invitation(
                    getattr(cast, role).actor, meeting=meeting, kind="plenary", seats=[cast.seats["ab"]]
                )
        invitation = invitation_of(cast, meeting)
        with pytest.raises(NotVisible):
            actions.send_invitation(cast.coordinator.actor, invitation=invitation)
        assert actions.send_invitation(cast.chair.actor, invitation=invitation).letters
        assert Letter.objects.all()[0].content["signature"] == ["Čedomir Vuković", "Chair"]

    def test_a_seat_sees_its_own_letter_once_it_was_sent_and_no_other(self, cast: Cast) -> None:
        invitation = invitation_of(cast)
        assert not visible_invitees(cast.coordinator.actor).exists(), "a draft is the offices' own"
        actions.send_invitation(cast.officer.actor, invitation=invitation)
        for role, seats in (
            ("coordinator", {"ab"}),
            ("local", {"ab"}),
            ("other", {"br"}),
            ("observer", set()),
        ):
            actor = getattr(cast, role).actor
            assert set(visible_invitees(actor).values_list("seat__code", flat=True)) == seats
            assert set(visible_letters(actor).values_list("invitee__seat__code", flat=True)) == seats
        assert visible_letters(cast.chair.actor).count() == 4
        assert not visible_letters(cast.admin.actor).exists()
        assert not visible_letters(cast.public_actor).exists()


def test_a_letter_to_somebody_without_a_sign_in_is_handed_over(cast: Cast) -> None:
    person = members.add_person(cast.officer.actor, network=cast.network, name="Vid Ručni")
    members.start_mandate(
        cast.officer.actor,
        person=person,
        seat=cast.seats["es"],
        function="coordinator",
        starts_on=clock.today(),
    )
    sending = actions.send_invitation(cast.officer.actor, invitation=invitation_of(cast))
    (by_hand,) = sending.by_hand
    assert by_hand.letter.name == "Vid Ručni"
    assert by_hand.letter.calendar == ""
    assert "/answer/" in by_hand.address
    line = next(
        x for x in invitation_page(by_hand.letter.invitee.invitation).lines if x.invitee.seat.code == "es"
    )
    assert line.letters[0].state == "to hand over"


def test_each_letter_costs_the_same_few_queries(cast: Cast, django_assert_max_num_queries: object) -> None:
    invitation = invitation_of(cast)
    with django_assert_max_num_queries(25 + 4 * 26):  # type: ignore[operator]
        actions.send_invitation(cast.officer.actor, invitation=invitation)


def test_the_page_of_an_invitation_costs_the_same_however_many_seats(
    cast: Cast, django_assert_num_queries: object
) -> None:
    invitation = visible_invitations(cast.officer.actor).get(pk=sent_invitation(cast).pk)
    with django_assert_num_queries(3):  # type: ignore[operator]
        invitation_page(invitation)


def test_purging_wipes_the_words_and_keeps_who_was_written_to(cast: Cast) -> None:
    invitation = sent_invitation(cast)
    members_officer = cast.officer.actor
    actions.purge_invitation(members_officer, invitation=invitation, reason="Named somebody")
    invitation.refresh_from_db()
    assert "walk" not in invitation.middle
    for letter in Letter.objects.filter(invitee__invitation=invitation):
        assert (letter.content, letter.calendar) == ({}, "")
        assert letter.number
        assert letter.calendar_digest
    assert all(
        d.words is None or "walk" not in str(d.words) for d in deeds_of(invitation.ref, members_officer)
    )


def test_purging_a_meeting_wipes_its_letters_too(cast: Cast) -> None:
    meeting = meeting_of(cast)
    invitation = sent_invitation(cast, meeting)
    invitee = invitee_of(invitation, cast.seats["ab"])
    actions.reply_to_invitation(cast.coordinator.actor, invitee=invitee, reply="takes part", words="Gladly")
    actions.purge_meeting(cast.officer.actor, meeting=meeting, reason="Named somebody")
    assert set(Letter.objects.values_list("calendar", flat=True)) == {""}
    assert not Letter.objects.exclude(content={}).exists()
    assert not Notice.objects.filter(subject__contains="Twelfth").exists()
    invitee.refresh_from_db()
    assert (invitee.reply, invitee.words) == ("takes part", "")
    for thing in (invitation, meeting):
        told = str([deed.words for deed in deeds_of(thing.ref, cast.officer.actor)])
        assert "Twelfth" not in told
