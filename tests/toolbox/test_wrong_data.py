"""Data of victims, suspects and cases is noticed; ordinary prose of meetings is not."""

from __future__ import annotations

import os
import re
from itertools import pairwise
from pathlib import Path

import pytest

from secretariat.toolbox.wrong_data import doubts

PERSONAL_NUMBERS = [
    ("JMBG", "0101006500006"),
    ("CNP", "1630615123457"),
    ("OIB", "33392005961"),
    ("ЕГН", "7523169263"),
    ("T.C.", "17291716060"),
    ("AMKA", "01013099997"),
    ("NID", "I05101999Q"),
]


@pytest.mark.parametrize(("name", "number"), PERSONAL_NUMBERS)
def test_a_personal_number_is_noticed_where_it_stands(name: str, number: str) -> None:
    text = f"We spoke of her ({number}) at length."
    (found,) = doubts(text)
    assert text[found.start : found.end] == found.words == number
    assert name in found.kind


@pytest.mark.parametrize(("name", "number"), PERSONAL_NUMBERS[1:6])
def test_a_number_with_one_digit_changed_is_mostly_none(name: str, number: str) -> None:
    changed = [
        number[:place] + digit + number[place + 1 :]
        for place in range(len(number))
        for digit in "0123456789"
        if digit != number[place]
    ]
    assert sum(bool(doubts(f"See {other}.")) for other in changed) <= len(changed) / 8


@pytest.mark.parametrize(
    "text",
    [
        "0101006 500006",
        "account GR16 0110 1050 0000 1054 7023 795",
        "to GR1601101050000010547023795, please",
        "passport no. AB1234567",
        "Passport: 012345678",
        "pasoš br. 004567891",
        "личната карта: 123456789",
        "лична карта бр. 1234567",
        "putovnica br. 123456789",
        "JMBG 1234567",
        "ЕГН: 1234567890",
        "Date of birth: 3 May 2004",
        "date of birth 2004-05-03",
        "Ana Marić, born on 3 May 2004, was found",
        "A. B., born 03.05.2004",
        "Ana Marić (b. 3 May 2004)",
        "rođena 03.05.2004. u Novom Gradu",
        "рођен 3. маја 2004.",
        "родена на 03.05.2004",
        "e lindur më 03.05.2004",
        "născută la 03.05.2004",
        "doğum tarihi 03.05.2004",
        "case no. 12/2021",
        "Case number: K-123/19",
        "the criminal case 123/2019 was closed",
        "case file no. 4711",
        "predmet br. Kt 45/21",
        "предмет бр. 45/2021",
        "dosar nr. 1234/P/2020",
        "досие № 17/2020",
        "преписка № 1234/2019",
        "dosja nr. 12",
        "esas no: 2019/123",
        "in Kt 45/21 the prosecutor",
        "KTO-12/2020",
        "НОХД № 123/2019",
    ],
)
def test_what_names_a_person_or_a_case_is_noticed(text: str) -> None:
    assert doubts(text), text


@pytest.mark.parametrize(
    "text",
    [
        "Call +385 91 234 5678 or 00385912345678, tel. 33392005961.",
        "The network was born on 17 September 2010 in Brdo.",
        "The Brdo Process was born on 17 March 2010.",
        "In this case 12 members agreed; in any case no 3 will follow.",
        "A case was made for 2 languages.",
        "In the case of No. 5, the members disagreed.",
        "Passport offices of 12 countries took part; passports are checked since 2019.",
        "Directive 2011/36/EU, Resolution A/RES/64/293, CETS No. 197, and case law of the Court.",
        "The budget is 1,234,567,890.50 euro, or 1234567890.50.",
        "See pages 10-12 and figures 2019-2020; ISBN 978-92-871-1234-5.",
        "The case management system of 2019 holds 1200 files.",
        "In 2019, 123 victims were identified, 45 of them children (12/2019).",
        "Ms. Marić of Alba, on 3 May 2024, proposed a guide.",
        "Meeting of 3 May 2024, Port Alba (12 March 2024)",
        "File 3 of the workshop; a file number is given to each.",
    ],
)
def test_ordinary_words_raise_no_question(text: str) -> None:
    assert doubts(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "0101006500007",
        "The number 1203980123456 was given.",
        "1203980 123456",
        "2902000123457",
    ],
)
def test_a_number_that_begins_with_a_birthday_is_asked_about_though_its_check_digit_is_wrong(
    text: str,
) -> None:
    (found,) = doubts(text)
    assert "like a JMBG" in found.kind


@pytest.mark.parametrize(
    "number",
    [
        "9789287112345",  # a book
        "3800123456789",  # a barcode: there is no day 38
        "1213980123456",  # no month 13
        "2902001123456",  # no 29 February 2001
        "1203700123456",  # a year 1700 or 2700
        "1764000000000",  # a time of a computer
        "1203980123456.50",
        "+1203980123456",
    ],
)
def test_thirteen_digits_that_are_no_birthday_raise_no_question(number: str) -> None:
    assert doubts(f"See {number} of the list.") == ()


@pytest.mark.parametrize(
    "text",
    [
        "Born 12.03.1980",
        "born on 12 March 1980",
        "Born: 12/03/1980",
        "She was born on 12 March 1980.",
        "This girl, born March 12, 1980 in Port Alba, came alone.",
        "The young woman (born 1980-03-12) was heard.",
    ],
)
def test_a_day_of_birth_is_noticed_where_nobody_is_named(text: str) -> None:
    assert [found.kind for found in doubts(text)] == ["a date of birth"]


@pytest.mark.parametrize(
    "text",
    [
        "victim A.B., age 14",
        "the victim A. B. was found",
        "the suspect M.K. was arrested",
        "the victim (A.B.) spoke",
        "the victim with the initials A.B.",
        "victims A.B. and C.D.",
        "defendant N.N.",
        "žrtva A.B. (14 godina)",
        "жртва А.Б.",
        "осомничен М.К.",
        "victima A.B., 14 ani",
        "viktima A.B., 14 vjeç",
    ],
)
def test_the_initials_of_a_victim_or_suspect_are_noticed(text: str) -> None:
    assert doubts(text)[0].kind == "the initials of a victim or suspect"


@pytest.mark.parametrize(
    "text",
    [
        "the victim, aged 14, was found",
        "the victim was 14 years old",
        "Victim, age: 14",
        "a 14-year-old girl was recruited",
        "the 15 year old victim",
        "suspect Ana M., 34 years old",
        "the victim M., 14, was heard",
        "osumnjičeni Marko K., star 34 godine",
        "žrtva uzrasta 14 godina",
    ],
)
def test_the_age_of_a_victim_or_suspect_is_noticed(text: str) -> None:
    assert doubts(text)[0].kind == "the age of a victim or suspect"


@pytest.mark.parametrize(
    "text",
    [
        "The fourteenth meeting took place on 12 March 2024 and ended on 13.03.2024.",
        "The idea was born on 12 March 2010, at the second meeting.",
        "Born on 17 September 2010 in Port Alba, the network meets twice a year.",
        "Our cooperation, born in March 2010, is 14 years old.",
        "Of the victims, 23 were aged 14 to 17 and nine were aged under 14.",
        "A victim aged 18 or over is an adult under the law of Alba.",
        "No victim aged 16 is heard twice; any victim aged 15 is heard in a safe room.",
        "Children aged 14 may work in the holidays.",
        "The guide is for pupils aged 12, 13 and 14.",
        "The victim, 30 years after the Convention, still waits for compensation.",
        "The law gives a victim 30 days of reflection and a suspect 48 hours.",
        "Support of the victim, Article 14, was discussed; see Directive 2011/36/EU and 32011L0036.",
        "COM(2022) 732 final, SWD(2022) 426, 2022/0426(COD) and OJ L 101, 15.4.2011, p. 1.",
        "The victim support U.S. experts showed; witness E.U. practice.",
        "The rights of the victim. A new law follows.",
        "Call 011 3061 100, 02 3290 2000, +389 2 3290 200 or (01) 471 2345.",
        "Tel. 1203980123456.",
        "A 10-year-old project ended; the 5-year-old network goes on.",
        "Each victim was heard on 14 May 2024, 14 of them by video.",
        "The suspect was extradited in 2019; 14 years is the longest sentence.",
        "Ms. Marić, age discrimination being her field, chaired the session of 12 March 2024.",
        "12 suspects and 14 victims were identified in 2023, 34 in 2022.",
    ],
)
def test_ordinary_sentences_of_meetings_raise_no_question_about_birth_age_or_numbers(text: str) -> None:
    assert doubts(text) == ()


def test_doubts_follow_the_text_and_never_overlap() -> None:
    text = "case no. 12/2021: JMBG 0101006500006, born 3 May 2004; case no. 13/2021"
    found = doubts(text)
    assert [text[d.start : d.end] for d in found] == [d.words for d in found]
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert len(found) >= 3


def test_a_long_text_is_looked_through_at_once() -> None:
    import time

    text = "Case of the passport, born K 1234567890 AB12 3456 " * 20_000
    begun = time.perf_counter()
    doubts(text)
    assert time.perf_counter() - begun < 10


def _corpus() -> Path:
    given = os.environ.get("SECRETARIAT_SHARED", "")
    return Path(given or Path(__file__).parents[3] / "shared") / "corpus" / "reports"


@pytest.mark.skipif(not _corpus().is_dir(), reason="the corpus of old papers is not on this machine")
def test_real_minutes_raise_no_question_in_a_hundred_sentences(capsys: pytest.CaptureFixture[str]) -> None:
    sentences = [
        sentence
        for file in sorted(_corpus().rglob("*"))
        if file.suffix in {".md", ".txt", ".adoc"}
        for sentence in re.split(r"(?<=[.!?])\s+", file.read_text(encoding="utf-8", errors="replace"))
        if len(sentence.split()) > 3
    ]
    asked = [(d.kind, d.words) for sentence in sentences for d in doubts(sentence)]
    with capsys.disabled():
        print(f"\nwrong data: {len(asked)} questions in {len(sentences)} sentences of real minutes")
    assert len(sentences) > 3000
    assert len(asked) * 1000 <= len(sentences), asked
