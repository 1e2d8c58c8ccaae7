"""Recording deeds, and what the database itself refuses."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from secretariat.audit.actions import record_deed
from secretariat.audit.models import Deed
from secretariat.audit.reads import deeds_of, head, kept_heads, verify_chain
from secretariat.audit.rules import HEADS_FILE
from secretariat.audit.signals import deed_recorded
from secretariat.toolbox.errors import RuleBroken
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
    line = deeds_of(cast.other.person.ref, cast.officer.actor)[0]
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
        "DELETE FROM audit_deed WHERE number = {n}",
        "INSERT OR REPLACE INTO audit_deed SELECT number, at, 'x', thing_kind, thing_ref, network_id, account_id,"
        " before, after, salt, words, words_digest, previous, digest FROM audit_deed WHERE number = {n}",
    ],
)
def test_the_database_refuses_to_alter_a_deed(three_deeds: list[Deed], statement: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(n=three_deeds[1].number))
    assert verify_chain()[1] == []


def test_the_words_of_a_deed_can_be_wiped_and_the_chain_still_holds(
    cast: Cast, three_deeds: list[Deed]
) -> None:
    Deed.objects.filter(pk=three_deeds[1].pk).update(words=None, salt=None)
    assert verify_chain()[1] == []
    assert any("wiped" in line.sentence for line in deeds_of(cast.other.person.ref, cast.officer.actor))


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
