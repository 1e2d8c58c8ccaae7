"""Invented papers of an invented region, and makers of files that hold them."""

from __future__ import annotations

import io
import zipfile

import typst

from secretariat.archive.reading.model import Entry, Reading
from secretariat.archive.reading.reader import read_bytes

REPORT = """
Coast Guard Liaison Network of the Amber Isles

Report

Closed Meeting of the Coast Guard Liaison Network of the Amber Isles, 3 March 2022, Port Ilmar

On 3 March 2022 the Coast Guard Liaison Network of the Amber Isles (CGLN) held a closed meeting in Port Ilmar, Malta,
as part of the Maritime Safety Conference of the Amber Isles. The meeting was organised by the Lighthouse Institute
for Sea Rescue (LISR) in its role as Secretariat of the Network.

Ms. Oda Brenner, the National Liaison Officer from Croatia, opened the meeting. She recalled that the network
turns five this year. To mark this she proposed the following:

- Write a leaflet about five years of joint exercises
- Prepare a position paper which can be sent to the Harbour Council

Mr. Tiberiu Vance, the Albanian Head of Sea Rescue, welcomed the idea of a leaflet. The leaflet needs many pictures.

Mr. Edvin Sorel from Serbia, delivered a message from Mr. Bruno Katan, the Director of the River Patrol from
Serbia, asking to share the calendar of exercises. Dr. Lena Orlik did not support the position paper.

In addition, Ms. Brenner said that she can try to host a meeting in Rijeka in June.
"""

MINUTES = """# Amber Ferry Board Meeting

12 May 2021

## Attendees

* Nils Aldric (Chair)
* Pia Torval
* Ruben Ekdal

## Apologies

* Sara Quist

## Discussion

* Pia has repaired the old pier and shared the photographs with the whole board.
* The board agreed to open the northern route in winter.
* Ruben will write to the harbour master before 1 June 2021.
* Wooden benches: too heavy for the small ferries; light ones are cheaper.

## Decisions

* Open the northern route in winter

## Action Items

| Action | Owner | Due |
|---|---|---|
| Ask three yards for an offer | Pia Torval | End of May |

## Next Meeting

9 September 2021
"""


def read(text: str, name: str = "paper.txt") -> Reading:
    """The reading of a text, as if it lay in a file of that name."""
    return read_bytes(text.encode(), name)


def said(reading: Reading, entry: Entry) -> tuple[str, str | None, str]:
    """Kind, speaker or seat, and the very words of an entry."""
    names = {p.ref: p.name for p in reading.people}
    who = names[entry.speaker] if entry.speaker else entry.seat
    return entry.kind, who, reading.text[slice(*entry.span)]


def pdf_of(markup: str) -> bytes:
    """A PDF set from Typst markup."""
    made: bytes = typst.compile(markup.encode())
    return made


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml"'
    ' ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="'
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
"""The list of contents of a plain Word document."""


def docx_of(body: str, **parts: str) -> bytes:
    """A Word document with this XML as its body; ``parts`` are further members, named without folder."""
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        for name, words in parts.items():
            archive.writestr(f"word/{name}.xml", words)
    return box.getvalue()


def paragraph(*runs: str) -> str:
    """A paragraph of Word with one run for each text."""
    return "<w:p>" + "".join(f'<w:r><w:t xml:space="preserve">{r}</w:t></w:r>' for r in runs) + "</w:p>"
