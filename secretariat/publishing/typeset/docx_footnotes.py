"""Real footnotes in a Word file: python-docx has none, so the part is written by hand."""

from __future__ import annotations

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph
from lxml import etree

from secretariat.publishing.typeset.model import Footnote
from secretariat.publishing.typeset.notes import clean

# Word expects these two at the ids -1 and 0 and names them in the settings part.
_INVISIBLE = "\u200b"
_SEPARATORS = (("-1", "separator"), ("0", "continuationSeparator"))


def add_footnotes_part(document: Document, footnotes: tuple[Footnote, ...]) -> None:
    """Puts the notes into the file under the ids 1, 2, ...; ``refer_to`` points at them.

    Source: ISO/IEC 29500-1, 17.11 (footnotes; a mark of one's own is ``customMarkFollows``).
    """
    root = etree.fromstring(f"<w:footnotes {nsdecls('w')}/>")
    for number, kind in _SEPARATORS:
        note = _note(root, number)
        note.set(qn("w:type"), kind)
        run = etree.SubElement(etree.SubElement(note, qn("w:p")), qn("w:r"))
        etree.SubElement(run, qn(f"w:{kind}"))
    for at, footnote in enumerate(footnotes, start=1):
        paragraph = etree.SubElement(_note(root, str(at)), qn("w:p"))
        style = etree.SubElement(etree.SubElement(paragraph, qn("w:pPr")), qn("w:pStyle"))
        style.set(qn("w:val"), "FootnoteText")
        text = etree.SubElement(etree.SubElement(paragraph, qn("w:r")), qn("w:t"))
        text.text = f"{footnote.mark} {clean(footnote.text)}"
    part = Part(
        PackURI("/word/footnotes.xml"),
        CONTENT_TYPE.WML_FOOTNOTES,
        etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True),
        document.part.package,
    )
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    _name_separators(document)


def refer_to(paragraph: Paragraph, number: int, mark: str) -> None:
    """Ends the paragraph, as it stands, with the mark of the note ``number`` (from 1).

    The mark stays in the text as an ordinary sign, so that a copied name keeps it; the note hangs on an
    invisible sign behind it. Were the mark itself the reference, Word would print it once in front of the
    note and LibreOffice twice.
    """
    run = paragraph.add_run(mark)
    reference = OxmlElement("w:footnoteReference")
    reference.set(qn("w:customMarkFollows"), "1")
    reference.set(qn("w:id"), str(number))
    run._r.append(reference)
    run.add_text(_INVISIBLE)


def _note(root: etree._Element, number: str) -> etree._Element:
    note = etree.SubElement(root, qn("w:footnote"))
    note.set(qn("w:id"), number)
    return note


def _name_separators(document: Document) -> None:
    properties = OxmlElement("w:footnotePr")
    for number, _ in _SEPARATORS:
        footnote = OxmlElement("w:footnote")
        footnote.set(qn("w:id"), number)
        properties.append(footnote)
    # The schema wants footnotePr before compat, which is why compat is looked for.
    settings = document.settings.element
    compat = settings.find(qn("w:compat"))
    if compat is None:
        settings.append(properties)
    else:
        compat.addprevious(properties)
