"""Nothing leaks sideways: a token in every confidential field, everything fetched by those who may not know.

The world's closed matter is for members. Whoever is no member fetches every address of the program, as page
and as fragment, follows every link it is shown, searches for every token, and asks for every file. No token
may come back: not in a body, not in a header, not in an address.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from secretariat.archive.models import Origin
from secretariat.desk.actions import refresh_row
from tests.cast import Cast
from tests.story.test_who_comes_in import TABLE
from tests.story.world import CANARY, World, build_world

pytestmark = [pytest.mark.abuse, pytest.mark.real_time]

OUTSIDERS = ("public", "former", "admin", "observer", "funder")
TOKENS = re.compile(rf"{CANARY}\w*", re.IGNORECASE)
LINK = re.compile(r"""(?:href|action|hx-get|hx-post|src)=["']([^"'#]+)""")
FRAGMENT = {"HX-Request": "true"}


@pytest.fixture
def world(cast: Cast, tmp_path: Path) -> World:
    built = build_world(cast, tmp_path)
    for thing in (built.meeting, built.entry, built.commitment, built.offer, built.reading):
        # Tests roll back, so what listens for commits is told by hand: the index is full.
        refresh_row(thing)
    return built


def _client(world: World, role: str) -> Client:
    return world.cast.public_client if role == "public" else getattr(world.cast, role).client


def _leaks(answer: object) -> list[str]:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    answer.close()  # type: ignore[attr-defined]
    text = body.decode("utf-8", errors="replace") + str(dict(answer.headers))  # type: ignore[attr-defined]
    return TOKENS.findall(text)


def _addresses(world: World) -> list[str]:
    own = [reverse(name, args=where(world)) for name, (where, _) in TABLE.items()]
    refs = [world.meeting.ref, world.record.ref, world.entry.ref, world.commitment.ref, world.offer.ref]
    refs += [world.source.ref, world.reading.ref, *Origin.objects.values_list("thing_ref", flat=True)]
    # Every reference at every address that takes one: a wrong kind must not open anything either.
    for name, (where, _) in TABLE.items():
        if len(where(world)) == 1 and not name.startswith("account"):
            own += [reverse(name, args=[ref]) for ref in refs]
    return own


def _queries() -> list[str]:
    words = "meeting place organiser chair theme person office offerplace when parent offertheme entry again"
    words += " behalf decision progress evidence papertitle papername paperspeaker paperwords file draft line"
    return [f"{CANARY}{word}" for word in words.split()] + [
        CANARY,
        f'"{CANARY}entry"',
        "guide",
        "agreed",
        "begun",
    ]


@pytest.mark.parametrize("role", OUTSIDERS)
def test_no_token_reaches_whoever_is_no_member(world: World, role: str) -> None:
    client = _client(world, role)
    waiting = [(address, headers) for address in _addresses(world) for headers in ({}, FRAGMENT)]
    waiting += [(f"{reverse('desk:search')}?q={query}", {}) for query in _queries()]
    waiting += [(f"{reverse('members:people')}?name={query}", FRAGMENT) for query in _queries()]
    waiting += [(f"{reverse('archive:source', args=[world.source.ref])}?at=0-40", {})]
    seen: set[tuple[str, bool]] = set()
    leaks: list[str] = []
    while waiting:
        address, headers = waiting.pop()
        if (address, bool(headers)) in seen or "sign-out" in address:
            continue
        seen.add((address, bool(headers)))
        answer = client.get(address, headers=headers)
        asked = set(TOKENS.findall(address))
        leaks += [f"{token} at {address}" for token in _leaks(answer) if token not in asked]
        if answer.status_code == 200 and not answer.streaming:
            found = LINK.findall(answer.content.decode("utf-8", errors="replace"))
            waiting += [
                (link.replace("&amp;", "&"), {})
                for link in found
                if link.startswith("/") and "static" not in link
            ]
    assert leaks == []
    assert len(seen) > 400


@pytest.mark.parametrize("role", OUTSIDERS)
def test_a_search_for_a_hidden_word_answers_as_for_a_word_that_nobody_wrote(world: World, role: str) -> None:
    client = _client(world, role)

    def answer(word: str) -> str:
        page = client.get(reverse("desk:search"), {"q": word}).content.decode()
        return re.sub(r'value="\w{64}"', "", page).replace(word, "")

    assert answer(f"{CANARY}entry") == answer("qznobodywrote")


def test_a_member_does_find_them_so_that_the_sweep_means_something(world: World) -> None:
    client = _client(world, "other")
    found = {t for q in _queries() for t in _leaks(client.get(reverse("desk:search"), {"q": q}))}
    assert {f"{CANARY}meeting", f"{CANARY}entry", f"{CANARY}offerplace", f"{CANARY}paperwords"} <= found
    page = _leaks(client.get(reverse("desk:meeting", args=[world.meeting.ref])))
    assert f"{CANARY}meeting" in page


@pytest.mark.parametrize("role", ["coordinator", "other", "local"])
def test_what_is_the_bureaus_alone_does_not_reach_a_member(world: World, role: str) -> None:
    client = _client(world, role)
    for name, (where, _) in TABLE.items():
        leaks = _leaks(client.get(reverse(name, args=where(world))))
        assert not {f"{CANARY}draft", f"{CANARY}line"} & set(leaks), name
