"""Papers as others make them: untagged, turned, of odd sizes, locked, damaged, and with things that act."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from random import Random

import pikepdf
from pikepdf import Dictionary, Name

Change = Callable[[pikepdf.Pdf], None]


def foreign_pdf(
    *words: str,
    size: tuple[float, float] = (595, 842),
    rotate: int = 0,
    corner: tuple[float, float] = (0, 0),
    change: Change | None = None,
    encryption: pikepdf.Encryption | None = None,
) -> bytes:
    """A page for each of the words, in points; its drawing ends shrunk and turned, as careless programs leave it."""
    pdf = pikepdf.new()
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    shared = pdf.make_indirect(Dictionary(Font=Dictionary(F1=font)))
    left, low = corner
    for text in words:
        content = f"q 0.5 0 0 0.5 {left} {low} cm 0.2 g BT /F1 24 Tf 60 120 Td ({text}) Tj ET"
        pdf.pages.append(
            pikepdf.Page(
                pdf.make_indirect(
                    Dictionary(
                        Type=Name.Page,
                        MediaBox=[left, low, left + size[0], low + size[1]],
                        Resources=shared,
                        Rotate=rotate,
                        Contents=pdf.make_stream(content.encode()),
                    )
                )
            )
        )
    if change is not None:
        change(pdf)
    file = io.BytesIO()
    pdf.save(file, encryption=encryption if encryption is not None else False)
    return file.getvalue()


def acting(pdf: pikepdf.Pdf) -> None:
    """Scripts, an attachment, a launched program, a web link, a link and a bookmark to page 2 by name."""
    page, second = pdf.pages[0].obj, pdf.pages[1].obj
    script = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
    web = Dictionary(S=Name.URI, URI="https://lantern.example/paper", Next=script)

    def note(kind: pikepdf.Name, **keys: object) -> pikepdf.Object:
        return pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=kind, Rect=[10, 10, 90, 30], **keys))

    page.AA = Dictionary(O=script)
    page.Annots = pikepdf.Array(
        [
            note(Name.Link, A=web),
            note(Name.Link, A=Dictionary(S=Name.Launch, F="evil.exe")),
            note(Name.Link, Dest=pikepdf.String("second")),
            note(Name.Link, A=Dictionary(S=Name.GoTo, D=pikepdf.Array([second, Name.XYZ, 0, 700, 0]))),
            note(Name.Text, Contents="A remark", A=script, AA=Dictionary(E=script)),
            note(Name.FileAttachment, FS=Dictionary(Type=Name.Filespec, F="evil.exe")),
        ]
    )
    pdf.Root.OpenAction = script
    places = pikepdf.Array([pikepdf.String("second"), pikepdf.Array([second, Name.Fit])])
    pdf.Root.Names = Dictionary(
        Dests=Dictionary(Names=places),
        JavaScript=Dictionary(Names=pikepdf.Array([pikepdf.String("run"), script])),
    )
    with pdf.open_outline() as outline:
        named = pikepdf.OutlineItem("Second page", action=Dictionary(S=Name.GoTo, D=pikepdf.String("second")))
        named.children.append(
            pikepdf.OutlineItem("Lost", action=Dictionary(S=Name.GoTo, D=pikepdf.String("gone")))
        )
        outline.root.append(named)
    pdf.docinfo["/Author"] = "A. Hidden"


def damaged(pdf: pikepdf.Pdf) -> None:
    """The second page's content says it is compressed and is not."""
    pdf.pages[1].obj.Contents = pikepdf.Stream(pdf, b"this is not zlib", Filter=Name.FlateDecode)


def inheriting(pdf: pikepdf.Pdf) -> None:
    """Size, turn and resources stand with the pages' parent, as the format allows."""
    page, parent = pdf.pages[0].obj, pdf.Root.Pages
    for key in (Name.MediaBox, Name.Rotate, Name.Resources):
        parent[key] = page[key]
        del page[key]


_PIECES = re.compile(rb"\d+ 0 R|\[[^\]]{1,40}\]|/[A-Z]\w+|\b\d+\b")
_OTHERS = (b"null", b"[]", b"<<>>", b"(x)", b"-1", b"99999999999", b"/X", b"true", b"1 0 R", b"3 0 R")


def mutant(pdf: bytes, seed: int) -> bytes:
    """The paper with a few of its numbers, names and references changed, each to one of the same length."""
    chance, changed = Random(seed), bytearray(pdf)
    for _ in range(chance.randint(1, 3)):
        found = chance.choice(list(_PIECES.finditer(bytes(changed))))
        length = found.end() - found.start()
        changed[found.start() : found.end()] = chance.choice(_OTHERS)[:length].ljust(length)
    return bytes(changed)
