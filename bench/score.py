"""Scores the reader against hand-made answers, where they lie beside the project.

Looks for ``corpus/`` and ``tools/score_readings.py`` in SECRETARIAT_SHARED, else in ``../shared``.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("SECRETARIAT_SHARED", ROOT.parent / "shared"))


def main() -> int:
    gold, scorer = SHARED / "corpus" / "gold", SHARED / "tools" / "score_readings.py"
    if not gold.is_dir() or not scorer.is_file():
        print(f"No hand-made answers in {SHARED.name}/; set SECRETARIAT_SHARED to the folder that has them.")
        return 1
    stems = {path.stem for path in gold.glob("*.json")}
    papers = [
        p for p in sorted((SHARED / "corpus" / "reports").rglob("*")) if p.is_file() and p.stem in stems
    ]
    with tempfile.TemporaryDirectory() as folder:
        read = [str(Path(sys.executable).with_name("secretariat")), "read", *map(str, papers)]
        subprocess.run([*read, "--json", "--out", folder], check=False, stdout=subprocess.DEVNULL)
        return subprocess.run(
            [sys.executable, str(scorer), str(gold), folder, *sys.argv[1:]], check=False
        ).returncode


if __name__ == "__main__":
    sys.exit(main())
