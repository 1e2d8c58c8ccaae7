"""The look of the Word file: styles, page, numbering, language.

Times New Roman and Arial are on every office machine and have metric twins on servers, with Cyrillic and
Greek; the usual Cambria has no twin with either.
"""

from __future__ import annotations

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm
from docx.styles.style import BaseStyle, ParagraphStyle

SERIF, SANS = "Times New Roman", "Arial"
INK, QUIET, HAIR, AMBER = "1D4573", "4D5965", "AEB8C2", "8A4B00"
TEXT_WIDTH = Mm(156)
HANG = Mm(12)

_PARAGRAPH, _CHARACTER = WD_STYLE_TYPE.PARAGRAPH, WD_STYLE_TYPE.CHARACTER


def house_styles(document: Document) -> None:
    """Sets every style the report uses; python-docx's own template supplies only their names."""
    _keep_only_used(document)
    hang = HANG.twips
    boxed = "".join(f'<w:{side} w:val="single" w:sz="8" w:space="6" w:color="{INK}"/>' for side in _SIDES)
    label = _letters(SANS, 7.5, INK, bold=True, caps=True, spacing=12)
    _define(document, "Normal", _paragraph(after=6, line=259), _letters(SERIF, 10.5))
    _define(document, "Title", _paragraph(before=6, after=6, keep=True), _letters(SERIF, 22, bold=True))
    _define(
        document,
        "Heading 1",
        _paragraph(before=20, after=6, keep=True, level=0),
        _letters(SERIF, 13.5, INK, bold=True),
    )
    box = _paragraph(after=4, box=boxed, indent=hang + 170, right=170)
    _define(
        document,
        "Heading 2",
        _paragraph(before=4, after=0, keep=True, level=1, box=boxed, indent=hang + 170, right=170),
        _letters(SERIF, 11, INK, bold=True),
    )
    _define(document, "Decision", box, "")
    numbered = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    _define(document, "List Number", _paragraph(before=10, after=2, keep=True, numbered=numbered), "")
    _define(document, "Entry", _paragraph(after=4, indent=hang, justified=True), "")
    _define(document, "On Behalf", _paragraph(after=2, keep=True, indent=hang), _letters(SANS, 9, INK))
    _define(document, "Office", _paragraph(after=1, line=240), label)
    _define(document, "Office Name", _paragraph(after=1, line=240), _letters(SERIF, 12, bold=True))
    _define(document, "Small", _paragraph(after=1, line=240), _letters(SANS, 8.5, QUIET))
    _define(document, "Network", _paragraph(before=22, after=0), _letters(SERIF, 11.5, QUIET))
    _define(document, "State", _paragraph(after=12), _letters(SANS, 10, INK, bold=True))
    _define(document, "Address", _paragraph(after=0, line=252), "")
    _define(document, "Letter", _paragraph(after=7, line=264, justified=True), "")
    _define(document, "Subject", _paragraph(after=12, keep=True), _letters(SERIF, 13.5, bold=True))
    _define(document, "Fact", _paragraph(after=2, tabs=(("left", 1360),), hanging=1360), "")
    _define(document, "Cell", _paragraph(before=2, after=2, line=250), _letters(SERIF, 10))
    _define(document, "Cell Head", _paragraph(before=3, after=3, line=240, keep=True), label)
    ends = (("right", TEXT_WIDTH.twips),)
    for name in ("Header", "Footer"):
        _define(document, name, _paragraph(after=0, line=240, tabs=ends), _letters(SANS, 8.5, QUIET))
    _define(document, "footnote text", _paragraph(after=0, line=240), _letters(SERIF, 9))
    document.styles["footnote text"].element.set(qn("w:styleId"), "FootnoteText")
    _define(document, "Quiet", "", _letters(SANS, 8.5, QUIET), _CHARACTER)
    _define(document, "Marking", "", _letters(SANS, 8.5, INK, bold=True), _CHARACTER)
    _define(document, "Lack", "", _letters(SANS, 8.5, AMBER, bold=True), _CHARACTER)
    _table_style(
        document, "Report Table", (("top", 8, INK), ("bottom", 4, HAIR), ("insideH", 4, HAIR)), gap=140
    )
    _table_style(document, "Letterhead", (("bottom", 12, INK),))


def house_page(document: Document, language: str) -> None:
    """A4, margins, a first page without running head, and the language of the whole text."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(27)
    section.top_margin, section.bottom_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(14), Mm(12)
    section.different_first_page_header_footer = True
    for lang in document.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), language)
        lang.attrib.pop(qn("w:eastAsia"), None)
    settings = document.settings.element
    for lang in settings.iter(qn("w:themeFontLang")):
        lang.set(qn("w:val"), language)
        lang.attrib.pop(qn("w:eastAsia"), None)
    for setting in settings.iter(qn("w:compatSetting")):
        # 15 is Word 2013 and later; the template's 14 would open in "compatibility mode".
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
    zoom = settings.find(qn("w:zoom"))
    zoom.set(qn("w:percent"), "100")


class EntryNumbers:
    """Numbers that Word counts itself, with a new start wherever an entry was left out."""

    _ABSTRACT = 90

    def __init__(self, document: Document) -> None:
        self._root = document.part.numbering_part.element
        abstract = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{self._ABSTRACT}">'
            '<w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
            '<w:numFmt w:val="decimal"/><w:pStyle w:val="ListNumber"/><w:lvlText w:val="%1"/><w:lvlJc w:val="left"/>'
            f'<w:pPr><w:tabs><w:tab w:val="num" w:pos="{HANG.twips}"/></w:tabs>'
            f'<w:ind w:left="{HANG.twips}" w:hanging="{HANG.twips}"/></w:pPr>'
            f'<w:rPr><w:b/><w:color w:val="{INK}"/></w:rPr></w:lvl></w:abstractNum>'
        )
        self._root.insert(0, abstract)
        self._last: int | None = None
        self._id = 0
        style = document.styles["List Number"].element
        self._id = self._instance(1)
        style.find(".//" + qn("w:numId")).set(qn("w:val"), str(self._id))

    def number(self, properties: object, number: int) -> None:
        """Gives a paragraph (its ``w:pPr``) the entry's own number."""
        if number != (0 if self._last is None else self._last) + 1:
            self._id = self._instance(number)
        self._last = number
        numbering = properties.get_or_add_numPr()  # type: ignore[attr-defined]
        numbering.get_or_add_ilvl().val = 0
        numbering.get_or_add_numId().val = self._id

    def _instance(self, start: int) -> int:
        instance = self._root.add_num(self._ABSTRACT)
        instance.add_lvlOverride(ilvl=0).add_startOverride(start)
        return int(instance.numId)


_TEMPLATE_STYLES = {"Title", "heading 1", "heading 2", "List Number", "header", "footer"}
_SIDES = ("top", "left", "bottom", "right")


def _define(
    document: Document, name: str, paragraph: str, letters: str, kind: WD_STYLE_TYPE = _PARAGRAPH
) -> None:
    style = document.styles[name] if name in document.styles else _added(document, name, kind)
    element = style.element
    for tag in ("w:pPr", "w:rPr"):
        for old in element.findall(qn(tag)):
            element.remove(old)
    if isinstance(style, ParagraphStyle) and name != "Normal" and style.base_style is None:
        style.base_style = document.styles["Normal"]
    if paragraph:
        element.append(parse_xml(f"<w:pPr {nsdecls('w')}>{paragraph}</w:pPr>"))
    if letters:
        element.append(parse_xml(f"<w:rPr {nsdecls('w')}>{letters}</w:rPr>"))


def _keep_only_used(document: Document) -> None:
    """Takes the template's other 150 styles away: a short list in Word, and lookups four times as fast."""
    root = document.styles.element
    for style in root.findall(qn("w:style")):
        name = style.find(qn("w:name")).get(qn("w:val"))
        if name not in _TEMPLATE_STYLES and style.get(qn("w:default")) is None:
            root.remove(style)
            continue
        for link in style.findall(qn("w:link")):
            style.remove(link)


def _added(document: Document, name: str, kind: WD_STYLE_TYPE) -> BaseStyle:
    # Word writes its own styles in small letters; marked as custom, they would appear twice in its list.
    style: BaseStyle = document.styles.add_style(name, kind, builtin=name.islower())
    return style


def _paragraph(
    *,
    before: float = 0,
    after: float = 0,
    line: int = 0,
    keep: bool = False,
    level: int | None = None,
    indent: int = 0,
    right: int = 0,
    hanging: int = 0,
    justified: bool = False,
    box: str = "",
    numbered: str = "",
    tabs: tuple[tuple[str, int], ...] = (),
) -> str:
    """Paragraph properties in the order the schema wants; ``before`` and ``after`` in points, the rest twips."""
    parts = ["<w:keepNext/><w:keepLines/>" if keep else "", "<w:widowControl/>", numbered]
    if box:
        parts.append(f"<w:pBdr>{box}</w:pBdr>")
    if tabs:
        stops = "".join(f'<w:tab w:val="{kind}" w:pos="{at}"/>' for kind, at in tabs)
        parts.append(f"<w:tabs>{stops}</w:tabs>")
    lines = f' w:line="{line}" w:lineRule="auto"' if line else ""
    parts.append(f'<w:spacing w:before="{int(before * 20)}" w:after="{int(after * 20)}"{lines}/>')
    if indent or right or hanging:
        hang = f' w:hanging="{hanging}"' if hanging else ""
        parts.append(f'<w:ind w:left="{indent + hanging}" w:right="{right}"{hang}/>')
    if justified:
        parts.append('<w:jc w:val="both"/>')
    if level is not None:
        parts.append(f'<w:outlineLvl w:val="{level}"/>')
    return "".join(parts)


def _letters(
    font: str, size: float, colour: str = "", *, bold: bool = False, caps: bool = False, spacing: int = 0
) -> str:
    half = int(size * 2)
    return "".join(
        (
            f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}" w:cs="{font}"/>',
            "<w:b/><w:bCs/>" if bold else "",
            "<w:caps/>" if caps else "",
            f'<w:color w:val="{colour}"/>' if colour else "",
            f'<w:spacing w:val="{spacing}"/>' if spacing else "",
            f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>',
        )
    )


def _table_style(
    document: Document, name: str, rules: tuple[tuple[str, int, str], ...], gap: int = 0
) -> None:
    """A table with these rules (side, eighths of a point, colour), one under a head row, none upright."""
    style = document.styles.add_style(name, WD_STYLE_TYPE.TABLE).element
    border = '<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="{colour}"/>'
    lines = "".join(border.format(side=side, size=size, colour=colour) for side, size, colour in rules)
    under = border.format(side="bottom", size=6, colour=INK)
    style.append(
        parse_xml(
            f"<w:tblPr {nsdecls('w')}><w:tblBorders>{lines}</w:tblBorders><w:tblCellMar>"
            f'<w:left w:w="0" w:type="dxa"/><w:right w:w="{gap}" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        )
    )
    style.append(
        parse_xml(
            f'<w:tblStylePr {nsdecls("w")} w:type="firstRow"><w:tcPr><w:tcBorders>{under}</w:tcBorders>'
            "</w:tcPr></w:tblStylePr>"
        )
    )


def field(name: str) -> list[object]:
    """The elements of a field such as ``PAGE``; the shown 1 is replaced when the file is laid out."""
    begin, instruction, between, shown, end = (
        OxmlElement(tag) for tag in ("w:fldChar", "w:instrText", "w:fldChar", "w:t", "w:fldChar")
    )
    for mark, kind in ((begin, "begin"), (between, "separate"), (end, "end")):
        mark.set(qn("w:fldCharType"), kind)
    instruction.text = f" {name} "
    shown.text = "1"
    return [begin, instruction, between, shown, end]
