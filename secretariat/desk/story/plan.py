"""What a story is made of, before anything is built: plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class MemberPlan:
    """A member with its coordinator's seat; the holder comes from the cast, or the seat is vacant."""

    code: str
    short_name: str
    official_name: str
    institution: str
    footnote_mark: str = ""
    footnote: str = ""


@dataclass(frozen=True, slots=True)
class SeatPlan:
    """A seat that is no member's: an office, an observer's or a funder's place."""

    code: str
    kind: str
    label: str
    institution: str


@dataclass(frozen=True, slots=True)
class CastPlan:
    """Somebody of the cast: a name for tests and pages, the seat, and how long the mandate runs.

    ``days_from`` and ``days_to`` count from today (negative: past); ``days_to`` None is open-ended.
    An empty ``seat`` is somebody without a mandate, such as the administrator of the machine.
    """

    key: str
    name: str
    email: str
    seat: str = ""
    function: str = ""
    title: str = ""
    days_from: int = -400
    days_to: int | None = None
    is_administrator: bool = False


@dataclass(frozen=True, slots=True)
class NetworkPlan:
    """A whole network with its seats and its cast."""

    slug: str
    name: str
    short_name: str
    aliases: tuple[str, ...]
    founded_on: date
    about: str
    members: tuple[MemberPlan, ...]
    seats: tuple[SeatPlan, ...]
    cast: tuple[CastPlan, ...]
