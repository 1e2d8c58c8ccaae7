"""How fast old papers are read: pages of text and of PDF a second, warm, one process, and the cold command.

A page of text is 3,000 characters. The papers are invented here: reports from speaker to speaker, minutes by
topic with lists and tables, records of speech. Prints the medians; ends with 1 when a target is missed:
200 pages of text and 50 pages of PDF a second, 1,500 ms for the cold command.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import typst

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from secretariat.archive.reading.reader import read_bytes  # noqa: E402

PAGE = 3_000
ROUNDS = 7
TEXT_PAGES, PDF_PAGES, COLD_MS = 200.0, 50.0, 1_500.0

NAMES = [
    "Oda Brenner",
    "Tiberiu Vance",
    "Edvin Sorel",
    "Lena Orlik",
    "Bruno Katan",
    "Ina Wold",
    "Galen Tross",
]
SEATS = ["Croatia", "Albania", "Serbia", "Slovenia", "Bulgaria", "Moldova", "Greece"]
VERBS = [
    "pointed out that", "proposed that", "welcomed the idea that", "asked whether", "informed everyone that",
    "offered to help so that", "cautioned that", "emphasized that", "reported that", "suggested that",
]  # fmt: skip
THINGS = [
    "the harbour",
    "every pilot",
    "a joint patrol",
    "the old lighthouse",
    "the register of boats",
    "each crew",
]
DEEDS = [
    "needs more light in winter",
    "should be painted before June",
    "was inspected twice last year",
    "costs too much",
]


def sentence(rng: random.Random) -> str:
    """A sentence of a report, in invented words."""
    tail = f"{rng.choice(THINGS)} {rng.choice(DEEDS)}, and that {rng.choice(THINGS)} {rng.choice(DEEDS)}"
    if rng.random() < 0.4:
        return f"{rng.choice(['He', 'She'])} {rng.choice(VERBS)} {tail}."
    at = rng.randrange(len(NAMES))
    return f"Ms. {NAMES[at]}, the Head of Sea Rescue from {SEATS[at]}, {rng.choice(VERBS)} {tail}."


def report(rng: random.Random, length: int) -> str:
    """A report from speaker to speaker of about that many characters, with lists and headings in between."""
    parts = ["Meeting of the Coast Guard Network of the Amber Isles, 3 March 2022, Port Ilmar"]
    while sum(map(len, parts)) < length:
        if rng.random() < 0.15:
            parts.append("\n".join(f"- {sentence(rng)}" for _ in range(4)))
        parts.append(" ".join(sentence(rng) for _ in range(5)))
    return "\n\n".join(parts)


def minutes(rng: random.Random, length: int) -> str:
    """Minutes by topic of about that many characters: attendance, headings, bullets, action points."""
    parts = ["# Ferry Board Meeting", "12 May 2021", "## Attendees", "\n".join(f"* {n}" for n in NAMES)]
    while sum(map(len, parts)) < length:
        parts.append(f"## The matter of {rng.choice(THINGS)}")
        parts.append(
            "\n".join(
                f"* {rng.choice(NAMES)} {rng.choice(VERBS)} {rng.choice(THINGS)} {rng.choice(DEEDS)}."
                for _ in range(8)
            )
        )
        parts.append(f"The board agreed that {rng.choice(THINGS)} {rng.choice(DEEDS)}.")
        parts.append(f"Action point: {rng.choice(NAMES)} will write to the harbour master by 1 June 2021.")
    return "\n\n".join(parts)


def seconds(work: Callable[[], object]) -> float:
    """Median time of a piece of work, after one round to warm up."""
    work()
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return median(times)


def cold_ms(path: Path) -> float:
    """From the start of the command to its end, one page of text read through the worker."""
    script = "import sys; from secretariat.archive.reading.cli import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", script, str(path), "--json"]
    return 1000 * seconds(lambda: subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL))


def main() -> int:
    """Measures, prints, and judges by the targets."""
    rng = random.Random(11)
    failed = False
    for kind, text in (("report", report(rng, 30 * PAGE)), ("minutes", minutes(rng, 30 * PAGE))):
        data = text.encode()
        rate = len(text) / PAGE / seconds(lambda data=data: read_bytes(data, "paper.md"))
        failed |= rate < TEXT_PAGES
        print(f"text, {kind:8s} {rate:7.0f} pages/s  (target {TEXT_PAGES:.0f})")
    source = report(rng, 60 * PAGE).encode()
    pdf = typst.compile(b'#set page(header: [Amber Isles], numbering: "1")\n' + source)
    pages = read_bytes(pdf, "paper.pdf").source.pages or 0
    rate = pages / seconds(lambda: read_bytes(pdf, "paper.pdf"))
    failed |= rate < PDF_PAGES
    print(f"PDF, {pages} pages   {rate:7.0f} pages/s  (target {PDF_PAGES:.0f})")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.txt"
        path.write_text(report(rng, PAGE))
        cold = cold_ms(path)
    failed |= cold > COLD_MS
    print(f"cold command     {cold:7.0f} ms       (target {COLD_MS:.0f})")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
