"""When something is due by the terms of reference, and how its refusal names the article."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from secretariat.toolbox.clock import day_begins_at
from secretariat.toolbox.errors import RuleBroken

from .free_days import is_public_holiday
from .terms import Parameter, Terms

_LONGEST_SHIFT = 3660
"""Working days; ten working years and more are a slip of the hand."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day or an instant with the article it rests on.

    ``on`` is the last day (None where hours count), ``at`` the instant in UTC from which it is too late, ``words``
    the whole as a page or a letter says it.
    """

    name: str
    on: date | None
    at: datetime
    article: str
    words: str


def is_working_day(day: date, country: str) -> bool:
    """Whether work is done that day at a seat in the country (ISO 3166-1 code): Monday to Friday, no public holiday.

    Raises RuleBroken (``meetings.no_calendar``) where the country's holidays are not known, because a deadline in
    working days that forgets the holidays is wrong in silence.
    """
    is_free = is_public_holiday(day, country)
    if is_free is None:
        raise RuleBroken(
            "meetings.no_calendar",
            f"No calendar of public holidays is known for {country or 'the Secretariat’s country'} in {day.year}, "
            "so working days cannot be counted.",
        )
    return day.weekday() < 5 and not is_free


def shift_working_days(day: date, count: int, country: str) -> date:
    """The day ``count`` working days after ``day``, before it where ``count`` is negative.

    The day itself is never counted, whether free or not. Raises RuleBroken as ``is_working_day`` does, and
    (``meetings.too_many_days``) for more than 3660.
    Source: Regulation (EEC, Euratom) 1182/71, article 3(1): the day of the event is not part of the period.
    """
    if abs(count) > _LONGEST_SHIFT:
        raise RuleBroken(
            "meetings.too_many_days", f"More than {_LONGEST_SHIFT} working days are not counted."
        )
    step, left = (1 if count > 0 else -1), abs(count)
    while left:
        day += timedelta(days=step)
        left -= is_working_day(day, country)
    return day


def deadline(
    terms: Terms,
    name: str,
    *,
    zone: str,
    country: str,
    day: date | None = None,
    at: datetime | None = None,
) -> Deadline:
    """When what the parameter ``name`` speaks of is due, counted from a ``day`` or an instant ``at`` (aware).

    ``zone`` (IANA name) and ``country`` (ISO code) are those of the Secretariat's seat. A span in hours needs ``at``;
    one in days takes the day on which ``at`` falls in the zone. Days end at midnight of the zone, a silence at the
    hour the terms give. A span that runs forward and would end on a free day ends on the next working day; one that
    runs back is not moved, since everybody can be early.
    Raises RuleBroken: ``meetings.no_span`` where the parameter is no span of time, or lacks what it counts from.
    Source: Regulation 1182/71, article 3(1) and 3(4); for the hour of a silence the OSCE rules of procedure.
    """
    parameter = terms.get(name)
    here = ZoneInfo(zone)
    if parameter.unit == "hours" and at is not None and parameter.direction:
        span = timedelta(hours=int(parameter.value))
        due = at.astimezone(UTC) - span if parameter.direction == "before" else at.astimezone(UTC) + span
        return _made(parameter, None, due, here)
    first = at.astimezone(here).date() if at is not None else day
    if first is None or not parameter.direction or parameter.unit == "hours":
        raise RuleBroken(
            "meetings.no_span",
            f"“{parameter.label}” gives no day that could be counted from what is known here.",
        )
    last = _last_day(parameter, first, country)
    closes = _closing(terms, parameter, last, here)
    return _made(parameter, last, closes, here)


def _last_day(parameter: Parameter, first: date, country: str) -> date:
    sign, count = (-1 if parameter.direction == "before" else 1), int(parameter.value)
    if parameter.unit == "working days":
        return shift_working_days(first, sign * count, country)
    if parameter.unit == "years":
        return _years_from(first, sign * count)
    last = first + timedelta(days=sign * count * (7 if parameter.unit == "weeks" else 1))
    while sign > 0 and not is_working_day(last, country):
        last += timedelta(days=1)
    return last


def _years_from(first: date, count: int) -> date:
    """The same day ``count`` years on; from 29 February the last of February. Source: 1182/71, article 3(2)(c)."""
    year = first.year + count
    return date(year, first.month, min(first.day, monthrange(year, first.month)[1]))


def _closing(terms: Terms, parameter: Parameter, last: date, here: ZoneInfo) -> datetime:
    if parameter.name.startswith("silence_"):
        hour = time.fromisoformat(str(terms.get("silence_expires_at").value))
        return datetime.combine(last, hour, tzinfo=here).astimezone(UTC)
    return day_begins_at(last + timedelta(days=1), here.key)


def _made(parameter: Parameter, on: date | None, at: datetime, here: ZoneInfo) -> Deadline:
    local, city = at.astimezone(here), here.key.rpartition("/")[2].replace("_", " ")
    if on is not None and local.time() == time():
        when = f"by the end of {on:%A %-d %B %Y} ({city} time)"
    else:
        when = f"by {local:%H:%M} on {local:%A %-d %B %Y} ({city} time)"
    span = f"{parameter.value_words} {parameter.direction} {parameter.counts_from}"
    return Deadline(parameter.name, on, at, parameter.article, f"{when}: {span} ({parameter.cite})")


def refuse_late(due: Deadline, now: datetime, *, what: str, who: str) -> None:
    """Raises RuleBroken, named after the parameter, when ``now`` is the deadline or later.

    ``what`` is too late ("This paper"), ``who`` can still act ("The Chair can take it up all the same").
    """
    if now >= due.at:
        raise _refusal(due, f"{what} is too late: it was due {due.words}. {who}.")


def refuse_shorter(least: Deadline, chosen: datetime, *, what: str, who: str) -> None:
    """Raises RuleBroken when somebody chose an end before the earliest one the terms allow.

    ``what`` is too short ("This silence"), ``who`` can act ("The Chair can call it urgent").
    """
    if chosen < least.at:
        raise _refusal(
            least, f"{what} is too short: it cannot end before the earliest end, {least.words}. {who}."
        )


def _refusal(due: Deadline, message: str) -> RuleBroken:
    return RuleBroken(
        f"meetings.{due.name}", message, {"article": due.article, "at": due.at.isoformat(), "on": str(due.on)}
    )
