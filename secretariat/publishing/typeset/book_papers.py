"""A paper taken into a book: opened, found whole, freed of what acts by itself, with its bookmarks and links."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf
from pikepdf import Name
from pikepdf.exceptions import OutlineStructureError, PasswordError, PikepdfError

from secretariat.toolbox.errors import SourceUnreadable

DEEPEST_BOOKMARK = 4
"""Levels of a paper's own bookmarks that a book keeps."""

DEEPEST_TREE = 50
"""Levels of a tree of pages that are looked through for what a page inherits."""

# What stands in a damaged file in the place of a dictionary or a number, pikepdf tells by Python's own errors.
_DAMAGE = (PikepdfError, RuntimeError, ValueError, TypeError, AttributeError, KeyError)
_ACTING = {Name.FileAttachment, Name.Screen, Name.Movie, Name.RichMedia, Name.Sound, Name("/3D"), Name.Widget}


@dataclass(frozen=True)
class Bookmark:
    """A bookmark of a paper: ``page`` counts from 0 within the paper."""

    title: str
    page: int
    below: tuple[Bookmark, ...] = ()


@dataclass(frozen=True)
class OpenPaper:
    """A paper ready to be taken over page by page. Its inner links name their page by number, from 0."""

    file: pikepdf.Pdf
    bookmarks: tuple[Bookmark, ...]


def opened_paper(pdf: bytes, name: str) -> OpenPaper:
    """The paper, opened. ``name`` is how a person knows it: symbol and title.

    Every page is looked at, because a page that is lost in silence is worse than a book that is not made.
    Form fields become part of their page; scripts, attachments and actions other than links go.
    Raises ``SourceUnreadable`` with the name when it is locked by a password, damaged, no PDF, or empty.
    Source: ISO 32000-1, 7.6 (encryption), 12.3 (destinations, outlines), 12.6 (actions).
    """
    try:
        paper = pikepdf.open(io.BytesIO(pdf), attempt_recovery=False, suppress_warnings=True)
        places = _Places(paper)
        _make_ready(paper, places)
        bookmarks = _outline_of(paper, places)
    except PasswordError as error:
        raise SourceUnreadable(
            f"The paper {name} is locked by a password and cannot be put into a book. "
            "Ask for it without a password."
        ) from error
    except _DAMAGE as error:
        raise SourceUnreadable(
            f"The paper {name} is damaged or no PDF and cannot be put into a book. "
            "Open it, save it anew as PDF, and put it in again."
        ) from error
    if len(paper.pages) == 0:
        raise SourceUnreadable(f"The paper {name} has no pages. Ask for it anew.")
    return OpenPaper(paper, bookmarks)


def without(thing: pikepdf.Object, *keys: pikepdf.Name) -> None:
    """Takes the keys out of a dictionary of a PDF, where they are in it."""
    for key in keys:
        if key in thing:
            del thing[key]


def lead_links(pages: list[pikepdf.Page], book: pikepdf.Pdf, first: int) -> None:
    """Lets the inner links of a paper lead to its pages in the book, the first of which is ``first`` (from 0)."""
    for page in pages:
        for note in page.obj.get(Name.Annots, pikepdf.Array()):
            if isinstance(place := note.get(Name.Dest), pikepdf.Array):
                note.Dest = pikepdf.Array([book.pages[first + int(place[0])].obj, *list(place)[1:]])


@dataclass(frozen=True)
class Frame:
    """What is seen of a page, in points of its own drawing, and by how many degrees it is turned when shown."""

    left: float
    low: float
    right: float
    high: float
    turned: int

    @property
    def width(self) -> float:
        """Of the page as it is looked at."""
        return self.high - self.low if self.turned in {90, 270} else self.right - self.left

    @property
    def height(self) -> float:
        """Of the page as it is looked at."""
        return self.right - self.left if self.turned in {90, 270} else self.high - self.low


SMALLEST_PAGE = 36.0
"""Points, half an inch: less is no page."""


def frame_of(page: pikepdf.Page) -> Frame:
    """The frame of a page. Raises one of Python's errors when the page has none, or is turned aslant.

    Source: ISO 32000-1, 7.7.3 (CropBox, Rotate; both may be inherited).
    """
    corners = [float(value) for value in page.cropbox]
    (left, right), (low, high) = sorted(corners[0::2]), sorted(corners[1::2])
    node: pikepdf.Object = page.obj
    turned = 0
    for _ in range(DEEPEST_TREE):
        if Name.Rotate in node:
            turned = int(node[Name.Rotate]) % 360
            break
        if Name.Parent not in node:
            break
        node = node.Parent
    if turned % 90:
        raise ValueError("a page that is turned aslant")
    return Frame(left, low, right, high, turned)


class _Places:
    """Where the destinations of a paper are: a page of its own, named by itself or by a name."""

    def __init__(self, paper: pikepdf.Pdf) -> None:
        self._numbers = {page.obj.objgen: at for at, page in enumerate(paper.pages)}
        self._names: dict[str, pikepdf.Object] = {}
        old = paper.Root.get(Name.Dests)
        if isinstance(old, pikepdf.Dictionary):
            self._names.update({str(key): value for key, value in old.items()})
        tree = paper.Root.get(Name.Names, pikepdf.Dictionary()).get(Name.Dests)
        if tree is not None:
            self._names.update({str(key): value for key, value in pikepdf.NameTree(tree).items()})

    def found(self, target: object) -> pikepdf.Array | None:
        """The destination with the page's number (from 0) in the place of the page; ``None`` if it has none."""
        if isinstance(target, pikepdf.String | pikepdf.Name | str):
            target = self._names.get(str(target))
        if isinstance(target, pikepdf.Dictionary):
            target = target.get(Name.D)
        if not isinstance(target, pikepdf.Array) or len(target) == 0:
            return None
        page = target[0]
        number = self._numbers.get(page.objgen) if isinstance(page, pikepdf.Dictionary) else None
        return None if number is None else pikepdf.Array([number, *list(target)[1:]])


def _make_ready(paper: pikepdf.Pdf, places: _Places) -> None:
    if Name.AcroForm in paper.Root:
        paper.generate_appearance_streams()
        paper.flatten_annotations()
    for page in paper.pages:
        _calm(page, places)
        _look_at(page)
    if not _has_sound_tags(paper):
        # The paper is as good to look at without; the book then does not call itself tagged.
        without(paper.Root, Name.StructTreeRoot)


def _look_at(page: pikepdf.Page) -> None:
    """Reads the page's content once, for a damaged stream shows only then, and sets down what a stamp rests on."""
    contents = page.obj.get(Name.Contents)
    for stream in contents if isinstance(contents, pikepdf.Array) else [contents]:
        if stream is not None:
            stream.read_bytes()
    frame = frame_of(page)
    if min(frame.width, frame.height) < SMALLEST_PAGE:
        raise ValueError("a page without a size")
    # Written into the page itself: what it inherits, or has by a detour, may not come along.
    page.obj.MediaBox = pikepdf.Array([float(value) for value in page.mediabox])
    page.obj.CropBox = pikepdf.Array([frame.left, frame.low, frame.right, frame.high])
    page.obj.Rotate = frame.turned
    own = dict(page.resources.items())
    own["/XObject"] = pikepdf.Dictionary(dict(own.get("/XObject", pikepdf.Dictionary()).items()))
    page.obj.Resources = pikepdf.Dictionary(own)


def _has_sound_tags(paper: pikepdf.Pdf) -> bool:
    tree = paper.Root.get(Name.StructTreeRoot)
    if not isinstance(tree, pikepdf.Dictionary) or Name.ParentTree not in tree:
        return False
    try:
        numbers = [number for number, _ in pikepdf.NumberTree(tree.ParentTree).items()]
        for page in paper.pages:
            holders = [page.obj, *page.obj.get(Name.Annots, pikepdf.Array())]
            for one, key in zip(
                holders, (Name.StructParents, *[Name.StructParent] * len(holders)), strict=False
            ):
                if key in one and int(one[key]) < 0:
                    return False
        dict(tree.get(Name.RoleMap, pikepdf.Dictionary()).items())
    except _DAMAGE:
        return False
    return all(number >= 0 for number in numbers)


def _calm(page: pikepdf.Page, places: _Places) -> None:
    without(page.obj, Name.AA)
    if Name.Annots not in page.obj:
        return
    kept = pikepdf.Array()
    for note in page.obj.Annots:
        kind = note.get(Name.Subtype)
        if kind in _ACTING or (kind == Name.Link and not _leads_on(note, places)):
            continue
        if kind != Name.Link:
            without(note, Name.A)
        without(note, Name.AA)
        kept.append(note)
    page.obj.Annots = kept


def _leads_on(link: pikepdf.Object, places: _Places) -> bool:
    """Whether a link leads to a web address or into its own paper; then it does so without any further act."""
    action = link.get(Name.A)
    if action is not None and action.get(Name.S) == Name.URI:
        without(action, Name.Next)
        without(link, Name.Dest)
        return True
    target = link.get(Name.Dest)
    if action is not None and action.get(Name.S) == Name.GoTo:
        target = action.get(Name.D)
    without(link, Name.A, Name.Dest)
    if (found := places.found(target)) is None:
        return False
    link.Dest = found
    return True


def _outline_of(paper: pikepdf.Pdf, places: _Places) -> tuple[Bookmark, ...]:
    if Name.Outlines not in paper.Root:
        return ()
    try:
        with paper.open_outline(max_depth=DEEPEST_BOOKMARK) as outline:
            return tuple(_bookmarks(outline.root, places, 0))
    except OutlineStructureError:
        # Faulty bookmarks of a paper harm nobody: the book has one of its own for it.
        return ()


def _bookmarks(items: list[pikepdf.OutlineItem], places: _Places, before: int) -> Iterator[Bookmark]:
    for item in items:
        target: object = item.destination
        if target is None and item.action is not None:
            target = item.action.get(Name.D)
        # A bookmark whose page is not found stands at the page of the one before it.
        found = places.found(target)
        before = before if found is None else int(found[0])
        yield Bookmark(item.title, before, tuple(_bookmarks(item.children, places, before)))
