"""Papers lie sealed on the disk, are checked to the last byte before they are read or served, and are
sealed anew to a newer key without ever being without their file.
"""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings as live
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from secretariat.access.rules import system_actor
from secretariat.archive import actions
from secretariat.archive.checking import prepared
from secretariat.archive.models import Source
from secretariat.archive.reads import file_faults, keyring, opened_source
from secretariat.archive.upkeep import reseal_files
from secretariat.audit.models import Deed
from secretariat.toolbox import spool, vault
from secretariat.toolbox.errors import NotAllowed, RuleBroken, SourceUnreadable
from secretariat.toolbox.vault import Keyring, add_service_key, begin_keyring
from tests.archive.papers import opened_by_hand
from tests.cast import Cast

CANARY = b"canary-7f3a9 words that lie in clear nowhere"
MACHINE = system_actor("the test")


@pytest.fixture(autouse=True)
def own_keys(settings: Settings, tmp_path: Path) -> None:
    settings.KEYS = tmp_path / "keys"
    begin_keyring(settings.KEYS)


def kept(cast: Cast, tmp_path: Path, content: bytes = CANARY * 3000) -> Source:
    paper = tmp_path / "paper.txt"
    paper.write_bytes(content)
    source, _ = actions.take_in_source(cast.officer.actor, network=cast.network, name="m.txt", path=paper)
    paper.unlink()
    return source


def in_clear(*folders: Path) -> list[Path]:
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return [path for path in files if b"canary-7f3a9" in path.read_bytes()]


def test_a_paper_lies_sealed_with_its_key_in_the_row(cast: Cast, tmp_path: Path, files: Path) -> None:
    source = kept(cast, tmp_path)
    assert source.key_id == keyring().key_id
    assert source.size == len(CANARY) * 3000, "the size and digest are those of what was handed in"
    assert in_clear(tmp_path) == []
    with opened_source(source) as path:
        assert path.read_bytes() == CANARY * 3000
        assert in_clear(tmp_path, *spool.rooms(live.HOME)) == [path]
    assert in_clear(tmp_path, *spool.rooms(live.HOME)) == []
    assert (files / source.stored_name).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("tenth", range(10))
def test_a_file_that_was_cut_gives_nothing_at_all(
    cast: Cast, tmp_path: Path, files: Path, tenth: int
) -> None:
    source = opened_by_hand(kept(cast, tmp_path))
    sealed = files / source.stored_name
    whole = sealed.read_bytes()
    sealed.write_bytes(whole[: len(whole) * tenth // 10])
    answer = cast.coordinator.client.get(reverse("archive:file", args=[source.ref]))
    assert answer.status_code == 422
    assert b"canary" not in answer.content
    assert "restore it from a backup" in answer.content.decode()
    assert [ref for ref, _ in file_faults()[1]] == [source.ref]
    assert in_clear(tmp_path, *spool.rooms(live.HOME)) == []


def test_a_flipped_bit_anywhere_is_noticed(cast: Cast, tmp_path: Path, files: Path) -> None:
    source = kept(cast, tmp_path)
    sealed = files / source.stored_name
    whole = sealed.read_bytes()
    for place in range(0, len(whole), len(whole) // 40):
        sealed.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(SourceUnreadable), opened_source(source):
            pytest.fail("a damaged file was opened")
    sealed.write_bytes(whole)
    assert file_faults() == (1, [])


def test_another_sealed_file_in_its_place_is_not_taken_for_it(
    cast: Cast, tmp_path: Path, files: Path
) -> None:
    first, second = kept(cast, tmp_path), kept(cast, tmp_path, b"other words")
    (files / first.stored_name).write_bytes((files / second.stored_name).read_bytes())
    with pytest.raises(SourceUnreadable, match="altered"), opened_source(first):
        pytest.fail("another file was opened")


def test_without_the_key_nothing_opens(cast: Cast, tmp_path: Path, settings: Settings) -> None:
    source = kept(cast, tmp_path)
    settings.KEYS = tmp_path / "other-keys"
    begin_keyring(settings.KEYS)
    with pytest.raises(SourceUnreadable, match="key that is not here"), opened_source(source):
        pytest.fail("it was opened with a wrong key")


def test_papers_are_sealed_to_the_newest_key_a_few_at_a_time(
    cast: Cast,
    tmp_path: Path,
    files: Path,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    papers = [kept(cast, tmp_path, b"words of paper %d" % number) for number in range(5)]
    before = {path.name for path in files.iterdir()}
    assert reseal_files(MACHINE, limit=10) == 0, "all are sealed to the newest already"
    old_key = keyring().key_id
    (old_file,) = live.KEYS.glob("service-*.key")
    add_service_key(live.KEYS)
    assert keyring().key_id != old_key
    with django_capture_on_commit_callbacks(execute=True):
        assert [reseal_files(MACHINE, limit=2) for _ in range(4)] == [2, 2, 1, 0]
    assert set(Source.objects.values_list("key_id", flat=True)) == {keyring().key_id}
    assert not before & {path.name for path in files.iterdir()}
    assert Deed.objects.filter(deed="archive.reseal_source").count() == 5
    old_file.unlink()
    assert file_faults() == (5, []), "the old key is needed no more"
    assert {paper.ref for paper in papers} == set(Source.objects.values_list("ref", flat=True))


def test_whoever_read_the_row_before_it_was_sealed_anew_gets_the_paper(
    cast: Cast, tmp_path: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    before = kept(cast, tmp_path)
    add_service_key(live.KEYS)
    with django_capture_on_commit_callbacks(execute=True):
        assert reseal_files(MACHINE, limit=1) == 1
    with opened_source(before) as path:
        assert path.read_bytes() == CANARY * 3000
    before.readings.all().delete()
    Source.objects.all().delete()
    with pytest.raises(SourceUnreadable, match="missing"), opened_source(before):
        pytest.fail("a paper that was removed was opened")


def test_a_damaged_paper_stops_the_sealing_and_is_named(cast: Cast, tmp_path: Path, files: Path) -> None:
    source = kept(cast, tmp_path)
    add_service_key(live.KEYS)
    (files / source.stored_name).write_bytes(b"age-encryption.org/v1\nnonsense")
    with pytest.raises(SourceUnreadable, match="damaged"):
        reseal_files(MACHINE, limit=1)
    assert len(list(files.iterdir())) == 1, "no second file was begun"


def test_no_person_seals_anew(cast: Cast, tmp_path: Path) -> None:
    kept(cast, tmp_path)
    add_service_key(live.KEYS)
    with pytest.raises(NotAllowed):
        reseal_files(cast.officer.actor, limit=1)


def test_a_file_of_the_version_before_is_read_in_clear_until_it_is_sealed(
    cast: Cast, tmp_path: Path, files: Path
) -> None:
    source = kept(cast, tmp_path)
    migration = importlib.import_module("secretariat.archive.migrations.0002_sealed_sources")
    migration.open_all(apps, None)
    source.refresh_from_db()
    assert source.key_id == ""
    assert (files / source.stored_name).read_bytes() == CANARY * 3000, "the way back leaves it in clear"
    with opened_source(source) as path:
        assert path.read_bytes() == CANARY * 3000
    assert reseal_files(MACHINE, limit=5) == 1
    source.refresh_from_db()
    assert source.key_id == keyring().key_id


@pytest.fixture
def in_transaction(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether a transaction was open, each time a file was sealed; the test's own savepoint does not count."""
    seen: list[bool] = []
    outside = len(connection.savepoint_ids)
    real = vault.seal_file

    def watched(source: Path, target: Path, ring: Keyring) -> None:
        seen.append(len(connection.savepoint_ids) > outside)
        real(source, target, ring)

    monkeypatch.setattr("secretariat.archive.store.seal_file", watched)
    return seen


def test_nobody_waits_while_a_paper_is_sealed(
    cast: Cast, files: Path, settings: Settings, in_transaction: list[bool]
) -> None:
    paper = SimpleUploadedFile("m.txt", CANARY * 3000)
    answer = cast.officer.client.post(reverse("archive:take_in"), {"papers": [paper], "ring": "members"})
    assert answer.status_code == 302
    add_service_key(settings.KEYS)
    assert reseal_files(MACHINE, limit=5) == 1
    assert in_transaction == [False, False]
    source = Source.objects.get()
    assert source.key_id == keyring().key_id
    with opened_source(source) as path:
        assert path.read_bytes() == CANARY * 3000
    assert not list(files.glob("*.part"))


def test_a_paper_that_was_sealed_and_is_not_kept_leaves_nothing(
    cast: Cast, tmp_path: Path, files: Path, settings: Settings
) -> None:
    settings.UPLOAD_DAY_BYTES = 10
    path = tmp_path / "paper.txt"
    path.write_bytes(CANARY)
    with pytest.raises(RuleBroken, match="of a day"), prepared(path, "m.txt") as (checked, sealed):
        actions.take_in_source(
            cast.officer.actor, network=cast.network, name="m.txt", path=path, checked=checked, sealed=sealed
        )
    assert list(files.iterdir()) == []


def test_a_paper_that_is_changed_while_it_is_sealed_is_refused(
    tmp_path: Path, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "paper.txt"
    path.write_bytes(CANARY)
    real = vault.seal_file

    def swap(source: Path, target: Path, ring: Keyring) -> None:
        source.write_bytes(b"other words")
        real(source, target, ring)

    monkeypatch.setattr("secretariat.archive.store.seal_file", swap)
    with pytest.raises(SourceUnreadable, match="changed while"), prepared(path, "m.txt"):
        pytest.fail("it was taken for the paper that was looked through")
    assert list(files.iterdir()) == []
