"""The fixed words of letters: whole in every kind, language and occasion, and never a warmer one for somebody."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import product

import pytest

from secretariat.meetings.courtesies import (
    INVITATION_KINDS,
    LANGUAGES,
    OCCASIONS,
    MeetingWords,
    Occasion,
    letter_words,
)
from secretariat.meetings.days_in_letters import Language, day_in_words, days_held, hours_held
from secretariat.meetings.rules import KINDS
from secretariat.toolbox.errors import RuleBroken

MEETING = MeetingWords(
    network="the Network",
    title="Twelfth meeting {with braces}",
    held="on 12 October 2027",
    place="Bečići",
    reply_by="1 October 2027",
    reason="The hall burnt down.",
)


@pytest.mark.parametrize(
    ("occasion", "kind", "language"), list(product(OCCASIONS, INVITATION_KINDS, LANGUAGES))
)
def test_every_letter_is_whole_and_says_what_and_when(
    occasion: Occasion, kind: str, language: Language
) -> None:
    words = letter_words(occasion, kind, language, MEETING, "First own.\n\nSecond own.")
    text = "\n".join(words.paragraphs)
    assert "Twelfth meeting {with braces}" in words.subject
    assert "Twelfth meeting {with braces}" in text
    assert "on 12 October 2027" in text
    assert ("Bečići" in text) is (kind != "online")
    assert ("1 October 2027" in text) is (occasion != "cancellation")
    assert ("The hall burnt down" in text) is (occasion == "cancellation")
    assert ("First own." in words.paragraphs) is (occasion == "invitation")
    assert words.salutation.rstrip(",") in words.courtesy
    assert ".." not in text


def test_ministers_are_addressed_as_such_and_everybody_else_alike() -> None:
    for language, minister in (("en", "Excellency,"), ("fr", "Excellence,")):
        others = {
            letter_words("invitation", kind, language, MEETING).salutation  # type: ignore[arg-type]
            for kind in INVITATION_KINDS
            if kind != "ministerial"
        }
        assert len(others) == 1
        assert letter_words("invitation", "ministerial", language, MEETING).salutation == minister  # type: ignore[arg-type]


def test_every_kind_of_meeting_has_its_words() -> None:
    assert set(INVITATION_KINDS) == set(KINDS)


def test_a_kind_or_language_without_words_is_refused() -> None:
    with pytest.raises(RuleBroken):
        letter_words("invitation", "party", "en", MEETING)
    with pytest.raises(RuleBroken):
        letter_words("invitation", "plenary", "de", MEETING)  # type: ignore[arg-type]


DAYS = [
    (date(2027, 10, 1), date(2027, 10, 1), "on 1 October 2027", "le 1er octobre 2027"),
    (date(2027, 10, 12), date(2027, 10, 13), "on 12 and 13 October 2027", "les 12 et 13 octobre 2027"),
    (date(2027, 2, 1), date(2027, 2, 3), "from 1 to 3 February 2027", "du 1er au 3 février 2027"),
    (
        date(2027, 10, 30),
        date(2027, 11, 2),
        "from 30 October to 2 November 2027",
        "du 30 octobre au 2 novembre 2027",
    ),
    (
        date(2027, 12, 31),
        date(2028, 1, 1),
        "from 31 December 2027 to 1 January 2028",
        "du 31 décembre 2027 au 1er janvier 2028",
    ),
]


@pytest.mark.parametrize(("first", "last", "english", "french"), DAYS)
def test_days_are_said_as_a_sentence_needs_them(first: date, last: date, english: str, french: str) -> None:
    assert days_held(first, last, "en") == english
    assert days_held(first, last, "fr") == french


def test_hours_are_said_in_the_zone_of_the_place_on_both_sides_of_a_clock_change() -> None:
    opens, closes = datetime(2027, 3, 27, 8, 0, tzinfo=UTC), datetime(2027, 3, 29, 15, 30, tzinfo=UTC)
    assert hours_held(opens, closes, "Europe/Podgorica", "en") == (
        "from 27 March 2027, 09:00, to 29 March 2027, 17:30 (Podgorica time)"
    )
    assert hours_held(opens, closes, "Europe/Sofia", "fr") == (
        "du 27 mars 2027 à 10 h 00 au 29 mars 2027 à 18 h 30 (heure de Sofia)"
    )
    assert (
        hours_held(opens, opens.replace(hour=16), "Europe/Podgorica", "en")
        == "on 27 March 2027 from 09:00 to 17:00 (Podgorica time)"
    )


def test_every_month_has_its_name_in_both_languages() -> None:
    for language in ("en", "fr"):
        assert len({day_in_words(date(2027, month, 2), language) for month in range(1, 13)}) == 12
