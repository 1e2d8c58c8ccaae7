"""What a Word document does beside holding words: looked up part by part, with nothing fetched or run."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Final

from lxml import etree

from secretariat.archive.reading import sniff
from secretariat.archive.reading.boxes import beginning, members_of, unpacked
from secretariat.archive.reading.inspection import Finding
from secretariat.archive.reading.pictures import check_pixels
from secretariat.toolbox.errors import SourceUnreadable

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRICT: Final = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
TYPES: Final = "[Content_Types].xml"
BODY: Final = "word/document.xml"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_ACTING: Final = re.compile(
    r"\b(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|INCLUDE|DATABASE|LINK|IMPORT|EMBED|MACROBUTTON|QUOTE)\b", re.I
)
_LINK_KINDS: Final = {
    "attachedTemplate": "remote-template",
    "oleObject": "linked-object",
    "package": "linked-object",
    "aFChunk": "foreign-chunk",
    "subDocument": "foreign-chunk",
}
_PLAIN_LINK: Final = re.compile(r"(https?://|mailto:|tel:|#)", re.I)
_NOT_WORD: Final = (
    "This is a packed archive or another kind of office file, not a Word document; "
    "unpack it, or save the document as DOCX or PDF."
)
_MACROS: Final = (
    "This document holds macros, which are programs, and was refused; "
    "save it again as a Word document without macros (.docx)."
)
_DEFINES: Final = (
    "This Word document holds definitions that none should hold and was refused; save it again as DOCX."
)
_BROKEN: Final = "This Word document is broken; open it in a word processor and save it again as DOCX."


def findings_in_docx(data: bytes) -> list[Finding]:
    """What a Word document does when Word opens it.

    ``data``: the whole file. Raises SourceUnreadable for a box that is no DOCX, has macros, or is unsound.
    Source: ECMA-376 part 2 (packages) and part 1, 17.16 (fields); the ways of attack that MITRE ATT&CK
    lists as T1221 (template injection) and T1559.002 (DDE).
    """
    members = members_of(data)
    found: list[Finding] = []
    with zipfile.ZipFile(io.BytesIO(data)) as box:
        _check_types(box)
        for member in members:
            name = member.filename.casefold()
            found += _by_name(name)
            if name.endswith((".xml", ".rels")):
                root = parsed(unpacked(box, member))
                found += _in_links(root) if name.endswith(".rels") else _in_fields(root)
            elif name.startswith("word/media/"):
                found += _in_picture(beginning(box, member, sniff.MB), name)
    return found


def _check_types(box: zipfile.ZipFile) -> None:
    """Refuses a box whose own list of contents does not say that it is a plain Word document."""
    if TYPES not in box.namelist() or BODY not in box.namelist():
        raise SourceUnreadable(_NOT_WORD)
    root = parsed(unpacked(box, box.getinfo(TYPES)))
    types = {
        (node.get("PartName") or "").casefold(): node.get("ContentType") or ""
        for node in root
        if isinstance(node.tag, str)
    }
    every = " ".join(node.get("ContentType") or "" for node in root if isinstance(node.tag, str)).casefold()
    if "macroenabled" in every or "vbaproject" in every:
        raise SourceUnreadable(_MACROS)
    if types.get("/" + BODY) != _TYPE:
        raise SourceUnreadable(_NOT_WORD)


def _by_name(name: str) -> Iterator[Finding]:
    last = name.rpartition("/")[2]
    if last.startswith("vba") or last.endswith(".vba"):
        raise SourceUnreadable(_MACROS)
    if "/activex/" in name:
        yield Finding("active-control", last)
    elif "/embeddings/" in name or last.endswith(
        (".bin", ".exe", ".dll", ".js", ".vbs", ".lnk", ".hta", ".zip")
    ):
        if not last.startswith("printersettings"):
            yield Finding("embedded-object", last)
    elif name.startswith("customui/") or "webextension" in name or "/attachedtoolbars" in name:
        yield Finding("added-program", last)
    elif last.startswith("afchunk"):
        yield Finding("foreign-chunk", last)


def parsed(raw: bytes) -> etree._Element:
    """The root of a part's XML, parsed without entities and network.

    Raises SourceUnreadable where it is broken or brings definitions of its own. Source: OWASP, XXE
    Prevention Cheat Sheet: no document type at all.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(raw.replace(STRICT, W[1:-1].encode()), parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise SourceUnreadable(_DEFINES if b"<!" in raw[:4096] else _BROKEN) from fault
    if root.getroottree().docinfo.internalDTD is not None:
        raise SourceUnreadable(_DEFINES)
    return root


def _in_links(root: etree._Element) -> Iterator[Finding]:
    for link in root.iter("{*}Relationship"):
        target, kind = link.get("Target") or "", (link.get("Type") or "").rpartition("/")[2]
        if kind in ("aFChunk", "subDocument"):
            yield Finding("foreign-chunk", target)
        elif kind == "vbaProject":
            raise SourceUnreadable(_MACROS)
        elif (link.get("TargetMode") or "").casefold() != "external":
            continue
        elif kind == "hyperlink":
            if not _PLAIN_LINK.match(target.strip()):
                yield Finding("odd-link", target)
        else:
            yield Finding(_LINK_KINDS.get(kind, "remote-part"), target)


def _in_fields(root: etree._Element) -> Iterator[Finding]:
    """Fields that act; a field's words may be spread over many runs, so they are joined until the next begins."""
    words: list[str] = []
    for node in root.iter(
        W + "instrText", W + "delInstrText", W + "fldSimple", W + "fldChar", W + "object", W + "altChunk"
    ):
        if node.tag == W + "fldChar":
            if node.get(W + "fldCharType") == "begin":
                words.append("\n")
        elif node.tag == W + "fldSimple":
            words.append(f"\n{node.get(W + 'instr') or ''}\n")
        elif node.tag == W + "object":
            yield Finding("embedded-object")
        elif node.tag == W + "altChunk":
            yield Finding("foreign-chunk")
        else:
            words.append(node.text or "")
    for field in "".join(words).split("\n"):
        if _ACTING.search(field):
            yield Finding("acting-field", " ".join(field.split()))


def _in_picture(raw: bytes, name: str) -> Iterator[Finding]:
    check_pixels(raw)
    head = raw[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<", b"%!ps")) or b"<svg" in head or b"<script" in raw.lower():
        yield Finding("odd-picture", name.rpartition("/")[2])
