"""Recording deeds, and what the database itself refuses."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from secretariat.audit.actions import record_deed, wipe_words
from secretariat.audit.models import Deed
from secretariat.audit.reads import (
    consistency_proof,
    deeds_of,
    growth_at,
    head,
    inclusion_proof,
    kept_heads,
    kept_roots,
    told,
    verify_chain,
    wipeable,
)
from secretariat.audit.rules import HEADS_FILE, WORDS_STAY
from secretariat.audit.signals import deed_recorded
from secretariat.audit.tree import is_consistent
from secretariat.audit.verify import root_from_proof
from secretariat.audit.wiping import wipe_deeds_of
from secretariat.members.models import Notice
from secretariat.toolbox.errors import NotAllowed, NotVisible, RuleBroken
from tests.cast import Cast


@pytest.fixture
def three_deeds(cast: Cast) -> list[Deed]:
    with transaction.atomic():
        return [
            record_deed(cast.officer.actor, "members.add_person", cast.other.person, after={"name": str(i)})
            for i in range(3)
        ]


def test_a_deed_outside_a_transaction_is_refused(transactional_db: None, settings: object) -> None:
    class Thing:
        ref, network_id = "thing-1", 1

    from secretariat.access.rules import PUBLIC

    with pytest.raises(transaction.TransactionManagementError):
        record_deed(PUBLIC, "members.add_person", Thing())
    assert Deed.objects.count() == 0


def test_an_undeclared_deed_is_refused(cast: Cast) -> None:
    with pytest.raises(LookupError):
        record_deed(cast.officer.actor, "members.do_magic", cast.other.person)


def test_the_record_tells_in_a_sentence_who_did_what(cast: Cast, three_deeds: list[Deed]) -> None:
    line = told(deeds_of(cast.other.person.ref, cast.officer.actor))[0]
    assert line.sentence == "Olga Petrova-Lind entered Blagoja Ристов"
    assert "Secretariat" in str(three_deeds[0].words)


def test_only_digests_of_what_changed_are_kept(cast: Cast) -> None:
    with transaction.atomic():
        deed = record_deed(
            cast.officer.actor,
            "members.add_person",
            cast.other.person,
            before={"name": "x"},
            after={"name": "CANARY"},
        )
    assert "CANARY" not in str(Deed.objects.filter(pk=deed.pk).values())
    assert len(deed.before) == len(deed.after) == 64


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_deed SET thing_ref = 'x' WHERE number = {n}",
        "UPDATE audit_deed SET words = '{{}}' WHERE number = {n}",
        "UPDATE audit_deed SET account_id = 1 WHERE number = {n}",
        "UPDATE audit_deed SET network_id = NULL WHERE number = {n}",
        "UPDATE audit_deed SET nodes = '' WHERE number = {n}",
        "UPDATE audit_deed SET words = NULL, salt = NULL WHERE number = {n}",
        "UPDATE audit_deed SET words = NULL, salt = NULL, wiped_by = {n} WHERE number = {n}",
        "DELETE FROM audit_deed WHERE number = {n}",
        "INSERT OR REPLACE INTO audit_deed SELECT number, at, 'x', thing_kind, thing_ref, network_id, account_id,"
        " before, after, salt, words, words_digest, previous, digest, nodes, wiped_by FROM audit_deed WHERE number = {n}",
    ],
)
def test_the_database_refuses_to_alter_a_deed(three_deeds: list[Deed], statement: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(n=three_deeds[1].number))
    assert verify_chain()[1] == []


def test_the_words_of_deeds_about_a_person_are_wiped_by_a_deed_and_everything_still_holds(
    cast: Cast, three_deeds: list[Deed]
) -> None:
    person, chair = cast.other.person, cast.chair.actor
    numbers = [deed.number for deed in three_deeds[:2]]
    before = growth_at(three_deeds[2].number).root
    assert wipe_words(chair, thing=person, numbers=numbers, reason="asked to be forgotten") == 2
    assert verify_chain()[1] == []
    assert growth_at(three_deeds[2].number).root == before, "not one hash of the tree has changed"
    assert list(Deed.objects.filter(number__in=numbers).values_list("words", "salt")) == [(None, None)] * 2
    sentences = [line.sentence for line in told(deeds_of(person.ref, chair))]
    assert sentences[0] == f"{chair.label} wiped the words of 2 deeds (asked to be forgotten)"
    assert sentences[2:4] == ["somebody (wiped) entered something (wiped)"] * 2


def test_only_chair_and_secretariat_wipe_words_and_say_why(cast: Cast, three_deeds: list[Deed]) -> None:
    numbers, person = [three_deeds[0].number], cast.other.person
    for player in (cast.coordinator, cast.other):
        with pytest.raises(NotAllowed):
            wipe_words(player.actor, thing=person, numbers=numbers, reason="no reason")
    with pytest.raises(NotVisible):
        wipe_words(cast.admin.actor, thing=person, numbers=numbers, reason="no reason")
    with pytest.raises(RuleBroken, match="Say why"):
        wipe_words(cast.chair.actor, thing=person, numbers=numbers, reason=" ")
    with pytest.raises(RuleBroken, match="left to wipe"):
        wipe_words(cast.chair.actor, thing=person, numbers=[], reason="asked")
    assert Deed.objects.filter(words__isnull=True).count() == 0


def test_nobody_wipes_the_words_of_their_own_deeds(cast: Cast, three_deeds: list[Deed]) -> None:
    numbers, person = [three_deeds[0].number], cast.other.person
    with pytest.raises(RuleBroken, match="You did deed"):
        wipe_words(cast.officer.actor, thing=person, numbers=numbers, reason="asked to be forgotten")
    assert wipeable(cast.officer.actor, cast.network.pk, numbers) == ()
    assert wipeable(cast.chair.actor, cast.network.pk, numbers) == tuple(numbers)
    assert Deed.objects.filter(words__isnull=True).count() == 0


@pytest.mark.parametrize("deed", sorted(WORDS_STAY))
def test_whoever_opened_a_way_in_or_wiped_words_is_told_for_good(cast: Cast, deed: str) -> None:
    with transaction.atomic():
        kept = record_deed(cast.officer.actor, deed, cast.other.person)
    with pytest.raises(RuleBroken, match="stay"):
        wipe_words(cast.chair.actor, thing=cast.other.person, numbers=[kept.number], reason="asked")
    with transaction.atomic():
        wipe_deeds_of(cast.chair.actor, thing=cast.other.person, reason="asked")
    kept.refresh_from_db()
    assert kept.words is not None


def test_everybody_else_at_chair_and_secretariat_gets_a_letter_about_a_wiping(
    cast: Cast, three_deeds: list[Deed]
) -> None:
    numbers = [three_deeds[0].number]
    wipe_words(cast.chair.actor, thing=cast.other.person, numbers=numbers, reason="asked to be forgotten")
    assert [n.account for n in Notice.objects.filter(kind="wiping")] == [cast.officer.account]
    with transaction.atomic():
        wipe_deeds_of(cast.officer.actor, thing=cast.other.person, reason="entered by mistake")
    told_to_chair = Notice.objects.get(kind="wiping", account=cast.chair.account)
    assert "entered by mistake" in told_to_chair.body
    assert cast.officer.actor.label in told_to_chair.body
    assert cast.other.person.name not in told_to_chair.body


def test_the_digests_of_what_changed_cannot_be_guessed_once_the_salt_is_gone(cast: Cast) -> None:
    with transaction.atomic():
        one, other = (
            record_deed(cast.officer.actor, "members.add_person", cast.other.person, after={"name": "Ana"})
            for _ in range(2)
        )
    assert one.after != other.after


def test_every_deed_is_proved_and_every_earlier_head_is_the_beginning(cast: Cast) -> None:
    size, _ = head()
    root = growth_at(size).root
    for number in (1, 2, size // 2, size):
        leaf, path = inclusion_proof(number, size)
        assert root_from_proof(leaf, number - 1, size, path) == root.hex()
        assert is_consistent(number, growth_at(number).root, size, root, consistency_proof(number, size))
    with pytest.raises(NotVisible):
        inclusion_proof(size + 1, size)


def test_a_deed_costs_three_queries_however_long_the_record(
    cast: Cast, django_assert_num_queries: object
) -> None:
    actor, person = cast.officer.actor, cast.other.person
    for _ in range(5):
        with django_assert_num_queries(3):  # type: ignore[operator]
            record_deed(actor, "members.add_person", person)


def test_a_damaged_tree_takes_no_more_deeds(cast: Cast, three_deeds: list[Deed]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER deed_is_never_deleted")
        cursor.execute("DELETE FROM audit_deed WHERE number = 1")
        cursor.execute("DELETE FROM audit_deed WHERE number <= %s", [three_deeds[2].number - 1])
    with pytest.raises(RuleBroken, match="damaged"):
        record_deed(cast.officer.actor, "members.add_person", cast.other.person)


def test_after_commit_the_head_is_kept_beside_the_database_and_rooms_hear_of_it(
    cast: Cast, django_capture_on_commit_callbacks: object
) -> None:
    heard: list[str] = []

    def listen(sender: type, deed: str, **_: object) -> None:
        heard.append(deed)

    deed_recorded.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True), transaction.atomic():  # type: ignore[operator]
            deed = record_deed(cast.officer.actor, "members.add_person", cast.other.person)
    finally:
        deed_recorded.disconnect(listen)
    assert kept_heads()[deed.number] == deed.digest == head()[1]
    assert kept_roots()[deed.number] == {growth_at(deed.number).root.hex()}
    assert heard == ["members.add_person"]
    (settings.HOME / HEADS_FILE).unlink()


def test_a_damaged_file_of_heads_is_said_and_not_passed_over(db: None) -> None:
    file = settings.HOME / HEADS_FILE
    file.write_text("1 short\n")
    try:
        with pytest.raises(RuleBroken, match="Line 1"):
            kept_heads()
    finally:
        file.unlink()
