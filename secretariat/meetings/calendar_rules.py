"""Which rules of repetition are read: those that people make in their calendars, each of which comes true again.

A rule that never comes true (the 30th of February) is searched for up to the year 9999, for seconds each; a file of
them stops a worker for minutes. So a rule has one of a few plain forms, or the file is refused in words.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping

from secretariat.toolbox.errors import RuleBroken

_PERIOD_DAYS = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 30, "YEARLY": 365}
_LIMITS = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"})
_WEEKDAY = re.compile(r"(MO|TU|WE|TH|FR|SA|SU)")
_NTH_WEEKDAY = re.compile(r"([+-]?[1-4]|-?1)?(MO|TU|WE|TH|FR|SA|SU)")

_FORMS: Mapping[str, tuple[frozenset[str], ...]] = {
    "DAILY": (frozenset(),),
    "WEEKLY": (frozenset(), frozenset({"BYDAY"})),
    "MONTHLY": (
        frozenset(),
        frozenset({"BYDAY"}),
        frozenset({"BYMONTHDAY"}),
        frozenset({"BYDAY", "BYSETPOS"}),
    ),
    "YEARLY": (
        frozenset(),
        frozenset({"BYMONTH", "BYDAY"}),
        frozenset({"BYMONTH", "BYMONTHDAY"}),
        frozenset({"BYMONTH", "BYDAY", "BYSETPOS"}),
    ),
}


def repetitions_of(rule: object, days: int) -> int:
    """How often about a rule repeats within so many days from its first.

    ``rule`` maps the parts of an RRULE to their values or lists of values. Raises RuleBroken
    (``meetings.calendar_rule``) for a form that is not read. Source: RFC 5545, 3.3.10, and what the office calendars
    write: every n days, weeks by weekday, months by day or by "second Tuesday", years by day or "last Friday in May".
    """
    parts = {str(k).upper(): _listed(v) for k, v in rule.items()} if isinstance(rule, Mapping) else {}
    words = parts.get("FREQ", [])
    frequency = words[0].upper() if len(words) == 1 else ""
    if parts.keys() - _LIMITS not in _FORMS.get(frequency, ()):
        raise _refused()
    interval = _number(parts.get("INTERVAL", ["1"]), 1, 1000)
    by_day, by_month, by_month_day = (parts.get(name, []) for name in ("BYDAY", "BYMONTH", "BYMONTHDAY"))
    # "The third of the second Tuesdays" never comes: a place in the row is asked of plain weekdays only.
    pattern = _WEEKDAY if frequency == "WEEKLY" or "BYSETPOS" in parts else _NTH_WEEKDAY
    if len(by_day) > 35 or not all(pattern.fullmatch(word.upper()) for word in by_day):
        raise _refused()
    if "BYSETPOS" in parts and _number(parts["BYSETPOS"], -4, 4) == 0:
        raise _refused()
    months = [_number([word], 1, 12) for word in by_month]
    _refuse_days_that_never_come([_number([word], -31, 31) for word in by_month_day], months, interval)
    hits = max(len(by_day) * (1 if frequency == "WEEKLY" else 5), len(by_month_day), 1) * max(len(months), 1)
    return hits * (max(days, 0) // (_PERIOD_DAYS[frequency] * interval) + 1)


def _refuse_days_that_never_come(days: list[int], months: list[int], interval: int) -> None:
    """The 31st comes every other month and the 29th of February every fourth year, but not under every interval."""
    for day in days:
        longest_known = min((monthrange(2027, month)[1] for month in months), default=28)
        if day == 0 or (abs(day) > longest_known and not (interval == 1 and _comes(abs(day), months))):
            raise _refused()


def _comes(day: int, months: list[int]) -> bool:
    return all(day <= monthrange(2028, month)[1] for month in months)


def _listed(value: object) -> list[str]:
    return [str(v) for v in value] if isinstance(value, list | tuple) else [str(value)]


def _number(words: list[str], least: int, most: int) -> int:
    if len(words) != 1 or not re.fullmatch(r"[+-]?\d{1,4}", words[0]) or not least <= int(words[0]) <= most:
        raise _refused()
    return int(words[0])


def _refused() -> RuleBroken:
    return RuleBroken(
        "meetings.calendar_rule", "it repeats in a way that is not read here; export its single days instead."
    )
