"""Old papers: a classified one is not read, and a fact that may not belong here says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from secretariat.archive import actions
from secretariat.archive.intake import read_now
from secretariat.archive.models import Reading, Source
from secretariat.toolbox.errors import RuleBroken
from tests.cast import Cast

WORDS = """Closed meeting of the Amber Coast Network, 12 March 2024, Port Alba

On 12 March 2024 the coordinators held a closed meeting in Port Alba.

Mr. Jan Kos from Bresta proposed to look into case no. 12/2021 of Ana Bek, born on 3 May 2004.

Ms. Vera Dol from Alba said that papers marked RESTREINT UE/EU RESTRICTED belong elsewhere.
"""


def taken_in(cast: Cast, folder: Path, words: str) -> Reading:
    paper = folder / "paper.txt"
    paper.write_text(words, encoding="utf-8")
    source, _ = actions.take_in_source(cast.officer.actor, network=cast.network, name="paper.txt", path=paper)
    reading = Reading.objects.get(source=source)
    read_now(cast.officer.actor, reading)
    reading.refresh_from_db()
    return reading


@pytest.mark.real_time
@pytest.mark.parametrize("marking", ["RESTREINT UE/EU RESTRICTED", "NATO CONFIDENTIAL", "ПОВЕРЉИВО"])
def test_a_classified_paper_is_removed_before_anybody_reads_it_and_the_reason_is_said(
    cast: Cast,
    files: Path,
    tmp_path: Path,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    marking: str,
) -> None:
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(RuleBroken) as refused:
        taken_in(cast, tmp_path, f"{marking}\n\n{WORDS}")
    assert f"“{marking}”" in refused.value.message
    assert "not accredited" in refused.value.message
    assert not Source.objects.exists()
    assert not Reading.objects.exists()
    assert not list(files.iterdir())


@pytest.mark.real_time
def test_a_fact_that_may_not_belong_here_says_so_in_the_review(
    cast: Cast, files: Path, tmp_path: Path
) -> None:
    reading = taken_in(cast, tmp_path, WORDS)
    assert reading.state == "read", reading.problem
    page = cast.officer.client.get(reverse("archive:review", args=[reading.ref])).content.decode()
    assert page.count("does this belong here?") == 2
    assert "a date of birth" in page
    assert "the number of a case file" in page
