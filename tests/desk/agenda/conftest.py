"""A meeting with partners in the room, an agenda with a closed item, and papers for each ring."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pikepdf
import pytest

from secretariat.access.rules import Actor
from secretariat.desk.agenda.delivery import Upload, deliver
from secretariat.desk.agenda.reads import first_items
from secretariat.meetings import actions
from secretariat.meetings.models import AgendaItem, Meeting, Paper
from secretariat.members.models import Seat
from secretariat.toolbox import clock
from tests.cast import Cast

OPENS = datetime(2026, 12, 10, 8, 0, tzinfo=UTC)


def a_pdf(*pages: str) -> bytes:
    """A PDF with a page for each of these lines of text."""
    pdf = pikepdf.new()
    font = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
    )
    for words in pages:
        page = pdf.add_blank_page(page_size=(595, 842))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Contents = pdf.make_stream(f"BT /F1 12 Tf 72 720 Td ({words}) Tj ET".encode())
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


@dataclass
class Bench:
    """The meeting, and a way to bring papers to it."""

    cast: Cast
    meeting: Meeting
    folder: Path

    def paper(
        self,
        word: str,
        ring: str = "members",
        *,
        item: AgendaItem | None = None,
        seat: Seat | None = None,
        by: Actor | None = None,
        is_bound: bool = True,
    ) -> Paper:
        """A paper whose title and only page hold a word, delivered and, if asked, reviewed and in the book."""
        officer = self.cast.officer.actor
        paper = actions.announce_paper(
            by or officer, meeting=self.meeting, title=f"Title{word}", ring=ring, item=item, seat=seat
        )
        paper = self.deliver(paper, word)
        if is_bound:
            actions.review_paper(officer, paper=paper)
            paper = actions.put_in_book(officer, paper=paper)
        return paper

    def deliver(self, paper: Paper, word: str) -> Paper:
        """A file that holds the word, handed in by the Secretariat."""
        path = self.folder / f"{word}.pdf"
        path.write_bytes(a_pdf(f"Page{word} of a paper that says a few words about hotels at the coast"))
        return deliver(self.cast.officer.actor, paper, Upload(path.name, path))


@pytest.fixture
def bench(cast: Cast, tmp_path: Path) -> Bench:
    officer = cast.officer.actor
    meeting = actions.create_meeting(
        officer,
        network=cast.network,
        title="Regular meeting",
        starts_on=date(2026, 12, 10),
        opens_at=OPENS,
        ring="partners",
        is_closed=False,
        place="Port Alba",
    )
    actions.begin_agenda(officer, meeting=meeting, items=first_items(officer, meeting, clock.now()))
    folder = tmp_path / "brought"
    folder.mkdir()
    return Bench(cast, meeting, folder)
