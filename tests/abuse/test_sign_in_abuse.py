"""Guessing, replaying, slipping past: what people try at a sign-in, each refused."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import NoReverseMatch, reverse
from pytest_django import Settings

from secretariat.access.models import Account
from tests.abuse.doors import (
    PASSWORD,
    browser,
    code,
    enrol,
    enrol_code_app,
    enter_password,
    is_in,
    is_whole,
    pending,
    question,
    recovery_codes,
    send,
    with_password,
)
from tests.abuse.soft_key import SoftKey
from tests.cast import Cast, sign_in_whole
from tests.conftest import NOW

pytestmark = pytest.mark.abuse


def later(**span: int) -> time_machine.travel:
    return time_machine.travel(NOW + timedelta(**span), tick=False)


def type_code(client: Client, what: str) -> bool:
    client.post(reverse("mfa_authenticate"), {"code": what})
    return is_in(client)


# Codes


def test_a_code_works_once(cast: Cast) -> None:
    _, secret = enrol_code_app(cast.coordinator.account)
    with later(minutes=1):
        assert type_code(pending(cast.coordinator.account), code(secret))
        assert not type_code(pending(cast.coordinator.account), code(secret))


@pytest.mark.parametrize("steps", [-2, -1, 1, 2], ids=["a minute ago", "before", "to come", "in a minute"])
def test_a_code_of_another_half_minute_is_refused(cast: Cast, steps: int) -> None:
    _, secret = enrol_code_app(cast.coordinator.account)
    with later(minutes=10):
        assert not type_code(pending(cast.coordinator.account), code(secret, steps))
        assert type_code(pending(cast.coordinator.account), code(secret))


def test_the_code_of_another_account_is_refused(cast: Cast) -> None:
    enrol_code_app(cast.coordinator.account)
    _, foreign = enrol_code_app(cast.other.account)
    assert not type_code(pending(cast.coordinator.account), code(foreign))


@pytest.mark.parametrize(
    "what", ["", "0", "١٢٣٤٥٦", "12345678901234567890", "None", "' OR 1=1 --", "000000\x00"]
)
def test_what_is_no_code_is_refused(cast: Cast, what: str) -> None:
    enrol_code_app(cast.coordinator.account)
    assert not type_code(pending(cast.coordinator.account), what)


def test_codes_cannot_be_guessed_in_peace(cast: Cast) -> None:
    _, secret = enrol_code_app(cast.coordinator.account)
    with later(minutes=10):
        client = pending(cast.coordinator.account)
        for guess in range(5):
            assert not type_code(client, f"{guess:06}")
        assert not type_code(client, code(secret)), "after five wrong ones even the right one is not heard"
        assert not type_code(pending(cast.coordinator.account), code(secret)), "nor from another session"
    with later(minutes=16):
        assert type_code(pending(cast.coordinator.account), code(secret))


def test_nobody_guesses_on_the_whole_day_long(cast: Cast) -> None:
    _, secret = enrol_code_app(cast.coordinator.account)
    for minutes in range(10, 10 + 6 * 10, 6):
        with later(minutes=minutes):
            client = pending(cast.coordinator.account)
            for guess in range(5):
                type_code(client, f"{guess:06}")
    with later(hours=3):
        assert not type_code(pending(cast.coordinator.account), code(secret)), "fifty a day"
    with later(hours=30):
        assert type_code(pending(cast.coordinator.account), code(secret))


def test_a_recovery_code_works_once(cast: Cast) -> None:
    client, _ = enrol_code_app(cast.coordinator.account)
    first, second, *_ = recovery_codes(client)
    assert type_code(pending(cast.coordinator.account), first)
    assert not type_code(pending(cast.coordinator.account), first)
    assert type_code(pending(cast.coordinator.account), second)


def test_recovery_codes_are_shown_once(cast: Cast) -> None:
    client, _ = enrol_code_app(cast.coordinator.account)
    assert not re.search(r"\d{8}", client.get(reverse("mfa_view_recovery_codes")).content.decode())
    assert len(recovery_codes(client)) == 10
    assert recovery_codes(client) == []


def test_old_recovery_codes_are_void_once_new_ones_are_made(cast: Cast) -> None:
    client, _ = enrol_code_app(cast.coordinator.account)
    old = recovery_codes(client)
    page = client.post(reverse("mfa_view_recovery_codes"), {"what": "new"}).content.decode()
    new = re.findall(r"<code>(\d{8})</code>", page)
    assert len(new) == 10
    assert not set(old) & set(new)
    assert not type_code(pending(cast.coordinator.account), old[0])
    assert type_code(pending(cast.coordinator.account), new[0])


def test_a_recovery_code_of_another_account_is_refused(cast: Cast) -> None:
    foreign, _ = enrol_code_app(cast.other.account)
    enrol_code_app(cast.coordinator.account)
    assert not type_code(pending(cast.coordinator.account), recovery_codes(foreign)[0])


def test_the_secret_of_a_code_app_and_the_seed_of_codes_lie_sealed(cast: Cast) -> None:
    _, secret = enrol_code_app(cast.coordinator.account)
    kept = {row.type: row.data for row in Authenticator.objects.all()}
    assert secret not in str(kept)
    for sealed in (kept["totp"]["secret"], kept["recovery_codes"]["seed"]):
        assert len(sealed) > 200, "an age file, not a secret of forty signs"


# Passwords


def test_passwords_of_one_account_cannot_be_guessed_in_peace(cast: Cast) -> None:
    account = with_password(cast.coordinator.account)
    for guess in range(5):
        enter_password(browser(REMOTE_ADDR=f"192.0.2.{guess}"), account, f"wrong guess number {guess}")
    client = browser(REMOTE_ADDR="192.0.2.99")
    assert "Too many tries" in enter_password(client, account).content.decode()
    assert not is_in(client), "after five wrong ones even the right one is not heard, from anywhere"
    with later(minutes=6):
        enter_password(client, account)
        assert is_in(client)


def test_one_address_cannot_try_a_list_of_accounts(cast: Cast) -> None:
    account = with_password(cast.coordinator.account)
    client = browser()
    for guess in range(10):
        client.post(reverse("account_login"), {"login": f"name{guess}@story.example", "password": PASSWORD})
    enter_password(client, account)
    assert not is_in(client)


def test_a_made_up_forwarding_header_does_not_start_the_count_anew(cast: Cast) -> None:
    account = with_password(cast.coordinator.account)
    client = browser()
    for guess in range(10):
        client.post(
            reverse("account_login"),
            {"login": f"name{guess}@story.example", "password": PASSWORD},
            HTTP_X_FORWARDED_FOR=f"192.0.2.{guess}",
        )
    answer = client.post(
        reverse("account_login"),
        {"login": account.email, "password": PASSWORD},
        HTTP_X_FORWARDED_FOR="192.0.2.200",
    )
    assert "Too many tries" in answer.content.decode()
    assert not is_in(client)


def test_behind_one_proxy_only_its_own_word_counts(cast: Cast, settings: Settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    account = with_password(cast.coordinator.account)
    client = browser()
    for guess in range(10):
        client.post(
            reverse("account_login"),
            {"login": f"name{guess}@story.example", "password": PASSWORD},
            HTTP_X_FORWARDED_FOR=f"192.0.2.{guess}, 198.51.100.7",
        )
    enter = {"login": account.email, "password": PASSWORD}
    client.post(reverse("account_login"), enter, HTTP_X_FORWARDED_FOR="192.0.2.77, 198.51.100.7")
    assert not is_in(client)
    client.post(reverse("account_login"), enter, HTTP_X_FORWARDED_FOR="192.0.2.77, 198.51.100.8")
    assert is_in(client)


def test_a_shut_account_is_not_opened_by_its_password(cast: Cast) -> None:
    account = with_password(cast.coordinator.account)
    account.is_active = False
    account.save()
    client = browser()
    enter_password(client, account)
    assert not is_in(client)


@pytest.mark.parametrize(
    "field", ["is_administrator", "is_active", "user", "remember", "next_step", "demo_entry"]
)
def test_a_field_that_was_not_asked_for_changes_nothing(cast: Cast, field: str) -> None:
    account = with_password(cast.coordinator.account)
    client = browser()
    client.post(reverse("account_login"), {"login": account.email, "password": PASSWORD, field: "1"})
    account.refresh_from_db()
    assert (account.is_administrator, account.is_active) == (False, True)
    assert not is_whole(client)
    assert "demo_entry" not in client.session


def test_nobody_opens_an_account_by_themselves() -> None:
    for name in ("account_signup", "account_signup_by_passkey", "mfa_signup_webauthn", "account_email"):
        with pytest.raises(NoReverseMatch):
            reverse(name)


# Sessions and forms


def test_a_session_that_was_handed_over_is_not_the_one_that_gets_in(cast: Cast) -> None:
    account = cast.coordinator.account
    _, key = enrol(account)
    client = browser()
    client.get(reverse("account_login"))
    question(client, "mfa_login_webauthn")
    planted = client.session.session_key
    enter_password(client, account)
    send(client, "mfa_authenticate", key.sign(question(client, "mfa_authenticate")))
    assert is_whole(client)
    assert client.session.session_key != planted
    thief = browser()
    thief.cookies["session"] = planted
    assert not is_in(thief)


def test_proving_oneself_again_makes_a_new_session_key(cast: Cast) -> None:
    client, key = enrol(cast.coordinator.account)
    old = client.session.session_key
    send(client, "mfa_reauthenticate_webauthn", key.sign(question(client, "mfa_reauthenticate_webauthn")))
    assert is_whole(client)
    assert client.session.session_key != old
    thief = browser()
    thief.cookies["session"] = old
    assert not is_in(thief)


@pytest.mark.parametrize(
    "name",
    ["account_login", "mfa_login_webauthn", "mfa_authenticate", "account_logout", "account_reset_password"],
)
def test_no_other_site_signs_anybody_in_or_out(cast: Cast, name: str) -> None:
    account = with_password(cast.coordinator.account)
    strict = browser(enforce_csrf_checks=True)
    answer = strict.post(
        reverse(name), {"login": account.email, "password": PASSWORD, "email": account.email, "code": "1"}
    )
    assert answer.status_code == 403
    assert not is_in(strict)


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        r"\\evil.example",
        "http:evil.example",
        "javascript:alert(1)",
        "https://localhost@evil.example/",
        "/\t/evil.example/",
        "https://localhost.evil.example/",
    ],
)
def test_nobody_is_sent_to_another_site(cast: Cast, target: str) -> None:
    account = with_password(cast.coordinator.account)
    client = browser()
    answer = client.post(
        reverse("account_login"), {"login": account.email, "password": PASSWORD, "next": target}
    )
    assert answer.headers["Location"].startswith("/sign-in/")
    _, key = enrol(account)
    client = pending(account)
    send(client, "mfa_authenticate", key.sign(question(client, "mfa_authenticate")))
    assert client.get(reverse("desk:next_step"), {"next": target}).headers["Location"] == reverse("desk:home")


def test_what_was_signed_out_stays_out(cast: Cast) -> None:
    client, _ = enrol(cast.coordinator.account)
    old = client.session.session_key
    client.post(reverse("account_logout"))
    thief = browser()
    thief.cookies["session"] = old
    assert not is_in(thief)


def test_a_session_says_itself_that_it_used_a_passkey_and_is_not_believed_for_another(cast: Cast) -> None:
    client = browser()
    enter_password(client, with_password(cast.coordinator.account))
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "mfa", "type": "webauthn", "at": NOW.timestamp()}
    ]
    session[f"{AUTHENTICATION_METHODS_SESSION_KEY}_user"] = str(cast.other.account.pk)
    session.save()
    assert not is_whole(client)


def test_the_marks_of_the_demo_are_worth_nothing_outside_it(cast: Cast, settings: Settings) -> None:
    client = browser()
    enter_password(client, with_password(cast.coordinator.account))
    session = client.session
    session["demo_entry"] = True
    session.save()
    assert is_whole(client)
    settings.DEMO = False
    assert not is_whole(client)


# Slipping past the second factor


def test_the_chair_is_not_let_in_by_a_code(cast: Cast) -> None:
    client = browser()
    enter_password(client, with_password(cast.chair.account))
    assert client.get(reverse("mfa_activate_totp")).headers["Location"].startswith(reverse("desk:next_step"))
    key = SoftKey()
    send(client, "mfa_add_webauthn", key.make(question(client, "mfa_add_webauthn")))
    assert is_whole(client)


def test_whoever_becomes_chair_needs_a_passkey_with_the_next_request(cast: Cast) -> None:
    account = cast.other.account
    client, _ = enrol_code_app(account)
    assert client.get(reverse("members:list")).status_code == 200
    account.is_administrator = True
    account.save()
    assert client.get(reverse("members:list")).headers["Location"].startswith(reverse("desk:next_step"))


def test_a_code_lured_out_of_an_officer_makes_no_second_passkey(cast: Cast) -> None:
    account = cast.officer.account
    client, _ = enrol(account)
    secret = str(client.get(reverse("mfa_activate_totp")).context["form"].secret)
    client.post(reverse("mfa_activate_totp"), {"code": code(secret)})
    with later(minutes=1):
        thief = pending(account)
        assert type_code(thief, code(secret))
        assert not is_whole(thief)
        for name in ("mfa_add_webauthn", "mfa_activate_totp", "account_reauthenticate", "members:list"):
            assert thief.get(reverse(name)).headers["Location"].startswith(reverse("desk:next_step"))
        send(thief, "mfa_add_webauthn", SoftKey().make("AAAA"))
        assert Authenticator.objects.filter(user=account, type="webauthn").count() == 1


def test_a_password_alone_adds_no_factor_where_one_is_set_up(cast: Cast) -> None:
    account = with_password(cast.coordinator.account)
    thief = browser()
    enter_password(thief, account)
    enrol(account)
    sign_in_half(thief, account)
    for name in ("mfa_add_webauthn", "mfa_activate_totp", "account_reauthenticate"):
        assert thief.get(reverse(name)).headers["Location"].startswith(reverse("desk:next_step"))


def sign_in_half(client: Client, account: Account) -> None:
    """A session that knows the password and nothing more, as it was before the factor was set up."""
    client.force_login(account)


def test_a_stale_session_adds_and_removes_no_factor(cast: Cast) -> None:
    client, _ = enrol(cast.coordinator.account)
    send(client, "mfa_add_webauthn", SoftKey().make(question(client, "mfa_add_webauthn")))
    mark = client.get(reverse("mfa_index")).context["passkeys"][0].mark
    with later(minutes=16):
        for answer in (
            client.get(reverse("mfa_add_webauthn")),
            client.get(reverse("mfa_activate_totp")),
            client.post(reverse("desk:remove_passkey", args=[mark])),
            client.post(reverse("mfa_view_recovery_codes"), {"what": "show"}),
            client.post(reverse("mfa_view_recovery_codes"), {"what": "new"}),
        ):
            assert answer.headers["Location"].startswith(reverse("mfa_reauthenticate_webauthn"))
        assert Authenticator.objects.filter(type="webauthn").count() == 2


def test_nobody_removes_the_last_way_in(cast: Cast) -> None:
    client, _ = enrol(cast.coordinator.account)
    mark = client.get(reverse("mfa_index")).context["passkeys"][0].mark
    assert client.post(reverse("desk:remove_passkey", args=[mark])).status_code == 422
    assert Authenticator.objects.filter(type="webauthn").count() == 1


def test_nobody_removes_or_ends_what_is_another_accounts(cast: Cast) -> None:
    client, _ = enrol(cast.coordinator.account)
    other, _ = enrol(cast.other.account)
    page = other.get(reverse("mfa_index")).context
    assert client.post(reverse("desk:remove_passkey", args=[page["passkeys"][0].mark])).status_code == 404
    assert client.post(reverse("desk:end_session", args=[page["sessions"][0].mark])).status_code == 404
    assert is_whole(other)


def test_without_the_second_factor_nothing_behind_the_door_is_shown(cast: Cast) -> None:
    client = browser()
    enter_password(client, with_password(cast.officer.account))
    assert "Asked of your seat" not in client.get(reverse("desk:home")).content.decode()
    for name in ("members:list", "meetings:list", "archive:list", "mfa_index", "account_change_password"):
        answer = client.get(reverse(name))
        assert answer.headers["Location"].startswith(reverse("desk:next_step")), name
    answer = client.post(reverse("members:add_person"), {"name": "Somebody New"})
    assert answer.headers["Location"].startswith(reverse("desk:next_step"))
    assert (
        client.get(reverse("desk:search"), {"q": "Alba"}).context["hits"]
        == Client().get(reverse("desk:search"), {"q": "Alba"}).context["hits"]
    )


def test_there_is_no_other_door(cast: Cast, settings: Settings) -> None:
    assert not [app for app in settings.INSTALLED_APPS if app.startswith("django.contrib.admin")]
    client = sign_in_whole(browser(), cast.admin.account)
    for address in ("/admin/", "/admin/login/", "/accounts/login/", "/accounts/signup/", "/login", "/api/"):
        assert client.get(address).status_code == 404
