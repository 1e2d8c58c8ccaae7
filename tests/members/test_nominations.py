"""A seat proposes, the Secretariat confirms, and everything that follows happens at once or not at all."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from secretariat.access.models import Account
from secretariat.access.rules import PUBLIC
from secretariat.audit.models import Deed
from secretariat.members import actions
from secretariat.members.models import Activation, Mandate, Nomination, Notice, Person
from secretariat.members.reads import actor_for_account, room_at, seats_with_holders, visible_nominations
from secretariat.members.rules import NOMINABLE, day_before, functions_at, is_full
from secretariat.toolbox import clock
from secretariat.toolbox.errors import NotAllowed, NotVisible, RuleBroken
from tests.cast import Cast

LETTER = actions.Letter("Note 12 of today")
MAIL = "mila@story.example"


def propose(cast: Cast, by: str = "coordinator", **facts: Any) -> Nomination:
    given: dict[str, Any] = {
        "name": "Mila Novak",
        "email": MAIL,
        "function": "expert",
        "starts_on": clock.today(),
    }
    return actions.nominate_person(
        getattr(cast, by).actor, seat=cast.seats["ab"], **({"letter": LETTER} | given | facts)
    )


class TestProposing:
    def test_whoever_speaks_for_the_seat_proposes_and_nothing_opens_yet(self, cast: Cast) -> None:
        for by, email in (("coordinator", MAIL), ("substitute", "nina@story.example")):
            row = propose(cast, by, email=email)
            assert row.state == "waiting"
            assert row.proposed_by == getattr(cast, by).person
        assert not Person.objects.filter(name="Mila Novak").exists()
        assert not Account.objects.filter(email=MAIL).exists()
        assert not Notice.objects.exists()

    @pytest.mark.parametrize("by", ["local", "other", "chair", "officer", "observer", "former", "admin"])
    def test_nobody_else_proposes_for_it(self, cast: Cast, by: str) -> None:
        with pytest.raises((NotAllowed, NotVisible)):
            propose(cast, by)
        with pytest.raises(NotAllowed):
            actions.nominate_person(
                PUBLIC,
                seat=cast.seats["ab"],
                name="Mila Novak",
                email=MAIL,
                function="expert",
                starts_on=clock.today(),
                letter=LETTER,
            )
        assert not Nomination.objects.exists()

    def test_an_office_is_not_filled_by_proposal(self, cast: Cast) -> None:
        for role in ("chair", "officer"):
            player = getattr(cast, role)
            with pytest.raises(NotAllowed, match="whoever speaks for their seat"):
                actions.nominate_person(
                    player.actor,
                    seat=player.seat,
                    name="Mila Novak",
                    email=MAIL,
                    function="expert",
                    starts_on=clock.today(),
                    letter=LETTER,
                )

    def test_nobody_proposes_himself_by_any_address_of_his(self, cast: Cast) -> None:
        me = cast.substitute
        for email in (me.account.email, me.account.email.upper()):
            with pytest.raises(NotAllowed, match="himself or herself"):
                propose(cast, "substitute", email=email, function="coordinator")

    def test_a_seat_is_full_at_its_limit_and_free_again_when_one_is_withdrawn(self, cast: Cast) -> None:
        before = next(r.held for r in room_at(cast.seats["ab"]) if r.function == "substitute")
        rows = [
            propose(cast, function="substitute", email=f"s{n}@story.example")
            for n in range(NOMINABLE["substitute"] - before)
        ]
        with pytest.raises(RuleBroken, match="of at most 2 as substitute"):
            propose(cast, function="substitute", email="late@story.example")
        actions.withdraw_nomination(cast.substitute.actor, nomination=rows[-1])
        assert propose(cast, function="substitute", email="late@story.example").state == "waiting"

    @pytest.mark.parametrize(
        ("facts", "rule"),
        [
            ({"function": "officer"}, "members.function"),
            ({"function": "chair"}, "members.function"),
            ({"ends_on": date(2020, 1, 1)}, "members.mandate_dates"),
            ({"letter": actions.Letter()}, "members.letter"),
            ({"letter": actions.Letter("  ")}, "members.letter"),
        ],
    )
    def test_what_cannot_be_is_refused_with_its_rule(
        self, cast: Cast, facts: dict[str, Any], rule: str
    ) -> None:
        with pytest.raises(RuleBroken) as refusal:
            propose(cast, **facts)
        assert refusal.value.rule == rule

    def test_the_same_proposal_waits_once(self, cast: Cast) -> None:
        propose(cast)
        with pytest.raises(RuleBroken, match="proposed as expert already"):
            propose(cast, "substitute")

    def test_the_database_itself_refuses_a_right_without_confirmation(self, cast: Cast) -> None:
        row = propose(cast)
        with pytest.raises(IntegrityError, match="nomination_"), transaction.atomic():
            Nomination.objects.filter(pk=row.pk).update(mandate=cast.other.role.mandate)

    def test_the_seat_and_the_bureau_see_it_and_nobody_else_does(self, cast: Cast) -> None:
        row = propose(cast)
        for role in ("coordinator", "substitute", "officer", "chair"):
            assert list(visible_nominations(getattr(cast, role).actor)) == [row], role
        for role in ("local", "other", "newcomer", "observer", "funder", "former", "admin"):
            assert not visible_nominations(getattr(cast, role).actor).exists(), role
        assert not visible_nominations(PUBLIC).exists()


class TestConfirming:
    def test_one_step_makes_person_mandate_sign_in_and_letter(self, cast: Cast) -> None:
        row = propose(cast)
        mandate = actions.confirm_nomination(cast.officer.actor, nomination=row)
        row.refresh_from_db()
        assert (row.state, row.mandate, row.person) == ("confirmed", mandate, mandate.person)
        assert mandate.nomination == "Note 12 of today"
        account = Account.objects.get(email=MAIL)
        assert not account.has_usable_password()
        assert [s.function for s in actor_for_account(account).standings] == ["expert"]
        notice = Notice.objects.get(account=account)
        assert (notice.kind, notice.mandate, notice.sent_at) == ("activation", mandate, None)
        assert Activation.objects.filter(account=account, used_at=None).exists()

    @pytest.mark.parametrize(
        ("role", "reads"),
        [
            ("officer", True),
            ("chair", True),
            ("coordinator", True),
            ("local", False),
            ("other", False),
            ("observer", False),
        ],
    )
    def test_the_words_of_the_letter_stay_between_the_seat_and_the_offices(
        self, cast: Cast, role: str, reads: bool
    ) -> None:
        mandate = actions.confirm_nomination(cast.officer.actor, nomination=propose(cast, email=MAIL))
        client, seat = getattr(cast, role).client, mandate.seat
        pages = [
            client.get(reverse("members:seat", args=[seat.ref])),
            client.get(reverse("members:member", args=[seat.member.ref])),
        ]
        if role != "observer":
            pages.append(client.get(reverse("members:person", args=[mandate.person.ref])))
        for page in pages:
            assert page.status_code == 200
            assert ("Note 12 of today" in page.content.decode()) is reads

    def test_if_the_sign_in_cannot_be_opened_nothing_of_it_is_left(self, cast: Cast) -> None:
        row = propose(cast, email=cast.other.account.email)
        people, mandates, deeds = Person.objects.count(), Mandate.objects.count(), Deed.objects.count()
        with pytest.raises(RuleBroken, match="signs in with"):
            actions.confirm_nomination(cast.officer.actor, nomination=row)
        row.refresh_from_db()
        assert row.state == "waiting"
        assert (people, mandates, deeds) == (
            Person.objects.count(),
            Mandate.objects.count(),
            Deed.objects.count(),
        )

    def test_a_letter_never_moves_a_sign_in_to_another_mailbox(self, cast: Cast) -> None:
        row = propose(cast, email="elsewhere@story.example")
        with pytest.raises(RuleBroken, match="signs in with another address"):
            actions.confirm_nomination(cast.officer.actor, nomination=row, person=cast.other.person)

    def test_nobody_confirms_himself_nor_his_own_proposal(self, cast: Cast) -> None:
        mine = propose(cast, email=cast.officer.account.email)
        with pytest.raises(NotAllowed, match="himself or herself"):
            actions.confirm_nomination(cast.officer.actor, nomination=mine, person=cast.officer.person)
        row = propose(cast, email=MAIL)
        Nomination.objects.filter(pk=row.pk).update(proposed_by=cast.officer.person)
        with pytest.raises(NotAllowed, match="confirms a proposal of himself"):
            actions.confirm_nomination(cast.officer.actor, nomination=row)

    def test_it_is_answered_once(self, cast: Cast) -> None:
        officer, row = cast.officer.actor, propose(cast)
        actions.refuse_nomination(officer, nomination=row, why="The letter is unsigned.")
        for answer in (
            lambda: actions.confirm_nomination(officer, nomination=row),
            lambda: actions.refuse_nomination(officer, nomination=row, why="Twice."),
            lambda: actions.withdraw_nomination(cast.coordinator.actor, nomination=row),
        ):
            with pytest.raises(RuleBroken, match="answered meanwhile"):
                answer()
        assert not Mandate.objects.filter(seat=cast.seats["ab"], person__name="Mila Novak").exists()

    def test_a_refusal_needs_its_reason(self, cast: Cast) -> None:
        with pytest.raises(RuleBroken, match="Say why"):
            actions.refuse_nomination(cast.officer.actor, nomination=propose(cast), why="  ")

    def test_only_the_seat_itself_withdraws(self, cast: Cast) -> None:
        row = propose(cast)
        for role in ("other", "chair", "officer", "local"):
            with pytest.raises(NotAllowed):
                actions.withdraw_nomination(getattr(cast, role).actor, nomination=row)


class TestSucceeding:
    def test_a_new_coordinator_ends_the_one_before_on_the_day_before(self, cast: Cast) -> None:
        first = clock.today() + timedelta(days=7)
        row = propose(cast, "substitute", function="coordinator", starts_on=first)
        actions.confirm_nomination(cast.officer.actor, nomination=row)
        before = cast.coordinator.role.mandate
        assert before is not None
        before.refresh_from_db()
        assert before.ends_on == first - timedelta(days=1)
        day_of = {
            day: next(
                line
                for line in seats_with_holders(cast.officer.actor, cast.network, day)
                if line.seat == cast.seats["ab"]
            )
            for day in (first - timedelta(days=1), first)
        }
        names = [line.holder.person.name for line in day_of.values() if line.holder]
        assert names == [cast.coordinator.person.name, "Mila Novak"]

    def test_whoever_acted_until_then_ends_too_and_others_stay(self, cast: Cast) -> None:
        seat, today = cast.seats["ab"], clock.today()
        acting = actions.seat_newcomer(
            cast.officer.actor,
            seat=seat,
            name="Mila Novak",
            email=MAIL,
            function="acting coordinator",
            starts_on=today - timedelta(days=3),
            letter=LETTER,
        )
        actions.seat_newcomer(
            cast.officer.actor,
            seat=seat,
            name="Nina Kral",
            email="nina@story.example",
            function="coordinator",
            starts_on=today,
            letter=LETTER,
        )
        acting.refresh_from_db()
        assert acting.ends_on == today - timedelta(days=1)
        substitute = cast.substitute.role.mandate
        assert substitute is not None
        substitute.refresh_from_db()
        assert substitute.ends_on is None

    def test_if_the_successor_fails_the_predecessor_stays(self, cast: Cast) -> None:
        row = propose(cast, "substitute", function="coordinator", email=cast.other.account.email)
        with pytest.raises(RuleBroken):
            actions.confirm_nomination(cast.officer.actor, nomination=row)
        before = cast.coordinator.role.mandate
        assert before is not None
        before.refresh_from_db()
        assert before.ends_on is None


class TestLettingGo:
    def helper(self, cast: Cast, role: str = "substitute") -> Mandate:
        mandate: Mandate | None = getattr(cast, role).role.mandate
        assert mandate is not None
        return mandate

    def test_a_seat_lets_its_own_people_go_with_a_last_day(self, cast: Cast) -> None:
        today = clock.today()
        client, mandate = cast.coordinator.client, self.helper(cast, "local")
        page = client.get(reverse("members:seat", args=[cast.seats["ab"].ref])).content.decode()
        address = reverse("members:dismiss", args=[mandate.ref])
        assert address in page
        assert client.post(address, {"ends_on": today.isoformat()}).status_code == 302
        mandate.refresh_from_db()
        assert mandate.ends_on == today
        assert Deed.objects.filter(deed="members.dismiss_person", thing_ref=mandate.ref).count() == 1

    @pytest.mark.parametrize("role", ["local", "other", "chair", "officer", "observer"])
    def test_nobody_else_does(self, cast: Cast, role: str) -> None:
        with pytest.raises(NotAllowed):
            actions.dismiss_person(
                getattr(cast, role).actor, mandate=self.helper(cast), ends_on=clock.today()
            )

    def test_whoever_fills_the_seat_is_not_let_go_by_a_substitute(self, cast: Cast) -> None:
        with pytest.raises(RuleBroken, match="fills the seat"):
            actions.dismiss_person(
                cast.substitute.actor, mandate=self.helper(cast, "coordinator"), ends_on=clock.today()
            )

    def test_a_seat_never_draws_a_mandate_out(self, cast: Cast) -> None:
        mandate, today = self.helper(cast), clock.today()
        actions.dismiss_person(cast.coordinator.actor, mandate=mandate, ends_on=today)
        with pytest.raises(RuleBroken, match="proposed anew"):
            actions.dismiss_person(cast.coordinator.actor, mandate=mandate, ends_on=today + timedelta(days=1))


class TestNobodySeatsHimself:
    def test_not_by_a_mandate_and_not_by_seating(self, cast: Cast) -> None:
        for player, seat in ((cast.officer, "es"), (cast.chair, "es")):
            with pytest.raises(NotAllowed, match="himself or herself"):
                actions.start_mandate(
                    player.actor,
                    person=player.person,
                    seat=cast.seats[seat],
                    function="coordinator",
                    starts_on=clock.today(),
                )
        with pytest.raises(NotAllowed, match="himself or herself"):
            actions.seat_newcomer(
                cast.officer.actor,
                seat=cast.seats["es"],
                person=cast.officer.person,
                email=cast.officer.account.email,
                function="coordinator",
                starts_on=clock.today(),
                letter=LETTER,
            )

    def test_not_by_joining_ones_own_entry_with_somebody_in_office(self, cast: Cast) -> None:
        officer = cast.officer.actor
        twin = actions.add_person(officer, network=cast.network, name="Klara Second")
        actions.start_mandate(
            officer, person=twin, seat=cast.seats["secretariat"], function="officer", starts_on=clock.today()
        )
        for keep, other in ((cast.chair.person, twin), (twin, cast.chair.person)):
            with pytest.raises(NotAllowed):
                actions.merge_people(cast.chair.actor, keep=keep, other=other)
        with pytest.raises(NotAllowed, match="done by the Secretariat"):
            actions.merge_people(cast.chair.actor, keep=cast.other.person, other=twin)
        actions.merge_people(officer, keep=cast.other.person, other=twin)

    def test_an_ended_mandate_is_joined_only_by_who_could_open_it(self, cast: Cast) -> None:
        officer = cast.officer.actor
        twin = actions.add_person(officer, network=cast.network, name="Klara Second")
        actions.start_mandate(
            officer,
            person=twin,
            seat=cast.seats["secretariat"],
            function="officer",
            starts_on=date(2019, 1, 1),
            ends_on=date(2019, 12, 31),
        )
        with pytest.raises(NotAllowed):
            actions.merge_people(cast.chair.actor, keep=cast.chair.person, other=twin)
        assert actions.merge_people(officer, keep=cast.chair.person, other=twin)


class TestPages:
    def test_the_form_of_the_seat_leads_to_a_nomination_that_waits(self, cast: Cast) -> None:
        client, seat = cast.coordinator.client, cast.seats["ab"]
        fields = {"name": "Mila Novak", "email": MAIL, "function": "expert", "starts_on": "2026-12-01"}
        sent_back = client.post(reverse("desk:propose", args=[seat.ref]), fields)
        assert sent_back.status_code == 422
        assert "Name the letter" in sent_back.content.decode()
        answer = client.post(
            reverse("desk:propose", args=[seat.ref]), fields | {"letter": "Note 7"}, follow=True
        )
        assert "Asked of the Secretariat" in answer.content.decode()

    def test_the_secretariat_reads_what_confirming_ends_and_confirms(self, cast: Cast) -> None:
        row = propose(cast, "substitute", function="coordinator")
        page = reverse("members:nomination", args=[row.ref])
        text = cast.officer.client.get(page).content.decode()
        assert f"This ends the mandate of {cast.coordinator.person.name}" in text
        answer = cast.officer.client.post(reverse("members:confirm", args=[row.ref]), follow=True)
        assert "is entered as coordinator" in answer.content.decode()

    def test_who_is_alike_is_asked_and_said(self, cast: Cast) -> None:
        name = cast.other.person.name
        row = propose(cast, name=name)
        client, address = cast.officer.client, reverse("members:confirm", args=[row.ref])
        assert client.post(address).status_code == 422
        assert client.post(address, {"who": "somebody else"}).status_code == 302
        assert Person.objects.filter(name=name).count() == 2

    def test_a_refusal_and_a_withdrawal_are_told_to_the_seat(self, cast: Cast) -> None:
        row = propose(cast)
        why = {"reason": "The letter is unsigned."}
        cast.officer.client.post(reverse("members:refuse", args=[row.ref]), why)
        text = cast.coordinator.client.get(reverse("members:nomination", args=[row.ref])).content.decode()
        assert "The letter is unsigned." in text
        second = propose(cast)
        cast.coordinator.client.post(reverse("members:withdraw", args=[second.ref]))
        second.refresh_from_db()
        assert second.state == "withdrawn"

    def test_the_secretariat_seats_a_newcomer_by_one_form(self, cast: Cast) -> None:
        address = reverse("desk:seat_newcomer", args=[cast.seats["es"].ref])
        fields = {
            "name": "Mila Novak",
            "email": MAIL,
            "function": "coordinator",
            "starts_on": "2026-11-24",
            "letter": "Note 9",
        }
        assert cast.officer.client.post(address, fields).status_code == 302
        assert Mandate.objects.filter(seat=cast.seats["es"], person__name="Mila Novak").exists()
        assert Notice.objects.filter(account__email=MAIL, kind="activation").exists()

    def test_vacant_acting_and_substitute_seats_are_told_apart(self, cast: Cast) -> None:
        actions.seat_newcomer(
            cast.officer.actor,
            seat=cast.seats["es"],
            name="Mila Novak",
            email=MAIL,
            function="substitute",
            starts_on=clock.today(),
            letter=LETTER,
        )
        page = cast.coordinator.client.get(reverse("members:list")).content.decode()
        assert "substitute, speaks for it" in page
        actions.seat_newcomer(
            cast.officer.actor,
            seat=cast.seats["es"],
            name="Nina Kral",
            email="nina@story.example",
            function="acting coordinator",
            starts_on=clock.today(),
            letter=LETTER,
        )
        page = cast.coordinator.client.get(
            reverse("members:seat", args=[cast.seats["es"].ref])
        ).content.decode()
        assert '<span class="lack">acting</span>' in page


def test_limits_days_and_functions_are_plain_rules() -> None:
    assert not is_full("expert", 9)
    assert is_full("expert", 10)
    assert is_full("officer", 0), "an office is nobody's to propose"
    assert day_before(date(2026, 3, 1)) == date(2026, 2, 28)
    assert "officer" not in functions_at("member")
    assert "coordinator" not in functions_at("secretariat")
