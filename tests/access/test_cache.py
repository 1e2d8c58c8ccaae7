"""The count of tries: one for all workers, and nobody comes in without it."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection
from django.urls import reverse

from secretariat.access.cache import CountLost, SharedCache
from tests.abuse.doors import browser, enrol, enter_password, is_in, pending, question, send, with_password
from tests.cast import Cast


def test_what_one_worker_counts_another_sees(db: None) -> None:
    one, other = (SharedCache("shared_cache", {}) for _ in range(2))
    one.set("tries", [3])
    assert other.get("tries") == [3]
    assert not other.add("tries", [0])
    other.delete("tries")
    assert one.get("tries") is None


@pytest.fixture
def no_count(cast: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE shared_cache RENAME TO shared_cache_gone")


def test_without_its_table_the_cache_says_so_whatever_is_asked(no_count: None) -> None:
    for ask in (
        lambda: cache.get("tries"),
        lambda: cache.set("tries", 1),
        lambda: cache.add("tries", 1),
        lambda: cache.delete("tries"),
    ):
        with pytest.raises(CountLost):
            ask()


def test_a_value_that_cannot_be_kept_is_never_quietly_lost(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.core.cache.backends.db.DatabaseCache._base_set", lambda *_: False)
    with pytest.raises(CountLost):
        cache.set("tries", 1)


def test_without_the_count_nobody_signs_in_and_a_sentence_says_why(cast: Cast) -> None:
    account = with_password(cast.coordinator.account)
    _, key = enrol(account)
    begun = pending(account)
    asked = question(begun, "mfa_authenticate")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE shared_cache RENAME TO shared_cache_gone")
    client = browser()
    answers = [
        enter_password(client, account),
        client.post(reverse("account_reset_password"), {"email": account.email}),
        send(begun, "mfa_authenticate", key.sign(asked)),
    ]
    for answer in answers:
        assert answer.status_code == 503
        assert "cannot be counted" in answer.content.decode()
    assert not is_in(client)
    assert not is_in(begun)


def test_whoever_is_in_works_on_without_the_count(cast: Cast, no_count: None) -> None:
    assert cast.coordinator.client.get(reverse("desk:home")).status_code == 200
