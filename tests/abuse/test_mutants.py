"""Mutants of sound papers and of words: through the reading worker, the form and the typesetter nothing
breaks. A thousand each in a normal run; ``bench/hostile.py`` runs ten thousand, with HOSTILE_MUTANTS.
"""

from __future__ import annotations

import os
import random
import resource
import time
from collections import Counter
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest
from pytest_django import Settings

from secretariat.archive.models import Reading, Source
from secretariat.archive.reads import file_faults
from secretariat.publishing.typeset import report_docx, report_pdf
from secretariat.toolbox.errors import RuleBroken
from tests.cast import Cast
from tests.publishing_typeset.sample_report import short_report

from .hostile.form import hand_in, one_worker
from .hostile.mutants import SEED, mutants, mutated_words
from .hostile.runner import Bench

pytestmark = [pytest.mark.abuse, pytest.mark.real_time]

MUTANTS = int(os.environ.get("HOSTILE_MUTANTS", "1000"))
SECONDS, MEGABYTES = 5.0, 256
PER_REPORT = 10
"""Mutated words set at once in one report: a report costs what its page costs, not what is on it."""


def test_no_mutant_breaks_the_worker_that_reads_it(tmp_path: Path) -> None:
    bench, outcomes, slowest, largest = Bench(tmp_path), Counter[str](), 0.0, 0
    for number, (name, data) in enumerate(mutants(MUTANTS)):
        run = bench.run(data, name)
        about = f"mutant {number} of seed {SEED}, {name}: {run}"
        assert run.deaths == 0, about
        assert run.cpu_seconds <= SECONDS, about
        assert run.megabytes <= MEGABYTES, about
        for sentence in (run.refusal, *run.sentences):
            assert not sentence or sentence.endswith("."), about
        outcomes["refused" if run.refusal else "not read" if run.unread else "read"] += 1
        slowest, largest = max(slowest, run.cpu_seconds), max(largest, run.megabytes)
    bench.close()
    assert min(outcomes.values()) > MUTANTS // 20, "every way out was taken"
    print(
        f"\n{MUTANTS} mutants read: {dict(outcomes)}; slowest {slowest:.2f} s, most memory {largest} MB, 0 lost"
    )


def test_no_mutant_breaks_the_form(
    cast: Cast, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HOME, settings.FILES = tmp_path, tmp_path / "files"
    handed_in, answers, slowest = mutants(MUTANTS, seed=SEED + 1), Counter[int](), 0.0
    with one_worker(monkeypatch) as worker:
        while batch := list(islice(handed_in, 50)):
            begun = time.process_time()
            answers[hand_in(cast.officer.client, batch)] += len(batch)
            slowest = max(slowest, (time.process_time() - begun) / len(batch))
            assert worker._process is not None
            assert worker._process.poll() is None, "the worker was lost"
    assert answers == {302: MUTANTS}
    assert not Reading.objects.filter(state__in=["waiting", "reading"]).exists()
    kept = Source.objects.count()
    assert MUTANTS // 10 < kept < MUTANTS
    assert file_faults() == (kept, [])
    print(
        f"\n{MUTANTS} mutants through the form: {kept} kept, 0 server errors, {slowest * 1000:.0f} ms each at most"
    )


def test_no_mutated_words_break_the_typesetter() -> None:
    rng, outcomes, slowest, base = random.Random(SEED), Counter[str](), 0.0, short_report()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for number in range(MUTANTS // PER_REPORT):
        chosen = [rng.choice(base.entries) for _ in range(PER_REPORT - 1)]
        entries = tuple(
            replace(
                entry,
                number=at,
                text=mutated_words(entry.text, rng),
                speaker_line=mutated_words(entry.speaker_line, rng),
            )
            for at, entry in enumerate(chosen, 1)
        )
        data = replace(base, title=mutated_words(base.title, rng), entries=entries)
        for make in (report_docx, report_pdf):
            begun = time.process_time()
            try:
                made = make(data)
            except RuleBroken as refusal:
                outcomes[refusal.rule] += 1
            else:
                assert made.startswith((b"PK", b"%PDF-")), f"report {number} of seed {SEED}"
                outcomes[make.__name__] += 1
            slowest = max(slowest, time.process_time() - begun)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    assert set(outcomes) <= {"report_docx", "report_pdf", "typeset.glyph", "typeset.title"}
    assert slowest <= SECONDS
    assert grown <= MEGABYTES
    assert outcomes["report_pdf"] > MUTANTS // PER_REPORT // 4
    print(
        f"\n{MUTANTS} mutated texts typeset: {dict(outcomes)}; slowest {slowest:.2f} s, grown by {grown} MB"
    )
