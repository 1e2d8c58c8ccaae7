"""The log tells whoever keeps the machine who came in and what was refused, by numbers and names of rules."""

from __future__ import annotations

import logging

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast

PASSWORD = "correct horse battery staple"


def test_who_came_in_and_which_tries_failed_stand_in_the_log(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    account = cast.coordinator.account
    account.set_password(PASSWORD)
    account.save()
    client = Client()
    with caplog.at_level(logging.INFO, logger="secretariat"):
        client.post(reverse("account_login"), {"login": account.email, "password": "wrong wrong wrong"})
        client.post(reverse("account_login"), {"login": "nobody@story.example", "password": PASSWORD})
        client.post(reverse("account_login"), {"login": account.email, "password": PASSWORD})
        client.post(reverse("account_logout"))
    said = [record.getMessage() for record in caplog.records]
    assert said.count("a try to sign in failed") == 2
    assert f"account {account.pk} proved itself by password" in said
    assert f"account {account.pk} signed out" in said
    assert "example" not in caplog.text
    assert "wrong" not in " ".join(said)


def test_a_refusal_stands_in_the_log_by_rule_and_account(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    pk = cast.observer.account.pk
    with caplog.at_level(logging.INFO, logger="secretariat"):
        cast.observer.client.get(reverse("desk:meeting", args=["meeting-nowhere234"]))
        cast.chair.client.get(reverse("members:open_account", args=[cast.other.person.ref]))
        Client().get(reverse("desk:public_meeting", args=["meeting-nowhere234"]))
    said = [record.getMessage() for record in caplog.records]
    assert f"account {pk} was refused 404 at desk:meeting (not visible)" in said
    assert (
        f"account {cast.chair.account.pk} was refused 403 at members:open_account (access.secretariat_only)"
        in said
    )
    assert len(said) == 2
    assert "nowhere" not in " ".join(said)
