"""What was purged leaves nothing in the search index or the log, also where somebody read or a process died."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from secretariat.access.rules import system_actor
from secretariat.desk.machine.jobs import erase_what_is_left
from secretariat.desk.models import SearchRow
from secretariat.desk.purging.traces import TRACES_FILE, erase_traces
from secretariat.minutes.actions import purge_entry
from secretariat.minutes.models import Entry
from tests.abuse.homes import in_home

pytestmark = pytest.mark.real_time
SECRET = "qztracecanary"


def _purge_and_die() -> None:
    """Purges, and leaves the search row as a process does that dies before the index follows."""
    entry = Entry.objects.filter(kind="proposal").first()
    assert entry is not None
    purge_entry(system_actor("the test"), entry=entry, reason="data of a case")
    changed = SearchRow.objects.filter(kind="entry", thing_id=entry.pk).update(folded=SECRET)
    assert changed == 1


def _log_bytes() -> int:
    return (Path(settings.HOME) / "secretariat.sqlite3-wal").stat().st_size


def test_the_tick_erases_what_could_not_be_erased_while_somebody_read(home: Path) -> None:
    def work() -> tuple[list[object], bool]:
        _purge_and_die()
        reader = connection.copy()
        reader.connect()
        with reader.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            cursor.execute("SELECT COUNT(*) FROM audit_deed")
        told: list[object] = [erase_traces(), erase_what_is_left(), _log_bytes() > 0]
        reader.close()
        told += [erase_what_is_left(), _log_bytes(), erase_what_is_left()]
        return told, SearchRow.objects.filter(folded__contains=SECRET).exists()

    assert in_home(home, work) == ([False, 0, True, 1, 0, 0], False)


def test_after_a_restore_all_that_was_ever_purged_is_erased_again(home: Path) -> None:
    def work() -> list[int]:
        _purge_and_die()
        done = [erase_what_is_left(), erase_what_is_left()]
        for words in (f"1 {'0' * 64}\n", f"999999 {'0' * 64}\n", "by hal"):
            (Path(settings.HOME) / TRACES_FILE).write_text(words)
            done += [erase_what_is_left(), erase_what_is_left()]
        return done

    assert in_home(home, work) == [1, 0] * 4
