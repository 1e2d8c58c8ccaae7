"""When an offer can no longer come true."""

from __future__ import annotations

from datetime import date

import pytest

from secretariat.meetings.rules import offer_has_passed

TODAY = date(2026, 11, 24)
YESTERDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("latest", "expires_on", "state", "passed"),
    [
        (YESTERDAY, None, "open", True),
        (TODAY, None, "open", False),
        (None, YESTERDAY, "open", True),
        (None, None, "open", False),
        (YESTERDAY, None, "taken up", False),
        (YESTERDAY, YESTERDAY, "withdrawn", False),
    ],
)
def test_an_offer_passes_with_its_last_day_if_nobody_answered(
    latest: date | None, expires_on: date | None, state: str, passed: bool
) -> None:
    assert offer_has_passed(TODAY, latest=latest, expires_on=expires_on, state=state) is passed
