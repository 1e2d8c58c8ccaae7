"""The database lies sealed on the disk and opens with its own key only."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

MARK = "qzsealedcanary"

WRITE = f"""
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from secretariat.access.rules import system_actor
from secretariat.members.actions import create_network
create_network(system_actor("test"), slug="n", name="{MARK} network", short_name="{MARK}")
from django.db import connection
with connection.cursor() as cursor:
    print(*(cursor.execute("PRAGMA " + name).fetchone()[0] for name in
          ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "trusted_schema",
           "recursive_triggers", "temp_store")))
"""

READ = """
import django; django.setup()
from secretariat.members.reads import visible_networks
from secretariat.access.rules import PUBLIC
print(visible_networks(PUBLIC).get().name)
"""


def run(home: Path, words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "SECRETARIAT_HOME": str(home), "DJANGO_SETTINGS_MODULE": "config.settings"}
    return subprocess.run(
        [sys.executable, "-c", words], env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    done = run(home, WRITE)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["wal", "2", "1", "1", "0", "1", "2"]
    return home


@pytest.fixture
def home(written: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "home"
    shutil.copytree(written, copy)
    return copy


@pytest.mark.real_time
def test_no_word_lies_in_clear_on_the_disk(home: Path) -> None:
    files = [p for p in home.rglob("*") if p.is_file()]
    assert (home / "secretariat.sqlite3") in files
    assert [p.name for p in files if MARK.encode() in p.read_bytes()] == []
    assert not (home / "secretariat.sqlite3").read_bytes().startswith(b"SQLite format 3")
    assert run(home, READ).stdout.strip() == f"{MARK} network"


@pytest.mark.real_time
def test_without_its_key_the_store_says_what_to_put_back(home: Path) -> None:
    (home / "database.key.age").unlink()
    done = run(home, READ)
    assert done.returncode == 1
    assert "put database.key.age back" in done.stderr


@pytest.mark.real_time
def test_with_another_stores_key_nothing_opens(home: Path, tmp_path: Path) -> None:
    (home / "database.key.age").unlink()
    other = tmp_path / "other"
    shutil.copytree(home / "keys", other / "keys")
    assert run(other, WRITE).returncode == 0
    shutil.copy(other / "database.key.age", home / "database.key.age")
    done = run(home, READ)
    assert done.returncode == 1
    assert "another store" in done.stderr
