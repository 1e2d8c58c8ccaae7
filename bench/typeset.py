"""How long a report takes on its way to paper: in a new process (imports included) and in a warm one.

Two reports of the tests' invented region, 2 and 15 pages; each warm round typesets changed data, because the
typesetter remembers what it has already set. Prints the medians; ends with 1 when the 2-page PDF misses its
targets, 400 ms cold and 150 ms warm.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from secretariat.publishing.typeset import ReportData, report_docx, report_pdf  # noqa: E402
from tests.publishing_typeset.sample_report import long_report, short_report  # noqa: E402

ROUNDS = 9
COLD_MS, WARM_MS = 400, 150

COLD = """
from tests.publishing_typeset.sample_report import {length}_report
from secretariat.publishing.typeset.report_{kind} import report_{kind}
report_{kind}({length}_report())
"""


def cold_ms(kind: str, length: str) -> float:
    """From the start of a new interpreter to its end, report made."""
    script = COLD.format(kind=kind, length=length)
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-c", script], check=True, cwd=ROOT)
        times.append(time.perf_counter() - started)
    return median(times) * 1000


def warm_ms(make: Callable[[ReportData], bytes], data: ReportData) -> tuple[float, int]:
    """In this process, every round another text in every entry; and the size of the file."""
    size = len(make(data))
    times = []
    for turn in range(ROUNDS):
        entries = tuple(replace(one, text=f"{one.text} Take {turn}.") for one in data.entries)
        changed = replace(data, entries=entries, ref=f"{data.ref}/{turn}")
        started = time.perf_counter()
        make(changed)
        times.append(time.perf_counter() - started)
    return median(times) * 1000, size


def main() -> int:
    print(f"typesetting, median of {ROUNDS}      cold      warm      size")
    missed = False
    for kind, make in (("pdf", report_pdf), ("docx", report_docx)):
        for length, data in (("short", short_report()), ("long", long_report())):
            cold = cold_ms(kind, length)
            warm, size = warm_ms(make, data)
            print(
                f"  {kind:4} {length:5} ({len(data.entries):2} entries)  {cold:6.0f} ms {warm:6.0f} ms {size / 1000:6.0f} kB"
            )
            if (kind, length) == ("pdf", "short"):
                missed = cold > COLD_MS or warm > WARM_MS
    verdict = "missed" if missed else "met"
    print(f"  targets for the short pdf: {COLD_MS} ms cold, {WARM_MS} ms warm: {verdict}")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
