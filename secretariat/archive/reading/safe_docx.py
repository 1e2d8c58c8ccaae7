"""A Word document rebuilt from the parts and elements that only hold words, forms of type and plain pictures."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping
from typing import Final, cast

from lxml import etree

from secretariat.archive.reading.boxes import members_of, unpacked
from secretariat.archive.reading.inside_docx import BODY, TYPES, W, findings_in_docx, parsed
from secretariat.archive.reading.pictures import size_of
from secretariat.toolbox.errors import SourceUnreadable

_PARTS: Final = re.compile(
    r"word/(document|styles|numbering|footnotes|endnotes|fontTable|header\d*|footer\d*|theme/theme\d+)\.xml"
)
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_KINDS: Final = frozenset(
    {"styles", "numbering", "footnotes", "endnotes", "fontTable", "header", "footer", "theme", "image"}
)
"""The kinds of links between parts that are kept; all lead to a part that is kept."""
_PICTURES: Final = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg", b"GIF8": "gif"}
_DROPPED: Final = frozenset(
    W + name
    for name in (
        *(
            "object",
            "control",
            "altChunk",
            "fldChar",
            "instrText",
            "delInstrText",
            "subDoc",
            "attachedTemplate",
        ),
        *("bookmarkStart", "bookmarkEnd", "proofErr", "permStart", "permEnd", "commentReference"),
        *("commentRangeStart", "commentRangeEnd", "del", "moveFrom", "delText", "rPrChange", "pPrChange"),
        *("sectPrChange", "tblPrChange", "tcPrChange", "trPrChange", "tblGridChange", "numberingChange"),
        *("customXml", "sdtPr", "sdtEndPr", "dataBinding", "embedRegular", "embedBold", "embedItalic"),
        *("embedBoldItalic", "pict", "contentPart"),
    )
)
_OPENED: Final = frozenset(
    W + name
    for name in ("hyperlink", "fldSimple", "smartTag", "sdt", "sdtContent", "ins", "moveTo", "customXml")
)
"""Elements whose content stays in their place."""
_STRANGE: Final = re.compile(
    r"\{(urn:schemas-microsoft-com:office:(office|excel)|.*/office/drawing/2016/.*)\}"
)


def rebuilt_docx(data: bytes) -> bytes:
    """The document without macros, links, fields, objects, comments, tracked changes, hidden data, who wrote
    it and when: words, styles, lists, notes, headers, tables and plain pictures remain.

    ``data``: the whole file. Raises SourceUnreadable where it is no sound DOCX.
    Source: own choice; OWASP, File Upload Cheat Sheet (content disarm and reconstruction).
    """
    findings_in_docx(data)  # refuses what is unsound; what is only found is left out below
    parts: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as box:
        members = {m.filename: m for m in members_of(data)}
        pictures = {
            name: kind
            for name, member in members.items()
            if name.startswith("word/media/") and (kind := _picture_kind(unpacked(box, member)))
        }
        kept = {name for name in members if _PARTS.fullmatch(name)}
        for name in sorted(kept):
            links = _links(box, members, name, kept | set(pictures))
            parts[name] = _cleaned(unpacked(box, members[name]), links)
            if links:
                parts[_links_name(name)] = _links_part(links)
        for name in pictures:
            parts[name] = unpacked(box, members[name])
    parts[TYPES] = _types_part(parts, pictures)
    parts["_rels/.rels"] = _links_part({"rId1": ("officeDocument", BODY)})
    return _boxed(parts)


def _picture_kind(raw: bytes) -> str:
    found = next((kind for magic, kind in _PICTURES.items() if raw.startswith(magic)), "")
    return found if found and size_of(raw) != (0, 0) and b"<script" not in raw.lower() else ""


def _links_name(part: str) -> str:
    folder, _, last = part.rpartition("/")
    return f"{folder}/_rels/{last}.rels"


def _links(
    box: zipfile.ZipFile, members: Mapping[str, zipfile.ZipInfo], part: str, kept: set[str]
) -> dict[str, tuple[str, str]]:
    """The links of a part that lead to parts that are kept: id, to kind and target."""
    name = _links_name(part)
    if name not in members:
        return {}
    found = {}
    for link in parsed(unpacked(box, members[name])).iter("{*}Relationship"):
        kind = (link.get("Type") or "").rpartition("/")[2]
        target = link.get("Target") or ""
        place = target[1:] if target.startswith("/") else posixpath.join(posixpath.dirname(part), target)
        place = posixpath.normpath(place)
        if link.get("TargetMode") is None and kind in _KINDS and place in kept:
            found[link.get("Id") or ""] = (kind, place)
    return found


def _links_part(links: Mapping[str, tuple[str, str]]) -> bytes:
    root = etree.Element(f"{{{_RELS}}}Relationships", nsmap=_default(_RELS))
    for key, (kind, place) in links.items():
        etree.SubElement(
            root, f"{{{_RELS}}}Relationship", Id=key, Type=f"{_OFFICE}/{kind}", Target=f"/{place}"
        )
    return _written(root)


def _types_part(parts: Mapping[str, bytes], pictures: Mapping[str, str]) -> bytes:
    root = etree.Element(f"{{{_TYPES}}}Types", nsmap=_default(_TYPES))
    defaults = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml"}
    for ending, kind in defaults.items():
        etree.SubElement(root, f"{{{_TYPES}}}Default", Extension=ending, ContentType=kind)
    for name in sorted(parts):
        if name in pictures:
            kind = f"image/{pictures[name]}"
        elif name.endswith(".rels"):
            continue
        elif name.startswith("word/theme/"):
            kind = "application/vnd.openxmlformats-officedocument.theme+xml"
        else:
            stem = re.sub(r"\d+$", "", posixpath.basename(name).removesuffix(".xml"))
            kind = f"{_WORD}{'document.main' if stem == 'document' else stem}+xml"
        etree.SubElement(root, f"{{{_TYPES}}}Override", PartName=f"/{name}", ContentType=kind)
    return _written(root)


def _cleaned(raw: bytes, links: Mapping[str, tuple[str, str]]) -> bytes:
    root = parsed(raw)
    for node in list(root.iter(etree.Element)):
        parent = node.getparent()
        if parent is None:
            continue
        if node.tag in _DROPPED or _STRANGE.match(str(node.tag)):
            parent.remove(node)  # a tail between elements of Word is blank
        elif node.tag in _OPENED:
            at = parent.index(node)
            parent[at : at + 1] = list(node)
    for node in root.iter(etree.Element):
        for name in list(node.attrib):
            is_link = f"{{{_OFFICE}}}" in name
            is_trace = str(name).startswith(W + "rsid") or name in (W + "author", W + "date", W + "initials")
            if is_trace or (is_link and node.attrib[name] not in links):
                del node.attrib[name]
    etree.cleanup_namespaces(root)
    return _written(root)


def _default(namespace: str) -> dict[str, str]:
    return cast("dict[str, str]", {None: namespace})  # lxml's own word for the one without a prefix


def _written(root: etree._Element) -> bytes:
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written


def _boxed(parts: Mapping[str, bytes]) -> bytes:
    """The parts as a box, the list of contents first; the same parts give the same bytes."""
    if BODY not in parts:
        raise SourceUnreadable("This Word document has no text of its own; send it again from its source.")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        for name in sorted(parts, key=lambda part: (part != TYPES, part)):
            box.writestr(zipfile.ZipInfo(name), parts[name], zipfile.ZIP_DEFLATED)
    return out.getvalue()
