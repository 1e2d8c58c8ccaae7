"""Every write of the room: who may, what it refuses, what it leaves behind."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from secretariat.access.rules import PUBLIC, Actor, system_actor
from secretariat.audit.models import Deed
from secretariat.meetings.actions import create_meeting, note_attendance, note_offer
from secretariat.meetings.models import Attendance, HostingOffer
from secretariat.members import actions
from secretariat.members.models import Distinction, Mandate, NameForm, Nomination, Notice, Person
from secretariat.members.reads import alike_people, visible_people
from secretariat.minutes.actions import add_entry, open_record
from secretariat.toolbox import clock
from secretariat.toolbox.errors import NotAllowed, NotVisible, RuleBroken
from tests.cast import Cast, sign_in_whole

DAY = timedelta(days=1)


def _person(cast: Cast, name: str = "Mila Novak") -> Person:
    return actions.add_person(cast.officer.actor, network=cast.network, name=name)


def _attested(cast: Cast) -> Mandate:
    return actions.attest_mandate(
        cast.officer.actor,
        person=cast.other.person,
        seat=cast.seats["es"],
        function="coordinator",
        on=date(2019, 5, 30),
    )


def _mandate(cast: Cast) -> Mandate:
    assert cast.other.role.mandate is not None
    return cast.other.role.mandate


def _nomination(cast: Cast) -> Nomination:
    return actions.nominate_person(
        cast.coordinator.actor,
        seat=cast.coordinator.seat,
        name="Mila Novak",
        email="mila@story.example",
        function="expert",
        starts_on=clock.today(),
        letter=actions.Letter("Note of today"),
    )


def _notice(cast: Cast) -> Notice:
    notice = actions.queue_notice(
        system_actor("a test"), account=cast.other.account, kind="note", subject="A line", body="Words"
    )
    actions.note_problem(notice, "No such mailbox.")
    return notice


Deeds = dict[str, Callable[[Cast], Callable[[Actor], object]]]
DEEDS: Deeds = {
    "add_member": lambda c: (
        lambda a: actions.add_member(
            a, network=c.network, code="FI", short_name="Fiora", official_name="Republic of Fiora"
        )
    ),
    "add_member_with_seat": lambda c: (
        lambda a: actions.add_member_with_seat(
            a,
            network=c.network,
            code="FI",
            short_name="Fiora",
            official_name="Republic of Fiora",
            institution="Ministry",
        )
    ),
    "note_names": lambda c: (
        lambda a: actions.note_names(a, member=c.members["ab"], names=actions.OtherNames(french="Albe"))
    ),
    "add_seat": lambda c: (
        lambda a: actions.add_seat(a, network=c.network, code="guest", kind="observer", label="Guest")
    ),
    "add_person": lambda c: lambda a: actions.add_person(a, network=c.network, name="Mila Novak"),
    "add_another_person": lambda c: (
        lambda a: actions.add_another_person(
            a, network=c.network, name="Ana Djuric", unlike=[c.coordinator.person]
        )
    ),
    "add_name_form": lambda c: (
        lambda a: actions.add_name_form(a, person=c.other.person, name="Blagoja Ristov")
    ),
    "forget_name_form": lambda c: (
        lambda a: actions.forget_name_form(a, person=c.other.person, name="Blagoja Ristoff")
    ),
    "start_mandate": lambda c: (
        lambda a: actions.start_mandate(
            a,
            person=c.other.person,
            seat=c.seats["es"],
            function="coordinator",
            starts_on=clock.today(),
            nomination="Note of today",
        )
    ),
    "end_mandate": lambda c: lambda a: actions.end_mandate(a, mandate=_mandate(c), ends_on=clock.today()),
    "attest_mandate": lambda c: (
        lambda a: actions.attest_mandate(
            a, person=c.other.person, seat=c.seats["es"], function="coordinator", on=date(2019, 5, 30)
        )
    ),
    "forget_attestation": lambda c: (
        lambda mandate: lambda a: actions.forget_attestation(a, mandate=mandate)
    )(_attested(c)),
    "merge_people": lambda c: (
        lambda twin: lambda a: actions.merge_people(a, keep=c.other.person, other=twin)
    )(_person(c)),
    "distinguish_people": lambda c: (
        lambda a: actions.distinguish_people(a, one=c.other.person, other=c.coordinator.person)
    ),
    "open_account": lambda c: (
        lambda person: lambda a: actions.open_account(a, person=person, email="mila@story.example")
    )(_person(c)),
    "remove_person": lambda c: (lambda person: lambda a: actions.remove_person(a, person=person))(_person(c)),
    "seat_newcomer": lambda c: (
        lambda a: actions.seat_newcomer(
            a,
            seat=c.seats["es"],
            name="Mila Novak",
            email="mila@story.example",
            function="coordinator",
            starts_on=clock.today(),
            letter=actions.Letter("Note of today"),
        )
    ),
    "confirm_nomination": lambda c: (lambda row: lambda a: actions.confirm_nomination(a, nomination=row))(
        _nomination(c)
    ),
    "refuse_nomination": lambda c: (
        lambda row: lambda a: actions.refuse_nomination(a, nomination=row, why="The letter is unsigned.")
    )(_nomination(c)),
    "send_activation": lambda c: lambda a: actions.send_activation(a, person=c.other.person),
    "show_activation": lambda c: (lambda row: lambda a: actions.show_activation(a, activation=row))(
        actions.send_activation(c.officer.actor, person=c.other.person)
    ),
    "remove_factors": lambda c: (
        lambda a: actions.remove_factors(
            a, person=c.other.person, vouched_by="Her deputy minister, by telephone"
        )
    ),
    "suspend_account": lambda c: (
        lambda a: actions.suspend_account(a, person=c.other.person, reason="The laptop was stolen.")
    ),
    "restore_account": lambda c: (lambda _: lambda a: actions.restore_account(a, person=c.other.person))(
        actions.suspend_account(c.officer.actor, person=c.other.person, reason="The laptop was stolen.")
    ),
    "stop_notice": lambda c: (lambda row: lambda a: actions.stop_notice(a, notice=row))(_notice(c)),
}
"""Each action by name: prepares what it needs, then gives the deed for whoever is to do it."""

NOT_FOR_THE_CHAIR = {
    "open_account",
    "seat_newcomer",
    "confirm_nomination",
    "refuse_nomination",
    "send_activation",
    "show_activation",
    "remove_factors",
    "suspend_account",
    "restore_account",
    "stop_notice",
}

NOT_FOR_THE_SECRETARIAT = {
    "create_network": "the program",
    "nominate_person": "the seat",
    "withdraw_nomination": "the seat",
    "dismiss_person": "the seat",
    "renew_activation": "the program",
    "use_activation": "the program",
    "queue_notice": "the program",
    "claim_notice": "the program",
    "send_notice": "the program",
    "refuse_notice": "the program",
    "note_problem": "the program",
    "forget_letters": "the program",
}
"""Who does what the Secretariat does not; test_nominations, test_activation and test_notices ask them."""

OTHER_TABLES = ("links", "emergency", "digest", "telling")
"""Modules of actions whose tests have a table of their own."""


def test_every_action_of_the_room_stands_in_the_table() -> None:
    public = {
        name
        for name, found in inspect.getmembers(actions, inspect.isfunction)
        if found.__module__.startswith(actions.__name__)
        and not found.__module__.endswith(OTHER_TABLES)
        and not name.startswith("_")
    }
    assert public - set(NOT_FOR_THE_SECRETARIAT) == set(DEEDS)


@pytest.mark.parametrize("name", sorted(DEEDS))
def test_the_secretariat_may_and_one_deed_says_so(cast: Cast, name: str) -> None:
    deed = DEEDS[name](cast)
    before = Deed.objects.count()
    deed(cast.officer.actor)
    new = list(Deed.objects.order_by("number")[before:].values_list("deed", flat=True))
    assert new[-1] == f"members.{name}"
    assert new.count(f"members.{name}") == 1


@pytest.mark.parametrize("name", sorted(DEEDS))
def test_the_chair_may_all_but_open_accounts(cast: Cast, name: str) -> None:
    deed = DEEDS[name](cast)
    if name in NOT_FOR_THE_CHAIR:
        with pytest.raises(NotAllowed) as refusal:
            deed(cast.chair.actor)
        assert refusal.value.who == "Secretariat"
    else:
        deed(cast.chair.actor)


@pytest.mark.parametrize("name", sorted(DEEDS))
def test_nobody_else_may_and_nothing_is_left_behind(cast: Cast, name: str) -> None:
    deed = DEEDS[name](cast)
    before = Deed.objects.count()
    for role in ("coordinator", "substitute", "local", "former", "newcomer", "observer", "funder", "admin"):
        with pytest.raises((NotAllowed, NotVisible)):
            deed(getattr(cast, role).actor)
    with pytest.raises((NotAllowed, NotVisible)):
        deed(PUBLIC)
    assert Deed.objects.count() == before


def test_a_network_is_founded_by_the_program_and_by_nobody_of_another_network(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        actions.create_network(cast.officer.actor, slug="own", name="My own", short_name="Own")


class TestMandates:
    """Rights follow the days of a mandate."""

    def test_a_mandate_that_ended_yesterday_gives_nothing_on_the_very_next_request(self, cast: Cast) -> None:
        client, page = cast.other.client, "/members/people/"
        assert client.get(page).status_code == 200
        actions.end_mandate(cast.officer.actor, mandate=_mandate(cast), ends_on=clock.today() - DAY)
        assert client.get(page).status_code == 404
        assert cast.other.actor.standings == ()

    def test_a_mandate_gives_rights_through_its_last_day(self, cast: Cast) -> None:
        actions.end_mandate(cast.officer.actor, mandate=_mandate(cast), ends_on=clock.today())
        assert cast.other.client.get("/members/people/").status_code == 200

    def test_a_mandate_that_begins_tomorrow_gives_nothing_today(self, cast: Cast) -> None:
        person = _person(cast)
        account = actions.open_account(cast.officer.actor, person=person, email="mila@story.example")
        actions.start_mandate(
            cast.officer.actor,
            person=person,
            seat=cast.seats["es"],
            function="coordinator",
            starts_on=clock.today() + DAY,
        )
        client = Client()
        sign_in_whole(client, account)
        assert client.get("/members/people/").status_code == 404

    def test_a_seat_has_one_coordinator_at_a_time(self, cast: Cast) -> None:
        with pytest.raises(RuleBroken) as refusal:
            actions.start_mandate(
                cast.officer.actor,
                person=_person(cast),
                seat=cast.seats["ab"],
                function="coordinator",
                starts_on=clock.today(),
            )
        assert refusal.value.rule == "members.mandates_overlap"
        assert "Ana Đurić" in refusal.value.message
        assert refusal.value.facts["mandate"] == cast.coordinator.role.mandate.ref  # type: ignore[union-attr]

    def test_a_substitute_stands_beside_the_coordinator(self, cast: Cast) -> None:
        actions.start_mandate(
            cast.officer.actor,
            person=_person(cast),
            seat=cast.seats["ab"],
            function="substitute",
            starts_on=clock.today(),
        )

    def test_the_next_coordinator_begins_on_the_day_after_the_last_one_ended(self, cast: Cast) -> None:
        officer, today = cast.officer.actor, clock.today()
        actions.end_mandate(officer, mandate=_mandate(cast), ends_on=today)
        person = _person(cast)

        def start(day: date) -> Mandate:
            return actions.start_mandate(
                officer, person=person, seat=cast.seats["br"], function="coordinator", starts_on=day
            )

        with pytest.raises(RuleBroken):
            start(today)
        assert start(today + DAY).person == person

    @pytest.mark.parametrize(
        ("changes", "rule"),
        [
            ({"function": "king"}, "members.function"),
            ({"ends_on": date(2026, 1, 1)}, "members.mandate_dates"),
        ],
    )
    def test_an_unknown_function_and_days_that_run_backwards_are_refused(
        self, cast: Cast, changes: dict[str, object], rule: str
    ) -> None:
        wanted = {"function": "coordinator", "starts_on": date(2026, 2, 1), "ends_on": None} | changes
        with pytest.raises(RuleBroken) as refusal:
            actions.start_mandate(
                cast.officer.actor,
                person=_person(cast),
                seat=cast.seats["es"],
                **wanted,  # type: ignore[arg-type]
            )
        assert refusal.value.rule == rule

    def test_a_mandate_cannot_end_before_it_began(self, cast: Cast) -> None:
        with pytest.raises(RuleBroken, match="it cannot end before"):
            actions.end_mandate(cast.officer.actor, mandate=_mandate(cast), ends_on=date(2001, 1, 1))

    def test_what_a_paper_attests_gives_no_right_and_keeps_the_earliest_day(self, cast: Cast) -> None:
        officer, person = cast.officer.actor, _person(cast)
        account = actions.open_account(officer, person=person, email="mila@story.example")

        def attest(day: date) -> Mandate:
            return actions.attest_mandate(
                officer, person=person, seat=cast.seats["es"], function="coordinator", on=day
            )

        attest(date(2020, 3, 3))
        attest(date(2019, 5, 30))
        attest(date(2021, 1, 1))
        assert [m.attested_on for m in Mandate.objects.filter(person=person)] == [date(2019, 5, 30)]
        client = Client()
        sign_in_whole(client, account)
        assert client.get("/members/people/").status_code == 404

    def test_an_attested_mandate_is_forgotten_but_not_ended_and_a_real_one_the_other_way_round(
        self, cast: Cast
    ) -> None:
        officer = cast.officer.actor
        attested = _attested(cast)
        with pytest.raises(RuleBroken):
            actions.end_mandate(officer, mandate=attested, ends_on=clock.today())
        with pytest.raises(RuleBroken):
            actions.forget_attestation(officer, mandate=_mandate(cast))
        actions.forget_attestation(officer, mandate=attested, back_to=date(2020, 1, 1))
        attested.refresh_from_db()
        assert attested.attested_on == date(2020, 1, 1)
        actions.forget_attestation(officer, mandate=attested)
        assert not Mandate.objects.filter(pk=attested.pk).exists()


class TestPeople:
    """Nobody is merged by the machine, and what a person said is kept."""

    @pytest.mark.parametrize("name", ["", "  ", "...", "7"])
    def test_a_name_needs_letters(self, cast: Cast, name: str) -> None:
        with pytest.raises(RuleBroken):
            _person(cast, name)
        with pytest.raises(RuleBroken):
            actions.add_name_form(cast.officer.actor, person=cast.other.person, name=name)

    def test_a_person_is_never_one_seats_own(self, cast: Cast) -> None:
        with pytest.raises(RuleBroken) as refusal:
            actions.add_person(cast.officer.actor, network=cast.network, name="Mila Novak", ring="seat")
        assert refusal.value.rule == "members.ring"

    def test_two_people_of_the_very_same_name_are_two_entries(self, cast: Cast) -> None:
        assert _person(cast, "Ana Đurić").pk != cast.coordinator.person.pk

    def test_who_was_said_to_be_somebody_else_is_not_proposed_again(self, cast: Cast) -> None:
        officer, old = cast.officer.actor, cast.coordinator.person
        new = actions.add_another_person(officer, network=cast.network, name="Ana Djuric", unlike=[old])
        assert alike_people(officer, new) == []
        assert alike_people(officer, old) == []

    def test_a_form_of_a_name_is_noted_once_and_the_entered_name_stays(self, cast: Cast) -> None:
        officer, person = cast.officer.actor, cast.other.person
        for _ in range(2):
            actions.add_name_form(officer, person=person, name="Blagoja  Ristov")
        assert NameForm.objects.filter(person=person).count() == 2
        actions.forget_name_form(officer, person=person, name="Blagoja Ristov")
        with pytest.raises(RuleBroken):
            actions.forget_name_form(officer, person=person, name=person.name)
        assert [f.name for f in NameForm.objects.filter(person=person)] == [person.name]

    def test_an_address_opens_one_account_and_a_person_has_one(self, cast: Cast) -> None:
        officer = cast.officer.actor
        with pytest.raises(RuleBroken):
            actions.open_account(officer, person=cast.other.person, email="new@story.example")
        with pytest.raises(RuleBroken):
            actions.open_account(officer, person=_person(cast), email=" BRESTA@story.example ")

    def test_a_person_who_is_named_somewhere_is_not_taken_back(self, cast: Cast) -> None:
        person = _person(cast)
        actions.attest_mandate(
            cast.officer.actor,
            person=person,
            seat=cast.seats["es"],
            function="coordinator",
            on=date(2019, 5, 30),
        )
        with pytest.raises(RuleBroken, match="named elsewhere"):
            actions.remove_person(cast.officer.actor, person=person)
        with pytest.raises(RuleBroken, match="can sign in"):
            actions.remove_person(cast.officer.actor, person=cast.other.person)

    def test_a_footnote_needs_its_mark_and_a_code_is_given_once(self, cast: Cast) -> None:
        with pytest.raises(RuleBroken) as refusal:
            actions.add_member(
                cast.officer.actor,
                network=cast.network,
                code="FI",
                short_name="Fiora",
                official_name="Fiora",
                footnote_mark="*",
            )
        assert refusal.value.rule == "members.footnote"
        with pytest.raises(RuleBroken) as refusal:
            actions.add_member_with_seat(
                cast.officer.actor,
                network=cast.network,
                code="AB",
                short_name="Abba",
                official_name="Abba",
                institution="Ministry",
            )
        assert refusal.value.rule == "members.code"


class TestMerging:
    """Everything of one entry goes over to the other, and nothing is lost on the way."""

    def test_every_room_that_named_the_other_entry_names_the_kept_one(self, cast: Cast) -> None:
        officer, keep = cast.officer.actor, cast.coordinator.person
        other = _person(cast, "Ana Djuric")
        meeting = create_meeting(
            officer, network=cast.network, title="Spring meeting", starts_on=date(2026, 4, 1)
        )
        note_attendance(officer, meeting=meeting, person=other, is_present=True)
        offer = note_offer(officer, network=cast.network, offered_by=other, place="Port Alba")
        record = open_record(officer, meeting=meeting)
        entry = add_entry(
            officer,
            record=record,
            kind="statement",
            text="On behalf of a colleague.",
            speaker=cast.other.person,
            on_behalf_of=other,
        )
        actions.merge_people(officer, keep=keep, other=other)
        entry.refresh_from_db()
        assert entry.on_behalf_of == keep
        assert Attendance.objects.get(meeting=meeting).person == keep
        assert HostingOffer.objects.get(pk=offer.pk).offered_by == keep
        assert set(keep.name_forms.values_list("name", flat=True)) == {"Ana Đurić", "Ana Djuric"}
        assert not Person.objects.filter(pk=other.pk).exists()

    def test_a_meeting_that_both_attended_names_the_kept_one_once(self, cast: Cast) -> None:
        officer, other = cast.officer.actor, _person(cast, "Ana Djuric")
        meeting = create_meeting(
            officer, network=cast.network, title="Spring meeting", starts_on=date(2026, 4, 1)
        )
        for person in (cast.coordinator.person, other):
            note_attendance(officer, meeting=meeting, person=person, is_present=True)
        actions.merge_people(officer, keep=cast.coordinator.person, other=other)
        assert Attendance.objects.get(meeting=meeting).person == cast.coordinator.person

    def test_of_two_attested_lines_the_earlier_day_stays(self, cast: Cast) -> None:
        officer, keep, other = cast.officer.actor, _person(cast), _person(cast, "Mila Novakova")
        for person, day in ((keep, date(2020, 1, 1)), (other, date(2019, 5, 30))):
            actions.attest_mandate(
                officer, person=person, seat=cast.seats["es"], function="coordinator", on=day
            )
        actions.merge_people(officer, keep=keep, other=other)
        again = actions.attest_mandate(
            officer, person=keep, seat=cast.seats["es"], function="coordinator", on=date(2022, 1, 1)
        )
        assert again.attested_on == date(2019, 5, 30)
        assert keep.mandates.count() == 1

    def test_who_is_not_the_other_is_not_the_kept_one_either(self, cast: Cast) -> None:
        officer = cast.officer.actor
        third, keep, other = (_person(cast, name) for name in ("Mila Novakova", "Mila Novak", "Milla Novak"))
        actions.distinguish_people(officer, one=other, other=third)
        actions.distinguish_people(officer, one=keep, other=other)
        actions.merge_people(officer, keep=keep, other=other)
        assert [(d.one_id, d.other_id) for d in Distinction.objects.all()] == [
            tuple(sorted((keep.pk, third.pk)))
        ]

    def test_the_account_goes_over_and_the_mandates_with_it(self, cast: Cast) -> None:
        keep = _person(cast, "Blagoja Ristov")
        actions.merge_people(cast.officer.actor, keep=keep, other=cast.other.person)
        assert [s.seat_code for s in cast.other.actor.standings] == ["br"]
        assert cast.other.actor.person_id == keep.pk

    def test_two_accounts_the_same_entry_and_an_entry_that_is_gone_are_refused(self, cast: Cast) -> None:
        officer, keep = cast.officer.actor, cast.coordinator.person
        with pytest.raises(RuleBroken, match="Both can sign in"):
            actions.merge_people(officer, keep=keep, other=cast.other.person)
        with pytest.raises(RuleBroken, match="two different"):
            actions.merge_people(officer, keep=keep, other=keep)
        gone = _person(cast)
        stale = Person.objects.get(pk=gone.pk)
        actions.merge_people(officer, keep=keep, other=gone)
        with pytest.raises(NotVisible):
            actions.merge_people(officer, keep=keep, other=stale)


def test_merging_two_entries_shows_neither_to_more_people_than_before(cast: Cast) -> None:
    officer = cast.officer.actor
    known = actions.add_person(officer, network=cast.network, name="Vera Kolar")
    closed = actions.add_person(officer, network=cast.network, name="V. Kolar", ring="bureau")
    assert visible_people(cast.other.actor).filter(pk=known.pk).exists()
    kept = actions.merge_people(officer, keep=known, other=closed)
    assert kept.ring == "bureau"
    assert not visible_people(cast.other.actor).filter(pk=known.pk).exists()


def test_a_name_in_other_letters_needs_its_latin_form(cast: Cast) -> None:
    member = cast.members["br"]
    with pytest.raises(RuleBroken, match="Latin letters"):
        actions.note_names(cast.officer.actor, member=member, names=actions.OtherNames(own="Бреста"))
    names = actions.OtherNames(french="Bresse", own="Бреста", own_latin="Bresta")
    row = actions.note_names(cast.officer.actor, member=member, names=names)
    assert row.names == {"fr": {"short": "Bresse"}, "own": {"short": "Бреста", "latin": "Bresta"}}
    assert actions.note_names(cast.officer.actor, member=row, names=actions.OtherNames()).names == {}
