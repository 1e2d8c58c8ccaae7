"""The one real report must read without a fault, as text, as Word and as PDF.

The corpus lies beside the project and is no part of it; without it these tests say so and step aside.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from secretariat.archive.reading.model import to_json_dict
from secretariat.archive.reading.reader import read_bytes

SHARED = Path(os.environ.get("SECRETARIAT_SHARED", Path(__file__).resolve().parents[2].parent / "shared"))
STEM = "natc-see-becici-2019"
REPORT = SHARED / "corpus" / "reports" / "natc-see" / f"{STEM}.txt"
GOLD = SHARED / "corpus" / "gold" / f"{STEM}.json"
SCORER = SHARED / "tools" / "score_readings.py"

pytestmark = pytest.mark.skipif(
    not (REPORT.exists() and GOLD.exists() and SCORER.exists()),
    reason="the corpus of real reports is not here",
)


def converted(tmp_path: Path, form: str) -> Path:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed: no file to convert the report with")
    command = [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", form]
    subprocess.run(
        [*command, "--outdir", str(tmp_path), str(REPORT)], check=True, capture_output=True, timeout=90
    )
    return tmp_path / f"{STEM}.{form}"


@pytest.mark.parametrize("form", ["txt", "docx", "pdf"])
def test_the_real_report_reads_without_a_fault(form: str, tmp_path: Path) -> None:
    path = REPORT if form == "txt" else converted(tmp_path, form)
    gold, readings = tmp_path / "gold", tmp_path / "readings"
    gold.mkdir()
    readings.mkdir()
    shutil.copy(GOLD, gold)
    reading = to_json_dict(read_bytes(path.read_bytes(), path.name))
    (readings / f"{STEM}.json").write_text(json.dumps(reading))
    scored = subprocess.run(
        [sys.executable, str(SCORER), str(gold), str(readings), "--errors"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    rows = [line for line in scored.splitlines() if "F1" in line]
    assert len(rows) == 7, scored
    assert all("F1 1.000" in row for row in rows), scored
