"""The console script: what it offers, and to whom."""

from __future__ import annotations

import re

import pytest

from config.manage import main


def _told(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    main(list(words))
    return capsys.readouterr().out


@pytest.mark.parametrize("words", [(), ("help",), ("--help",), ("-h",)])
def test_help_lists_the_commands_of_the_product_and_no_others(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    said = _told(capsys, *words)
    offered = re.findall(r"^  ([a-z-]\S*) ", said, re.MULTILINE)
    assert {"serve", "doctor", "verify", "rotate-keys", "read", "migrate", "backup", "restore"} <= set(
        offered
    )
    foreign = {
        "createsuperuser",
        "changepassword",
        "dumpdata",
        "loaddata",
        "flush",
        "shell",
        "dbshell",
        "runserver",
    }
    assert not foreign & set(offered)
    assert not [name for name in offered if "_" in name]


def test_every_command_in_the_help_says_in_one_sentence_what_it_does(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = _told(capsys, "help")
    entries = re.split(r"^  (?=[a-z])", said, flags=re.MULTILINE)[1:]
    assert len(entries) > 15
    for entry in entries:
        words = entry.partition("\n\n")[0]
        assert re.search(r"\w\.$", words.strip()), entry
        assert all(len(line) <= 102 for line in words.splitlines()), entry


@pytest.mark.parametrize("name", ["rotate-keys", "rotate_keys"])
def test_help_of_a_command_is_found_as_it_is_written_on_the_command_line(
    capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert "usage: secretariat rotate" in _told(capsys, "help", name)
