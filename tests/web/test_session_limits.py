"""A session ends after a while without a sign of life, and after a working day in any case."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from secretariat.web.session_limits import why_over
from tests.cast import Cast
from tests.conftest import NOW

IDLE, ABSOLUTE = 1800, 43200


@pytest.mark.parametrize(
    ("began", "seen", "is_over"),
    [
        (0.0, 0.0, False),
        (0.0, -1799.0, False),
        (0.0, -1800.0, True),
        (-43199.0, 0.0, False),
        (-43200.0, 0.0, True),
        (61.0, 0.0, True),
        (None, 0.0, True),
        (0.0, None, True),
        ("0", 0.0, True),
    ],
)
def test_a_session_is_over_at_its_limits_and_without_a_beginning(
    began: object, seen: object, is_over: bool
) -> None:
    now = 1_000_000.0
    moved = [now + at if isinstance(at, float) else at for at in (began, seen)]
    assert bool(why_over(*moved, now, idle=IDLE, absolute=ABSOLUTE)) is is_over


def test_half_an_hour_without_a_sign_of_life_ends_a_session_with_a_sentence(cast: Cast) -> None:
    client = cast.coordinator.client
    with time_machine.travel(NOW + timedelta(minutes=29, seconds=59), tick=False):
        assert client.get(reverse("meetings:list")).status_code == 200
    with time_machine.travel(NOW + timedelta(minutes=59, seconds=58), tick=False):
        assert client.get(reverse("meetings:list")).status_code == 200, "each visit begins the half hour anew"
    with time_machine.travel(NOW + timedelta(minutes=90), tick=False):
        answer = client.get(reverse("meetings:list"), follow=True)
        assert answer.redirect_chain[0][0].startswith(reverse("account_login"))
        assert "30 minutes without a sign of life" in answer.content.decode()


def test_twelve_hours_end_a_session_however_busy(cast: Cast) -> None:
    client = cast.coordinator.client
    for quarters in range(1, 48):
        with time_machine.travel(NOW + timedelta(minutes=15 * quarters), tick=False):
            assert client.get(reverse("desk:how_we_work")).wsgi_request.user.is_authenticated
    with time_machine.travel(NOW + timedelta(hours=12), tick=False):
        assert not client.get(reverse("desk:how_we_work")).wsgi_request.user.is_authenticated


def test_a_page_writes_to_the_session_at_most_once_a_minute(cast: Cast) -> None:
    client = cast.coordinator.client
    client.get(reverse("desk:how_we_work"))
    with time_machine.travel(NOW + timedelta(seconds=59), tick=False):
        client.get(reverse("desk:how_we_work"))
        assert client.session["seen_at"] == NOW.timestamp()
    with time_machine.travel(NOW + timedelta(seconds=60), tick=False):
        client.get(reverse("desk:how_we_work"))
        assert client.session["seen_at"] == NOW.timestamp() + 60
