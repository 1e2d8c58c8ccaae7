"""The tags of a book: those of its papers, joined, so that it is read aloud like each paper alone."""

from __future__ import annotations

import pikepdf
from pikepdf import Name

from secretariat.publishing.typeset.book_papers import without


class JoinedTags:
    """Takes over the structure of one paper after the other; ``finish`` hangs it into the book.

    Source: ISO 32000-1, 14.7 (logical structure): a page names its place in one number tree of the whole file.
    """

    def __init__(self, book: pikepdf.Pdf) -> None:
        self._book = book
        self._root = book.make_indirect(pikepdf.Dictionary(Type=Name.StructTreeRoot))
        self._children = pikepdf.Array()
        self._numbers = pikepdf.Array()
        self._roles = pikepdf.Dictionary()
        self._next = 0
        self._is_whole = True

    def take(self, paper: pikepdf.Pdf, pages: list[pikepdf.Page], language: str) -> None:
        """Takes over the tags of a paper that stands in the book as these pages.

        ``language`` is that of the paper, where it tells none itself. A paper without tags leaves the book
        with a gap, and the book then does not call itself tagged.
        """
        tree = paper.Root.get(Name.StructTreeRoot)
        if tree is None:
            self._is_whole = False
            _untagged(pages)
            return
        own_language = paper.Root.get(Name.Lang)
        # Without their index by name, which two papers may share, the elements are the same.
        without(tree, Name.IDTree)
        copied = self._book.copy_foreign(tree)
        shift = self._next
        for number, parents in pikepdf.NumberTree(copied.ParentTree).items():
            self._numbers.append(shift + int(number))
            self._numbers.append(parents)
            self._next = max(self._next, shift + int(number) + 1)
        _shifted(pages, shift)
        children = copied.get(Name.K)
        for child in children if isinstance(children, pikepdf.Array) else [children]:
            if isinstance(child, pikepdf.Dictionary):
                child.P = self._root
                if Name.Lang not in child:
                    child.Lang = pikepdf.String(str(own_language) if own_language is not None else language)
                self._children.append(child)
        for role, meaning in copied.get(Name.RoleMap, pikepdf.Dictionary()).items():
            self._roles[role] = meaning

    def finish(self) -> None:
        """Hangs the joined tree into the book; ``Marked`` only when every page is tagged."""
        self._root.K = self._children
        self._root.ParentTree = self._book.make_indirect(pikepdf.Dictionary(Nums=self._numbers))
        self._root.ParentTreeNextKey = self._next
        if len(self._roles.keys()) > 0:
            self._root.RoleMap = self._roles
        self._book.Root.StructTreeRoot = self._root
        self._book.Root.MarkInfo = pikepdf.Dictionary(Marked=self._is_whole)


def _shifted(pages: list[pikepdf.Page], shift: int) -> None:
    for page in pages:
        if Name.StructParents in page.obj:
            page.obj.StructParents = int(page.obj.StructParents) + shift
        for note in page.obj.get(Name.Annots, pikepdf.Array()):
            if Name.StructParent in note:
                note.StructParent = int(note.StructParent) + shift


def _untagged(pages: list[pikepdf.Page]) -> None:
    """A number that leads into no tree, or into that of another paper, goes."""
    for page in pages:
        without(page.obj, Name.StructParents)
        for note in page.obj.get(Name.Annots, pikepdf.Array()):
            without(note, Name.StructParent)
