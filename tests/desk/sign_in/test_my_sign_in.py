"""What one sees and does about one's own sign-in, and what one is written about it."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks as CommitCallbacks
from pytest_django import Settings

from secretariat.access.credentials import device_words, end_sessions, rewrite_secrets
from secretariat.access.models import ResetRequest
from secretariat.members.models import Notice
from secretariat.toolbox.vault import (
    Keyring,
    SealBroken,
    add_service_key,
    begin_keyring,
    load_keyring,
    seal_text,
    unseal_text,
)
from tests.abuse.doors import (
    PASSWORD,
    browser,
    code,
    enrol,
    enrol_code_app,
    enter_password,
    holder_of,
    is_in,
    is_whole,
    pending,
    question,
    recovery_codes,
    send,
    with_password,
)
from tests.abuse.soft_key import SoftKey
from tests.cast import Cast
from tests.conftest import NOW

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Safari/604.1"
)


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (FIREFOX, "Firefox on Windows"),
        (SAFARI, "Safari on iPhone"),
        (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
            "Edge on Linux",
        ),
        ("curl/8.5", "Unknown device"),
        ("", "Unknown device"),
    ],
)
def test_a_browser_is_named_in_words_one_knows(sent: str, words: str) -> None:
    assert device_words(sent) == words


def _open_two(cast: Cast) -> tuple[Client, Client]:
    account = cast.coordinator.account
    _, key = enrol(account)
    clients = []
    for agent in (FIREFOX, SAFARI):
        client = browser(HTTP_USER_AGENT=agent)
        enter_password(client, account)
        send(client, "mfa_authenticate", key.sign(question(client, "mfa_authenticate")))
        clients.append(client)
    return clients[0], clients[1]


def test_my_sessions_are_listed_with_device_address_and_hour_and_each_can_be_ended(cast: Cast) -> None:
    desk, phone = _open_two(cast)
    with time_machine.travel(NOW + timedelta(minutes=10), tick=False):
        phone.get(reverse("desk:home"), REMOTE_ADDR="192.0.2.44")
        shown = desk.get(reverse("mfa_index")).context["sessions"]
        assert next((s.device, s.is_this) for s in shown) == ("Firefox on Windows", True)
        other = next(s for s in shown if s.device == "Safari on iPhone")
        assert (other.address, other.seen_at) == ("192.0.2.44", NOW + timedelta(minutes=10))
        assert desk.post(reverse("desk:end_session", args=[other.mark])).status_code == 302
        assert not is_in(phone)
        assert is_whole(desk)
        assert phone.session.session_key not in desk.get(reverse("mfa_index")).content.decode()


def test_all_other_sessions_end_with_one_button(cast: Cast) -> None:
    desk, phone = _open_two(cast)
    desk.post(reverse("desk:end_other_sessions"))
    assert not is_in(phone)
    assert [s.is_this for s in desk.get(reverse("mfa_index")).context["sessions"]] == [True]


def test_ending_all_sessions_of_an_account_reaches_those_that_no_list_knows(cast: Cast) -> None:
    desk, phone = _open_two(cast)
    unlisted = cast.coordinator.client
    end_sessions(cast.coordinator.account)
    assert not any(is_whole(client) for client in (desk, phone, unlisted))
    assert is_whole(cast.other.client)


def test_changing_the_password_ends_every_other_session(cast: Cast) -> None:
    desk, phone = _open_two(cast)
    new = "another long and quiet phrase"
    desk.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert is_whole(desk)
    assert not is_whole(phone)


def _letters(cast: Cast) -> list[str]:
    return list(
        Notice.objects.filter(account=cast.coordinator.account)
        .order_by("pk")
        .values_list("subject", flat=True)
    )


def test_every_change_of_a_credential_is_written_to_its_holder(cast: Cast) -> None:
    client, _ = enrol(cast.coordinator.account)
    send(client, "mfa_add_webauthn", SoftKey().make(question(client, "mfa_add_webauthn")), name="blue key")
    marks = {key.name: key.mark for key in client.get(reverse("mfa_index")).context["passkeys"]}
    client.post(reverse("desk:remove_passkey", args=[marks["blue key"]]))
    new = "another long and quiet phrase"
    client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert _letters(cast) == [
        "Somebody signed in from a device that is new to your account",
        "A passkey was added to your account",
        "A passkey was added to your account",
        "A passkey of your account was removed",
        "Your password was changed",
    ]
    letter = Notice.objects.filter(subject="Your password was changed").get()
    assert "http://localhost:8000/my-sign-in/" in letter.body
    assert "Tuesday 24 November 2026, 10:00 (Vienna time, UTC+01:00)" in letter.body


def test_the_key_of_a_code_app_is_shown_in_fours_and_each_box_says_which_code_it_takes(cast: Cast) -> None:
    client, _ = enrol(cast.coordinator.account)
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    (key,) = re.findall(r'<code class="key">([^<]*)</code>', page)
    assert re.fullmatch(r"([A-Z2-7]{4} )*[A-Z2-7]{1,4}", key)
    assert len(key) > 20
    assert "The six digits" in page
    later = Client()
    later.post(reverse("account_login"), {"login": cast.coordinator.account.email, "password": PASSWORD})
    page = later.get(reverse("mfa_authenticate")).content.decode()
    assert "Code from your app, or a recovery code" in page
    assert ">Code<" not in page


def test_the_code_app_and_new_recovery_codes_are_written_about_too(
    cast: Cast, django_capture_on_commit_callbacks: CommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        client, _ = enrol_code_app(cast.coordinator.account)
        client.post(reverse("mfa_view_recovery_codes"), {"what": "new"})
    send(client, "mfa_add_webauthn", SoftKey().make(question(client, "mfa_add_webauthn")))
    client.post(reverse("desk:remove_code_app"))
    assert _letters(cast)[1:] == [
        "A code app was set up for your account",
        "New recovery codes were made for your account; the old ones are void",
        "A passkey was added to your account",
        "The code app of your account was removed",
    ]


def test_a_known_device_is_not_written_about_twice(cast: Cast) -> None:
    account = cast.coordinator.account
    client, key = enrol(account)
    client.post(reverse("account_logout"))
    send(
        client,
        "mfa_login_webauthn",
        key.sign(question(client, "mfa_login_webauthn"), holder=holder_of(account)),
    )
    assert is_whole(client)
    news = "Somebody signed in from a device that is new to your account"
    assert _letters(cast).count(news) == 1
    forged = browser()
    forged.cookies["device"] = client.cookies["device"].value[:-2] + "xx"
    enter_password(forged, account)
    send(forged, "mfa_authenticate", key.sign(question(forged, "mfa_authenticate")))
    assert _letters(cast).count(news) == 2


def test_a_lost_passkey_is_replaced_with_a_recovery_code(cast: Cast) -> None:
    account = cast.officer.account
    client, _ = enrol(account)
    saved = recovery_codes(client)[0]
    client = pending(account)
    client.post(reverse("mfa_authenticate"), {"code": saved})
    assert client.get(reverse("members:list")).headers["Location"].startswith(reverse("desk:next_step"))
    assert "recovery code" in client.get(reverse("desk:next_step")).content.decode()
    send(client, "mfa_add_webauthn", SoftKey().make(question(client, "mfa_add_webauthn")))
    assert client.get(reverse("members:list")).status_code == 200


def test_new_keys_seal_every_secret_anew_and_the_old_key_can_go(
    cast: Cast, settings: Settings, tmp_path: Path
) -> None:
    old = settings.KEYRING = begin_keyring(tmp_path)
    client, secret = enrol_code_app(cast.coordinator.account)
    saved = recovery_codes(client)[0]
    add_service_key(tmp_path)
    both = load_keyring(tmp_path)
    assert rewrite_secrets(lambda sealed: seal_text(unseal_text(sealed, both), both)) == 2
    settings.KEYRING = Keyring(both.identities[:1], both.recipients, both.key_id)
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        for word in (code(secret), saved):
            again = pending(cast.coordinator.account)
            again.post(reverse("mfa_authenticate"), {"code": word})
            assert is_whole(again)
    kept = [row.data for row in Authenticator.objects.order_by("pk")]
    with pytest.raises(SealBroken):
        rewrite_secrets(lambda sealed: seal_text(unseal_text(sealed, old), both))
    assert [row.data for row in Authenticator.objects.order_by("pk")] == kept


# Who asks learns nothing, however long the answer takes: the work is the same.


def _work(monkeypatch: pytest.MonkeyPatch, send_form: object) -> tuple[int, int]:
    hashed = []
    plain = MD5PasswordHasher.encode

    def counting(self: MD5PasswordHasher, password: str, salt: str) -> str:
        hashed.append(1)
        return plain(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counting)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        send_form()  # type: ignore[operator]
    monkeypatch.setattr(MD5PasswordHasher, "encode", plain)
    return len(hashed), len(queries)


def test_signing_in_costs_the_same_work_for_known_and_unknown(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_password(cast.coordinator.account)
    shut = with_password(cast.other.account)
    shut.is_active = False
    shut.save()
    never_set = cast.drena.account
    names = (cast.coordinator.account.email, "nobody@story.example", never_set.email, shut.email)

    def attempt(email: str) -> tuple[int, int]:
        client = browser()
        form = {"login": email, "password": "wrong password entirely"}
        return _work(monkeypatch, lambda: client.post(reverse("account_login"), form))

    attempt("warmup@story.example")
    assert len({attempt(email) for email in names}) == 1
    assert attempt(names[0])[0] == 1, "one hash, as for everybody"


def test_asking_for_a_new_password_costs_the_same_work_for_known_and_unknown(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def attempt(email: str) -> tuple[int, int]:
        client = browser()
        return _work(monkeypatch, lambda: client.post(reverse("account_reset_password"), {"email": email}))

    attempt("warmup@story.example")
    known, unknown = attempt(cast.coordinator.account.email), attempt("nobody@story.example")
    assert known == unknown
    assert ResetRequest.objects.count() == 3
    assert not Notice.objects.exists()


def test_recovery_codes_that_were_never_made_are_not_called_used_up(cast: Cast) -> None:
    client = cast.coordinator.client
    page = client.get(reverse("mfa_index")).content.decode()
    assert "none made yet" in page
    assert "none left" not in page
    Authenticator.objects.create(
        user=cast.coordinator.account,
        type=Authenticator.Type.RECOVERY_CODES,
        data={"migrated_codes": []},
    )
    assert "none left" in client.get(reverse("mfa_index")).content.decode()
