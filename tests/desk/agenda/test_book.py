"""One book for each delegation: exactly the papers it may see, built again only when one of them changes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from secretariat.archive.actions import purge_source, remove_source
from secretariat.archive.models import Source
from secretariat.desk.agenda.book import book_of, plan_of
from secretariat.desk.agenda.delivery import Upload, deliver
from secretariat.meetings import actions
from secretariat.meetings.models import AgendaItem, Paper
from secretariat.publishing import typeset
from secretariat.publishing.actions import narrow_ring
from secretariat.toolbox import clock
from secretariat.toolbox.errors import NotAllowed, RuleBroken
from tests.abuse.sweep import words_of_file
from tests.cast import Cast
from tests.desk.agenda.conftest import Bench

ROLES = (
    "officer", "chair", "coordinator", "substitute", "local", "other", "drena", "newcomer", "observer", "funder",
    "former", "admin", "public",
)  # fmt: skip


def _papers(bench: Bench) -> dict[str, Paper]:
    """Papers of every ring, under an open and under a closed item, in and not in the book."""
    officer, cast = bench.cast.officer.actor, bench.cast
    closed = actions.propose_item(
        officer, meeting=bench.meeting, title="Among us", ring="bureau", is_closed=True
    )
    inner = actions.propose_item(officer, meeting=bench.meeting, title="For members", ring="members")
    proposed = actions.propose_item(
        cast.coordinator.actor, meeting=bench.meeting, title="Proposed", note="Why", seat=cast.seats["ab"]
    )
    made = {
        "aaapartners": bench.paper("aaapartners", "partners"),
        "bbbmembers": bench.paper("bbbmembers", "members", item=inner),
        "cccbureau": bench.paper("cccbureau", "bureau", item=closed),
        "dddseat": bench.paper("dddseat", "members", seat=cast.seats["ab"]),
        "eeeproposed": bench.paper("eeeproposed", "members", item=proposed, seat=cast.seats["ab"]),
        "fffnarrowed": bench.paper("fffnarrowed", "members", item=inner),
        "gggwithdrawn": bench.paper("gggwithdrawn", "partners"),
    }
    bench.paper("hhhdelivered", "partners", is_bound=False)
    narrow_ring(officer, thing=made["fffnarrowed"], ring="bureau", reason="Too early for this")
    actions.withdraw_paper(officer, paper=made["gggwithdrawn"])
    return made


def test_every_book_holds_exactly_the_papers_whose_page_its_reader_opens(bench: Bench) -> None:
    made = _papers(bench)
    seen: dict[str, set[str]] = {}
    for role in ROLES:
        client = bench.cast.public_client if role == "public" else getattr(bench.cast, role).client
        opens = {
            word
            for word, paper in made.items()
            if client.get(reverse("meetings:paper", args=[paper.ref])).status_code == 200
        }
        answer = client.get(reverse("desk:book", args=[bench.meeting.ref]))
        words = words_of_file(answer.content) if answer.status_code == 200 else ""
        found = set(re.findall(r"Page([a-z]+) of a paper", words))
        listed = set(re.findall(r"Title([a-z]+)", words))
        bound = {word for word in opens if Paper.objects.get(pk=made[word].pk).state == "in the book"}
        assert (role, found) == (role, bound)
        assert (role, listed - {"hhhdelivered"}) == (role, bound), "a title, in contents or bookmarks"
        _refuse_other_files(bench, role, made)
        seen[role] = found
    assert seen["officer"] == {
        "aaapartners",
        "bbbmembers",
        "cccbureau",
        "dddseat",
        "eeeproposed",
        "fffnarrowed",
    }
    assert seen["other"] == {"aaapartners", "bbbmembers", "dddseat"}
    assert seen["coordinator"] == seen["other"] | {"eeeproposed"}
    assert seen["observer"] == seen["funder"] == {"aaapartners"}
    assert seen["former"] == seen["admin"] == seen["public"] == set()


def _refuse_other_files(bench: Bench, role: str, made: dict[str, Paper]) -> None:
    """The file of a paper opens to exactly those who open its page, and never once it is withdrawn."""
    client: Any = bench.cast.public_client if role == "public" else getattr(bench.cast, role).client
    for word, paper in made.items():
        page = client.get(reverse("meetings:paper", args=[paper.ref])).status_code
        answer = client.get(reverse("desk:paper_file", args=[paper.ref]))
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        answer.close()
        is_here = page == 200 and word != "gggwithdrawn"
        assert (role, word, answer.status_code == 200) == (role, word, is_here)
        assert (role, word, f"Page{word}" in words_of_file(content)) == (role, word, is_here)


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which books were built, by whom they are for."""
    made: list[str] = []
    real = typeset.book_pdf

    def counted(data: typeset.BookData) -> bytes:
        made.append(data.for_whom)
        return real(data)

    monkeypatch.setattr(typeset, "book_pdf", counted)
    return made


def test_a_book_is_built_again_only_when_something_in_it_changes(bench: Bench, built: list[str]) -> None:
    first = bench.paper("one")
    alba, bresta = bench.cast.coordinator.actor, bench.cast.other.actor

    def take() -> bytes:
        return book_of(alba, bench.meeting, clock.now())

    assert take() == take()
    assert book_of(bench.cast.substitute.actor, bench.meeting, clock.now()) == take()
    assert built == ["Book of the delegation of Alba"]
    assert "Bresta" in words_of_file(book_of(bresta, bench.meeting, clock.now()))
    bench.paper("for-few", "bureau")
    take()
    assert built == ["Book of the delegation of Alba", "Book of the delegation of Bresta"]
    late = bench.paper("late")
    words = words_of_file(take())
    assert "Pagelate" in words
    assert len(built) == 3
    actions.withdraw_paper(bench.cast.officer.actor, paper=late)
    assert "Pagelate" not in words_of_file(take())
    bench.deliver(first, "better")
    assert "Pageone" not in words_of_file(take()), "a new file is looked at before it is bound"


def test_kept_books_are_sealed_and_go_when_something_is_purged(
    bench: Bench, home: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    paper = bench.paper("secretword")
    book_of(bench.cast.officer.actor, bench.meeting, clock.now())
    kept = list((home / "books").iterdir())
    assert len(kept) == 1
    assert b"secretword" not in kept[0].read_bytes()
    assert not kept[0].read_bytes().startswith(b"%PDF")
    source = Source.objects.get(ref=paper.source_ref)
    with django_capture_on_commit_callbacks(execute=True):
        purge_source(bench.cast.officer.actor, source=source, reason="Of a case")
    assert list((home / "books").iterdir()) == []
    assert "secretword" not in words_of_file(book_of(bench.cast.officer.actor, bench.meeting, clock.now()))


def test_a_damaged_kept_book_is_built_anew(bench: Bench, home: Path, built: list[str]) -> None:
    bench.paper("one")
    first = book_of(bench.cast.officer.actor, bench.meeting, clock.now())
    (kept,) = (home / "books").iterdir()
    kept.write_bytes(b"half a book")
    assert "Pageone" in words_of_file(book_of(bench.cast.officer.actor, bench.meeting, clock.now()))
    assert len(built) == 2
    assert first


def test_papers_stand_under_their_items_in_the_order_of_the_agenda(bench: Bench) -> None:
    other = AgendaItem.objects.get(kind="any other business")
    next_ones = AgendaItem.objects.get(kind="next meetings")
    bench.paper("loose")
    bench.paper("second", item=other)
    bench.paper("first", item=next_ones)
    plan = plan_of(bench.cast.other.actor, bench.meeting, clock.now())
    assert [(title, [p.title for p, _ in found]) for title, found in plan.parts] == [
        ("2. Next meetings", ["Titlefirst"]),
        ("3. Any other business", ["Titlesecond"]),
        ("Other papers", ["Titleloose"]),
    ]


def test_a_seat_delivers_its_own_paper_by_page_and_nobody_elses(
    cast: Cast, bench: Bench, tmp_path: Path
) -> None:
    paper = actions.announce_paper(
        cast.coordinator.actor, meeting=bench.meeting, title="Ours", seat=cast.seats["ab"]
    )
    address, path = reverse("desk:deliver_paper", args=[paper.ref]), tmp_path / "ours.txt"
    path.write_text("On 12 March 2024 we looked at hotels at the coast.\n" * 3)
    with path.open("rb") as file:
        assert cast.other.client.post(address, {"file": file}).status_code == 403
    with path.open("rb") as file:
        assert cast.coordinator.client.post(address, {"file": file}).status_code == 302
    paper.refresh_from_db()
    source = Source.objects.get(ref=paper.source_ref)
    assert (paper.state, paper.pages, source.ring, source.state) == ("delivered", 0, "bureau", "kept")
    with pytest.raises(RuleBroken, match="paper of a meeting"):
        remove_source(cast.officer.actor, source=source)


def test_bytes_that_lie_here_already_are_told_by_the_name_they_were_handed_in_under(
    cast: Cast, bench: Bench, tmp_path: Path
) -> None:
    theirs, ours = (
        actions.announce_paper(cast.officer.actor, meeting=bench.meeting, title=title, ring=ring)
        for title, ring in (("Theirs", "bureau"), ("Ours", "members"))
    )
    for paper, name in ((theirs, "salaries of the bureau.txt"), (ours, "hotels.txt")):
        path = tmp_path / name
        path.write_text("A few words about hotels at the coast.\n")
        deliver(cast.officer.actor, paper, Upload(path.name, path))
    found = Paper.objects.get(pk=ours.pk)
    assert found.source_ref == Paper.objects.get(pk=theirs.pk).source_ref
    assert found.file_name == "hotels.txt"


def test_a_paper_that_bears_a_marking_is_not_kept(cast: Cast, bench: Bench, tmp_path: Path) -> None:
    paper = actions.announce_paper(cast.officer.actor, meeting=bench.meeting, title="Ours")
    path = tmp_path / "marked.txt"
    path.write_text("RESTREINT UE/EU RESTRICTED\n\nOn 12 March 2024 we looked at hotels.\n" * 2)
    with pytest.raises(RuleBroken, match="not accredited"):
        deliver(cast.officer.actor, paper, Upload(path.name, path))
    with pytest.raises(NotAllowed):
        deliver(cast.local.actor, paper, Upload(path.name, path))
    paper.refresh_from_db()
    assert paper.state == "announced"
    assert not Source.objects.exists()
