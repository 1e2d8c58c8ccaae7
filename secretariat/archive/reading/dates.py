"""Where a paper names days and periods; what they mean is told by ``toolbox.periods``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from secretariat.archive.reading.model import Span
from secretariat.toolbox.periods import Period, parse_period

MONTH: Final = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|JAN|FEB|MAR|APR|JUN|JUL|AUG|SEPT?|OCT|NOV|DEC|JANUARY|FEBRUARY|MARCH|APRIL|MAY|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER|"
    r"januara?|februara?|marta?|aprila?|maja?|juna?|jula?|avgusta?|augusta?|septembra?|oktobra?|novembra?|decembra?|"
    r"јануара?|фебруара?|марта?|априла?|маја|јуна?|јула?|августа?|септембра?|октобра?|новембра?|децембра?|"
    r"siječnja|veljače|ožujka|travnja|svibnja|lipnja|srpnja|kolovoza|rujna|listopada|studenoga?|prosinca)\b\.?"
)
_DAY: Final = r"(?:\d{1,2}(?:st|nd|rd|th)?\.?)"
_TO: Final = r"\s*(?:-|–|—|to|and|until)\s*"
DAYS: Final = re.compile(
    rf"(?<![\w/.-])(?:{_DAY}(?:\s+{MONTH})?{_TO}{_DAY}(?:\s+of)?\s+{MONTH},?\s+\d{{4}}"
    rf"|{_DAY}(?:\s+of)?\s+{MONTH},?\s+\d{{4}}"
    rf"|{MONTH}\s+{_DAY}(?:{_TO}(?:{MONTH}\s+)?{_DAY})?,?\s+\d{{4}}"
    r"|\d{4}-\d{2}-\d{2}|\d{1,2}\.\s?\d{1,2}\.\s?\d{4}|\d{1,2}/\d{1,2}/\d{4})(?![\w/-])"
)
PERIODS: Final = re.compile(
    DAYS.pattern + rf"|(?<![\w.-])(?:{_DAY}(?:\s+of)?\s+{MONTH}(?!\s+\d)"
    rf"|{MONTH}\s+{_DAY}(?!\d)"
    rf"|(?:(?:early|late|mid|the\s+(?:beginning|end|middle)\s+of|end\s+of|beginning\s+of)[\s-]+)?{MONTH}(?:,?\s+\d{{4}})?"
    r"|(?:early|late|mid|(?:in\s+)?the\s+(?:first|second)\s+half\s+of|the\s+(?:beginning|end)\s+of)[\s-]+(?:19|20)\d\d"
    r"|(?:the\s+)?(?:first|second|third|fourth|last)\s+quarter\s+of\s+(?:19|20)\d\d|Q[1-4]\s+(?:19|20)\d\d"
    r"|(?:(?:early|late|next|this)\s+)?(?:spring|summer|autumn|winter)(?:\s+of)?(?:\s+(?:19|20)\d\d)?"
    r"|(?:[Nn]ext|[Ff]ollowing)\s+(?:year|month|week)|(?:19|20)\d\d)(?![\w-])"
)


def days(text: str, start: int, end: int) -> Iterator[tuple[Span, date, date]]:
    """Every full date or range of days between two places of a text, with its first and last day.

    Source: own choice, because only a day with its year can date a meeting.
    """
    for found in DAYS.finditer(text, start, end):
        period = parse_period(found.group(), date(2000, 1, 1))
        if period is not None and period.earliest is not None and period.latest is not None:
            yield found.span(), period.earliest, period.latest


def periods(text: str, start: int, end: int, on: date | None) -> Iterator[tuple[Span, Period | None]]:
    """Every day, month, season, quarter or year named between two places of a text.

    ``on``: the day of the meeting, against which "October" or "next year" is resolved; without it a
    period has bounds only where the words alone fix them.
    Source: own choice.
    """
    for found in PERIODS.finditer(text, start, end):
        words = found.group()
        known = on is not None or re.search(r"\d{4}", words) is not None
        yield found.span(), parse_period(words, on or date(2000, 1, 1)) if known else None
