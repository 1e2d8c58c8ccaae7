"""A thousand rounds of killing two writers in the middle of their work; nothing acknowledged may be lost."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django  # noqa: E402

django.setup()

from tests.abuse.crash import kill_rounds  # noqa: E402
from tests.abuse.homes import with_world  # noqa: E402

ROUNDS = int(os.environ.get("ROUNDS", "1000"))


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="crash-"))
    try:
        with_world(folder / "home", folder)
        begun = time.monotonic()
        kills = kill_rounds(folder / "home", folder, ROUNDS, check_every=25)
        print(
            f"{kills.rounds} rounds of SIGKILL on two writers in {time.monotonic() - begun:.0f} s: "
            f"{kills.acknowledged} deeds acknowledged, {len(kills.lost)} lost, {len(kills.faults)} faults, "
            f"{kills.unacknowledged} done but not yet told"
        )
        for words in [*kills.lost, *kills.faults][:20]:
            print(f"  {words}")
        sys.exit(1 if kills.lost or kills.faults else 0)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
