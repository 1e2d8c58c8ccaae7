"""What the virus scanner says decides: found is refused and named, no answer is held, never passed."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from secretariat.access.rules import system_actor
from secretariat.archive import actions
from secretariat.archive.intake import read_now
from secretariat.archive.models import Source
from secretariat.archive.rules import NOT_LOOKED_THROUGH
from secretariat.archive.scanner import scan
from secretariat.archive.upkeep import scan_held_papers
from secretariat.audit.models import Deed
from secretariat.desk.leaving.kinds import KINDS
from secretariat.toolbox.errors import NotAllowed, NotVisible, SourceUnreadable
from tests.abuse.hostile.makers import box_of, word
from tests.cast import Cast

from .papers import READABLE, opened_by_hand
from .scanners import EICAR, StubScanner, scanner_at

MACHINE = system_actor("the test")


@pytest.fixture
def scanner(tmp_path: Path, settings: Settings) -> Iterator[StubScanner]:
    address = tmp_path / "clamd"
    settings.CLAMD = str(address)
    with scanner_at(address) as stub:
        yield stub


def written(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "handed-in"
    path.write_bytes(content)
    return path


def taken_in(cast: Cast, tmp_path: Path, content: bytes, name: str = "m.txt") -> Source:
    path = written(tmp_path, content)
    return actions.take_in_source(cast.officer.actor, network=cast.network, name=name, path=path)[0]


def test_a_clean_paper_is_taken_in(cast: Cast, tmp_path: Path, scanner: StubScanner) -> None:
    source = taken_in(cast, tmp_path, READABLE.encode())
    assert (source.state, source.held_because, scanner.asked) == ("unread", NOT_LOOKED_THROUGH, 1)


@pytest.mark.real_time
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("m.txt", EICAR),
        ("m.txt", b"Minutes.\n" * 200_000 + EICAR),
        ("m.docx", word(more={"word/embeddings/a.com": EICAR})),
        ("m.docx", word(more={"word/embeddings/a.zip": box_of({"inner.zip": box_of({"a.com": EICAR})})})),
    ],
    ids=["plain", "behind much text", "zipped", "zipped three times"],
)
def test_eicar_is_refused_and_named(
    cast: Cast, tmp_path: Path, files: Path, scanner: StubScanner, name: str, content: bytes
) -> None:
    with pytest.raises(SourceUnreadable, match="Eicar-Test-Signature"):
        taken_in(cast, tmp_path, content, name)
    assert not Source.objects.exists()
    assert not files.exists() or not list(files.iterdir())


def test_eicar_through_the_form_is_named_to_whoever_handed_it_in(cast: Cast, scanner: StubScanner) -> None:
    paper = SimpleUploadedFile("m.txt", EICAR)
    answer = cast.officer.client.post(
        reverse("archive:take_in"), {"papers": [paper], "ring": "members"}, follow=True
    )
    assert "The virus scanner found Eicar-Test-Signature in this file" in answer.content.decode()
    assert not Source.objects.exists()


@pytest.mark.parametrize(
    ("says", "outcome"),
    [
        (b"stream: OK\x00", "clean"),
        (b"stream: Win.Test.EICAR_HDB-1 FOUND\x00", "found"),
        (b"stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND\x00", "unknown"),
        (b"INSTREAM size limit exceeded. ERROR\x00", "unknown"),
        (b"stream: Can't allocate memory ERROR\x00", "unknown"),
        (b"UNKNOWN COMMAND\x00", "unknown"),
        (b"stream: NOT OK\x00", "unknown"),
        (b"OK stream:\x00", "unknown"),
        (b"\x00", "unknown"),
        (b"", "unknown"),
        (b"stream: \xff\xfe FOUND\x00", "found"),
    ],
)
def test_only_the_very_word_of_the_scanner_makes_a_file_clean(
    tmp_path: Path, scanner: StubScanner, says: bytes, outcome: str
) -> None:
    scanner.says = says
    assert scan(written(tmp_path, b"words"), str(scanner.path)).outcome == outcome


def test_a_file_beyond_the_scanners_limit_is_unknown_also_when_it_hangs_up_early(
    tmp_path: Path, scanner: StubScanner
) -> None:
    scanner.most_bytes = 1000
    said = scan(written(tmp_path, b"words" * 2_000_000), str(scanner.path))
    assert said.outcome == "unknown"


def test_a_scanner_is_asked_over_a_port_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def refuse(address: tuple[str, int], timeout: float) -> socket.socket:
        asked.append(address)
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr("socket.create_connection", refuse)
    said = scan(written(tmp_path, b"words"), "scanner.internal:3310")
    assert asked == [("scanner.internal", 3310)]
    assert (said.outcome, "Connection refused" in said.words) == ("unknown", True)


def test_a_scanner_that_says_nothing_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("secretariat.archive.scanner.SECONDS", 0.05)
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listening.bind(str(tmp_path / "mute"))
    listening.listen(1)
    silent = threading.Thread(target=lambda: held.append(listening.accept()[0]))
    held: list[socket.socket] = []
    silent.start()
    said = scan(written(tmp_path, b"words"), str(tmp_path / "mute"))
    silent.join()
    held[0].close()
    listening.close()
    assert said.outcome == "unknown"


def held_paper(cast: Cast, tmp_path: Path, settings: Settings) -> Source:
    settings.CLAMD = str(tmp_path / "nobody")
    return taken_in(cast, tmp_path, READABLE.encode())


def test_without_an_answer_a_paper_is_held_and_nobody_opens_it(
    cast: Cast, tmp_path: Path, settings: Settings
) -> None:
    source = held_paper(cast, tmp_path, settings)
    assert source.state == "held"
    reading = source.readings.get()
    read_now(cast.officer.actor, reading)
    reading.refresh_from_db()
    assert (reading.state, reading.text) == ("waiting", "")
    for player in (cast.officer, cast.chair, cast.coordinator):
        for address in ("archive:file", "archive:safe_copy"):
            answer = player.client.get(reverse(address, args=[source.ref]))
            assert answer.status_code == 422
            assert "virus scanner" in answer.content.decode()
            assert b"Sunport" not in answer.content
    page = cast.officer.client.get(reverse("archive:list")).content.decode()
    assert "Held until a virus scanner has looked at it" in page
    assert "Read it" not in page


def test_a_held_paper_waits_until_the_scanner_answers(cast: Cast, tmp_path: Path, settings: Settings) -> None:
    source = held_paper(cast, tmp_path, settings)
    assert scan_held_papers(MACHINE) == 0
    settings.CLAMD = str(tmp_path / "clamd")
    with scanner_at(tmp_path / "clamd") as scanner:
        scanner.says = b"stream: Can't allocate memory ERROR\x00"
        assert scan_held_papers(MACHINE) == 0
        scanner.says = None
        assert scan_held_papers(MACHINE) == 1
    source.refresh_from_db()
    assert (source.state, source.held_because) == ("unread", NOT_LOOKED_THROUGH)
    assert Deed.objects.filter(deed="archive.clear_source").count() == 1
    assert scan_held_papers(MACHINE) == 0


def test_a_held_paper_in_which_a_virus_is_found_goes(
    cast: Cast,
    tmp_path: Path,
    files: Path,
    settings: Settings,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    settings.CLAMD = str(tmp_path / "nobody")
    taken_in(cast, tmp_path, EICAR)
    settings.CLAMD = str(tmp_path / "clamd")
    with scanner_at(tmp_path / "clamd"), django_capture_on_commit_callbacks(execute=True):
        assert scan_held_papers(MACHINE) == 1
    assert not Source.objects.exists()
    assert not list(files.iterdir())
    assert Deed.objects.filter(deed="archive.refuse_source").count() == 1


def test_a_paper_beyond_the_limit_does_not_keep_the_others_waiting(
    cast: Cast, tmp_path: Path, settings: Settings
) -> None:
    settings.CLAMD = str(tmp_path / "nobody")
    large = taken_in(cast, tmp_path, b"Minutes of a long meeting.\n" * 1000)
    small = taken_in(cast, tmp_path, READABLE.encode())
    settings.CLAMD = str(tmp_path / "clamd")
    with scanner_at(tmp_path / "clamd") as scanner:
        scanner.most_bytes = 2000
        assert scan_held_papers(MACHINE) == 1
    assert [large.ref] == list(Source.objects.filter(state="held").values_list("ref", flat=True))
    assert small.ref != large.ref


def test_no_person_clears_a_held_paper(cast: Cast, tmp_path: Path, settings: Settings) -> None:
    source = held_paper(cast, tmp_path, settings)
    for player in (cast.officer, cast.chair):
        with pytest.raises(NotAllowed):
            actions.clear_source(player.actor, source=source)
    with pytest.raises(NotVisible):
        actions.clear_source(cast.admin.actor, source=source)


def test_a_held_paper_goes_out_in_no_export(cast: Cast, tmp_path: Path, settings: Settings) -> None:
    source = held_paper(cast, tmp_path, settings)
    (papers,) = [kind for kind in KINDS if kind.model is Source]
    assert not papers.rows(cast.officer.actor, cast.network).exists()
    actions.clear_source(MACHINE, source=source)
    assert not papers.rows(cast.officer.actor, cast.network).exists(), "nobody looked it through yet"
    opened_by_hand(source)
    assert papers.rows(cast.officer.actor, cast.network).get() == source
