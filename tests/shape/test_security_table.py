"""The security page: every requirement is there, every test and place it names exists, and its figures are right."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.auth.password_validation import get_default_password_validators, validate_password
from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import ValidationError

from config import settings as real_settings
from tests.cast import Cast
from tests.shape.source import ROOT

PAGE = ROOT / "docs" / "security.md"
TEXT = PAGE.read_text(encoding="utf-8")
STANDARD = dict(
    line.split()
    for line in (Path(__file__).with_name("asvs_5_0.txt")).read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
)
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| ([12]) \| ([^|]+) \| ([^|]+) \|$", re.M)
ROWS = {found[1]: found for found in ROW.finditer(TEXT)}
TEST = re.compile(r"`(tests/[a-z_/0-9]+\.py)::([a-z_0-9]+)`")
PLACE = re.compile(r"`(docs/[a-z]+\.md)#([^`]+)`")


@cache
def names_in(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


@cache
def headings_of(path: str) -> frozenset[str]:
    return frozenset(re.findall(r"^#+ (.+)$", (ROOT / path).read_text(encoding="utf-8"), re.M))


def test_every_requirement_of_the_standard_has_its_row_and_no_other() -> None:
    assert {row[1]: row[2] for row in ROWS.values()} == STANDARD
    assert len(STANDARD) == 253
    assert len(ROW.findall(TEXT)) == len(ROWS), "a requirement stands there twice"


@pytest.mark.parametrize("requirement", sorted(STANDARD))
def test_a_row_is_held_by_a_test_a_place_or_a_reason(requirement: str) -> None:
    held = ROWS[requirement][4]
    tests, places = TEST.findall(held), PLACE.findall(held)
    for path, name in tests:
        assert name in names_in(path), f"{path} has no {name}"
    for path, heading in places:
        assert heading in headings_of(path), f"{path} has no heading {heading}"
    reason = re.search(r"(does not apply|open): (\S.{6,})", held)
    assert tests or places or reason, requirement
    assert held.count("`") == 2 * (len(tests) + len(places)), f"something else is quoted: {held}"


def test_the_figures_on_the_page_are_those_of_its_rows() -> None:
    held = [row[4] for row in ROWS.values()]
    tests = [h for h in held if TEST.search(h)]
    docs = [h for h in held if PLACE.search(h) and not TEST.search(h)]
    none = [h for h in held if "does not apply: " in h]
    unfinished = [h for h in held if "open: " in h]
    assert f"**{len(tests)}** are held by tests" in TEXT
    assert f"**{len(docs)}** by a place in these pages" in TEXT
    assert f"**{len(none)}** do not apply" in TEXT
    assert f"**{len(unfinished)}** of those that apply have an open part" in TEXT.replace("\n", " ")
    assert len(STANDARD) - len(none) > 170


def test_the_page_says_what_is_surrendered_and_what_is_not_promised() -> None:
    for heading in ("What is not promised", "Assets", "Adversaries", "What a compromise surrenders"):
        assert heading in headings_of("docs/security.md")
    surrendered = TEXT.split("## What a compromise surrenders")[1].split("\n## ")[0]
    assert surrendered.count("\n|") > 15
    for said in ("No encryption from end to end", "Not accredited for classified", "photographed"):
        assert said in TEXT


def test_passwords_are_kept_by_argon2id() -> None:
    assert real_settings.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    hasher = Argon2PasswordHasher()
    assert hasher.params().type.name == "ID"
    assert (hasher.memory_cost, hasher.time_cost, hasher.parallelism) >= (102_400, 2, 8)


def test_passwords_are_long_not_common_and_otherwise_free() -> None:
    names = {type(validator).__name__ for validator in get_default_password_validators()}
    assert names == {"MinimumLengthValidator", "CommonPasswordValidator", "NoWordsOfOurs"}
    common = next(
        v for v in get_default_password_validators() if type(v).__name__ == "CommonPasswordValidator"
    )
    assert len(common.passwords) >= 3000  # type: ignore[attr-defined]
    assert not [name for name in dir(settings) if "PASSWORD" in name and ("EXPIR" in name or "AGE" in name)]


@pytest.mark.parametrize(
    "password", ["aaa bbb ccc ddd eee", "  leading and trailing  ", "ЖЂŽ жђž 雪 ☃ ☃ ☃ ☃ ☃ ☃", "x7 " * 43]
)
def test_a_password_of_any_signs_is_taken_as_it_is(cast: Cast, password: str) -> None:
    validate_password(password)
    account = cast.coordinator.account
    account.set_password(password)
    assert account.check_password(password)
    assert not account.check_password(password.strip() + "!")
    assert not account.check_password(password[:-1])


@pytest.mark.parametrize("password", ["short", "Secretariat2026!!", "passwordpassword"])
def test_a_weak_one_is_refused(cast: Cast, password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password)


@pytest.mark.django_db
def test_a_session_key_has_more_than_128_bits() -> None:
    keys = set()
    for _ in range(20):
        session = SessionStore()
        session.create()
        keys.add(str(session.session_key))
    assert len(keys) == 20
    assert all(len(VALID_KEY_CHARS) ** len(key) > 2**128 for key in keys)
    assert settings.SESSION_ENGINE == "django.contrib.sessions.backends.db"


SWITCH = """    if (single.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "yes");"""


SEALED = {"store.js"}
"""Keeps what the rapporteur's desk could not send yet, sealed with a key that is not there."""

COUNTED = {"unsent.js"}
"""Looks, before signing out, how much of that there is."""


def test_no_script_keeps_anything_in_the_browser_but_what_is_sealed() -> None:
    kept = re.compile(
        r"localStorage.setItem|sessionStorage|indexedDB|document\.cookie|caches\.|serviceWorker|\beval\("
    )
    scripts = list((ROOT / "secretariat").rglob("static/**/*.js"))
    assert len(scripts) >= 3
    texts = [p.read_text(encoding="utf-8").replace(SWITCH, "") for p in scripts]
    assert sum(SWITCH in p.read_text(encoding="utf-8") for p in scripts) == 1
    found = {p.name: text for p, text in zip(scripts, texts, strict=True) if kept.search(text)}
    assert set(found) == SEALED | COUNTED
    assert not any(re.search(r"\.(put|add)\(", found[name]) for name in COUNTED)
    rows = re.findall(r"entries\.put\((.*?)\);", found["store.js"])
    assert rows
    assert all("said" not in row for row in rows), "what was said goes in sealed alone"
