"""Users may leave with their memory: exports that hold all and no more, and come back whole elsewhere."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from hypothesis import given
from hypothesis import strategies as st

from secretariat.access.reads import account_by_email
from secretariat.access.rules import Actor
from secretariat.audit.export import seal_files
from secretariat.audit.heads import sign
from secretariat.audit.models import Deed
from secretariat.audit.rules import canonical
from secretariat.desk.actions import import_export
from secretariat.desk.leaving.bundle import open_bundle
from secretariat.desk.leaving.export import export_network, export_seat
from secretariat.desk.leaving.kinds import KINDS, STAYS
from secretariat.desk.leaving.rows import cell
from secretariat.desk.recovery.origin import Kept
from secretariat.meetings.actions import create_meeting, note_offer
from secretariat.members.models import Network, Seat
from secretariat.members.reads import actor_for_account, network_here, visible_seats
from secretariat.minutes.actions import add_entry, edit_entry
from secretariat.minutes.reads import visible_records
from secretariat.toolbox.errors import NotAllowed, OutsideFailed, RuleBroken, SecretariatError
from tests.abuse.crash import CHECKER
from tests.abuse.homes import command, in_home, prepare

pytestmark = [pytest.mark.abuse, pytest.mark.real_time]

OFFICER, COORDINATOR = "officer@story.example", "alba@story.example"


def actor(email: str) -> Actor:
    account = account_by_email(email)
    assert account is not None
    return actor_for_account(account)


def seat(code: str) -> Seat:
    return visible_seats(CHECKER).get(code=code)


@pytest.fixture
def full(home: Path) -> Path:
    """The world, with what is narrow in it: seats' own workspaces, a hidden speaker, formulas, sessions."""

    def fill() -> None:
        officer, network = actor(OFFICER), network_here(actor(OFFICER))
        record = visible_records(officer).get()
        note_offer(actor(COORDINATOR), network=network, seat=seat("ab"), place="albaownplan", ring="seat")
        entry = add_entry(
            officer, record=record, kind="statement", text="Said in confidence", speaker_words="hiddenspeaker",
            is_chatham_house=True,
        )  # fmt: skip
        edit_entry(officer, entry=entry, revision=1, text="Said in all confidence")
        add_entry(officer, record=record, kind="statement", text="bureauonlywords", ring="bureau")
        add_entry(officer, record=record, kind="statement", text='=HYPERLINK("http://evil.example")')
        whole = create_meeting(
            officer, network=network, title="Žetva / harvest: “days”", starts_on=record.meeting.starts_on
        )
        create_meeting(
            officer, network=network, title="A session in it", starts_on=whole.starts_on, within=whole
        )

    in_home(home, fill)
    return home


def of_network(folder: Path, email: str = OFFICER) -> Any:
    who = actor(email)
    return export_network(who, network_here(who), folder)


def of_seat(folder: Path, code: str = "ab", email: str = COORDINATOR) -> Any:
    return export_seat(actor(email), seat(code), folder)


def data(folder: Path) -> dict[str, list[dict[str, Any]]]:
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in (folder / "data").iterdir()}


def papers(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in (folder / "papers").rglob("*") if p.is_file()}


def everything(folder: Path) -> str:
    return "".join(p.read_text(encoding="utf-8", errors="replace") for p in folder.rglob("*") if p.is_file())


@pytest.mark.parametrize("export", [of_network, of_seat])
def test_an_export_comes_into_an_empty_store_and_out_again_equal(
    full: Path, tmp_path: Path, export: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    in_home(full, lambda: export(tmp_path / "out"))
    prepare(tmp_path / "empty")
    in_home(tmp_path / "empty", lambda: command("import", str(tmp_path / "out")))
    in_home(tmp_path / "empty", lambda: export(tmp_path / "again"))
    first, second = data(tmp_path / "out"), data(tmp_path / "again")
    things = sum(len(rows) for rows in first.values())
    with capsys.disabled():
        print(f"\n{export.__name__}: {things} things of {len(first)} kinds out, in and out again, all equal")
    assert first == second
    assert papers(tmp_path / "out") == papers(tmp_path / "again") != {}
    assert things > 70
    assert in_home(tmp_path / "empty", lambda: command("verify")).endswith("0 faults.\n")


def test_what_comes_in_is_found_by_search_and_signs_in_only_anew(full: Path, tmp_path: Path) -> None:
    in_home(full, lambda: of_network(tmp_path / "out"))
    prepare(tmp_path / "empty")

    def enter() -> tuple[int, bool, bool, list[str]]:
        command("import", str(tmp_path / "out"))
        account = account_by_email(OFFICER)
        assert account is not None
        from secretariat.desk.models import SearchRow

        deeds = list(Deed.objects.order_by("number").values_list("deed", flat=True))
        return SearchRow.objects.count(), account.has_usable_password(), account.is_administrator, deeds

    found, may_sign_in, is_administrator, deeds = in_home(tmp_path / "empty", enter)
    assert found > 20
    assert (may_sign_in, is_administrator) == (False, False)
    assert deeds == ["desk.import_export", "desk.rebuild_index"]


def test_a_seat_takes_what_it_sees_and_nothing_more(full: Path, tmp_path: Path) -> None:
    in_home(full, lambda: of_seat(tmp_path / "out"))
    text = everything(tmp_path / "out")
    assert "albaownplan" in text, "its own workspace is its own"
    assert "Said in all confidence" in text
    for closed in (
        "hiddenspeaker",
        "bureauonlywords",
        "qzcanarydraft",
        "qzcanaryline",
        "password",
    ):
        assert closed not in text, closed
    signing_in = {row["email"] for row in data(tmp_path / "out")["accounts"]}
    assert "alba@story.example" in signing_in
    assert "bresta@story.example" not in signing_in, "who signs in is each seat's own"
    facts = json.loads((tmp_path / "out" / "about.json").read_text())
    assert (facts["seat"], facts["format"]) == ("ab", "secretariat-export 1")


def test_a_network_export_leaves_other_seats_workspaces_where_they_are(full: Path, tmp_path: Path) -> None:
    in_home(full, lambda: of_network(tmp_path / "out"))
    text = everything(tmp_path / "out")
    assert "albaownplan" not in text, "neither among the things nor in the words of a deed"
    for seen in ("hiddenspeaker", "bureauonlywords", "qzcanarydraft"):
        assert seen in text, "the bureau sees it on its pages, so it goes with the bureau"


@pytest.mark.parametrize(
    ("export", "email"),
    [
        (of_network, COORDINATOR), (of_network, "observer@story.example"), (of_network, "admin@story.example"),
        (lambda folder, email: of_seat(folder, "ab", email), OFFICER),
        (lambda folder, email: of_seat(folder, "br", email), COORDINATOR),
        (lambda folder, email: of_seat(folder, "ab", email), "alba-local@story.example"),
    ],
)  # fmt: skip
def test_whoever_may_not_takes_nothing(full: Path, tmp_path: Path, export: Any, email: str) -> None:
    def attempt() -> None:
        with pytest.raises((NotAllowed, SecretariatError)) as refused:
            export(tmp_path / "out", email)
        assert refused.value.status in {403, 404}
        assert not Deed.objects.filter(deed__startswith="desk.export").exists()

    in_home(full, attempt)
    assert not (tmp_path / "out").exists()


def test_taking_out_is_a_deed_and_is_in_the_record_that_goes_out(full: Path, tmp_path: Path) -> None:
    in_home(full, lambda: of_network(tmp_path / "out"))
    lines = (tmp_path / "out" / "record" / "deeds.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(lines[-1])["deed"] == "desk.export_network"


@pytest.mark.parametrize("export", [of_network, of_seat])
def test_an_export_proves_itself_without_the_product(full: Path, tmp_path: Path, export: Any) -> None:
    in_home(full, lambda: export(tmp_path / "out"))

    def verify() -> int:
        words = [sys.executable, "-I", str(tmp_path / "out" / "verify.py"), str(tmp_path / "out")]
        return subprocess.run(words, capture_output=True, cwd=tmp_path, timeout=120).returncode

    assert verify() == 0
    table = tmp_path / "out" / "tables" / "entries.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("confidence", "public"), encoding="utf-8")
    assert verify() == 1


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.found += [value or "" for name, value in attrs if name in {"href", "src"}]


def test_the_table_of_contents_leads_to_files_that_anybody_reads(full: Path, tmp_path: Path) -> None:
    from urllib.parse import unquote

    in_home(full, lambda: of_network(tmp_path / "out"))
    out, page = tmp_path / "out", Links()
    page.feed((out / "index.html").read_text(encoding="utf-8"))
    assert [link for link in page.found if not (out / unquote(link)).is_file()] == []
    assert {link.partition("/")[0] for link in page.found} >= {
        "reports",
        "papers",
        "tables",
        "data",
        "contents.txt",
    }
    assert "script" not in page.tags
    contents = (out / "contents.txt").read_text(encoding="utf-8")
    for kind in KINDS:
        assert f"{kind.name} (" in contents
    own = {p.suffix for p in out.rglob("*") if p.is_file() and "papers" not in p.parts}
    assert own <= {".html", ".txt", ".json", ".jsonl", ".csv", ".pdf", ".py"}, (
        "nothing that needs a program of ours"
    )
    assert next((out / "reports").iterdir()).read_bytes().startswith(b"%PDF-")


def test_no_cell_is_a_formula_for_a_table_program(full: Path, tmp_path: Path) -> None:
    in_home(full, lambda: of_network(tmp_path / "out"))
    cells = 0
    for path in (tmp_path / "out" / "tables").iterdir():
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.reader(lines):
                cells += len(row)
                assert not [c for c in row if c.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "\0"))], (
                    path
                )
    assert cells > 1000
    assert "'=HYPERLINK" in (tmp_path / "out" / "tables" / "entries.csv").read_text(encoding="utf-8")


@given(st.text())
def test_a_cell_is_its_text_or_its_text_after_an_apostrophe(text: str) -> None:
    given_back = cell(text)
    assert given_back.removeprefix("'") == text.removeprefix("'") or given_back == text
    assert not given_back.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "\x00"))


def test_an_export_that_was_altered_or_is_none_comes_not_in(full: Path, tmp_path: Path) -> None:
    in_home(full, lambda: of_network(tmp_path / "out"))
    prepare(tmp_path / "empty")

    def refused(words: str) -> None:
        with pytest.raises(RuleBroken, match=words):
            open_bundle(tmp_path / "out")

    entries = tmp_path / "out" / "data" / "entries.json"
    kept = entries.read_bytes()
    entries.write_bytes(kept.replace(b"confidence", b"confidents"))
    in_home(tmp_path / "empty", lambda: refused("entries.json was altered"))
    entries.unlink()
    in_home(tmp_path / "empty", lambda: refused("entries.json is missing"))
    entries.write_bytes(kept)
    (tmp_path / "out" / "more.txt").write_text("more")
    in_home(tmp_path / "empty", lambda: refused("more.txt is not on the list"))
    (tmp_path / "out" / "about.json").unlink()
    in_home(tmp_path / "empty", lambda: refused("is no export"))


def _listed_anew(out: Path) -> None:
    """``files.csv`` fits what is there, as anybody can write it; its signature is not touched."""
    with (out / "files.csv").open(encoding="utf-8", newline="") as lines:
        names = [row["path"] for row in csv.DictReader(lines)]
    with (out / "files.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["path", "sha256", "bytes"])
        for name in names:
            content = (out / name).read_bytes()
            table.writerow([name, hashlib.sha256(content).hexdigest(), len(content)])


def _rows_changed(file: Path, change: Callable[[dict[str, Any]], None]) -> None:
    rows = json.loads(file.read_text(encoding="utf-8"))
    for row in rows:
        change(row)
    file.write_text("[\n" + ",\n".join(map(json.dumps, rows)) + "\n]\n", encoding="utf-8")


def test_an_export_that_was_rewritten_and_listed_anew_is_not_believed(full: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    in_home(full, lambda: of_network(out))
    bureau = next(row["ref"] for row in data(out)["seats"] if row["code"] == "secretariat")

    def rise(row: dict[str, Any]) -> None:
        row["seat"], row["function"] = bureau, "officer"

    _rows_changed(out / "data" / "mandates.json", rise)
    _listed_anew(out)
    prepare(tmp_path / "empty")

    def attempt() -> int:
        with pytest.raises(RuleBroken, match="not the list that was signed with this head"):
            command("import", str(out))
        return Network.objects.count()

    assert in_home(tmp_path / "empty", attempt) == 0


def test_an_export_that_somebody_else_signed_is_told_from_ours(full: Path, tmp_path: Path) -> None:
    out, kept = tmp_path / "out", tmp_path / "kept.json"
    in_home(full, lambda: of_network(out))
    head = json.loads((out / "record" / "head.json").read_text())
    kept.write_bytes((out / "record" / "head.json").read_bytes())
    prepare(tmp_path / "thief")

    def sign_as_his() -> None:
        mine = sign(head["size"], head["root"], datetime.fromisoformat(head["at"]))
        (out / "record" / "head.json").write_bytes(canonical(mine.document) + b"\n")
        seal_files(out)

    shutil.copytree(out, tmp_path / "ours")
    in_home(tmp_path / "thief", sign_as_his)

    def said(folder: Path, *words: str) -> str:
        prepare(tmp_path / f"home-{folder.name}{len(words)}")
        return in_home(
            tmp_path / f"home-{folder.name}{len(words)}", lambda: command("import", str(folder), *words)
        )

    assert "NOT PROVED" in said(out)
    assert f"key {head['key']}: proved by kept.json." in said(tmp_path / "ours", "--head", str(kept))

    def refused() -> None:
        for what in (Kept(heads=(kept,)), Kept(keys=(head["key"],))):
            with pytest.raises(RuleBroken, match=r"another key|not that of"):
                open_bundle(out, what)

    in_home(tmp_path / "thief", refused)


@pytest.mark.parametrize(
    "name", ["../outside.txt", "papers/../../outside.txt", "index.html/../../outside.txt"]
)
def test_a_paper_is_never_taken_from_outside_of_the_export(full: Path, tmp_path: Path, name: str) -> None:
    out, outside = tmp_path / "out", tmp_path / "outside.txt"
    outside.write_text("A file of this machine.")
    in_home(full, lambda: of_network(out))

    def lead_out(row: dict[str, Any]) -> None:
        row["file"] = name
        row["sha256"] = hashlib.sha256(outside.read_bytes()).hexdigest()
        row["size"] = outside.stat().st_size

    _rows_changed(out / "data" / "papers.json", lead_out)
    (out / "files.csv").unlink()
    (out / "files.signed.json").unlink()
    in_home(full, lambda: seal_files(out))
    prepare(tmp_path / "empty")

    def attempt() -> int:
        with pytest.raises(RuleBroken, match="is no file of this export"):
            command("import", str(out))
        return Network.objects.count()

    assert in_home(tmp_path / "empty", attempt) == 0


def test_an_export_goes_only_into_an_empty_store_and_whole_or_not_at_all(full: Path, tmp_path: Path) -> None:
    in_home(full, lambda: of_network(tmp_path / "out"))

    def into_a_used_one() -> None:
        with pytest.raises(RuleBroken, match="empty one"):
            import_export(CHECKER, bundle=open_bundle(tmp_path / "out"))

    in_home(full, into_a_used_one)
    prepare(tmp_path / "empty")

    def with_a_row_that_does_not_fit() -> tuple[int, int]:
        bundle = open_bundle(tmp_path / "out")
        path = tmp_path / "out" / "data" / "released-lines.json"
        path.write_text(path.read_text(encoding="utf-8").replace("release-", "release-x"), encoding="utf-8")
        with pytest.raises(RuleBroken, match="released-lines does not fit"):
            import_export(CHECKER, bundle=bundle)
        return Network.objects.count(), Deed.objects.count()

    assert in_home(tmp_path / "empty", with_a_row_that_does_not_fit) == (0, 0)


def test_half_an_export_is_no_export(full: Path, tmp_path: Path) -> None:
    def with_a_full_disk() -> None:
        from secretariat.desk.leaving import export

        def full_now(*words: Any) -> None:
            raise OSError(28, "No space left on device")

        export.write_contents = full_now
        with pytest.raises(OutsideFailed, match="No space left"):
            of_network(tmp_path / "out")

    in_home(full, with_a_full_disk)
    assert [p.name for p in tmp_path.iterdir() if "out" in p.name] == []


def test_every_table_of_the_house_goes_out_or_says_why_it_stays() -> None:
    tables = {m.__name__ for m in apps.get_models() if m.__module__.startswith("secretariat.")}
    assert tables == {kind.model.__name__ for kind in KINDS} | set(STAYS)
