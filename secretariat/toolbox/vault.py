"""Sealing what lies on the disk: age (X25519, ChaCha20-Poly1305) to a service key and a recovery key.

The keys folder holds the service keys, oldest first (``service-0001.key`` …), and in ``recovery.pub`` the
public half of recovery keys whose private half is kept off the machine. Everything is sealed to the newest
service key and to every recovery key, and opens with any of them.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyrage

from .errors import OutsideFailed, RuleBroken

RECOVERY_FILE = "recovery.pub"
"""In the keys folder: public recovery keys, one a line; a line that begins with # is a remark."""


class SealBroken(OutsideFailed):
    """Sealed bytes that do not open: damaged, cut off, or sealed to keys that are not here."""

    def __init__(self, message: str) -> None:
        super().__init__(message, permanent=True)


class NoKeys(SealBroken):
    """A keys folder without a service key: a store that has not begun, or one whose keys are elsewhere."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"There is no service key in {folder}. Put the keys folder of this store back (SECRETARIAT_KEYS says "
            "where it lies); a new store gets its first key with: secretariat serve"
        )


def no_store(home: Path) -> RuleBroken:
    """The error of whoever asks something of a home in which no store has begun."""
    return RuleBroken(
        "store.none",
        f"There is no store in {home} yet. Begin one (secretariat serve), bring one back (secretariat restore), "
        "or set SECRETARIAT_HOME to where it lies.",
    )


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keys of a store: ``identities`` open (newest first), ``recipients`` are sealed to.

    ``key_id`` names the newest service key: 12 hexadecimal digits of the digest of its public half.
    """

    identities: tuple[pyrage.x25519.Identity, ...]
    recipients: tuple[pyrage.x25519.Recipient, ...]
    key_id: str


def key_id_of(recipient: pyrage.x25519.Recipient) -> str:
    """The short name of a key: 12 hexadecimal digits of the SHA-256 of its public half."""
    return hashlib.sha256(str(recipient).encode()).hexdigest()[:12]


def keep_once(path: Path, content: bytes) -> bytes:
    """Writes a small secret file that must be written only once (mode 0600, synchronised); gives what it
    holds, which is another process's content where that one was first.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    fd = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(fd, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        try:
            # A hard link fails where somebody was first: then both read the same content.
            path.hardlink_to(part)
        except FileExistsError:
            return path.read_bytes()
    finally:
        part.unlink()
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return content


def service_files(folder: Path) -> list[Path]:
    """The service keys in a keys folder, newest first."""
    return sorted(folder.glob("service-*.key"), reverse=True)


def add_service_key(folder: Path) -> Path:
    """Makes a new service key, from now on the newest; gives its file. Another process's key of the same
    number is kept where that one was first.
    """
    newest = service_files(folder)[:1]
    number = int(newest[0].stem.rpartition("-")[2]) + 1 if newest else 1
    path = folder / f"service-{number:04d}.key"
    keep_once(path, f"{pyrage.x25519.Identity.generate()}\n".encode())
    return path


def load_keyring(folder: Path, extra: Sequence[Path] = ()) -> Keyring:
    """The keyring of a keys folder, in which nothing is made or changed.

    ``extra`` are files with further private keys that open but are not sealed to, such as the recovery
    key during a restore. Raises NoKeys where there is no service key, SealBroken when a file holds no key.
    Source: own choice: whoever only looks must not leave a new key beside a store that it does not open.
    """
    if not service_files(folder):
        raise NoKeys(folder)
    service = [_identity(path) for path in service_files(folder)]
    recovery = folder / RECOVERY_FILE
    lines = recovery.read_text(encoding="ascii").splitlines() if recovery.exists() else []
    wanted = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    newest = service[0].to_public()
    return Keyring(
        (*service, *(_identity(path) for path in extra)),
        (newest, *(_recipient(line) for line in wanted)),
        key_id_of(newest),
    )


def begin_keyring(folder: Path) -> Keyring:
    """The keyring of a keys folder, with a first service key made where there is none: for a store that begins."""
    if not service_files(folder):
        add_service_key(folder)
    return load_keyring(folder)


def _identity(path: Path) -> pyrage.x25519.Identity:
    lines = path.read_text(encoding="ascii", errors="replace").split()
    words = next((line for line in lines if line.startswith("AGE-SECRET-KEY-")), "")
    try:
        return pyrage.x25519.Identity.from_str(words)
    except pyrage.IdentityError:
        raise SealBroken(f"{path} holds no private key; put the right file there.") from None


def _recipient(words: str) -> pyrage.x25519.Recipient:
    try:
        return pyrage.x25519.Recipient.from_str(words)
    except pyrage.RecipientError:
        raise SealBroken(f"“{words[:20]}…” in {RECOVERY_FILE} is no public key; mend that line.") from None


def seal(content: bytes, ring: Keyring) -> bytes:
    """The content, sealed to all recipients of the ring. Source: the age format, age-encryption.org/v1."""
    return bytes(pyrage.encrypt(content, list(ring.recipients)))


def unseal(sealed: bytes, ring: Keyring) -> bytes:
    """The content of sealed bytes. Raises SealBroken; never gives a part of it."""
    try:
        return bytes(pyrage.decrypt(sealed, list(ring.identities)))
    except pyrage.DecryptError as error:
        raise SealBroken(f"This cannot be opened with the keys here ({error}).") from None


def seal_text(text: str, ring: Keyring) -> str:
    """The text, sealed, as base64: for a short secret in a database column."""
    return base64.b64encode(seal(text.encode(), ring)).decode("ascii")


def unseal_text(sealed: str, ring: Keyring) -> str:
    """The text of what ``seal_text`` gave. Raises SealBroken."""
    try:
        content = base64.b64decode(sealed, validate=True)
    except (binascii.Error, ValueError):
        raise SealBroken("This is not a sealed text.") from None
    return unseal(content, ring).decode()


def seal_file(source: Path, target: Path, ring: Keyring) -> None:
    """Seals a file into another (mode 0600), synchronised to the disk before this returns."""
    fd = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with source.open("rb") as plain, os.fdopen(fd, "wb") as sealed:
        pyrage.encrypt_io(plain, sealed, list(ring.recipients))
        sealed.flush()
        os.fsync(sealed.fileno())


def unseal_file(source: Path, target: Path, ring: Keyring) -> None:
    """Opens a sealed file into another (mode 0600), whole or not at all.

    Raises SealBroken, and then the target is gone: an age stream is written while it is checked, so a file
    that is cut off half way would otherwise leave a readable half.
    """
    fd = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with source.open("rb") as sealed, os.fdopen(fd, "wb") as plain:
            pyrage.decrypt_io(sealed, plain, list(ring.identities))
    except (pyrage.DecryptError, OSError) as error:
        target.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.errno is not None:
            raise  # the disk failed, not the seal
        raise SealBroken(f"A sealed file cannot be opened with the keys here ({error}).") from None


def opened_secret(path: Path, ring: Keyring) -> bytes:
    """The secret kept sealed in a file. Raises SealBroken when it is not there or does not open."""
    if not path.exists():
        raise SealBroken(f"{path} is missing; put it back from a backup.")
    return unseal(path.read_bytes(), ring)


def kept_secret(path: Path, ring: Keyring, size: int = 32) -> bytes:
    """A random secret of ``size`` bytes, kept sealed in a file; made at the first call.

    Raises SealBroken when it does not open with the ring.
    """
    if path.exists():
        return opened_secret(path, ring)
    return unseal(keep_once(path, seal(secrets.token_bytes(size), ring)), ring)
