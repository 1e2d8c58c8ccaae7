"""The stand-alone check: what the product writes holds, what was changed since does not."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from secretariat.audit import tree, verify
from secretariat.audit.actions import wipe_words
from secretariat.audit.export import proof_document, seal_files, write_record
from secretariat.audit.heads import sign
from secretariat.audit.models import Deed
from secretariat.audit.reads import head, signed_head
from secretariat.audit.rules import canonical
from tests.cast import Cast

VECTORS = [
    # RFC 8032, section 7.1: public key, message, signature
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
]


@pytest.fixture
def export(cast: Cast, tmp_path: Path) -> Path:
    folder = tmp_path / "export"
    (folder / "papers").mkdir(parents=True)
    (folder / "papers" / "minutes.txt").write_text("What was said.")
    wipe_words(cast.chair.actor, thing=cast.other.person, numbers=[3, 7], reason="asked to be forgotten")
    write_record(folder)
    seal_files(folder)
    return folder


@pytest.mark.parametrize(("key", "message", "signature"), VECTORS)
def test_the_signatures_of_the_standard_are_right(key: str, message: str, signature: str) -> None:
    note = bytes.fromhex(message).decode()
    assert verify.is_signed(key, signature, note)
    assert not verify.is_signed(key, signature, note + "x")
    assert not verify.is_signed(key, signature.upper(), note), "one way to write a signature"


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=60), st.binary(min_size=32, max_size=32), st.integers(0, 511))
def test_signatures_are_right_and_wrong_as_for_the_library(note: str, seed: bytes, bit: int) -> None:
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = key.public_key().public_bytes_raw().hex(), key.sign(note.encode())
    assert verify.is_signed(public, signature.hex(), note)
    bent = int.from_bytes(signature, "big") ^ (1 << bit)
    assert not verify.is_signed(public, bent.to_bytes(64, "big").hex(), note)


@given(st.integers(1, 70), st.data())
def test_its_tree_and_proofs_are_those_of_the_product(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    own, ours, kept = verify.Tree(), tree.Growth(), []
    leaves = [tree.leaf_hash(b"%d" % n) for n in range(size)]
    for leaf in leaves:
        own.append(leaf)
        kept.append(ours.append(leaf))
    assert own.root() == ours.root.hex()
    path = tree.proof(tree.inclusion_ranges(index, size), lambda end, level: kept[end - 1][level])
    assert verify.root_from_proof(leaves[index], index, size, path) == own.root()
    assert verify.root_from_proof(leaves[index], index, size, [*path, leaves[0]]) == ""


def test_an_export_holds_also_with_wiped_words_and_against_a_head_kept_before(
    export: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "kept.json"
    kept.write_bytes((export / "record" / "head.json").read_bytes())
    report = verify.check(export, [kept])
    assert report.faults == []
    assert f"{head()[0]} deeds in an unbroken chain" in report.said[0]
    assert report.said[-1] == "4 files, each as it was listed."


def test_it_runs_alone_says_what_it_checked_and_ends_with_its_code(export: Path, tmp_path: Path) -> None:
    alone = tmp_path / "elsewhere" / "verify.py"
    alone.parent.mkdir()
    alone.write_bytes((export / "verify.py").read_bytes())

    def run(*arguments: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-I", "-S", str(alone), *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    whole = run(export, "--head", export / "record" / "head.json")
    assert (whole.returncode, whole.stderr) == (0, "")
    assert whole.stdout.endswith("All holds.\n")
    (export / "papers" / "minutes.txt").write_text("What was not said.")
    bent = run(export)
    assert bent.returncode == 1
    assert "NOT AS IT WAS: papers/minutes.txt is missing or was changed" in bent.stdout
    assert run(tmp_path / "nothing").returncode == 1


def test_it_needs_nothing_but_python_and_is_read_in_ten_minutes() -> None:
    text = Path(verify.__file__).read_text(encoding="utf-8")
    imported = {
        name.name.partition(".")[0]
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Import)
        for name in node.names
    } | {
        str(node.module).partition(".")[0]
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ImportFrom)
    }
    assert imported <= set(sys.stdlib_module_names)
    assert len(text.splitlines()) <= 250


def test_a_rewritten_record_that_is_signed_anew_fails_against_a_head_kept_elsewhere(
    cast: Cast, tmp_path: Path, transactional_record: None
) -> None:
    kept = tmp_path / "kept.json"
    kept.write_bytes(canonical(signed_head().document) + b"\n")
    rewrite(cast)
    folder = tmp_path / "export"
    write_record(folder)
    seal_files(folder)
    assert verify.check(folder, []).faults == [], "by itself a forged record holds together"
    faults = verify.check(folder, [kept]).faults
    assert len(faults) == 1
    assert "are not those of this head" in faults[0]


@pytest.fixture
def transactional_record(db: None) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for name in ("deed_is_never_deleted", "deed_is_never_changed", "deed_number_is_taken_once"):
            cursor.execute(f"DROP TRIGGER {name}")


def rewrite(cast: Cast) -> None:
    """What somebody does who owns the machine: other facts, and chain and tree made to fit."""
    from tests.audit.forger import rechain

    Deed.objects.filter(number=5).update(thing_ref="entry-forged")
    rechain()


def test_words_withheld_from_the_reader_hold_and_words_taken_away_do_not(export: Path) -> None:
    deeds = export / "record" / "deeds.jsonl"
    lines = [json.loads(line) for line in deeds.read_bytes().splitlines()]
    lines[9] |= {"words": None, "salt": None}
    deeds.write_bytes(b"".join(canonical(line) + b"\n" for line in lines))
    seal_files(export)
    assert "the words of deed 10 are gone" in verify.check(export, []).faults[0]
    (export / "record" / "withheld.json").write_bytes(canonical({"numbers": [10]}) + b"\n")
    seal_files(export)
    assert verify.check(export, []).faults == []


def test_an_export_of_proofs_alone_is_checked_deed_by_deed(export: Path) -> None:
    proofs = export / "record" / "proofs.jsonl"
    # Time stands still here, so all heads are the one of the export.
    proofs.write_bytes(b"".join(proof_document(n, with_facts=n % 2 == 0) + b"\n" for n in range(1, 9)))
    (export / "record" / "deeds.jsonl").unlink()
    seal_files(export)
    report = verify.check(export, [])
    assert report.faults == []
    assert "8 deeds proved" in report.said[0]
    proofs.write_bytes(proofs.read_bytes().replace(b'"number":4', b'"number":5'))
    faults = verify.check(export, []).faults
    assert faults == [
        "the proof does not lead from deed 5 to the head",
        "record/proofs.jsonl is missing or was changed",
    ]


@pytest.mark.parametrize("is_whole", [True, False])
def test_a_list_of_no_proofs_neither_proves_anything_nor_switches_off_the_check_of_the_record(
    export: Path, tmp_path: Path, is_whole: bool
) -> None:
    kept = tmp_path / "kept.json"
    kept.write_bytes((export / "record" / "head.json").read_bytes())
    deeds = export / "record" / "deeds.jsonl"
    lines = deeds.read_bytes().splitlines(keepends=True)
    deeds.write_bytes(b"".join([lines[0].replace(b"members.", b"meetings."), *lines[2:]]))
    if not is_whole:
        deeds.unlink()
    (export / "record" / "proofs.jsonl").write_bytes(b"")
    seal_files(export)
    faults = verify.check(export, [kept]).faults
    assert "there is no proof of any deed here" in faults
    assert ("deed 1 was changed" in faults) is is_whole
    words = f"{kept}: the first {head()[0]} deeds are not all here: it is newer, or some are cut off"
    assert (words in faults) is is_whole


def test_a_head_newer_than_the_export_is_not_called_an_alteration(export: Path, tmp_path: Path) -> None:
    newer = tmp_path / "newer.json"
    count = head()[0] + 1
    newer.write_bytes(canonical(sign(count, "ab" * 32, datetime(2026, 12, 5, tzinfo=UTC)).document) + b"\n")
    words = f"{newer}: the first {count} deeds are not all here: it is newer, or some are cut off"
    assert verify.check(export, [newer]).faults == [words]


def test_a_kept_head_that_cannot_be_held_is_a_fault_and_the_own_head_is_held(
    export: Path, tmp_path: Path
) -> None:
    own, older = tmp_path / "own.json", tmp_path / "older.json"
    own.write_bytes((export / "record" / "head.json").read_bytes())
    (export / "record" / "proofs.jsonl").write_bytes(proof_document(3, with_facts=False) + b"\n")
    (export / "record" / "deeds.jsonl").unlink()
    seal_files(export)
    older.write_bytes(canonical(sign(5, "ab" * 32, datetime(2026, 1, 5, tzinfo=UTC)).document) + b"\n")
    assert verify.check(export, [own]).faults == []
    words = f"{older}: not held, for that needs a whole record (record/deeds.jsonl)"
    assert verify.check(export, [older]).faults == [words]
    proof = tmp_path / "proof.json"
    proof.write_bytes(proof_document(3, with_facts=False) + b"\n")
    assert verify.check(proof, [own]).faults == []
    assert verify.check(proof, [older]).faults == [words]


def test_a_proof_without_a_head_proves_nothing(cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "proof.json"
    document = json.loads(proof_document(3, with_facts=True))
    for bent in ({}, None, [], {"size": 3}):
        file.write_bytes(canonical({**document, "head": bent}) + b"\n")
        assert verify.check(file, []).faults


@pytest.mark.parametrize("with_facts", [True, False])
def test_one_deed_is_proved_by_its_file_and_by_no_bent_one(
    cast: Cast, tmp_path: Path, with_facts: bool
) -> None:
    file = tmp_path / "proof.json"
    file.write_bytes(proof_document(12, with_facts=with_facts) + b"\n")
    report = verify.check(file, [])
    assert report.faults == []
    assert "1 deeds proved" in report.said[0]
    document = json.loads(file.read_bytes())
    assert ("thing_ref" in file.read_text()) is with_facts
    document["number"] = 13
    file.write_bytes(canonical(document) + b"\n")
    assert verify.check(file, []).faults
    document["number"], document["leaf"] = 12, "0" * 64
    file.write_bytes(canonical(document) + b"\n")
    assert verify.check(file, []).faults
