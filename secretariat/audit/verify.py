#!/usr/bin/env python3
"""Checks an export of the record of deeds without the product that wrote it. Python 3.9 or later, nothing else.

    python3 verify.py EXPORT_FOLDER [--head HEAD.json]      an export, also against a head that you kept
    python3 verify.py DEED_PROOF.json                       that one deed stands in the record

It says in sentences what it checked, then every place where something is not as it was written. It ends with
0 when all holds and with 1 when not. Take this file from somebody you trust, not from the export you doubt.

How it works. Each deed has facts; the words that tell of it stand beside them, bound by a salted digest, and
may be wiped by a later deed. Each names the digest of the one before (the chain). All deeds are leaves of a
tree (RFC 9162, section 2.1) whose root changes when any leaf does; a head is size and root of the tree at an
instant, signed (Ed25519, RFC 8032). Who kept an old head trusts nobody: the first deeds still give its root.
"""
# Set close on purpose, to be read on a few printed pages.
# fmt: off

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

Json = dict[str, Any]
HEAD = {"size", "root", "at", "key", "public_key", "signature"}
CHAINED = ["number", "at", "deed", "thing_kind", "thing_ref", "before", "after", "words_digest", "previous"]
FACTS = {*CHAINED, "network", "account", "digest"}

class Report:
    """What was checked, and what was found wrong, in sentences."""
    def __init__(self) -> None:
        self.said: list[str] = []
        self.faults: list[str] = []

    def expect(self, holds: bool, fault: str) -> bool:
        self.faults += [] if holds else [fault]
        return holds

# --- Digests and the tree ---------------------------------------------------------------------------------
ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))
def canonical(value: object) -> bytes:
    return ENCODER.encode(value).encode()

def sha256(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()

def digest(value: object) -> str:
    return sha256(canonical(value)).hex()

def node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right)

class Tree:
    """Grows leaf by leaf; ``peaks`` are the hashes of its complete subtrees, the largest first."""
    def __init__(self) -> None:
        self.size, self.peaks = 0, list[bytes]()

    def append(self, leaf: bytes) -> None:
        rest = self.size
        while rest & 1:
            leaf, rest = node(self.peaks.pop(), leaf), rest >> 1
        self.peaks.append(leaf)
        self.size += 1

    def root(self) -> str:
        root = self.peaks[-1] if self.peaks else sha256(b"")
        for peak in self.peaks[-2::-1]:
            root = node(peak, root)
        return root.hex()

def root_from_proof(leaf: bytes, index: int, size: int, path: list[bytes]) -> str:
    """RFC 9162, section 2.1.3.2; empty where the path has not the length it must have."""
    last = size - 1
    for step in path:
        if last == 0:
            return ""
        is_right = index & 1 or index == last
        leaf = node(step, leaf) if is_right else node(leaf, step)
        while is_right and index and not index & 1:
            index, last = index >> 1, last >> 1
        index, last = index >> 1, last >> 1
    return leaf.hex() if last == 0 else ""

# --- Ed25519 signatures (RFC 8032, section 5.1), for reading rather than for speed -------------------------
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
Point = tuple[int, int]

def add(p: Point, q: Point) -> Point:
    t = D * p[0] * q[0] * p[1] * q[1] % P
    x = (p[0] * q[1] + p[1] * q[0]) * pow(1 + t, -1, P) % P
    return x, (p[1] * q[1] + p[0] * q[0]) * pow(1 - t, -1, P) % P

def times(number: int, point: Point) -> Point:
    total = (0, 1)
    while number:
        total = add(total, point) if number & 1 else total
        point, number = add(point, point), number >> 1
    return total

def point_of(content: bytes) -> Point:
    """The point whose y and sign of x these 32 bytes give. Raises ValueError where there is none."""
    sign, y = divmod(int.from_bytes(content, "little"), 2**255)
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if len(content) != 32 or y >= P or (x * x - square) % P or (x == 0 and sign):
        raise ValueError("no point of the curve")
    return (x if x & 1 == sign else P - x), y

BASE = point_of((4 * pow(5, -1, P) % P).to_bytes(32, "little"))

def is_signed(public_key: str, signature: str, note: str) -> bool:
    try:
        key, r, s = bytes.fromhex(public_key), bytes.fromhex(signature[:64]), bytes.fromhex(signature[64:])
        a, point, number = point_of(key), point_of(r), int.from_bytes(s, "little")
    except ValueError:
        return False
    is_plain = (key.hex(), (r + s).hex()) == (public_key, signature) and number < ORDER
    h = int.from_bytes(hashlib.sha512(r + key + note.encode()).digest(), "little") % ORDER
    return is_plain and times(number, BASE) == add(point, times(h, a))

# --- What is checked --------------------------------------------------------------------------------------
def read(report: Report, path: Path, names: set[str]) -> Json:
    """A small JSON document with just these names, as it was written; empty where it is not."""
    content = path.read_bytes() if path.is_file() else b"null"
    found = json.loads(content)
    is_written = isinstance(found, dict) and set(found) == names and canonical(found) + b"\n" == content
    return found if report.expect(is_written, f"{path.name} is missing or not as it was written") else {}

def check_head(report: Report, name: str, head: Json, key: str) -> None:
    note = "secretariat record of deeds 1\n{size}\n{root}\n{at}\n{key}\n".format(**head)
    is_genuine = is_signed(head["public_key"], head["signature"], note)
    is_genuine = is_genuine and head["key"] == sha256(bytes.fromhex(head["public_key"])).hex()[:16]
    report.expect(is_genuine, f"{name}: the signature is not right")
    report.expect(head["public_key"] == key, f"{name} was signed with another key")

def check_deed(report: Report, number: int, deed: Json, previous: str, withheld: list[int]) -> None:
    """One deed by itself: its place, its link to the one before, its digest, its words."""
    report.expect(deed["number"] == number, f"deed {deed['number']} stands where deed {number} should")
    report.expect(deed["previous"] == previous, f"deed {number} does not follow the one before it")
    report.expect(digest([deed[name] for name in CHAINED]) == deed["digest"], f"deed {number} was changed")
    if deed["words"] is None:
        is_said = (deed["wiped_by"] is not None or number in withheld) and deed["salt"] is None
        report.expect(is_said, f"the words of deed {number} are gone, and no deed says who wiped them")
    else:
        is_bound = digest([deed["salt"], deed["words"]]) == deed["words_digest"] and deed["wiped_by"] is None
        report.expect(is_bound, f"the words of deed {number} were changed")

def check_record(report: Report, path: Path, heads: dict[str, Json]) -> int:
    """All deeds in order, who wiped which words, and the root of the tree at the size of every head."""
    tree, previous, said, wiped = Tree(), "0" * 64, dict[int, str](), dict[int, list[int]]()
    withheld = path.with_name("withheld.json")  # words that are closed to whom the export was made for
    numbers = read(report, withheld, {"numbers"})["numbers"] if withheld.is_file() else []
    roots = {0: tree.root()}
    for number, line in enumerate(path.read_bytes().split(b"\n")[:-1], 1):
        deed = json.loads(line)
        is_written = set(deed) == FACTS | {"salt", "words", "wiped_by"} and canonical(deed) == line
        if not report.expect(is_written, f"line {number} of the record is not as it was written"):
            return -1
        check_deed(report, number, deed, previous, numbers)
        if deed["deed"] == "audit.wipe_words":
            said[number] = deed["after"]
        if deed["wiped_by"] is not None:
            wiped.setdefault(deed["wiped_by"], []).append(number)
        previous = deed["digest"]
        tree.append(sha256(b"\x00" + canonical({name: deed[name] for name in FACTS})))
        if any(head["size"] == number for head in heads.values()):
            roots[number] = tree.root()
    report.said.append(f"{tree.size} deeds in an unbroken chain, {len(numbers)} with their words withheld.")
    for by in {**said, **wiped}:
        is_said = said.get(by) == digest({"wiped": wiped.get(by, [])})
        report.expect(is_said, f"deed {by} did not wipe the words of just those deeds it says: {wiped.get(by)}")
    for name, head in heads.items():
        words = "those of this head" if head["size"] <= tree.size else "all here: it is newer, or some are cut off"
        report.expect(roots.get(head["size"]) == head["root"], f"{name}: the first {head['size']} deeds are not {words}")
        report.said.append(f"{name}: {head['size']} deeds at {head['at']}, signed with key {head['key']}.")
    return tree.size

def check_files(report: Report, folder: Path, head: Json) -> None:
    """Every file of the list is there as it was, nothing else is, and the list is signed with the head."""
    seal = read(report, folder / "files.signed.json", {"sha256", "public_key", "signature"})
    content = (folder / "files.csv").read_bytes()
    found = sha256(content).hex()
    is_ours = bool(seal) and (seal["public_key"], seal["sha256"]) == (head["public_key"], found)
    note = f"secretariat list of files 1\n{found}\n{head['root']}\n"
    is_ours = is_ours and is_signed(seal["public_key"], seal["signature"], note)
    report.expect(is_ours, "files.csv is not the list that was signed with this head")
    rows = {row["path"]: row["sha256"] for row in csv.DictReader(content.decode().splitlines())}
    here = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    for name in sorted(here - set(rows) - {"files.csv", "files.signed.json"}):
        report.expect(False, f"{name} is not in the list of files")
    for name, wanted in rows.items():
        is_whole = name in here and sha256((folder / name).read_bytes()).hex() == wanted
        report.expect(is_whole, f"{name} is missing or was changed")
    report.said.append(f"{len(rows)} files, each as it was listed.")

def check_proof(report: Report, proof: Json, head: Json) -> None:
    """One deed leads by its proof to the root of a head."""
    leaf, path = bytes.fromhex(proof["leaf"]), [bytes.fromhex(step) for step in proof["path"]]
    number, facts = proof["number"], proof["facts"]
    is_leaf = facts is None or (sha256(b"\x00" + canonical(facts)) == leaf and facts["number"] == number)
    root = root_from_proof(leaf, number - 1, head["size"], path)
    is_proved = is_leaf and proof["head"] == head and root == head["root"]
    report.expect(is_proved, f"the proof does not lead from deed {number} to the head")

def check(place: Path, kept: list[Path]) -> Report:
    """Everything that can be checked at this place: the folder of an export, or the file of one proof."""
    report, whole, some = Report(), place / "record/deeds.jsonl", place / "record/proofs.jsonl"
    try:
        one = {} if place.is_dir() else read(report, place, {"number", "leaf", "facts", "path", "head"})
        own = read(report, place / "record/head.json", HEAD) if place.is_dir() else one.get("head", {})
        heads = {"its own head": own, **{str(path): read(report, path, HEAD) for path in kept}}
        for name, head in heads.items():
            check_head(report, name, head, own.get("public_key", ""))
        if one or some.is_file():
            proofs = [one] if one else [*map(json.loads, some.read_bytes().splitlines())]
            for proof in proofs:
                check_proof(report, proof, own)
            report.expect(bool(proofs), "there is no proof of any deed here")
            report.said.append(f"{len(proofs)} deeds proved to stand among the {own['size']} of {own['at']}.")
        if not one and (whole.is_file() or not some.is_file()):
            size = check_record(report, whole, heads)
            report.expect(size == own["size"], "the record does not end at its own head")
        for name in [name for name, head in heads.items() if head != own and not whole.is_file()]:
            report.expect(False, f"{name}: not held, for that needs a whole record (record/deeds.jsonl)")
        if place.is_dir():
            check_files(report, place, own)
    except (OSError, ValueError, TypeError, LookupError, AttributeError) as error:
        report.faults.append(f"what is here cannot be read: {type(error).__name__} {error}")
    return report

def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Checks an export of the record of deeds, or one proof.")
    parser.add_argument("place", type=Path, help="the folder of an export, or the file of a proof")
    parser.add_argument("--head", type=Path, action="append", default=[], help="a head that you kept")
    options = parser.parse_args(arguments)
    report = check(options.place, options.head)
    print("\n".join([*report.said, *(f"NOT AS IT WAS: {fault}" for fault in report.faults)]))
    print({0: "All holds.", 1: "1 fault."}.get(len(report.faults), f"{len(report.faults)} faults."))
    return 1 if report.faults else 0

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
