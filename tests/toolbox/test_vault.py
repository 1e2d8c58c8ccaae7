"""What is sealed opens whole with the right key, and otherwise not at all."""

from __future__ import annotations

from pathlib import Path

import pyrage
import pytest

from secretariat.toolbox.vault import (
    RECOVERY_FILE,
    Keyring,
    NoKeys,
    SealBroken,
    add_service_key,
    begin_keyring,
    keep_once,
    kept_secret,
    load_keyring,
    opened_secret,
    seal,
    seal_file,
    seal_text,
    unseal,
    unseal_file,
    unseal_text,
)


@pytest.fixture
def ring(tmp_path: Path) -> Keyring:
    return begin_keyring(tmp_path / "keys")


def test_the_first_key_is_made_once_and_read_by_its_owner_only(tmp_path: Path) -> None:
    one, two, three = (begin(tmp_path / "keys") for begin in (begin_keyring, begin_keyring, load_keyring))
    assert one.key_id == two.key_id == three.key_id
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700
    assert [p.stat().st_mode & 0o777 for p in (tmp_path / "keys").iterdir()] == [0o600]


def test_whoever_only_reads_the_keys_makes_none(tmp_path: Path) -> None:
    with pytest.raises(NoKeys, match="SECRETARIAT_KEYS"):
        load_keyring(tmp_path / "keys")
    with pytest.raises(SealBroken, match="is missing"):
        opened_secret(tmp_path / "secret.age", begin_keyring(tmp_path / "other"))
    assert [path.name for path in tmp_path.iterdir()] == ["other"]


def test_a_secret_opens_with_its_ring_and_is_not_in_the_sealed_bytes(ring: Keyring) -> None:
    sealed = seal("Захарија said so".encode(), ring)
    assert "Захарија".encode() not in sealed
    assert unseal(sealed, ring).decode() == "Захарија said so"
    assert unseal_text(seal_text("Ζωή", ring), ring) == "Ζωή"


def test_every_flipped_bit_and_every_cut_is_found(ring: Keyring) -> None:
    sealed = seal(b"agreed", ring)
    for place in range(len(sealed)):
        with pytest.raises(SealBroken):
            unseal(sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :], ring)
        with pytest.raises(SealBroken):
            unseal(sealed[:place], ring)


def test_no_two_sealings_of_the_same_words_are_alike(ring: Keyring) -> None:
    assert len({seal(b"same words", ring) for _ in range(200)}) == 200


def test_a_foreign_key_opens_nothing(ring: Keyring, tmp_path: Path) -> None:
    foreign = begin_keyring(tmp_path / "other")
    with pytest.raises(SealBroken, match="cannot be opened"):
        unseal(seal(b"closed", ring), foreign)
    with pytest.raises(SealBroken, match="not a sealed text"):
        unseal_text("plain words", ring)


def test_after_a_new_key_the_old_still_opens_and_the_new_seals(ring: Keyring, tmp_path: Path) -> None:
    old = seal(b"before", ring)
    add_service_key(tmp_path / "keys")
    newer = load_keyring(tmp_path / "keys")
    assert newer.key_id != ring.key_id
    assert unseal(old, newer) == b"before"
    with pytest.raises(SealBroken):
        unseal(seal(b"after", newer), ring)


def test_the_recovery_key_opens_what_the_service_key_sealed(tmp_path: Path) -> None:
    recovery = pyrage.x25519.Identity.generate()
    keys = tmp_path / "keys"
    keys.mkdir()
    (keys / RECOVERY_FILE).write_text(f"# kept by Chair and Secretariat\n{recovery.to_public()}\n")
    sealed = seal(b"years of work", begin_keyring(keys))
    offline = tmp_path / "recovery.key"
    offline.write_text(f"{recovery}\n")
    begin_keyring(tmp_path / "a new machine")
    assert unseal(sealed, load_keyring(tmp_path / "a new machine", extra=[offline])) == b"years of work"


@pytest.mark.parametrize("name", ["service-0001.key", RECOVERY_FILE])
def test_a_file_that_holds_no_key_is_named(tmp_path: Path, name: str) -> None:
    begin_keyring(tmp_path)
    (tmp_path / name).write_text("not a key\n")
    with pytest.raises(SealBroken, match=name.partition("-")[0]):
        load_keyring(tmp_path)


def test_a_file_opens_whole_or_not_at_all(ring: Keyring, tmp_path: Path) -> None:
    plain, sealed, opened = tmp_path / "plain", tmp_path / "sealed", tmp_path / "opened"
    plain.write_bytes(bytes(range(256)) * 1000)
    seal_file(plain, sealed, ring)
    unseal_file(sealed, opened, ring)
    assert opened.read_bytes() == plain.read_bytes()
    assert sealed.stat().st_mode & 0o777 == opened.stat().st_mode & 0o777 == 0o600
    sealed.write_bytes(sealed.read_bytes()[:-70_000])
    with pytest.raises(SealBroken):
        unseal_file(sealed, opened, ring)
    assert not opened.exists(), "the readable half is gone"


def test_a_kept_secret_is_made_once_and_only_its_ring_opens_it(ring: Keyring, tmp_path: Path) -> None:
    path = tmp_path / "database.key.age"
    secret = kept_secret(path, ring)
    assert len(secret) == 32
    assert kept_secret(path, ring) == secret
    assert secret not in path.read_bytes()
    with pytest.raises(SealBroken):
        kept_secret(path, begin_keyring(tmp_path / "other"))


def test_who_comes_second_gets_what_the_first_wrote(tmp_path: Path) -> None:
    assert keep_once(tmp_path / "once", b"first") == b"first"
    assert keep_once(tmp_path / "once", b"second") == b"first"
    assert [p.name for p in tmp_path.iterdir()] == ["once"]
