"""Whatever the words, a reading has true spans, and nothing but a refusal is raised."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from secretariat.archive.reading.model import Header, Reading, from_json_dict, to_json_dict
from secretariat.archive.reading.reader import read_bytes
from secretariat.toolbox.errors import SourceUnreadable

BITS = st.sampled_from(
    [
        "Mr. Odo Farr ", "Ms. Ina Wold, the Head of Nets from Croatia, ", "He ", "The meeting ", "said that ", "proposed: ",
        "welcomed ", "agreed to ", "on behalf of Dr. Bo Marsk ", "will write ", "in June 2020", "30 May 2019, Port Ilmar, Malta",
        ". ", ", ", ":\n", "\n", "\n\n", "- ", "1. ", "(2) ", "# ", "| a | b |\n", "**", "*", "Chair", "Secretariat", "Participants:\n",
        "Ana Lind (AL), Norland\n", "[x] ", "[Speaker 1]\n", "Action point: ", "Decisions\n", "Next Meeting\n", "ć", "Ђ", "\u200b",
        "---\n", "title: x\n", "(", ")", "?", "<p>", "</p>", "[a](b)", "\t", "\u0301", "İ", "ß",
    ]
)  # fmt: skip
PAPERS = st.one_of(st.lists(BITS, max_size=40).map("".join), st.text(max_size=300))


def spans(reading: Reading) -> list[tuple[int, int]]:
    found = [
        f.span for name in Header.__dataclass_fields__ if (f := getattr(reading.header, name)) is not None
    ]
    found += [s for p in reading.people for s in p.spans]
    found += [e.span for e in reading.entries] + [o.span for o in reading.outputs]
    return found + [m.span for m in reading.meetings_ahead] + [b.span for b in reading.blocks]


@settings(max_examples=150, deadline=None)
@given(PAPERS)
def test_any_text_gives_true_spans_or_a_refusal(words: str) -> None:
    try:
        reading = read_bytes(words.encode(), "any.txt")
    except SourceUnreadable:
        return
    assert all(0 <= s < e <= len(reading.text) for s, e in spans(reading))
    refs = {p.ref for p in reading.people}
    assert all(e.speaker in refs for e in reading.entries if e.speaker is not None)
    assert all(p.name and p.spans for p in reading.people)
    assert from_json_dict(to_json_dict(reading)) == reading


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.pdf", "a.docx", "a.md", "a", "a.bin"]))
def test_any_bytes_give_a_reading_or_a_refusal(data: bytes, name: str) -> None:
    try:
        reading = read_bytes(data, name)
    except SourceUnreadable:
        return
    assert reading.text
