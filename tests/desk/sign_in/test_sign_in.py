"""The way in: no sign-up, no telling who has an account, demo links only in the demo."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from pytest_django import Settings

from secretariat.desk.sign_in.accounts import answer_reset_requests, demo_token
from secretariat.members.models import Notice
from tests.cast import Cast

PASSWORD = "correct horse battery staple"


def sign_in(client: Client, email: str, password: str) -> str:
    answer = client.post(reverse("account_login"), {"login": email, "password": password})
    return answer.headers.get("Location", "") or answer.content.decode()


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_e_mail_and_password_open_the_desk(cast: Cast) -> None:
    cast.coordinator.account.set_password(PASSWORD)
    cast.coordinator.account.save()
    client = Client()
    assert sign_in(client, "Alba@Story.example", PASSWORD) == reverse("desk:next_step")
    assert is_in(client)
    assert client.get(reverse("account_logout")).status_code == 200
    assert is_in(client), "a link signs nobody out"
    client.post(reverse("account_logout"))
    assert not is_in(client)


def test_a_wrong_password_tells_no_more_than_an_unknown_address(cast: Cast) -> None:
    cast.coordinator.account.set_password(PASSWORD)
    cast.coordinator.account.save()
    client = Client()
    answers = [
        re.sub(r'(value|nonce)="[^"]+"', "", sign_in(client, email, "wrong password entirely")).replace(
            email, "…"
        )
        for email in ("alba@story.example", "nobody@story.example", "bresta@story.example")
    ]
    assert answers[0] == answers[1] == answers[2]
    assert "not correct" in answers[0]
    assert not is_in(client)


def test_an_account_without_a_password_is_not_opened_by_an_empty_one(cast: Cast) -> None:
    client = Client()
    for password in ("", "!", "None"):
        sign_in(client, "alba@story.example", password)
    assert not is_in(client)


def test_an_account_that_was_shut_stays_outside(cast: Cast) -> None:
    account = cast.coordinator.account
    account.set_password(PASSWORD)
    account.is_active = False
    account.save()
    client = Client()
    sign_in(client, "alba@story.example", PASSWORD)
    assert not is_in(client)


def test_a_forgotten_password_is_asked_for_without_telling_who_has_an_account(cast: Cast) -> None:
    answers = [
        Client().post(reverse("account_reset_password"), {"email": email}).headers["Location"]
        for email in ("alba@story.example", "nobody@story.example")
    ]
    assert answers == [reverse("account_reset_password_done")] * 2
    assert not Notice.objects.exists(), "no letter is written while somebody waits for the answer"
    assert answer_reset_requests() == 1
    assert [notice.account.email for notice in Notice.objects.all()] == ["alba@story.example"]
    assert answer_reset_requests() == 0, "each request is answered once"


def link_in_letter() -> str:
    """The address in the latest letter about a new password."""
    letter = Notice.objects.filter(subject="A new password").latest("pk")
    found = re.search(r"https?://[^/]+(/password/new/\S+)", letter.body)
    assert found is not None
    return found[1]


def test_a_forgotten_password_is_set_anew_by_the_link_in_the_mail(cast: Cast) -> None:
    cast.coordinator.account.set_password(PASSWORD)
    cast.coordinator.account.save()
    client = Client()
    client.post(reverse("account_reset_password"), {"email": "alba@story.example"})
    answer_reset_requests()
    link = link_in_letter()
    answer = client.get(link, follow=True)
    assert answer.status_code == 200
    form = answer.redirect_chain[-1][0]
    new = "another long and quiet phrase"
    assert client.post(form, {"password1": "short", "password2": "short"}).status_code == 200
    client.post(form, {"password1": new, "password2": new})
    assert sign_in(client, "alba@story.example", new) == reverse("desk:next_step")
    assert "not correct" in sign_in(Client(), "alba@story.example", PASSWORD)
    assert Client().get(link, follow=True).redirect_chain == [], "the link is worth nothing a second time"
    assert Notice.objects.filter(subject__contains="replaced").count() == 1


def test_nobody_signs_up(cast: Cast) -> None:
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")
    addresses = [str(pattern.pattern) for pattern in get_resolver().url_patterns]
    assert not [address for address in addresses if "signup" in address or "sign-up" in address]
    assert "sign up" not in Client().get(reverse("account_login")).content.decode().casefold()


def test_a_page_for_members_leads_to_sign_in_and_back(cast: Cast) -> None:
    cast.coordinator.account.set_password(PASSWORD)
    cast.coordinator.account.save()
    client = Client()
    address = client.get(reverse("desk:timeline")).headers["Location"]
    answer = client.post(address, {"login": "alba@story.example", "password": PASSWORD, "next": "/timeline/"})
    assert answer.headers["Location"] == reverse("desk:timeline")
    outside = Client().post(
        reverse("account_login"),
        {"login": "alba@story.example", "password": PASSWORD, "next": "https://elsewhere.example/"},
    )
    assert outside.headers["Location"] == reverse("desk:next_step")


def test_a_demo_link_signs_in_by_its_button_only(cast: Cast) -> None:
    client, address = Client(), reverse("desk:enter", args=[demo_token(cast.coordinator.account)])
    assert "alba@story.example" in client.get(address).content.decode()
    assert not is_in(client), "a link that is only followed, or fetched ahead, signs nobody in"
    assert client.post(address).headers["Location"] == reverse("desk:home")
    assert is_in(client)
    guarded = Client(enforce_csrf_checks=True)
    assert guarded.post(address).status_code == 403


def test_a_demo_link_is_worth_nothing_outside_the_demo(cast: Cast, settings: Settings) -> None:
    address = reverse("desk:enter", args=[demo_token(cast.coordinator.account)])
    settings.DEMO = False
    client = Client()
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404
    assert not is_in(client)


def test_a_wrong_an_old_and_a_shut_demo_link_are_worth_nothing(cast: Cast) -> None:
    token = demo_token(cast.coordinator.account)
    wrong = token[:-1] + ("A" if token[-1] != "A" else "B")
    assert Client().post(reverse("desk:enter", args=[wrong])).status_code == 404
    with time_machine.travel(datetime(2026, 12, 25, 9, tzinfo=UTC), tick=False):
        assert Client().post(reverse("desk:enter", args=[token])).status_code == 404
    cast.coordinator.account.is_active = False
    cast.coordinator.account.save()
    assert Client().post(reverse("desk:enter", args=[token])).status_code == 404
