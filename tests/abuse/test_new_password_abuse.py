"""A forgotten password: the link in the letter is worth one new password, and nothing else."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from secretariat.access.models import Account
from secretariat.desk.sign_in.accounts import answer_reset_requests
from secretariat.members.models import Notice
from tests.abuse.doors import PASSWORD, browser, enrol, enter_password, is_in, is_whole, with_password
from tests.cast import Cast
from tests.conftest import NOW

pytestmark = pytest.mark.abuse

NEW = "another long and quiet phrase"


def later(**span: int) -> time_machine.travel:
    return time_machine.travel(NOW + timedelta(**span), tick=False)


def ask_for_link(account: Account, **more: str) -> str:
    browser().post(reverse("account_reset_password"), {"email": account.email}, **more)
    answer_reset_requests()
    letter = Notice.objects.filter(account=account, subject="A new password").latest("pk")
    found = re.search(r"(https?://[^/\s]+)(/password/new/\S+)", letter.body)
    assert found is not None
    assert found[1] == "http://localhost:8000", "the address of the settings, never one of the request"
    return found[2]


def choose(link: str, client: Client | None = None) -> Client:
    client = client or browser()
    answer = client.get(link, follow=True)
    if answer.redirect_chain:
        client.post(answer.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})
    return client


def has_password(account: Account, password: str) -> bool:
    account.refresh_from_db()
    return account.check_password(password)


def test_a_link_works_once(cast: Cast) -> None:
    account = with_password(cast.coordinator.account)
    link = ask_for_link(account)
    choose(link)
    assert has_password(account, NEW)
    with_password(account)
    choose(link)
    assert has_password(account, PASSWORD)


def test_a_link_is_void_once_the_password_was_changed_otherwise(cast: Cast) -> None:
    account = with_password(cast.coordinator.account)
    link = ask_for_link(account)
    account.set_password("changed in between, long enough")
    account.save()
    choose(link)
    assert not has_password(account, NEW)


def test_a_link_is_void_once_its_holder_signed_in(cast: Cast) -> None:
    account = with_password(cast.coordinator.account)
    with later(seconds=-60):
        link = ask_for_link(account)
    enter_password(browser(), account)
    choose(link)
    assert not has_password(account, NEW)


def test_an_old_link_is_void(cast: Cast, settings: Settings) -> None:
    account = with_password(cast.coordinator.account)
    link = ask_for_link(account)
    with later(seconds=settings.PASSWORD_RESET_TIMEOUT + 1):
        choose(link)
    assert not has_password(account, NEW)


def test_a_link_opens_no_other_account(cast: Cast) -> None:
    account, victim = with_password(cast.coordinator.account), with_password(cast.other.account)
    own, foreign = ask_for_link(account), ask_for_link(victim)
    whose = re.match(r"/password/new/([^-]+)-", foreign)
    assert whose is not None
    choose(re.sub(r"/new/[^-]+-", f"/new/{whose[1]}-", own))
    assert has_password(victim, PASSWORD)


def test_a_made_up_host_name_does_not_get_into_the_letter(cast: Cast) -> None:
    account = with_password(cast.coordinator.account)
    browser().post(reverse("account_reset_password"), {"email": account.email}, HTTP_HOST="evil.example")
    answer_reset_requests()
    assert not Notice.objects.filter(body__contains="evil").exists()
    ask_for_link(account, HTTP_X_FORWARDED_HOST="evil.example")


def test_a_new_password_neither_signs_in_nor_replaces_the_second_factor(cast: Cast) -> None:
    account = cast.coordinator.account
    open_before, _ = enrol(account)
    client = choose(ask_for_link(account))
    assert has_password(account, NEW)
    assert not is_in(client)
    assert not is_whole(open_before), "sessions that were open under the old password are ended"
    answer = enter_password(client, account, NEW)
    assert answer.headers["Location"] == reverse("mfa_authenticate")
    assert not is_in(client)


def test_a_shut_account_gets_no_link(cast: Cast) -> None:
    account = with_password(cast.coordinator.account)
    account.is_active = False
    account.save()
    browser().post(reverse("account_reset_password"), {"email": account.email})
    assert answer_reset_requests() == 0


def test_letters_cannot_be_sent_to_somebody_without_end(cast: Cast) -> None:
    account = with_password(cast.coordinator.account)
    codes = [
        browser(REMOTE_ADDR=f"192.0.2.{n}")
        .post(reverse("account_reset_password"), {"email": account.email})
        .status_code
        for n in range(7)
    ]
    assert codes == [302] * 5 + [429] * 2
    assert answer_reset_requests() == 5
