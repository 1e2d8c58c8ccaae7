"""An acknowledged deed is never lost: two writers are killed in the middle of their work, over and over."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.abuse.crash import kill_rounds

pytestmark = [pytest.mark.abuse, pytest.mark.real_time]

ROUNDS = 100


def test_what_was_acknowledged_is_there_after_a_hundred_kills(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kills = kill_rounds(home, tmp_path, ROUNDS, check_every=5)
    with capsys.disabled():
        print(
            f"\nkill rounds: {kills.rounds}, acknowledged {kills.acknowledged}, lost {len(kills.lost)}, "
            f"done but not yet told {kills.unacknowledged}, faults {len(kills.faults)}"
        )
    assert kills.lost == []
    assert kills.faults == []
    assert kills.acknowledged >= ROUNDS, "in every round at least one deed was told to be done"
    assert 0 <= kills.unacknowledged <= 2 * ROUNDS
