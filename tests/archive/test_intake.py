"""Papers come in whole or not at all, and are read by the real worker."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from secretariat.archive import actions
from secretariat.archive.intake import read_now
from secretariat.archive.models import Fact, Reading, Source
from secretariat.archive.reading.reader import read_bytes
from secretariat.archive.reads import opened_source
from secretariat.archive.store import clean_name
from secretariat.audit.models import Deed
from secretariat.meetings.models import Meeting
from secretariat.toolbox.errors import NotAllowed, NotVisible, RuleBroken, SourceUnreadable
from tests.archive.papers import READABLE, TEXT, result
from tests.cast import Cast


def left_behind(folder: Path) -> tuple[int, int, int]:
    return Source.objects.count(), Reading.objects.count(), len(list(folder.glob("*")))


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("minutes.pdf", "minutes.pdf"),
        ("../../etc/passwd", "passwd"),
        ("/etc/shadow", "shadow"),
        ("C:\\Users\\olga\\minutes.docx", "minutes.docx"),
        ("..", "unnamed"),
        (".", "unnamed"),
        ("", "unnamed"),
        ("   ", "unnamed"),
        ("...", "unnamed"),
        ("min\x00utes.txt", "minutes.txt"),
        ("minutes\r\nSet-Cookie: a=b.txt", "minutesSet-Cookie a=b.txt"),
        ("minutes\u202etxt.exe", "minutestxt.exe"),
        ("\u2066minutes\u2069.txt", "minutes.txt"),
        ("min\u200butes\ufeff.txt", "minutes.txt"),
        ('<img src="x">.txt', "img src=x.txt"),
        ("CON", "CON"),
        (".htaccess", "htaccess"),
        ("minutes.txt. . ", "minutes.txt"),
        ("minutes\ud800.txt", "minutes.txt"),
        ("записник\t са  састанка.docx", "записник са састанка.docx"),
        ("e\u0301tat.txt", "\u00e9tat.txt"),
        ("a/" * 200 + "b.txt", "b.txt"),
    ],
)
def test_a_hostile_name_is_cleaned(given: str, shown: str) -> None:
    assert clean_name(given) == shown


@pytest.mark.parametrize("name", ["x" * 300, "x" * 300 + ".docx", "ж" * 300 + ".pdf", "x." + "y" * 300])
def test_a_long_name_is_cut_and_keeps_its_ending(name: str) -> None:
    shown = clean_name(name)
    assert len(shown) <= 150
    if name.endswith((".docx", ".pdf")):
        assert shown.endswith(name[-5:].partition(".")[1] + name.rpartition(".")[2])


def test_the_same_bytes_twice_are_recognised_and_kept_once(cast: Cast, paper: Path, files: Path) -> None:
    officer = cast.officer.actor
    first, is_new = actions.take_in_source(officer, network=cast.network, name="one.txt", path=paper)
    again, is_new_again = actions.take_in_source(officer, network=cast.network, name="two.txt", path=paper)
    assert (is_new, is_new_again, again.pk) == (True, False, first.pk)
    assert left_behind(files) == (1, 1, 1)
    stored = files / first.stored_name
    with opened_source(first) as opened:
        assert opened.read_bytes() == paper.read_bytes()
    assert stored.stat().st_mode & 0o077 == 0, "nobody else on the machine reads it"


def test_an_empty_paper_and_one_over_the_limit_leave_nothing_behind(
    cast: Cast, tmp_path: Path, files: Path, settings: Settings
) -> None:
    settings.UPLOAD_MAX_BYTES = 10
    for content, word in ((b"", "empty"), (b"x" * 11, "larger")):
        path = tmp_path / "paper.txt"
        path.write_bytes(content)
        with pytest.raises(SourceUnreadable, match=word):
            actions.take_in_source(cast.officer.actor, network=cast.network, name="paper.txt", path=path)
    assert left_behind(files) == (0, 0, 0)
    path.write_bytes(b"x" * 10)
    assert actions.take_in_source(cast.officer.actor, network=cast.network, name="p.txt", path=path)[1]


@pytest.mark.parametrize("broken", ["record_deed", "Reading.objects.create"])
def test_a_failure_inside_the_transaction_leaves_neither_row_nor_file(
    cast: Cast, paper: Path, files: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise OSError("the disk is full")

    officer = cast.officer.actor
    monkeypatch.setattr(f"secretariat.archive.actions.{broken}", fail)
    with pytest.raises(OSError, match="full"):
        actions.take_in_source(officer, network=cast.network, name="minutes.txt", path=paper)
    assert left_behind(files) == (0, 0, 0)


def test_a_disk_that_fills_up_leaves_no_half_file(
    cast: Cast, paper: Path, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="space"):
        actions.take_in_source(cast.officer.actor, network=cast.network, name="m.txt", path=paper)
    assert left_behind(files) == (0, 0, 0)


@pytest.mark.parametrize("ring", ["public", "seat", "everybody"])
def test_a_paper_is_never_taken_in_for_the_public_or_for_one_seat(
    cast: Cast, paper: Path, files: Path, ring: str
) -> None:
    with pytest.raises(RuleBroken):
        actions.take_in_source(cast.officer.actor, network=cast.network, name="m.txt", path=paper, ring=ring)
    assert left_behind(files) == (0, 0, 0)


def test_only_chair_and_secretariat_take_papers_in(cast: Cast, paper: Path, files: Path) -> None:
    assert actions.take_in_source(cast.chair.actor, network=cast.network, name="m.txt", path=paper)[1]
    for player in (cast.coordinator, cast.local, cast.observer, cast.former, cast.admin):
        with pytest.raises(NotAllowed):
            actions.take_in_source(player.actor, network=cast.network, name="m.txt", path=paper)


def waiting(cast: Cast, tmp_path: Path, name: str, content: bytes) -> Reading:
    path = tmp_path / "handed-in"
    path.write_bytes(content)
    source, _ = actions.take_in_source(cast.officer.actor, network=cast.network, name=name, path=path)
    return source.readings.get()


def read(cast: Cast, reading: Reading) -> Reading:
    read_now(cast.officer.actor, reading)
    reading.refresh_from_db()
    return reading


CYRILLIC = "Записник са састанка координатора. Састанак је отворио председавајући мреже."


@pytest.mark.real_time
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plain.txt", CYRILLIC.encode()),
        ("bom.txt", CYRILLIC.encode("utf-8-sig")),
        ("wide.txt", CYRILLIC.encode("utf-16")),
        ("old.txt", CYRILLIC.encode("windows-1251")),
    ],
)
def test_text_in_any_encoding_is_read_right(cast: Cast, tmp_path: Path, name: str, content: bytes) -> None:
    reading = read(cast, waiting(cast, tmp_path, name, content))
    assert (reading.state, reading.progress_percent) == ("read", 100)
    assert reading.text.strip() == CYRILLIC


@pytest.mark.real_time
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("broken.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog\ngarbage without an end"),
        ("long.txt", b"Mr. Odo Farr said that nets are old.\n\n" * 200_000),
        ("blank.txt", b"   \n \n"),
    ],
)
def test_a_paper_that_cannot_be_read_says_why_and_is_kept(
    cast: Cast, tmp_path: Path, files: Path, name: str, content: bytes
) -> None:
    reading = read(cast, waiting(cast, tmp_path, name, content))
    assert reading.state == "failed"
    assert reading.problem.endswith(".")
    assert len(reading.problem) > 30, "a sentence that says what to do"
    assert not Fact.objects.exists()
    assert left_behind(files) == (1, 1, 1)


def test_a_marked_paper_through_the_form_is_named_and_gone(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "secretariat.archive.intake.read_safely", lambda path, name, **_: read_bytes(path.read_bytes(), name)
    )
    papers = [SimpleUploadedFile("m.txt", f"EU RESTRICTED\n\n{READABLE}".encode())]
    answer = cast.officer.client.post(
        reverse("archive:take_in"), {"papers": papers, "ring": "members"}, follow=True
    )
    assert "bears the marking “EU RESTRICTED”" in answer.content.decode()
    assert not Source.objects.exists()


def test_a_reading_is_claimed_once(cast: Cast, tmp_path: Path) -> None:
    reading = waiting(cast, tmp_path, "m.txt", TEXT.encode())
    assert actions.begin_reading(cast.officer.actor, reading=reading)
    assert not actions.begin_reading(cast.chair.actor, reading=reading)
    assert Deed.objects.filter(deed="archive.begin_reading").count() == 1, "who got nothing did nothing"


def test_whoever_did_not_get_the_claim_does_not_read(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = waiting(cast, tmp_path, "m.txt", TEXT.encode())
    actions.begin_reading(cast.officer.actor, reading=reading)
    monkeypatch.setattr("secretariat.archive.intake.read_safely", lambda *a, **k: pytest.fail("read twice"))
    read_now(cast.officer.actor, reading)


def test_a_waiting_reading_is_stopped_at_once_and_a_running_one_when_it_next_reports(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = cast.officer.actor
    reading = waiting(cast, tmp_path, "m.txt", TEXT.encode())
    actions.stop_reading(officer, reading=reading)
    reading.refresh_from_db()
    assert reading.state == "stopped"

    def read_until_stopped(path: Path, name: str, on_progress: Callable[[int, int], None]) -> None:
        on_progress(1, 4)
        reading.refresh_from_db()
        assert (reading.state, reading.progress_percent) == ("reading", 25)
        actions.stop_reading(officer, reading=reading)
        on_progress(2, 4)
        pytest.fail("it went on")

    monkeypatch.setattr("secretariat.archive.intake.read_safely", read_until_stopped)
    reading = read(cast, reading)
    assert (reading.state, reading.problem) == ("stopped", "Stopped on request.")


def test_an_accepted_reading_is_not_read_anew(cast: Cast, reading: Reading) -> None:
    actions.settle_rest(cast.officer.actor, reading=reading, state="accepted")
    actions.accept_reading(cast.officer.actor, reading=reading)
    assert not actions.begin_reading(cast.officer.actor, reading=reading)
    assert not actions.fail_reading(cast.officer.actor, reading=reading, problem="late")
    with pytest.raises(RuleBroken, match="meanwhile"):
        actions.keep_reading(cast.officer.actor, reading=reading, result=result())
    reading.refresh_from_db()
    assert (reading.state, reading.problem) == ("accepted", "")


def test_a_late_second_reading_throws_away_nothing_that_was_settled(cast: Cast, reading: Reading) -> None:
    fact = reading.facts.get(key="entry.0")
    actions.settle_fact(cast.officer.actor, fact=fact, state="refused")
    with pytest.raises(RuleBroken, match="meanwhile"):
        actions.keep_reading(cast.officer.actor, reading=reading, result=result())
    assert not actions.fail_reading(cast.officer.actor, reading=reading, problem="late")
    assert reading.facts.get(key="entry.0").state == "refused"


def test_a_paper_is_removed_with_its_readings_but_not_under_an_acceptance(
    cast: Cast,
    reading: Reading,
    files: Path,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    officer = cast.officer.actor
    actions.settle_rest(officer, reading=reading, state="accepted")
    actions.accept_reading(officer, reading=reading)
    with pytest.raises(RuleBroken):
        actions.remove_source(officer, source=reading.source)
    actions.undo_acceptance(officer, reading=reading)
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_source(officer, source=reading.source)
    assert left_behind(files) == (0, 0, 0)


def intake(*words: str) -> list[dict[str, str | None]]:
    out = StringIO()
    call_command("intake", *words, "--json", stdout=out, stderr=StringIO())
    rows: list[dict[str, str | None]] = json.loads(out.getvalue())
    return rows


@pytest.mark.real_time
def test_the_command_takes_in_reads_and_enters(cast: Cast, paper: Path) -> None:
    paper.write_text(READABLE, encoding="utf-8")
    asked = (str(paper), "--network", "amber-coast", "--as", "officer@story.example")
    first = intake(*asked)
    assert first[0]["meeting"] is None
    entered = intake(*asked, "--accept-all")
    assert entered[0]["reading"] == first[0]["reading"]
    assert Meeting.objects.filter(ref=entered[0]["meeting"]).exists()
    assert intake(*asked, "--accept-all") == entered, "a second time it tells what stands already"


@pytest.mark.parametrize(
    ("words", "error"),
    [
        ((), NotAllowed),
        (("--as", "nobody@story.example"), NotAllowed),
        (("--as", "corvia-former@story.example"), NotAllowed),
        (("--as", "admin@story.example"), NotAllowed),
        (("--as", "alba@story.example"), NotAllowed),
        (("--as", "officer@story.example", "--network", "elsewhere"), NotVisible),
        (("--as", "officer@story.example", "--ring", "public"), CommandError),
    ],
)
def test_the_command_refuses(
    cast: Cast, paper: Path, files: Path, words: tuple[str, ...], error: type[Exception]
) -> None:
    with pytest.raises(error):
        intake(str(paper), "--network", "amber-coast", *words)
    assert left_behind(files) == (0, 0, 0)


def test_the_command_names_what_was_not_taken_in_and_keeps_the_rest(
    cast: Cast, tmp_path: Path, paper: Path
) -> None:
    (tmp_path / "nothing.txt").touch()
    paths = [str(tmp_path / name) for name in ("missing.txt", "nothing.txt")]
    out, problems = StringIO(), StringIO()
    with pytest.raises(SourceUnreadable, match="2 of 2"):
        call_command(
            "intake", *paths, "--network", "amber-coast", "--as", "officer@story.example",
            stdout=out, stderr=problems,
        )  # fmt: skip
    assert "no such file" in problems.getvalue()
    assert "empty" in problems.getvalue()
