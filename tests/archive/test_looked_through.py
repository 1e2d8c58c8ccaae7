"""Nobody opens a paper before it was looked through for a classification marking."""

from __future__ import annotations

import importlib
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse

from secretariat.access.rules import system_actor
from secretariat.archive import actions
from secretariat.archive.intake import read_now
from secretariat.archive.models import Reading, Source
from secretariat.archive.reading.reader import read_bytes
from secretariat.archive.rules import NOT_LOOKED_THROUGH
from secretariat.archive.upkeep import read_waiting_papers
from secretariat.audit.models import Deed
from secretariat.toolbox import clock
from secretariat.toolbox.errors import NotAllowed, RuleBroken, SourceUnreadable
from tests.cast import Cast, Player

from .papers import READABLE

MACHINE = system_actor("the test")


@pytest.fixture
def reading(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reading:
    """A paper as it was handed in; its reader runs in this process."""
    monkeypatch.setattr(
        "secretariat.archive.intake.read_safely", lambda path, name, **_: read_bytes(path.read_bytes(), name)
    )
    path = tmp_path / "m.txt"
    path.write_text(READABLE, encoding="utf-8")
    source, _ = actions.take_in_source(cast.officer.actor, network=cast.network, name="m.txt", path=path)
    return Reading.objects.get(source=source)


def opens(player: Player, source: Source) -> int:
    answer = player.client.get(reverse("archive:file", args=[source.ref]))
    answer.close()
    return answer.status_code


def unreadable(*args: object, **kwargs: object) -> None:
    raise SourceUnreadable("This paper holds pictures and no words.")


def test_a_paper_is_shut_until_it_was_read(cast: Cast, reading: Reading) -> None:
    for player in (cast.officer, cast.coordinator):
        assert opens(player, reading.source) == 422
    answer = cast.officer.client.get(reverse("archive:safe_copy", args=[reading.source.ref]))
    assert answer.status_code == 422
    page = cast.officer.client.get(reverse("archive:source", args=[reading.source.ref])).content.decode()
    assert "Not looked through yet" in page
    assert reverse("archive:file", args=[reading.source.ref]) not in page
    read_now(cast.officer.actor, reading)
    assert (opens(cast.officer, reading.source), opens(cast.coordinator, reading.source)) == (200, 200)


def test_a_stopped_or_failed_reading_leaves_the_paper_shut(
    cast: Cast, reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    actions.stop_reading(cast.officer.actor, reading=reading)
    assert opens(cast.officer, reading.source) == 422
    monkeypatch.setattr("secretariat.archive.intake.read_safely", unreadable)
    read_now(cast.officer.actor, reading)
    assert opens(cast.officer, reading.source) == 422


def test_a_marked_paper_goes_in_one_step_with_one_deed(
    cast: Cast, reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "secretariat.archive.intake.read_safely",
        lambda path, name, **_: read_bytes(f"EU RESTRICTED\n\n{READABLE}".encode(), name),
    )
    with pytest.raises(RuleBroken, match="bears the marking “EU RESTRICTED”"):
        read_now(cast.officer.actor, reading)
    assert not Source.objects.exists()
    deeds = Deed.objects.exclude(deed__in=["archive.take_in_source", "archive.begin_reading"])
    assert [d.deed for d in deeds if d.deed.startswith("archive.")] == ["archive.refuse_classified"]


def test_refusing_a_marked_paper_that_fails_half_way_leaves_it_shut(
    cast: Cast, reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(source: Source) -> None:
        raise OSError("the power went")

    monkeypatch.setattr("secretariat.archive.intake.marking_in", lambda text: "EU SECRET")
    monkeypatch.setattr("secretariat.archive.actions._let_go", fail)
    with pytest.raises(OSError, match="power"):
        read_now(cast.officer.actor, reading)
    assert not Deed.objects.filter(deed="archive.refuse_classified").exists()
    assert opens(cast.officer, reading.source) == 422


def test_a_scan_opens_once_a_person_vouches_for_it(
    cast: Cast, reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = reverse("archive:vouch", args=[reading.source.ref])
    assert cast.officer.client.post(address).status_code == 422, "what was not read yet is read first"
    monkeypatch.setattr("secretariat.archive.intake.read_safely", unreadable)
    read_now(cast.officer.actor, reading)
    for player in (cast.coordinator, cast.local):
        with pytest.raises(NotAllowed):
            actions.vouch_for_source(player.actor, source=reading.source)
    page = cast.officer.client.get(reverse("archive:source", args=[reading.source.ref])).content.decode()
    assert address in page
    assert cast.officer.client.post(address).status_code == 302
    assert opens(cast.coordinator, reading.source) == 200
    assert Deed.objects.filter(deed="archive.vouch_for_source").count() == 1
    assert cast.officer.client.post(address).status_code == 422, "it is open already"


def test_nobody_vouches_past_the_virus_scanner(cast: Cast, reading: Reading) -> None:
    actions.fail_reading(MACHINE, reading=reading, problem="No words in it.")
    Source.objects.update(state="held", held_because="Held until a virus scanner has looked at it.")
    with pytest.raises(RuleBroken, match="virus scanner"):
        actions.vouch_for_source(cast.officer.actor, source=reading.source)


def test_what_waits_is_read_by_the_machine_and_a_marked_paper_goes(
    cast: Cast, reading: Reading, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read_waiting_papers(MACHINE, limit=5) == 0, "whoever handed it in has it read just now"
    marked = tmp_path / "marked.txt"
    marked.write_text(f"EU RESTRICTED\n\n{READABLE}", encoding="utf-8")
    other, _ = actions.take_in_source(cast.officer.actor, network=cast.network, name="o.txt", path=marked)
    held, _ = actions.take_in_source(
        cast.officer.actor, network=cast.network, name="h.txt", path=marked, ring="bureau"
    )
    Source.objects.filter(pk=held.pk).update(state="held", held_because="Held for the scanner.")
    later = clock.now() + timedelta(minutes=2)
    monkeypatch.setattr("secretariat.toolbox.clock.now", lambda: later)
    assert read_waiting_papers(MACHINE, limit=5) == 2
    reading.refresh_from_db()
    assert reading.state == "read"
    assert not Source.objects.filter(pk=other.pk).exists()
    assert held.readings.get().state == "waiting"
    assert read_waiting_papers(MACHINE, limit=5) == 0


def test_the_page_asks_again_only_while_something_is_being_read(cast: Cast, reading: Reading) -> None:
    address = reverse("archive:list")
    assert "every 2s" not in cast.officer.client.get(address).content.decode(), "what waits may wait long"
    actions.begin_reading(cast.officer.actor, reading=reading)
    assert "every 2s" in cast.officer.client.get(address).content.decode()


def test_the_migration_shuts_what_was_never_read_and_goes_back(cast: Cast, reading: Reading) -> None:
    del cast
    migration = importlib.import_module("secretariat.archive.migrations.0003_papers_are_looked_through")
    source = Source.objects.filter(pk=reading.source_id)
    migration.open_what_was_shut(apps, connection.schema_editor())
    assert source.values_list("state", "held_because").get() == ("kept", "")
    migration.shut_what_was_never_read(apps, connection.schema_editor())
    assert source.values_list("state", "held_because").get() == ("unread", NOT_LOOKED_THROUGH)
    Reading.objects.update(state="read")
    source.update(state="kept", held_because="")
    migration.shut_what_was_never_read(apps, connection.schema_editor())
    assert source.values_list("state", "held_because").get() == ("kept", ""), "what was read stays open"
    migration.refuse_twins(apps, connection.schema_editor())
