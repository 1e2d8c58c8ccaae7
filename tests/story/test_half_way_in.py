"""Half way in is not in: with the password alone no page behind the door opens, whichever it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.urls import get_resolver, resolve, reverse

from tests.abuse.doors import browser, enter_password, with_password
from tests.cast import Cast
from tests.story.test_who_comes_in import TABLE
from tests.story.world import build_world

NEXT = "desk:next_step"


@pytest.mark.real_time
@pytest.mark.parametrize("who", ["officer", "coordinator", "observer", "former", "admin"])
def test_with_the_password_alone_every_page_leads_to_the_missing_step(
    cast: Cast, tmp_path: Path, who: str
) -> None:
    world = build_world(cast, tmp_path)
    client = browser()
    enter_password(client, with_password(getattr(cast, who).account))
    step = "set up passkey" if who in {"officer", "admin"} else "set up"
    opened, let_by = [], set()
    for name, (where, row) in TABLE.items():
        address = reverse(name, args=where(world))
        view = resolve(address, get_resolver().urlconf_name).func
        if step in getattr(view, "steps", ()):
            let_by.add(name)
            continue
        if view.entrance == "public":
            answer = client.get(address)
            answer.close()
            if not name.startswith(("account_", "mfa_")) and answer.status_code != row["public"]:
                opened.append(f"{name}: {answer.status_code}, the public gets {row['public']}")
            continue
        for send in (client.get, client.post):
            answer = send(address)
            answer.close()
            if answer.status_code != 302 or not answer.headers["Location"].startswith(reverse(NEXT)):
                opened.append(f"{send.__name__} {name}: {answer.status_code}")
    assert opened == []
    wanted = {NEXT, "mfa_add_webauthn", "account_reauthenticate"}
    assert let_by == (wanted | {"mfa_activate_totp"} if step == "set up" else wanted)


def test_the_first_page_says_that_one_step_is_missing_and_not_that_the_mandate_is(cast: Cast) -> None:
    client = browser()
    enter_password(client, with_password(cast.coordinator.account))
    page = client.get("/").content.decode()
    assert "One step of signing in is missing." in page
    assert f'class="btn" href="{reverse(NEXT)}"' in page
    assert "No mandate is in force" not in page
    assert "No mandate is in force" in cast.former.client.get("/").content.decode()
