"""Hostile and broken files read as they come, without having been looked through before: each is refused in a
clear sentence, in bounded time and memory. What is looked through first: ``test_hostile_fixtures.py``.
"""

from __future__ import annotations

import io
import os
import random
import resource
import zipfile
import zlib
from pathlib import Path

import pikepdf
import pytest

from secretariat.archive.reading import sniff, worker
from secretariat.archive.reading.model import Reading
from secretariat.archive.reading.paper import MAX_CHARACTERS
from secretariat.archive.reading.worker import read_many_safely, read_safely
from secretariat.toolbox.errors import SourceUnreadable
from tests.archive_reading.papers import W, docx_of, paragraph, pdf_of

pytestmark = pytest.mark.abuse


def refusal_of(path: Path, name: str | None = None) -> str:
    """The sentence with which a file is refused; the calling process must not have grown by it."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(SourceUnreadable) as refused:
        read_safely(path, name or path.name)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 64 * 1024, f"the caller grew by {grown} KB"
    sentence = refused.value.message
    assert sentence.endswith(".")
    assert len(sentence) < 300
    assert "Traceback" not in sentence
    return sentence


def written(tmp_path: Path, name: str, data: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def test_an_empty_file(tmp_path: Path) -> None:
    assert "empty" in refusal_of(written(tmp_path, "a.pdf", b""))


def test_a_file_beyond_all_measure_is_refused_unread(tmp_path: Path) -> None:
    path = written(tmp_path, "a.txt", b"")
    os.truncate(path, 200 * sniff.MB)
    assert "larger than 100 MB" in refusal_of(path)


def test_what_is_no_file_at_all(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert "not a file" in refusal_of(tmp_path / "pipe.txt")
    assert "not a file" in refusal_of(tmp_path)
    assert "no file" in refusal_of(tmp_path / "nothing.txt")
    assert "no file" in refusal_of(Path("a\x00b.txt"))


def test_a_pdf_cut_short(tmp_path: Path) -> None:
    whole = pdf_of("Words. " * 3000)
    assert "broken" in refusal_of(written(tmp_path, "a.pdf", whole[: len(whole) // 20]))


def test_a_pdf_with_flipped_bytes_warns_or_is_refused(tmp_path: Path) -> None:
    rng = random.Random(7)
    data = bytearray(pdf_of("\n#pagebreak()\n".join("Words of a page. " * 40 for _ in range(8))))
    for _ in range(200):
        data[rng.randrange(200, len(data))] = rng.randrange(256)
    path = written(tmp_path, "a.pdf", bytes(data))
    ((_, outcome),) = read_many_safely([path])
    if isinstance(outcome, Reading):
        lost = outcome.text.count("Words of a page.") < 320
        assert not lost or outcome.source.warnings
    else:
        assert outcome.message.endswith(".")


def test_random_bytes_under_every_name(tmp_path: Path) -> None:
    data = random.Random(3).randbytes(40_000)
    for name in ("a.pdf", "a.docx", "a.doc", "a.rtf", "a.bin", "a.txt"):
        refusal_of(written(tmp_path, name, data))


def test_a_pdf_locked_with_a_password(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    with pikepdf.open(io.BytesIO(pdf_of("Secret words."))) as document:
        document.save(path, encryption=pikepdf.Encryption(owner="o", user="u"))
    assert "password" in refusal_of(path)


def test_a_scan_without_text_asks_for_text_recognition(tmp_path: Path) -> None:
    sentence = refusal_of(written(tmp_path, "a.pdf", pdf_of("#rect(width: 5cm, height: 5cm, fill: gray)")))
    assert "scan" in sentence
    assert "text recognition" in sentence


def test_a_pdf_stream_that_swells_costs_the_worker_not_the_caller(tmp_path: Path) -> None:
    flat = zlib.compress(b" " * (700 * sniff.MB), 9)
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (len(flat), flat),
    ]
    body = b"%PDF-1.4\n"
    places = []
    for number, part in enumerate(parts, 1):
        places.append(len(body))
        body += b"%d 0 obj%bendobj\n" % (number, part)
    start = len(body)
    body += b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % p for p in places)
    body += b"trailer<</Size 5/Root 1 0 R>>startxref\n%d\n%%%%EOF" % start
    refusal_of(written(tmp_path, "a.pdf", body))


def test_a_word_document_that_swells(tmp_path: Path) -> None:
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w", force_zip64=True) as member:
            for _ in range(600):
                member.write(b" " * sniff.MB)
    assert "swell" in refusal_of(written(tmp_path, "a.docx", box.getvalue()))


def test_a_zip_that_is_no_word_document(tmp_path: Path) -> None:
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w") as archive:
        archive.writestr("evil.sh", "rm")
    assert "not a Word document" in refusal_of(written(tmp_path, "a.docx", box.getvalue()))


def test_a_word_document_with_an_entity_bomb(tmp_path: Path) -> None:
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY l0 "lol">{lol}]><w:document {W}><w:body><w:p><w:r><w:t>&l11;</w:t></w:r></w:p></w:body></w:document>'
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w") as archive:
        archive.writestr("word/document.xml", bomb)
    assert "definitions" in refusal_of(written(tmp_path, "a.docx", box.getvalue()))


def test_a_word_document_that_points_at_another_file_leaks_nothing(tmp_path: Path) -> None:
    secret = written(tmp_path, "secret.txt", b"the hidden words")
    for encoding in ("utf-8", "utf-16"):
        leak = (
            f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE d [<!ENTITY x SYSTEM "file://{secret}">]>'
        )
        leak += (
            f"<w:document {W}><w:body><w:p><w:r><w:t>Open words. &x;</w:t></w:r></w:p></w:body></w:document>"
        )
        box = io.BytesIO()
        with zipfile.ZipFile(box, "w") as archive:
            archive.writestr("word/document.xml", leak.encode(encoding))
        path = written(tmp_path, "a.docx", box.getvalue())
        try:
            text = read_safely(path, path.name).text
        except SourceUnreadable as refused:
            text = refused.message
        assert "hidden" not in text


def test_a_word_document_nested_beyond_reason(tmp_path: Path) -> None:
    deep = "<w:sdt><w:sdtContent>" * 200 + paragraph("words") + "</w:sdtContent></w:sdt>" * 200
    refusal_of(written(tmp_path, "a.docx", docx_of(deep)))


def test_a_name_that_climbs_is_only_words(tmp_path: Path) -> None:
    path = written(tmp_path, "stored", b"Mr. Odo Farr said that nets are old.")
    reading = read_safely(path, "../../etc/passwd\x00.txt")
    assert reading.source.name == "passwd.txt"
    assert [p.name for p in reading.people] == ["Odo Farr"]


def test_a_text_longer_than_any_report_is_refused(tmp_path: Path) -> None:
    line = b"Mr. Odo Farr said that nets are old.\n\n"
    assert "more text" in refusal_of(written(tmp_path, "a.txt", line * (MAX_CHARACTERS // 30)))


def test_no_worker_outgrew_its_memory() -> None:
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss <= worker.MEMORY_BYTES // 1024
