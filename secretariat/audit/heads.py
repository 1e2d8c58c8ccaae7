"""Signed heads: what the record was at an instant, in a form that anybody can keep and hold against it later.

The key that signs (Ed25519) is made at the first start and kept sealed in the keys folder; its public half
stands beside it in clear and in every head. A head says: at this instant the record held so many deeds, and
the root of their tree was this.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from secretariat.toolbox.errors import RuleBroken
from secretariat.toolbox.vault import keep_once, kept_secret

from .rules import canonical

KEY_FILE = "head-signing.age"
"""In the keys folder: the seed of the signing key, sealed."""
PUBLIC_FILE = "head-signing.pub"
"""Beside it: the public half, hexadecimal."""


@dataclass(frozen=True, slots=True)
class SignedHead:
    """Size and root (hexadecimal) of the tree at an instant (ISO 8601, UTC), who signed, and the signature.

    ``key`` is the short name of the public key: 16 hexadecimal digits of its SHA-256.
    """

    size: int
    root: str
    at: str
    key: str
    public_key: str
    signature: str

    @property
    def line(self) -> str:
        """The head as one line of canonical JSON, as it is kept."""
        return canonical(self.document).decode()

    @property
    def document(self) -> dict[str, object]:
        """The head as its file gives it."""
        return asdict(self)

    @property
    def in_words(self) -> str:
        """The head as a printed page gives it: digits in groups, to be read and typed by people."""
        at = datetime.fromisoformat(self.at)
        return f"{at.day} {at:%B %Y} at {at:%H:%M} UTC, size {self.size}, root {grouped(self.root)}, key {self.key}"

    @property
    def is_genuine(self) -> bool:
        """Whether the signature is that of the key the head names, over all it says."""
        try:
            key = bytes.fromhex(self.public_key)
            Ed25519PublicKey.from_public_bytes(key).verify(bytes.fromhex(self.signature), self.note)
        except (InvalidSignature, ValueError):
            return False
        return self.key == key_name(key)

    @property
    def note(self) -> bytes:
        """The bytes that are signed: a few plain lines, so that nobody needs a JSON library to check them."""
        return f"secretariat record of deeds 1\n{self.size}\n{self.root}\n{self.at}\n{self.key}\n".encode()


def grouped(digest: str) -> str:
    """Hexadecimal digits in groups of eight. Source: own choice, because people compare printed digests."""
    return " ".join(digest[i : i + 8] for i in range(0, len(digest), 8))


def key_name(public_key: bytes) -> str:
    """The short name of a key: 16 hexadecimal digits of the SHA-256 of its public half."""
    return hashlib.sha256(public_key).hexdigest()[:16]


@lru_cache(maxsize=4)
def _signing_key(folder: Path) -> Ed25519PrivateKey:
    seed = kept_secret(folder / KEY_FILE, settings.KEYRING)
    key = Ed25519PrivateKey.from_private_bytes(seed)
    if not (folder / PUBLIC_FILE).exists():
        keep_once(folder / PUBLIC_FILE, f"{key.public_key().public_bytes_raw().hex()}\n".encode())
    return key


def sign(size: int, root: str, at: datetime) -> SignedHead:
    """A head of this size and root (hexadecimal), signed now. Raises SealBroken when the key does not open."""
    key = _signing_key(settings.KEYS)
    public = key.public_key().public_bytes_raw()
    instant = at.astimezone(UTC).isoformat()
    unsigned = SignedHead(size, root, instant, key_name(public), public.hex(), "")
    return SignedHead(size, root, instant, unsigned.key, unsigned.public_key, key.sign(unsigned.note).hex())


def sign_bytes(content: bytes) -> tuple[str, str]:
    """Public key and signature (hexadecimal) over some bytes that are no head, such as a list of files."""
    key = _signing_key(settings.KEYS)
    return key.public_key().public_bytes_raw().hex(), key.sign(content).hex()


def our_key() -> str:
    """The short name of the key that signs here."""
    return key_name(_signing_key(settings.KEYS).public_key().public_bytes_raw())


@dataclass(frozen=True, slots=True)
class OldHead:
    """A head that somebody kept: read from its file (``signed``), or typed from a printed page."""

    size: int
    root: str
    signed: SignedHead | None


_TYPED = re.compile(r"size\s*([0-9]{1,12})\D.*?root\s*((?:[0-9a-fA-F]\s*){64})(?![0-9a-fA-F])", re.DOTALL)


def read_head(text: str) -> OldHead:
    """An old head from the text of its file, or from the line of a printed record.

    Raises RuleBroken where the text holds neither, and where a file's signature is not right.
    """
    typed = _TYPED.search(text)
    if typed and "{" not in text:
        return OldHead(int(typed[1]), re.sub(r"\s", "", typed[2]).casefold(), None)
    signed = head_of_json(text)
    if not signed.is_genuine:
        raise RuleBroken(
            "audit.head_signature",
            "The signature of this head is not right: the file was changed after it was downloaded.",
        )
    return OldHead(signed.size, signed.root, signed)


def head_of_json(text: str) -> SignedHead:
    """A head from its JSON, unproved. Raises RuleBroken for anything else."""
    try:
        found = json.loads(text)
        head = SignedHead(**{name: found[name] for name in SignedHead.__dataclass_fields__})
        if not (isinstance(head.size, int) and head.size >= 0 and re.fullmatch("[0-9a-f]{64}", head.root)):
            raise ValueError
    except (ValueError, TypeError, KeyError, RecursionError):
        raise RuleBroken(
            "audit.head_form",
            "This is no head of a record of deeds. Give the file that was downloaded, or the words “size … "
            "root …” from a printed record.",
        ) from None
    return head
