"""A thousand ways to alter the record, all found; a thousand looks at records that nobody altered, no alarm.

Every altered store is looked at twice: by ``verify`` in the store, and by the stand-alone ``verify.py`` on an
export written from it. The one thing that neither can know by itself is a record rewritten and chained anew
by somebody who owns the whole machine, and there a single head, kept elsewhere before, finds it.
"""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings
from django.db import connection, transaction

from secretariat.audit import verify
from secretariat.audit.actions import record_deed, wipe_words
from secretariat.audit.export import seal_files, write_record
from secretariat.audit.heads import OldHead
from secretariat.audit.models import Deed
from secretariat.audit.reads import head, links, signed_head, verify_chain, wipeable
from secretariat.audit.rules import HEADS_FILE, canonical
from secretariat.toolbox.errors import RuleBroken
from tests.audit.forger import rechain
from tests.cast import Cast

pytestmark = pytest.mark.abuse

TAMPERINGS = 1_000
EXPORT_EDITS = 1_000
CLEAN_LOOKS = 1_000
SEED = 20261124


@pytest.fixture(autouse=True)
def no_heads_left() -> Iterator[None]:
    yield
    (settings.HOME / HEADS_FILE).unlink(missing_ok=True)


def is_signed_by_library(public_key: str, signature: str, note: str) -> bool:
    """The library's answer, two hundred times faster; tests/audit/test_verify.py holds the two together."""
    key, signed = bytes.fromhex(public_key), bytes.fromhex(signature)
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signed, note.encode())
    except InvalidSignature:
        return False
    return (key.hex(), signed.hex()) == (public_key, signature)


@pytest.fixture
def fast_signatures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of a thousand stores signs its own heads; the slow way of the stand-alone program is not the point."""
    monkeypatch.setattr(verify, "is_signed", is_signed_by_library)


@pytest.fixture
def no_triggers(db: None) -> None:
    run(*(f"DROP TRIGGER {name}" for name in (
        "deed_is_never_deleted", "deed_is_never_changed", "deed_number_is_taken_once",
    )))  # fmt: skip


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def grow(cast: Cast, by: int, rng: random.Random) -> None:
    """More deeds, some of which wipe the words of earlier ones."""
    for _ in range(by):
        size = head()[0]
        actor = rng.choice([cast.officer.actor, cast.chair.actor])
        told = wipeable(actor, cast.network.pk, range(1, size + 1))
        if rng.random() < 0.1 and told:
            numbers = rng.sample(told, min(len(told), rng.randint(1, 3)))
            wipe_words(actor, thing=cast.other.person, numbers=numbers, reason="asked")
        else:
            record_deed(actor, "members.add_person", cast.other.person, after={"n": size})


# --- What is done to a store; each gives False where it would have changed nothing ---------------------------

Deeds = list[Deed]


def edit(rng: random.Random, rows: Deeds) -> bool:
    row = rng.choice(rows)
    field = rng.choice(
        ["at", "deed", "thing_kind", "thing_ref", "network_id", "account_id", "before", "after", "words_digest",
         "previous", "digest", "words", "salt", "wiped_by", "no words"]
    )  # fmt: skip
    old = getattr(row, field, None)
    if field in {"words", "no words", "salt"} and row.words is None:
        return False
    changes: dict[str, object] = {field: f"{old}x"}
    if field in {"network_id", "account_id", "wiped_by"}:
        changes = {field: (old or 0) + rng.randint(1, 9)}
    elif field == "at":
        changes = {"at": row.at.replace(microsecond=(row.at.microsecond + 1) % 1_000_000)}
    elif field == "words":
        changes = {"words": {**row.words, rng.choice(["actor", "thing", "seat"]): "somebody else"}}
    elif field == "no words":
        changes = {"words": None, "salt": None, "wiped_by": rng.choice([None, rows[-1].number])}
    return bool(Deed.objects.filter(pk=row.pk).update(**changes))


def bend_tree(rng: random.Random, rows: Deeds) -> bool:
    """A hash of the tree that is kept beside a deed; exports hold none, they are computed from the deeds."""
    row = rng.choice(rows)
    place = rng.randrange(len(row.nodes))
    digit = "0" if row.nodes[place] != "0" else "1"
    return bool(
        Deed.objects.filter(pk=row.pk).update(nodes=row.nodes[:place] + digit + row.nodes[place + 1 :])
    )


def delete(rng: random.Random, rows: Deeds) -> bool:
    run(f"DELETE FROM audit_deed WHERE number = {rng.choice(rows).number}")
    return True


def insert(rng: random.Random, rows: Deeds) -> bool:
    """A forged deed between two others, all later ones moved up. One behind the last that is chained well would
    be no tampering with the past: it is what whoever owns the machine can always do, in his own name.
    """
    if len(rows) < 2:
        return False
    row = rng.choice(rows[:-1])
    for later in reversed([r.number for r in rows if r.number > row.number]):
        run(f"UPDATE audit_deed SET number = {later + 1} WHERE number = {later}")
    forged = Deed.objects.get(pk=row.pk)
    forged.number, forged.digest, forged.thing_ref = row.number + 1, "f" * 64, "entry-forged"
    forged.save(force_insert=True)
    return True


def reorder(rng: random.Random, rows: Deeds) -> bool:
    if len(rows) < 2:
        return False
    one, other = (row.number for row in rng.sample(rows, 2))
    run(
        f"UPDATE audit_deed SET number = 999999 WHERE number = {one}",
        f"UPDATE audit_deed SET number = {one} WHERE number = {other}",
        f"UPDATE audit_deed SET number = {other} WHERE number = 999999",
    )
    return True


def truncate(rng: random.Random, rows: Deeds) -> bool:
    run(f"DELETE FROM audit_deed WHERE number > {len(rows) - rng.randint(1, len(rows))}")
    return True


def rewrite(rng: random.Random, rows: Deeds) -> bool:
    """Something of the above, and then chain and tree made to fit again."""
    way = rng.choice([reorder, insert, truncate, forge, forge])
    if not way(rng, rows):
        return False
    rechain()
    return True


def forge(rng: random.Random, rows: Deeds) -> bool:
    row = rng.choice(rows)
    changes = rng.choice(
        [{"thing_ref": "entry-forged"}, {"account_id": 9_999}, {"network_id": 9_999}, {"after": "a" * 64},
         {"words": {"actor": "Nobody", "seat": "", "thing": "nothing", "ring": ""}, "salt": "s", "wiped_by": None}]
    )  # fmt: skip
    return bool(Deed.objects.filter(pk=row.pk).update(**changes))


WAYS: list[Callable[[random.Random, Deeds], bool]] = [
    edit,
    edit,
    edit,
    delete,
    insert,
    reorder,
    truncate,
    rewrite,
    rewrite,
]


def faults_in_store(kept: OldHead) -> bool:
    try:
        return bool(verify_chain(kept)[1])
    except RuleBroken:
        return True


def export_of_store(folder: Path, genuine: Path) -> None:
    """An export as the product writes it from an altered store; where it refuses to, as a forger would."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        write_record(folder)
    except RuleBroken:
        (folder / "record").mkdir(exist_ok=True)
        shutil.copy(genuine / "record" / "head.json", folder / "record" / "head.json")
        lines = [
            canonical({**x.facts, "salt": x.salt, "words": x.words, "wiped_by": x.wiped_by}) for x in links()
        ]
        (folder / "record" / "deeds.jsonl").write_bytes(b"".join(line + b"\n" for line in lines))
    seal_files(folder)


def test_a_thousand_tamperings_of_the_store_are_found_in_it_and_in_its_export(
    cast: Cast, no_triggers: None, fast_signatures: None, tmp_path: Path
) -> None:
    rng = random.Random(SEED)
    run("DELETE FROM audit_deed")
    done, missed = Counter[str](), []
    genuine, kept_file = tmp_path / "genuine", tmp_path / "kept.json"
    while done.total() < TAMPERINGS:
        if done.total() % 100 == 0 or rng.random() < 0.01:
            grow(cast, rng.randint(1, 4), rng)
            now = signed_head()
            kept_file.write_bytes(canonical(now.document) + b"\n")
            export_of_store(genuine, genuine)
            rows = list(Deed.objects.order_by("number"))
        way = bend_tree if rng.random() < 0.05 else rng.choice(WAYS)
        with transaction.atomic():
            if way(rng, rows):
                done[way.__name__] += 1
                if not faults_in_store(OldHead(now.size, now.root, now)):
                    missed.append(("store", way.__name__, done.total()))
                export_of_store(tmp_path / "export", genuine)
                if way is not bend_tree and not verify.check(tmp_path / "export", [kept_file]).faults:
                    missed.append(("export", way.__name__, done.total()))
            transaction.set_rollback(True)
    print(
        f"\n{done.total()} tamperings of stores of up to {len(rows)} deeds ({dict(done)}): {len(missed)} missed"
    )
    assert missed == []


def edited(rng: random.Random, content: bytes) -> bytes:
    """The content of a file after one small change."""
    place = rng.randrange(len(content))
    lines = content.splitlines(keepends=True)
    ways = [
        content[:place] + bytes([content[place] ^ (1 << rng.randrange(8))]) + content[place + 1 :],
        content[:place] + content[place + 1 :],
        content[:place] + bytes([rng.randrange(256)]) + content[place:],
        content[:place],
        b"".join(rng.sample(lines, len(lines))),
        b"".join([*lines, rng.choice(lines)]),
        content.replace(b"0", b"1", 1),
        content + b"\n",
    ]
    return rng.choice(ways)


def test_a_thousand_edits_of_an_export_are_found_without_any_head_kept_elsewhere(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # The stand-alone program as it is; only what it was asked before is not computed again.
    monkeypatch.setattr(verify, "is_signed", cache(verify.is_signed))
    rng = random.Random(SEED + 1)
    folder = tmp_path / "export"
    (folder / "papers").mkdir(parents=True)
    (folder / "papers" / "minutes.txt").write_text("What was said, line by line.\nAnd more.\n")
    grow(cast, 20, rng)
    write_record(folder)
    seal_files(folder)
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    whole = {path: path.read_bytes() for path in files}
    assert verify.check(folder, []).faults == []
    done, missed = Counter[str](), []
    while done.total() < EXPORT_EDITS:
        path = rng.choice(files)
        kind = rng.choice(["edited", "edited", "edited", "edited", "gone", "added"])
        content = edited(rng, whole[path]) if kind == "edited" else b""
        if kind == "edited" and content == whole[path]:
            continue
        if kind == "added":
            path = path.with_name("smuggled.txt")
            path.write_bytes(b"In nobody's list.")
        elif kind == "gone":
            path.unlink()
        else:
            path.write_bytes(content)
        done[kind] += 1
        if not verify.check(folder, []).faults:
            missed.append((path.name, kind, content[:80]))
        if kind == "added":
            path.unlink()
        else:
            path.write_bytes(whole[path])
    assert verify.check(folder, []).faults == []
    print(f"\n{done.total()} edits of an export of {len(files)} files ({dict(done)}): {len(missed)} missed")
    assert missed == []


def test_a_thousand_looks_at_records_that_nobody_altered_raise_no_alarm(
    cast: Cast, no_triggers: None, fast_signatures: None, tmp_path: Path
) -> None:
    rng = random.Random(SEED + 2)
    run("DELETE FROM audit_deed")
    alarms, looks, older = [], 0, list[OldHead]()
    kept = tmp_path / "kept.json"
    while looks < CLEAN_LOOKS:
        if looks % 10 == 0 or not older:
            grow(cast, rng.randint(1, 2), rng)
        now = signed_head()
        older.append(OldHead(now.size, now.root, now))
        _, faults = verify_chain(*rng.sample(older, min(len(older), 5)))
        looks += 1
        alarms += faults
        if looks % 4 == 0:
            folder = tmp_path / "export"
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            (folder / "note.txt").write_text("x" * rng.randint(0, 50))
            write_record(folder)
            seal_files(folder)
            some = rng.choice(older).signed
            assert some is not None
            kept.write_bytes(canonical(some.document) + b"\n")
            looks += 1
            alarms += verify.check(folder, [kept]).faults
    print(f"\n{looks} looks at records of up to {head()[0]} deeds: {len(alarms)} false alarms")
    assert alarms == []


def test_run_as_a_ministry_runs_it_the_program_says_the_same(cast: Cast, tmp_path: Path) -> None:
    rng = random.Random(SEED + 3)
    folder = tmp_path / "export"
    write_record(folder)
    seal_files(folder)
    program = tmp_path / "verify.py"
    program.write_bytes((folder / "verify.py").read_bytes())

    def code() -> int:
        command = [sys.executable, "-I", "-S", str(program), str(folder)]
        return subprocess.run(command, capture_output=True, check=False).returncode

    assert code() == 0
    deeds = folder / "record" / "deeds.jsonl"
    whole = deeds.read_bytes()
    for _ in range(8):
        lines = [json.loads(line) for line in whole.splitlines()]
        rng.choice(lines)["thing_ref"] = "entry-forged"
        deeds.write_bytes(b"".join(canonical(line) + b"\n" for line in lines))
        assert code() == 1
    deeds.write_bytes(whole)
    assert code() == 0
