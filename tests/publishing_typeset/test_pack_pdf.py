"""A pack on paper: its parts in order, tagged, archivable, and never without its marking."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

import pytest

from secretariat.publishing.typeset import Footnote, PackData, PackPart, pack_pdf
from secretariat.toolbox.errors import RuleBroken

from .test_report_pdf import opened, pages, tags, words_of

PACK = PackData(
    network_name="Network of Coordinators of the Lantern Coast",
    marking="Members only",
    ref="lantern/os",
    title="Welcome to the seat of Osteria*",
    for_whom="For Ђорђе Ђурашковић, coordinator",
    text="This is what your seat promised.\nAll of it can be looked up.",
    parts=(
        PackPart(
            title="What is open",
            lead="The nearest day first.",
            head=("What", "By when", "Agreed at"),
            widths=(4, 2, 3),
            rows=(
                ("Write the guide for Osteria*.", "31 December 2031", "Closed talks"),
                ("Name a contact.", "", "Closed talks"),
            ),
        ),
        PackPart(title="Next dates", nothing="No meeting ahead is open to you."),
        PackPart(title="How we work", rows=(("What is said is recorded.",), ("Nothing is ranked.",))),
    ),
    deed_head="41 abc",
    generated="Typeset on 14 June 2031",
    footnotes=(Footnote(mark="*", text="Without prejudice to positions on status."),),
    made_at=datetime(2031, 6, 14, 9, 30, tzinfo=UTC),
)


@cache
def pdf() -> bytes:
    return pack_pdf(PACK)


def test_the_parts_stand_in_order_with_their_rows_or_what_is_said_without_any() -> None:
    text = words_of(pdf())
    wanted = (
        *("What is open", "The nearest day first.", "Write the guide for Osteria*", "31 December 2031"),
        *("Name a contact.", "Next dates", "No meeting ahead is open to you.", "How we work"),
        *("What is said is recorded.", "Nothing is ranked.", "Typeset on 14 June 2031", "41 abc"),
    )
    places = [text.find(words) for words in wanted]
    assert -1 not in places, dict(zip(wanted, places, strict=True))
    assert places == sorted(places)
    assert "Ђорђе Ђурашковић" in text


def test_a_pack_is_tagged_archivable_and_in_its_language() -> None:
    with opened(pdf()) as document:
        assert bool(document.Root.MarkInfo.Marked)
        assert str(document.Root.Lang) == "en-GB"
        found = tags(document.Root.StructTreeRoot.K)
        about = document.open_metadata()
        assert (about["pdfaid:part"], about["pdfaid:conformance"], about["pdfuaid:part"]) == ("2", "A", "1")
    assert found.count("/Title") == 1
    assert found.count("/H1") == 3
    assert found.count("/Table") == found.count("/THead") == 1
    assert found.count("/LI") == 2
    assert found.count("/Note") == 1


def test_every_page_says_who_may_read_it() -> None:
    row = ("A long matter that takes its place. " * 6, "1 January 2032", "Talks")
    part = replace(PACK.parts[0], rows=(row,) * 120)
    texts = pages(pack_pdf(replace(PACK, parts=(part,))))
    assert len(texts) > 5
    for number, text in enumerate(texts, start=1):
        assert "Members only" in text
        assert f"page {number} of {len(texts)}" in text


def test_the_same_pack_gives_the_same_bytes() -> None:
    assert pack_pdf(PACK) == pdf()


def test_a_sign_that_no_typeface_has_is_named_with_its_place() -> None:
    with pytest.raises(RuleBroken, match="no sign for") as refused:
        pack_pdf(replace(PACK, for_whom="For 鑫"))
    assert refused.value.facts["place"] == "for whom"
