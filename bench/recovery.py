"""How much may be lost, and how soon the store is back: backups under load, and restores of a large store.

Prints what a backup every minute would lose at most (RPO: the age of the newest backup), how long a backup
takes while two processes write, and how long coming back takes by size, measured and carried on to 10 GB (RTO).
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django  # noqa: E402

django.setup()

from secretariat.archive.actions import take_in_source  # noqa: E402
from secretariat.desk.recovery.backup import Made, back_up  # noqa: E402
from secretariat.desk.recovery.restore import restore  # noqa: E402
from secretariat.members.reads import network_here  # noqa: E402
from tests.abuse.crash import CHECKER, writer  # noqa: E402
from tests.abuse.homes import in_home, with_world  # noqa: E402

PAPERS, EACH_MB = 100, 2
EVERY_SECONDS = 60
WANTED_GB = 10


def fill(folder: Path) -> None:
    """A hundred papers of two megabytes each, of bytes that do not compress."""
    network = network_here(CHECKER)
    for number in range(PAPERS):
        path = folder / f"paper-{number}.txt"
        path.write_text(os.urandom(EACH_MB * 2**19).hex())
        take_in_source(CHECKER, network=network, name=path.name, path=path)
        path.unlink()


def backed_up(home: Path, folder: Path) -> tuple[Made, float]:
    """One backup and the seconds it took."""
    begun = time.monotonic()
    made = in_home(home, lambda: back_up(folder / "backups"))
    return made, time.monotonic() - begun


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="recovery-"))
    try:
        home = folder / "home"
        with_world(home, folder)
        in_home(home, lambda: fill(folder))
        first, first_seconds = backed_up(home, folder)
        size_gb = first.bytes / 2**30
        pids = [writer(home, folder / f"ledger-{name}", name, folder, 3) for name in ("one", "two")]
        later = []
        for _ in range(5):
            time.sleep(1.1)
            later.append(backed_up(home, folder))
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        last = later[-1][0]
        seconds = median(taken for _, taken in later)
        empty = folder / "empty"
        empty.mkdir()
        begun = time.monotonic()
        back = in_home(empty, lambda: restore(last.folder), keys=home / "keys")
        restored = time.monotonic() - begun
        told = sum(len((folder / f"ledger-{name}").read_text().splitlines()) for name in ("one", "two"))
        print(f"first backup: {size_gb:.2f} GB in {first_seconds:.1f} s")
        print(f"backups under load: median {seconds:.2f} s, {last.reused} of {last.files} papers lent")
        print(
            f"RPO: a backup every {EVERY_SECONDS} s loses at most {EVERY_SECONDS + seconds:.0f} s (the last minute and the backup itself)"
        )
        print(
            f"restore: {last.bytes / 2**30:.2f} GB in {restored:.1f} s, {back.rows} rows and {back.files} papers compared, all equal"
        )
        rto = restored * WANTED_GB / (last.bytes / 2**30) / 60
        print(
            f"RTO: at this rate {WANTED_GB} GB are back in {rto:.1f} min ({told} deeds were told done during the backups)"
        )
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
