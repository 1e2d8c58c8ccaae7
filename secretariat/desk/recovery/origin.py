"""Whose a backup or an export is: its signature, held against what was kept elsewhere beforehand.

A signature proves only that one key signed all of it. Whose key that is, no folder can say of itself: whoever
forges one signs it with a key of his own. So it is asked of something else: a head that was downloaded, the
name of the key on a printed record, or the keys folder.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandParser

from secretariat.audit.heads import PUBLIC_FILE, OldHead, key_name, read_head
from secretariat.toolbox.errors import RuleBroken


@dataclass(frozen=True, slots=True)
class Kept:
    """What somebody kept elsewhere: files of signed heads, and keys by their names or public halves."""

    heads: tuple[Path, ...] = ()
    keys: tuple[str, ...] = ()


def ask_for_kept(parser: CommandParser) -> None:
    """The words of a command that name what was kept."""
    parser.add_argument(
        "--head", metavar="FILE", type=Path, action="append", default=[],
        help="a signed head that was kept elsewhere: proves whose this is, and what is missing in it",
    )  # fmt: skip
    parser.add_argument(
        "--key", metavar="NAME", action="append", default=[],
        help="the name of the signing key, as on printed records, or its public half: proves whose this is",
    )  # fmt: skip


def heads_in(kept: Kept) -> list[OldHead]:
    """The kept heads. Raises RuleBroken for a file that is none, or whose signature is not right."""
    found = []
    for path in kept.heads:
        try:
            old = read_head(path.read_text(encoding="utf-8", errors="replace"))
        except OSError as error:
            raise RuleBroken("audit.head_form", f"{path} cannot be read ({error.strerror}).") from None
        if old.signed is None:
            raise RuleBroken(
                "desk.head_unsigned",
                f"{path} holds a head as it is printed, without its signature. Give its file as it was "
                "downloaded, or --key and the name that is printed behind it.",
            )
        found.append(old)
    return found


def proved_by(public_key: str, kept: Kept, *, with_keys_folder: bool = False) -> str:
    """What proves that this signing key (public half, hexadecimal) is ours, in words; empty where nothing does.

    ``with_keys_folder`` also asks the keys folder, where that was kept and put back. Raises RuleBroken where
    anything that was kept names another key. Source: own choice: trust comes from outside the folder in doubt.
    """
    name = key_name(bytes.fromhex(public_key))
    known = [
        (old.signed.public_key, path.name)
        for old, path in zip(heads_in(kept), kept.heads, strict=True)
        if old.signed
    ]
    known += [(key.strip().casefold(), "the key you named") for key in kept.keys]
    own = settings.KEYS / PUBLIC_FILE
    if with_keys_folder and own.is_file():
        known.append((own.read_text(encoding="ascii").strip(), f"{PUBLIC_FILE} in the keys folder"))
    for key, what in known:
        if key not in {public_key, name}:
            raise RuleBroken(
                "desk.another_key",
                f"This was signed with the key {name}, which is not that of {what}. It is not ours, or was "
                "forged: do not use it.",
            )
    return ", ".join(what for _, what in known)


def warning(public_key: str) -> str:
    """What is said where nothing proves whose it is."""
    name = key_name(bytes.fromhex(public_key))
    return (
        f"NOT PROVED: nothing that was kept elsewhere says whose this is. It was signed with the key {name}; a "
        "forged one would be signed too. Compare that name with a printed record before anybody signs in, or "
        "begin again with --head FILE or --key NAME."
    )
