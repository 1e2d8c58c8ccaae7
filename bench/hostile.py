"""Ten thousand mutants through the reading worker, the form and the typesetter, and every hostile fixture.

The same tests as in a normal run, with a larger number; prints their figures and ends with their code. Takes
about twenty minutes on one core: ``bench/hostile.py [NUMBER]``.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
TESTS = ("test_hostile_fixtures.py", "test_mutants.py", "test_row_and_file.py", "test_paper_kills.py")


def main() -> int:
    number = sys.argv[1] if len(sys.argv) > 1 else "10000"
    command = [sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider"]
    tests = [f"tests/abuse/{name}" for name in TESTS]
    environment = {**os.environ, "HOSTILE_MUTANTS": number, "KILL_ROUNDS": "500"}
    return subprocess.run([*command, *tests], cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
