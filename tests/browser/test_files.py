"""A paper that does something, in a real browser: named when it is handed in, a warning before it is saved,
and a safe copy beside it.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from secretariat.archive.reading.inspection import inspect_bytes
from tests.abuse.hostile.makers import link, word
from tests.abuse.hostile.words import field
from tests.browser.conftest import Enter

pytestmark = pytest.mark.browser

PAPER = word(
    field('DDEAUTO c:\\\\windows\\\\cmd.exe "/k calc"'),
    rels=link("oleObject", "file:///c:/figures.xls"),
    more={"word/embeddings/figures.xlsx": b"x"},
)


def test_a_paper_that_does_something_is_named_warned_of_and_copied_safely(
    enter: Enter, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    paper = tmp_path / "minutes with figures.docx"
    paper.write_bytes(PAPER)
    page = enter("officer")
    page.goto("/archive/")
    page.set_input_files("input[type=file]", paper)
    page.get_by_role("button", name="Take in and read").click()
    page.get_by_text("It holds a field that runs a command").first.wait_for()
    page.goto("/archive/")
    page.get_by_role("link", name="minutes with figures.docx").first.click()
    page.get_by_role("link", name="Save the file itself").click()
    page.get_by_role("heading", name="Before you save").wait_for()
    assert page.get_by_text("Another file or program is packed into it: figures.xlsx.").count() == 1
    shots = request.config.getoption("--shots")
    for width, scheme in ((390, "light"), (1440, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        if shots:
            page.screenshot(path=str(Path(shots) / f"warning-{width}-{scheme}.png"))
    with page.expect_download() as saving:
        page.get_by_role("link", name="Save a safe copy").click()
    assert saving.value.suggested_filename == "minutes with figures (safe copy).docx"
    copy = Path(saving.value.path()).read_bytes()
    assert inspect_bytes(copy, "copy.docx").findings == ()
    assert zipfile.is_zipfile(io.BytesIO(copy))
    with page.expect_download() as saving:
        page.get_by_role("link", name="Save the original all the same").click()
    assert Path(saving.value.path()).read_bytes() == PAPER
