"""Everything a passkey's answer can get wrong, each refused; the right answer beside it is taken."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.urls import reverse
from fido2.utils import websafe_encode

from secretariat.access.credentials import note_count
from secretariat.access.models import Account
from tests.abuse.doors import (
    browser,
    enrol,
    enter_password,
    holder_of,
    is_in,
    is_whole,
    pending,
    question,
    send,
    with_password,
)
from tests.abuse.soft_key import PRESENT, VERIFIED, WITH_KEY, Answer, SoftKey
from tests.cast import Cast
from tests.conftest import NOW

pytestmark = pytest.mark.abuse

_OTHER = websafe_encode(b"\x07" * 32)


def _flip_last(content: bytes) -> bytes:
    return content[:-1] + bytes([content[-1] ^ 1])


SIGNING: dict[str, Callable[[SoftKey, str], object]] = {
    "an answer for another site is refused": lambda k, c: k.sign(c, origin="https://evil.example"),
    "an answer for a subdomain is refused": lambda k, c: k.sign(c, origin="http://papers.localhost"),
    "an answer for another port is refused": lambda k, c: k.sign(c, origin="http://localhost:8443"),
    "an answer for a site that only begins like ours is refused": lambda k, c: k.sign(
        c, origin="http://localhost.evil.example"
    ),
    "an answer made in a frame of another site is refused": lambda k, c: k.sign(c, crossOrigin=True),
    "a key bound to another site is refused": lambda k, c: k.sign(c, site="evil.example"),
    "a key that asked nobody for finger or number is refused": lambda k, c: k.sign(c, flags=PRESENT),
    "a key that nobody touched is refused": lambda k, c: k.sign(c, flags=VERIFIED),
    "an answer to another question is refused": lambda k, c: k.sign(_OTHER),
    "an answer to an empty question is refused": lambda k, c: k.sign(""),
    "an answer meant for making a key is refused": lambda k, c: k.sign(c, kind="webauthn.create"),
    "a payment's answer is refused": lambda k, c: k.sign(c, kind="payment.get"),
    "a wrong signature is refused": lambda k, c: k.sign(c, bend_signature=_flip_last),
    "an empty signature is refused": lambda k, c: k.sign(c, bend_signature=lambda _: b""),
    "an unknown key is refused": lambda k, c: SoftKey().sign(c),
    "another key under the known name is refused": lambda k, c: SoftKey(key_id=k.key_id, counter=9).sign(c),
    "client words changed after signing are refused": lambda k, c: k.sign(
        c, bend_client=lambda text: text.replace(b'"crossOrigin": false', b'"crossOrigin":  false')
    ),
    "a count raised after signing is refused": lambda k, c: k.sign(c, bend_body=_flip_last),
    "a check of the person added after signing is refused": lambda k, c: k.sign(
        c, flags=PRESENT, bend_body=lambda b: b[:32] + bytes([PRESENT | VERIFIED]) + b[33:]
    ),
    "a body cut short is refused": lambda k, c: k.sign(c, bend_body=lambda b: b[:20]),
    "words that are no JSON are refused": lambda k, c: k.sign(c, bend_client=lambda _: b"{"),
    "a list is refused": lambda k, c: [k.sign(c)],
    "a bare word is refused": lambda k, c: "yes",
    "an answer without its parts is refused": lambda k, c: {"type": "public-key", "id": "AA", "rawId": "AA"},
    "an answer full of nothing is refused": lambda k, c: dict.fromkeys(("type", "id", "rawId", "response")),
}


@pytest.mark.parametrize("forge", SIGNING.values(), ids=SIGNING.keys())
def test_signing_in_with_a_forged_answer(cast: Cast, forge: Callable[[SoftKey, str], object]) -> None:
    account = cast.coordinator.account
    _, key = enrol(account)
    client = pending(account)
    answer = send(client, "mfa_authenticate", forge(key, question(client, "mfa_authenticate")))
    assert answer.status_code == 200
    assert not is_in(client)
    key.counter += 10
    send(client, "mfa_authenticate", key.sign(question(client, "mfa_authenticate")))
    assert is_whole(client), "the right answer, right after, is taken: it was the forgery that was refused"


MAKING: dict[str, Callable[[SoftKey, str], object]] = {
    "a key made for another site is refused": lambda k, c: k.make(c, origin="https://evil.example"),
    "a key made for a subdomain is refused": lambda k, c: k.make(c, origin="http://papers.localhost"),
    "a key made in a frame is refused": lambda k, c: k.make(c, crossOrigin=True),
    "a key bound to another name is refused": lambda k, c: k.make(c, site="evil.example"),
    "a key that asks nobody for finger or number is refused": lambda k, c: k.make(
        c, flags=PRESENT | WITH_KEY
    ),
    "a key that nobody touched is refused": lambda k, c: k.make(c, flags=VERIFIED | WITH_KEY),
    "a key for another question is refused": lambda k, c: k.make(_OTHER),
    "an answer without a key is refused": lambda k, c: k.make(c, flags=PRESENT | VERIFIED),
    "a signature in place of a new key is refused": lambda k, c: k.sign(c),
    "an answer of the wrong kind is refused": lambda k, c: k.make(c, kind="webauthn.get"),
    "a key that signs with SHA-1 is refused": lambda k, c: k.make(
        c, public={1: 3, 3: -65535, -1: b"\xff" * 256, -2: b"\x01\x00\x01"}
    ),
    "a key of an unknown kind is refused": lambda k, c: k.make(c, public={1: 99, 3: -9999}),
    "a key under another name than its own is refused": lambda k, c: {
        **k.make(c),
        "id": _OTHER,
        "rawId": _OTHER,
    },
    "a bare number is refused": lambda k, c: 7,
}


@pytest.mark.parametrize("forge", MAKING.values(), ids=MAKING.keys())
def test_setting_up_a_forged_passkey(cast: Cast, forge: Callable[[SoftKey, str], object]) -> None:
    client, key = browser(), SoftKey()
    enter_password(client, with_password(cast.coordinator.account))
    answer = send(client, "mfa_add_webauthn", forge(key, question(client, "mfa_add_webauthn")))
    assert answer.status_code == 200
    assert not Authenticator.objects.exists()
    assert not is_whole(client)
    send(client, "mfa_add_webauthn", key.make(question(client, "mfa_add_webauthn")))
    assert is_whole(client), "the right answer, right after, is taken"


def test_an_answer_sent_a_second_time_opens_nothing(cast: Cast) -> None:
    account = cast.coordinator.account
    _, key = enrol(account)
    client = pending(account)
    answer = key.sign(question(client, "mfa_authenticate"))
    send(client, "mfa_authenticate", answer)
    assert is_whole(client)
    thief = pending(account)
    send(thief, "mfa_authenticate", answer)
    assert not is_in(thief)


def test_an_answer_to_a_question_that_was_answered_wrongly_once_is_too_late(cast: Cast) -> None:
    account = cast.coordinator.account
    _, key = enrol(account)
    client = pending(account)
    asked = question(client, "mfa_authenticate")
    send(client, "mfa_authenticate", key.sign(_OTHER))
    send(client, "mfa_authenticate", key.sign(asked))
    assert not is_in(client)


def test_an_answer_after_more_than_five_minutes_is_too_late(cast: Cast) -> None:
    account = cast.coordinator.account
    _, key = enrol(account)
    client = pending(account)
    asked = question(client, "mfa_authenticate")
    with time_machine.travel(NOW + timedelta(minutes=5, seconds=1), tick=False):
        send(client, "mfa_authenticate", key.sign(asked))
        assert not is_in(client)
    with time_machine.travel(NOW + timedelta(minutes=4, seconds=59), tick=False):
        send(client, "mfa_authenticate", key.sign(question(client, "mfa_authenticate")))
        assert is_whole(client)


def test_a_question_of_one_browser_is_not_answered_in_another(cast: Cast) -> None:
    account = cast.coordinator.account
    _, key = enrol(account)
    asked = question(pending(account), "mfa_authenticate")
    thief = pending(account)
    question(thief, "mfa_authenticate")
    send(thief, "mfa_authenticate", key.sign(asked))
    assert not is_in(thief)


@pytest.mark.parametrize("back", [0, 1, 5], ids=["the same count", "one less", "five less"])
def test_a_key_whose_count_does_not_go_up_is_a_copy(cast: Cast, back: int) -> None:
    account = cast.coordinator.account
    _, key = enrol(account, SoftKey(counter=10))
    client = pending(account)
    send(client, "mfa_authenticate", key.sign(question(client, "mfa_authenticate")))
    assert is_whole(client)
    copy = SoftKey(key.key_id, key.counter - back - 1, key.private)
    thief = pending(account)
    send(thief, "mfa_authenticate", copy.sign(question(thief, "mfa_authenticate")))
    assert not is_in(thief)


def test_of_two_answers_at_once_with_one_count_only_one_is_taken(cast: Cast) -> None:
    enrol(cast.coordinator.account, SoftKey(counter=10))
    first, second = (
        Authenticator.objects.get(user=cast.coordinator.account, type="webauthn") for _ in range(2)
    )
    assert [note_count(first, 12), note_count(second, 12), note_count(second, 13)] == [True, False, True]
    second.refresh_from_db()
    assert second.data["counter"] == 13


def test_the_key_of_another_account_does_not_open_this_one(cast: Cast) -> None:
    enrol(cast.coordinator.account)
    _, foreign = enrol(cast.other.account)
    client = pending(cast.coordinator.account)
    send(client, "mfa_authenticate", foreign.sign(question(client, "mfa_authenticate")))
    assert not is_in(client)


def test_a_key_that_somebody_holds_is_not_set_up_for_another(cast: Cast) -> None:
    _, key = enrol(cast.coordinator.account)
    client = browser()
    enter_password(client, with_password(cast.other.account))
    send(client, "mfa_add_webauthn", key.make(question(client, "mfa_add_webauthn")))
    assert not is_whole(client)
    assert Authenticator.objects.filter(type="webauthn").count() == 1


def test_an_answer_that_set_up_a_key_sets_up_no_second_one(cast: Cast) -> None:
    client, key = browser(), SoftKey()
    enter_password(client, with_password(cast.coordinator.account))
    answer = key.make(question(client, "mfa_add_webauthn"))
    send(client, "mfa_add_webauthn", answer)
    send(client, "mfa_add_webauthn", answer)
    assert Authenticator.objects.filter(type="webauthn").count() == 1


def _alone(account: Account, make: Callable[[str], Answer]) -> bool:
    client = browser()
    send(client, "mfa_login_webauthn", make(question(client, "mfa_login_webauthn")))
    return is_in(client)


def test_a_passkey_alone_signs_in_its_holder_and_nobody_else(cast: Cast) -> None:
    account, other = cast.coordinator.account, cast.other.account
    _, key = enrol(account)
    enrol(other)
    assert _alone(account, lambda c: key.sign(c, holder=holder_of(account)))
    assert not _alone(account, lambda c: key.sign(c, holder=holder_of(other)))
    assert not _alone(account, lambda c: key.sign(c, holder=None))
    assert not _alone(account, lambda c: key.sign(c, holder=websafe_encode(b"\xff\xff")))
    assert not _alone(account, lambda c: key.sign(c, holder=websafe_encode(b"zzzzzzzzzzzzz")))
    assert not _alone(account, lambda c: key.sign(c, holder=holder_of(account), flags=PRESENT))


def test_a_passkey_of_a_shut_account_opens_nothing(cast: Cast) -> None:
    account = cast.coordinator.account
    client, key = enrol(account)
    account.is_active = False
    account.save()
    assert not is_whole(client), "the session that was open is shut with the next request"
    assert not _alone(account, lambda c: key.sign(c, holder=holder_of(account)))


def test_after_the_second_step_was_asked_the_desk_stays_shut(cast: Cast) -> None:
    account = cast.coordinator.account
    enrol(account)
    client = pending(account)
    for name in ("mfa_index", "mfa_add_webauthn", "meetings:list", "desk:timeline"):
        assert client.get(reverse(name)).headers["Location"].startswith(reverse("account_login"))
