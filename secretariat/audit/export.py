"""The record of deeds as a folder that ``verify.py`` checks without this program, and as proofs of one deed."""

from __future__ import annotations

import csv
import hashlib
import io
import shutil
from pathlib import Path

from secretariat.toolbox.errors import NotVisible

from .heads import SignedHead, head_of_json, sign_bytes
from .reads import deed_numbered, inclusion_proof, link_of, links, signed_head
from .rules import canonical

LIST = "files.csv"
SEAL = "files.signed.json"


def write_record(folder: Path) -> SignedHead:
    """Writes ``record/deeds.jsonl``, ``record/head.json`` and ``verify.py`` into the folder of an export.

    All deeds with their words, so the folder is for those who may read them all. ``seal_files`` comes last,
    when every other file of the export is written. Raises SealBroken when the signing key does not open.
    Must run in one transaction, or a deed recorded meanwhile stands in the record and not in its head.
    """
    record = folder / "record"
    record.mkdir(parents=True, exist_ok=True)
    head = signed_head()
    with (record / "deeds.jsonl").open("wb") as file:
        for link in links():
            told = {"salt": link.salt, "words": link.words, "wiped_by": link.wiped_by}
            file.write(canonical({**link.facts, **told}) + b"\n")
    (record / "head.json").write_bytes(canonical(head.document) + b"\n")
    shutil.copyfile(Path(__file__).with_name("verify.py"), folder / "verify.py")
    return head


def seal_files(folder: Path) -> int:
    """Writes ``files.csv`` (path, SHA-256 and bytes of every file in the folder) and its signature, bound to
    the head of the record in the same folder. Gives how many files are listed.
    """
    rows = io.StringIO(newline="")
    writer = csv.writer(rows, lineterminator="\n")
    writer.writerow(["path", "sha256", "bytes"])
    own = {folder / LIST, folder / SEAL}
    found = sorted(path for path in folder.rglob("*") if path.is_file() and path not in own)
    for path in found:
        with path.open("rb") as file:
            sha = hashlib.file_digest(file, "sha256").hexdigest()
        writer.writerow([path.relative_to(folder).as_posix(), sha, path.stat().st_size])
    content = rows.getvalue().encode()
    (folder / LIST).write_bytes(content)
    head = head_of_json((folder / "record" / "head.json").read_text(encoding="utf-8"))
    digest = hashlib.sha256(content).hexdigest()
    key, signature = sign_bytes(f"secretariat list of files 1\n{digest}\n{head.root}\n".encode())
    seal = {"sha256": digest, "public_key": key, "signature": signature}
    (folder / SEAL).write_bytes(canonical(seal) + b"\n")
    return len(found)


def proof_document(number: int, *, with_facts: bool) -> bytes:
    """One deed's proof with a signed head, as a file that ``verify.py`` checks.

    ``with_facts``: also what the deed was about, who acted and the digests of what changed. Without them the
    file proves the deed and tells nothing of it, not even to who guesses. Raises NotVisible. Six queries.
    """
    head = signed_head()
    leaf, path = inclusion_proof(number, head.size)
    row = deed_numbered(number)
    if row is None:
        raise NotVisible
    return canonical(
        {
            "number": number,
            "leaf": leaf.hex(),
            "facts": link_of(row).facts if with_facts else None,
            "path": [step.hex() for step in path],
            "head": head.document,
        }
    )
