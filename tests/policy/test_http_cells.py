"""Every address × every point of view × every ring, looked at and written to: what comes back is what the
written policy says, and nothing else.
"""

from __future__ import annotations

from collections import Counter
from http.cookies import SimpleCookie

import pytest
from django.conf import settings
from django.db import transaction
from django.shortcuts import resolve_url
from django.test import Client
from django.urls import reverse

from secretariat.access.policy import POINTS, load
from secretariat.access.rules import Ring
from secretariat.archive.models import Fact, Origin, Reading
from secretariat.toolbox import clock
from secretariat.web.checks import all_patterns
from tests.cast import Cast
from tests.policy.points import build_points, build_things
from tests.policy.routes import ROUTES, Outcome, expected
from tests.story.test_who_comes_in import _patterns_with_space, names

METHODS = ("GET", "POST")
LET_IN = {200, 204, 302, 304, 409, 410, 422}


def entrances() -> dict[str, str]:
    """Each address by name, with who may come in at all."""
    return {
        ":".join(part for part in (space, pattern.name) if part): pattern.callback.entrance  # type: ignore[attr-defined]
        for space, pattern in _patterns_with_space()
    }


def test_no_address_is_undeclared_and_none_is_made_up() -> None:
    assert names() - set(ROUTES) == set(), "an address without a line in tests/policy/routes.py"
    assert set(ROUTES) - names() == set(), "a line for an address that is not there"
    assert len(list(all_patterns())) == len(ROUTES)


def test_there_are_at_least_ten_thousand_cells() -> None:
    ours = [route for route in ROUTES.values() if not route.is_library]
    cells = len(ours) * len(POINTS) * len(Ring) * len(METHODS)
    print(f"cells: {len(ours)} addresses × {len(POINTS)} × {len(Ring)} × {len(METHODS)} = {cells}")
    print(f"and the doors of {len(ROUTES) - len(ours)} pages of the sign-in library, in one ring")
    assert cells >= 10_000


class Visitor:
    """A browser of one point of view that comes to every page as it came to the first."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.client.raise_request_exception = False
        self.cookies = {name: morsel.value for name, morsel in client.cookies.items()}

    def outcome(self, method: str, address: str) -> str:
        """What came back, in the words of the table; whatever the request did is undone."""
        self.client.cookies = SimpleCookie(self.cookies)
        with transaction.atomic():
            answer = self.client.generic(method, address, content_type="application/x-www-form-urlencoded")
            answer.close()
            transaction.set_rollback(True)
        return _in_words(answer.status_code, answer.headers.get("Location", ""))


def _in_words(code: int, location: str) -> str:
    if code == 302 and location.partition("?")[0] == resolve_url(settings.LOGIN_URL):
        return "signs in"
    words: dict[int, Outcome] = {404: "hidden", 403: "refused", 405: "no such method"}
    return words.get(code, "let in" if code in LET_IN else f"code {code}")


@pytest.mark.abuse
@pytest.mark.parametrize("ring", list(Ring))
def test_every_cell_is_what_the_policy_says(cast: Cast, ring: Ring) -> None:
    points = build_points(cast)
    things = build_things(cast, ring)
    if "reading" in things:
        Reading.objects.filter(pk=things["reading"].pk).update(
            state="accepted", accepted_at=clock.now(), meeting=things["meeting"]
        )
        Fact.objects.create(
            reading=things["reading"], key="header.title", position=1, kind="header", value={"value": "Talks"}
        )
        Origin.objects.create(
            network=cast.network, reading=things["reading"], thing_kind="entry",
            thing_ref=things["entry"].ref, start=0, end=5,
        )  # fmt: skip
    doors, policy, wrong, counted = entrances(), load(), [], Counter[str]()
    visitors = {column: Visitor(point.client()) for column, point in points.items()}
    # A page of the sign-in library knows no ring: one world is enough for it.
    asked = {n: r for n, r in ROUTES.items() if ring == Ring.PUBLIC or not r.is_library}
    for name, route in asked.items():
        address = reverse(name, args=route.args(things, cast))
        for column, visitor in visitors.items():
            for method in METHODS:
                wanted = expected(route, doors[name], policy, column, ring, method)
                found = visitor.outcome(method, address)
                counted[wanted] += 1
                if found != wanted and not (wanted == "anything" and not found.startswith("code 5")):
                    wrong.append(f"{method} {name} as {column} in {ring}: written {wanted}, came {found}")
    print(f"HTTP cells in the ring {ring}: {counted.total()} {dict(counted)}")
    assert not wrong, "\n".join(wrong)
    assert counted.total() == len(asked) * len(POINTS) * len(METHODS)
