"""A store of before the tree is brought up to date, and back, and every deed is where it was."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

SCRIPT = """
import json, django
django.setup()
from django.core.management import call_command
from django.db import DatabaseError, connection
from secretariat.audit.reads import growth_at, head, verify_chain
from secretariat.desk.story.build import build_network
from secretariat.desk.story.region import REGION

def run(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone() if cursor.description else None

def refused(statement):
    try:
        run(statement)
    except DatabaseError:
        return True
    return False

call_command("migrate", verbosity=0)
build_network(REGION)
before = [head()[0], growth_at(head()[0]).root.hex()]
call_command("migrate", "audit", "0002", verbosity=0)
old = [run("SELECT COUNT(*) FROM audit_deed")[0], refused("UPDATE audit_deed SET thing_ref = 'x' WHERE number = 3")]
call_command("migrate", verbosity=0)
after = [head()[0], growth_at(head()[0]).root.hex()]
faults = len(verify_chain()[1])
guarded = [refused(f"UPDATE audit_deed SET {name} WHERE number = 3") for name in (
    "nodes = ''", "account_id = 99", "network_id = 99", "wiped_by = 4", "words = NULL, salt = NULL")]
guarded.append(refused("DELETE FROM audit_deed WHERE number = 3"))
print(json.dumps({"before": before, "old": old, "after": after, "faults": faults, "guarded": guarded}))
"""


@pytest.mark.real_time
def test_the_tree_is_planted_and_taken_back_and_the_triggers_stand_either_way(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    settings = {"DJANGO_SETTINGS_MODULE": "config.settings", "SECRETARIAT_HOME": str(tmp_path / "home")}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env={**os.environ, **settings, "SECRETARIAT_KEYS": str(tmp_path / "keys")},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["old"] == [told["before"][0], True]
    assert told["after"] == told["before"]
    assert told["faults"] == 0
    assert told["guarded"] == [True] * 6
