"""Whoever looks in an emergency opening is offered nothing that is then refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.urls import resolve, reverse

from secretariat.access.doors import Entrance
from secretariat.members import actions
from tests.cast import Cast
from tests.story.test_who_comes_in import TABLE
from tests.story.world import build_world

FREE: set[Entrance] = {"public", "person"}
"""What shows no papers, such as one's own sign-in, stays free."""


def is_free(address: str) -> bool:
    return getattr(resolve(address.partition("?")[0]).func, "entrance", None) in FREE


def links_and_forms(page: str) -> tuple[set[str], set[str]]:
    main = page.partition("<main")[2].partition("</main>")[0]
    links = {found.partition("#")[0] for found in re.findall(r'<a [^>]*href="(/[^"]*)"', main)}
    forms = set(re.findall(r'<form [^>]*method="post"[^>]*action="(/[^"]*)"', main))
    return links, forms


@pytest.mark.real_time
def test_no_link_and_no_button_is_offered_that_is_then_refused(cast: Cast, tmp_path: Path) -> None:
    world = build_world(cast, tmp_path)
    asked = actions.ask_opening(
        cast.admin.actor, network=cast.network, reason="The index is broken.", hours=2
    )
    actions.agree_to_opening(cast.officer.actor, opening=asked)
    client, refused = cast.admin.client, set()
    followed: dict[str, int] = {}
    for name, (where, _) in TABLE.items():
        address = reverse(name, args=where(world))
        answer = client.get(address)
        answer.close()
        if answer.status_code != 200 or answer.streaming or "html" not in answer.headers["Content-Type"]:
            continue
        page = answer.content.decode()
        links, forms = links_and_forms(page)
        if re.search(r'<form [^>]*method="post"(?![^>]*action=)', page.partition("<main")[2]):
            forms.add(address)
        for link in links:
            if link not in followed:
                answer = client.get(link)
                answer.close()
                followed[link] = answer.status_code
            if followed[link] == 403:
                refused.add(f"{name} leads to {link}")
        refused |= {f"{name} sends a form to {form}" for form in forms if not is_free(form)}
    assert len(followed) > 50
    assert sorted(refused) == []
