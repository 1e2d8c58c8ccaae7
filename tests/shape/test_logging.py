"""The list of log lines in the docs is the list in the code, and no line can hold what a person wrote."""

from __future__ import annotations

import ast
import logging
import re
import sys
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings

from secretariat.web.logs import LONGEST, QuietLine, one_line
from tests.shape.source import ROOT, Module, modules

PAGE = (ROOT / "docs" / "logging.md").read_text(encoding="utf-8")
LEVELS = {"debug", "info", "warning", "error", "exception", "critical"}
ROW = re.compile(r"^\| `(secretariat\.\w+)` \| (\w+) \| `([^`]+)` \|", re.M)


def log_calls() -> list[tuple[Module, ast.Call]]:
    return [
        (module, node)
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in LEVELS
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in {"log", "logger", "logging"}
    ]


def test_every_log_line_of_the_code_is_in_the_list_and_no_other() -> None:
    found = set()
    for module, call in log_calls():
        assert isinstance(call.func, ast.Attribute)
        words = call.args[0]
        assert isinstance(words, ast.Constant), (
            f"{module.name}:{call.lineno} builds its line; name the fields"
        )
        level = "error" if call.func.attr == "exception" else call.func.attr
        found.add((f"secretariat.{module.room}", level, words.value))
    assert found == set(ROW.findall(PAGE))


def test_every_logger_is_called_after_its_room() -> None:
    for module in modules():
        for name in re.findall(r"getLogger\(([^)]*)\)", module.text):
            assert name == f'"secretariat.{module.room}"', module.name


def test_no_line_is_handed_a_request_a_form_or_an_error() -> None:
    guilty = [
        f"{module.name}:{call.lineno} {ast.unparse(argument)}"
        for module, call in log_calls()
        for argument in call.args[1:]
        if re.search(
            r"\b(GET|POST|body|path|cleaned_data|email|text|words_of|token)\b", ast.unparse(argument)
        )
        or (isinstance(argument, ast.Name) and argument.id in {"error", "request", "form", "exc"})
    ]
    assert guilty == []


def line(message: object, *args: object, exc: bool = False) -> str:
    record = logging.LogRecord(
        "secretariat.web", logging.ERROR, "f.py", 1, message, args, sys.exc_info() if exc else None
    )
    return QuietLine().format(record)


@pytest.mark.parametrize("sign", ["\r\n", "\n", "\x1b[31m", "\u2028", "\u202e", "\x00", "\x85", "\u200b"])
def test_whoever_types_a_line_break_writes_no_line_of_their_own(sign: str) -> None:
    written = line("name %s", f"a{sign}2026-01-01T00:00:00Z INFO forged")
    assert len(written.splitlines()) == 1
    assert sign not in written
    assert one_line(sign).isprintable()


def test_a_fault_is_told_by_class_and_place_and_not_by_its_words() -> None:
    def broken() -> None:
        try:
            int("qzsecret")
        except ValueError as error:
            raise KeyError("qzsecret\nforged") from error

    try:
        broken()
    except KeyError:
        written = line("report %s", "1a2b", exc=True)
    assert "qzsecret" not in written
    assert "forged" not in written
    assert "builtins.KeyError" in written
    assert "builtins.ValueError" in written
    assert "test_logging.py" in written
    assert "in broken" in written


def test_an_error_among_the_values_is_told_by_its_class() -> None:
    assert line("called %s (%s)", "x", ValueError("qzsecret")).endswith("called x (ValueError)")


def test_a_line_begins_with_its_instant_in_utc() -> None:
    with time_machine.travel(datetime(2026, 7, 1, 12, 30, tzinfo=ZoneInfo("Europe/Vienna")), tick=False):
        assert line("x").startswith("2026-07-01T10:30:00Z ERROR secretariat.web x")


def test_a_line_has_an_end() -> None:
    assert len(line("x" * 100_000)) <= LONGEST


def test_every_handler_writes_in_this_form_and_addresses_are_not_logged() -> None:
    assert {h["formatter"] for h in settings.LOGGING["handlers"].values()} == {"line"}
    assert settings.LOGGING["formatters"]["line"]["()"] == "secretariat.web.logs.QuietLine"
    assert not logging.getLogger("django.request").isEnabledFor(logging.ERROR)
    assert not logging.getLogger("django.security.DisallowedHost").isEnabledFor(logging.ERROR)
