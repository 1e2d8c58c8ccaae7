"""Footnote marks in running text, paragraphs, and the values the template gets."""

from __future__ import annotations

from dataclasses import replace

from secretariat.publishing.typeset import FollowUp, Footnote
from secretariat.publishing.typeset.notes import Mark, NoteFinder, paragraphs, plain_texts, prepared

from .sample_report import short_report


def test_the_first_mention_gives_the_note_and_later_ones_only_the_mark() -> None:
    finder = NoteFinder((Footnote(mark="*", text="A note."),))
    assert finder.runs("Osteria* and Osteria*.") == [
        "Osteria",
        Mark(0, first=True),
        " and Osteria",
        Mark(0, first=False),
        ".",
    ]


def test_an_asterisk_that_follows_no_letter_is_no_mark() -> None:
    finder = NoteFinder((Footnote(mark="*", text="A note."),))
    assert finder.runs("5 * 3, 7* and * see below") == ["5 * 3, 7* and * see below"]


def test_a_longer_mark_is_not_read_as_two_short_ones() -> None:
    finder = NoteFinder((Footnote(mark="*", text="One."), Footnote(mark="**", text="Two.")))
    assert finder.runs("Isola** or Osteria*") == [
        "Isola",
        Mark(1, first=True),
        " or Osteria",
        Mark(0, first=True),
    ]


def test_without_footnotes_an_asterisk_stays_as_it_is() -> None:
    assert NoteFinder(()).runs("Osteria*") == ["Osteria*"]


def test_line_breaks_of_every_system_begin_a_paragraph_and_empty_ones_vanish() -> None:
    assert paragraphs("one\r\ntwo\r\rthree\n \n four\u2028five") == ("one", "two", "three", "four", "five")


def test_the_first_mention_is_the_first_on_the_page() -> None:
    values = prepared(short_report())
    assert values["delegations"][3]["member"] == ["Osteria", {"note": 0, "first": True}]
    assert values["entries"][3]["text"][0][1] == {"note": 0, "first": False}
    earlier = prepared(replace(short_report(), title="Report on Osteria*"))
    assert earlier["title"] == ["Report on Osteria", {"note": 0, "first": True}]


def test_every_text_of_a_report_is_found_with_its_place() -> None:
    places = dict(plain_texts(short_report()))
    assert places["entries 8, decision number"] == "2031/1"
    assert places["chair, lines 2"] == "4 Harbour Street, Vel"


def test_a_follow_up_knows_what_it_lacks() -> None:
    assert FollowUp(what="Write").lacks == ("owner", "date")
    assert FollowUp(what="Write", who=" ", by_when="May").lacks == ("owner",)
    assert FollowUp(what="Write", who="all", by_when="May").lacks == ()
