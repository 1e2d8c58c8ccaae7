"""The book of a meeting as PDF: cover, contents, agenda and papers in one file with bookmarks."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pikepdf
from pikepdf import Name, OutlineItem

from secretariat.publishing.typeset.book_papers import Bookmark, OpenPaper, lead_links, opened_paper
from secretariat.publishing.typeset.book_stamps import stamp_pages
from secretariat.publishing.typeset.book_tags import JoinedTags
from secretariat.publishing.typeset.model import Footnote, MeetingFacts
from secretariat.publishing.typeset.notes import clean
from secretariat.publishing.typeset.press import pressed


@dataclass(frozen=True, kw_only=True)
class BookPaper:
    """A paper of the book: its symbol and title, a word on its state ("late"), and its file."""

    symbol: str
    title: str
    state: str = ""
    pdf: bytes


@dataclass(frozen=True, kw_only=True)
class BookPart:
    """The papers of one agenda item, under its number and title."""

    title: str
    papers: tuple[BookPaper, ...] = ()


@dataclass(frozen=True, kw_only=True)
class BookWords:
    """The words the typesetter itself prints; a book in another language brings its own."""

    dates: str = "Date"
    place: str = "Place"
    within: str = "Within"
    organiser: str = "Organised by"
    cover: str = "Cover"
    contents: str = "Contents"
    agenda: str = "Agenda"
    symbol: str = "Symbol"
    paper: str = "Paper"
    at_page: str = "Page"
    no_papers: str = "No papers yet."
    stamp: str = "{marking} · {symbol} · book page {page} of {pages}"


@dataclass(frozen=True, kw_only=True)
class BookData:
    """A whole book. Holds only what its reader may see; nothing is filtered further down."""

    network_name: str
    marking: str
    """Who may read it, in words; the narrowest of its papers'. It stands on every page."""
    ref: str
    title: str
    state_word: str = ""
    """"Second issue, 12 October 2031: two papers added"."""
    for_whom: str = ""
    """"Book of the delegation of Osteria"."""
    meeting: MeetingFacts
    left_out: str = ""
    agenda: bytes = b""
    """The agenda's file (``agenda_pdf``); without one the book has none."""
    agenda_ref: str = ""
    parts: tuple[BookPart, ...] = ()
    generated: str = ""
    footnotes: tuple[Footnote, ...] = ()
    language: str = "en-GB"
    """BCP 47 language tag of the book."""
    made_at: datetime
    """Aware instant; the only date inside the file, so the same data give the same bytes."""
    words: BookWords = BookWords()


@dataclass(frozen=True, kw_only=True)
class _Listed:
    symbol: str
    title: str
    state: str
    page: int


@dataclass(frozen=True, kw_only=True)
class _ListedPart:
    title: str
    papers: tuple[_Listed, ...]


@dataclass(frozen=True, kw_only=True)
class _Front:
    network_name: str
    marking: str
    ref: str
    title: str
    state_word: str
    for_whom: str
    meeting: MeetingFacts
    left_out: str
    opening: tuple[_Listed, ...]
    parts: tuple[_ListedPart, ...]
    generated: str
    footnotes: tuple[Footnote, ...]
    language: str
    made_at: datetime
    words: BookWords


@dataclass(frozen=True)
class _Taken:
    """A paper opened: how it is listed, under which part (``None`` before all parts), and its file."""

    symbol: str
    title: str
    state: str
    part: int | None
    paper: OpenPaper


def book_pdf(data: BookData) -> bytes:
    """The book as one PDF: cover, contents with page numbers, agenda, then the papers part by part.

    Bookmarks lead to each part, each paper and each paper's own bookmarks; the contents lead by link. Below each
    page stand the marking, the paper's symbol and the page of the book. The book keeps its papers' tags, and
    calls itself tagged only if all have them; it claims no archive standard, because foreign papers may not.
    Raises ``SourceUnreadable`` naming the first paper that is locked, damaged or empty, and what
    ``press.pressed`` raises. Some 2 s for 40 papers of 600 pages.
    Source: own choice, because delegations read on paper and on tablets and cite by the book's page.
    """
    taken = _taken(data)
    front = _front(data, taken)
    book = pikepdf.new()
    tags = JoinedTags(book)
    symbols: list[str] = []
    starts: list[int] = []
    for symbol, paper in [(data.ref, front), *((one.symbol, one.paper) for one in taken)]:
        starts.append(len(book.pages))
        for page in paper.file.pages:
            book.pages.append(page)
        symbols += [clean(symbol)] * len(paper.file.pages)
        pages = [book.pages[at] for at in range(starts[-1], len(book.pages))]
        lead_links(pages, book, starts[-1])
        tags.take(paper.file, pages, data.language)
    tags.finish()
    _link_contents(book, starts[1] if taken else len(book.pages))
    _add_outline(book, data, taken, starts)
    stamp_pages(book, _stamps(data, symbols), language=data.language, made_at=data.made_at)
    return _bound(book, data)


def _taken(data: BookData) -> list[_Taken]:
    taken = []
    if data.agenda:
        name = f"{data.words.agenda} {data.agenda_ref}".strip()
        agenda = opened_paper(data.agenda, name)
        taken.append(_Taken(data.agenda_ref or data.ref, data.words.agenda, "", None, agenda))
    for at, part in enumerate(data.parts):
        for paper in part.papers:
            opened = opened_paper(paper.pdf, f"{paper.symbol} “{clean(paper.title)}”")
            taken.append(_Taken(paper.symbol, paper.title, paper.state, at, opened))
    return taken


def _front(data: BookData, taken: list[_Taken]) -> OpenPaper:
    """Cover and contents; the contents' own length moves the pages they name, so they are set until it fits."""
    length = 2
    while True:
        front = opened_paper(pressed("book", _front_data(data, taken, length)), data.ref)
        if len(front.file.pages) == length:
            return front
        length = len(front.file.pages)


def _front_data(data: BookData, taken: list[_Taken], length: int) -> _Front:
    listed: dict[int | None, list[_Listed]] = {}
    page = length + 1
    for one in taken:
        row = _Listed(symbol=one.symbol, title=one.title, state=one.state, page=page)
        listed.setdefault(one.part, []).append(row)
        page += len(one.paper.file.pages)
    return _Front(
        network_name=data.network_name,
        marking=data.marking,
        ref=data.ref,
        title=data.title,
        state_word=data.state_word,
        for_whom=data.for_whom,
        meeting=data.meeting,
        left_out=data.left_out,
        opening=tuple(listed.get(None, ())),
        parts=tuple(
            _ListedPart(title=part.title, papers=tuple(listed.get(at, ())))
            for at, part in enumerate(data.parts)
        ),
        generated=data.generated,
        footnotes=data.footnotes,
        language=data.language,
        made_at=data.made_at,
        words=data.words,
    )


def _link_contents(book: pikepdf.Pdf, length: int) -> None:
    """Turns the places that the contents name ("book:17") into links to that page."""
    for page in book.pages[:length]:
        for note in page.obj.get(Name.Annots, pikepdf.Array()):
            if Name.A in note:
                number = int(str(note.A.URI).removeprefix("book:"))
                del note.A
                note.Dest = pikepdf.Array([book.pages[number - 1].obj, Name.Fit])


def _add_outline(book: pikepdf.Pdf, data: BookData, taken: list[_Taken], starts: list[int]) -> None:
    with book.open_outline() as outline:
        outline.root.append(OutlineItem(data.words.cover, 0))
        outline.root.append(OutlineItem(data.words.contents, 1))
        parts: dict[int, OutlineItem] = {}
        for one, start in zip(taken, starts[1:], strict=True):
            title = clean(one.title if one.part is None else f"{one.symbol} {one.title}")
            item = OutlineItem(title, start)
            item.children.extend(_outline_items(one.paper.bookmarks, start))
            item.is_closed = True
            if one.part is None:
                outline.root.append(item)
                continue
            if one.part not in parts:
                parts[one.part] = OutlineItem(clean(data.parts[one.part].title), start)
                outline.root.append(parts[one.part])
            parts[one.part].children.append(item)


def _outline_items(bookmarks: tuple[Bookmark, ...], start: int) -> Iterator[OutlineItem]:
    for bookmark in bookmarks:
        item = OutlineItem(bookmark.title, start + bookmark.page)
        item.children.extend(_outline_items(bookmark.below, start))
        item.is_closed = True
        yield item


def _stamps(data: BookData, symbols: list[str]) -> tuple[str, ...]:
    pattern, marking, total = data.words.stamp, clean(data.marking), len(symbols)
    return tuple(
        pattern.format(marking=marking, symbol=symbol, page=page, pages=total)
        for page, symbol in enumerate(symbols, start=1)
    )


def _bound(book: pikepdf.Pdf, data: BookData) -> bytes:
    """The finished file: it says what it is, opens with its bookmarks, and has one date only."""
    at = data.made_at.astimezone(UTC)
    with book.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as about:
        about["dc:title"] = clean(data.title)
        about["dc:creator"] = [clean(data.network_name)]
        about["dc:language"] = [data.language]
        about["xmp:CreateDate"] = about["xmp:ModifyDate"] = at.isoformat()
    stamp = f"D:{at:%Y%m%d%H%M%S}Z"
    book.docinfo = book.make_indirect(
        pikepdf.Dictionary(
            Title=clean(data.title),
            Author=clean(data.network_name),
            CreationDate=stamp,
            ModDate=stamp,
        )
    )
    book.Root.Lang = pikepdf.String(data.language)
    book.Root.PageMode = Name.UseOutlines
    book.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    file = io.BytesIO()
    book.save(file, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return file.getvalue()
