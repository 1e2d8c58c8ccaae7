"""A password is not made of names that everybody around the network knows."""

from __future__ import annotations

import pytest

from secretariat.access.passwords import PLAIN_WORDS, is_built_on

WORDS = (*PLAIN_WORDS, "Alba", "Republic of Bresta", "Ana", "Црвена Гора")


@pytest.mark.parametrize(
    "password",
    [
        "Secretariat2026!!",
        "alba-alba-alba-alba",
        "ALBA2026ALBA2026",
        "republicofbresta1",
        "Trafficking.Network.1",
        "crvena gora 2026 !",
        "Алба2026!Алба2026!",
        "passwordpassword",
    ],
)
def test_a_password_of_our_words_is_refused(password: str) -> None:
    assert is_built_on(password, WORDS)


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "alba sings under seven bridges",
        "žuta čaša na polici 7",
        "2718281828459045",
        "",
    ],
)
def test_one_with_words_of_its_own_is_taken(password: str) -> None:
    assert not is_built_on(password, WORDS)
