"""How a paper leaves: under its own name, to be saved, by nobody else's page; after a warning where it does
something; or as a safe copy.
"""

from __future__ import annotations

import io
from contextlib import nullcontext
from datetime import timedelta
from email.message import Message
from pathlib import Path
from urllib.parse import unquote

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory
from django.urls import reverse
from pytest_django import Settings

from secretariat.archive import actions
from secretariat.archive.downloads import as_download
from secretariat.archive.models import Source
from secretariat.archive.reading.inspection import inspect_bytes
from secretariat.archive.store import clean_name
from secretariat.toolbox import clock
from secretariat.toolbox.errors import NotAllowed, RuleBroken
from tests.abuse.hostile.makers import link, sound_pdf, word
from tests.abuse.hostile.pdfs import SCRIPT, pdf
from tests.abuse.hostile.words import field
from tests.archive.papers import opened_by_hand
from tests.cast import Cast

HOSTILE_NAMES = (
    *("minutes.txt", "a b c.txt", "'quoted'.txt", '"double".txt', 'half".txt', "semi;colon.txt", "per%20cent.txt"),
    *("%0d%0aSet-Cookie: a=b.txt", "line\r\nbreak.txt", "tab\there.txt", "nul\x00.txt", "bell\x07.txt", "back\\slash.txt"),
    *("../../etc/passwd.txt", "/etc/passwd.txt", "C:\\x\\y.txt", "\\\\host\\share\\z.txt", "....txt", "..txt", ".txt"),
    *("записник.txt", "Ђурђевак.txt", "Đurđevac.txt", "ŠIBENIK.txt", "Πρακτικά.txt", "tutanak İı.txt", "ă ș ț.txt"),
    *("会議.txt", "اجتماع.txt", "פגישה.txt", "รายงาน.txt", "😀.txt", "👨‍👩‍👧.txt", "e\u0301.txt", "a\u0301\u0302\u0303.txt"),
    *("\u202egnp.txt", "a\u202e\u2066b.txt", "\u200bzero.txt", "\ufeffmark.txt", "soft\u00adhyphen.txt", "\u2028line.txt"),
    *("no\u00a0break.txt", "\u3000wide.txt", "＂full＂.txt", "a\u2044b.txt", "a\u2215b.txt", "con.txt", "NUL.txt", "aux"),
    *("x" * 300 + ".txt", "ж" * 300 + ".txt", "😀" * 200 + ".txt", " lead.txt", "trail.txt ", "dots....txt", "-rf.txt", "~home.txt"),
    *("$(id).txt", "`id`.txt", "a|b.txt", "a>b<c.txt", "a?b*c.txt", "<script>.txt", "=cmd|x.txt", "filename*=utf-8''x.txt"),
    *("a.txt.exe.txt", "?.txt", "=?utf-8?q?x?=.txt", "\ud800lone.txt", "\udfffx.txt"),
)  # fmt: skip


def name_in(header: str) -> str:
    """The name a browser saves under: ``filename*`` before ``filename`` (RFC 6266, 4.3)."""
    if "filename*=" in header:
        charset, _, coded = header.partition("filename*=")[2].partition("''")
        assert charset == "utf-8"
        return unquote(coded, errors="strict")
    message = Message()
    message["Content-Disposition"] = header
    return str(message.get_filename())


def test_sixty_hostile_names_come_back_as_they_are_shown() -> None:
    assert len(set(HOSTILE_NAMES)) >= 60
    for given in HOSTILE_NAMES:
        shown = clean_name(given)
        answer = as_download(RequestFactory().get("/"), io.BytesIO(b"words"), shown)
        header = answer.headers["Content-Disposition"]
        assert header.startswith("attachment; filename"), given
        assert header.isascii(), given
        assert not {"\r", "\n", "\x00"} & set(header), given
        assert name_in(header) == shown, given
        assert "/" not in shown, given
        assert "\\" not in shown, given


def kept(cast: Cast, tmp_path: Path, name: str, content: bytes) -> Source:
    path = tmp_path / "handed-in"
    path.write_bytes(content)
    return actions.take_in_source(cast.officer.actor, network=cast.network, name=name, path=path)[0]


def body_of(answer: HttpResponse) -> bytes:
    assert isinstance(answer, StreamingHttpResponse)
    content = b"".join(answer.streaming_content)  # type: ignore[arg-type]
    answer.close()
    return content


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Dest": "iframe", "Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Dest": "object"},
        {"Sec-Fetch-Dest": "embed"},
        {"Sec-Fetch-Dest": "image"},
        {"Sec-Fetch-Dest": "script"},
        {"Sec-Fetch-Dest": "style"},
        {"Sec-Fetch-Dest": "video"},
        {"Sec-Fetch-Dest": "worker"},
        {"Sec-Fetch-Dest": "something-new"},
        {"Sec-Fetch-Dest": "document", "Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Dest": "document", "Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
    ids=str,
)
def test_a_paper_is_never_part_of_another_page(headers: dict[str, str]) -> None:
    content = io.BytesIO(b"words")
    with pytest.raises(NotAllowed):
        as_download(RequestFactory().get("/", headers=headers), content, "m.txt")
    assert content.closed


@pytest.mark.real_time
def test_a_paper_that_does_something_is_given_after_a_warning_only(cast: Cast, tmp_path: Path) -> None:
    content = word(field('DDEAUTO cmd "/k calc"'), rels=link("hyperlink", "javascript:alert(1)"))
    source = opened_by_hand(kept(cast, tmp_path, "minutes.docx", content))
    client, address = cast.coordinator.client, reverse("archive:file", args=[source.ref])
    warning = client.get(address)
    page = warning.content.decode()
    assert "It holds a field that runs a command" in page
    assert "javascript:alert(1)" in page
    assert f"{address}?original=yes" in page
    assert "javascript:alert(1)" in client.get(reverse("archive:source", args=[source.ref])).content.decode()
    assert body_of(client.get(f"{address}?original=yes")) == content  # type: ignore[arg-type]
    safe = client.get(reverse("archive:safe_copy", args=[source.ref]))
    assert name_in(safe.headers["Content-Disposition"]) == "minutes (safe copy).docx"
    for name, value in (
        ("Content-Security-Policy", "sandbox; default-src 'none'; frame-ancestors 'none'"),
        ("X-Content-Type-Options", "nosniff"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Cache-Control", "no-store"),
        ("Content-Type", "application/octet-stream"),
    ):
        assert safe.headers[name] == value
    copy = body_of(safe)  # type: ignore[arg-type]
    assert b"DDEAUTO" not in copy
    assert inspect_bytes(copy, "copy.docx").findings == ()


@pytest.mark.real_time
def test_what_a_paper_does_is_told_to_whoever_hands_it_in(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "minutes.pdf"
    path.write_bytes(pdf(root=b"/OpenAction" + SCRIPT))
    with path.open("rb") as paper:
        answer = cast.officer.client.post(
            reverse("archive:take_in"), {"papers": [paper], "ring": "members"}, follow=True
        )
    assert "minutes.pdf: It holds a script (JavaScript)." in answer.content.decode()


@pytest.mark.real_time
def test_a_plain_paper_has_no_warning_and_a_safe_copy_all_the_same(cast: Cast, tmp_path: Path) -> None:
    source = opened_by_hand(kept(cast, tmp_path, "minutes.pdf", sound_pdf()))
    client = cast.coordinator.client
    assert body_of(client.get(reverse("archive:file", args=[source.ref]))) == sound_pdf()  # type: ignore[arg-type]
    copy = body_of(client.get(reverse("archive:safe_copy", args=[source.ref])))  # type: ignore[arg-type]
    assert copy.startswith(b"%PDF-")
    assert b"Farr" not in copy


def test_a_day_has_a_quota_for_each_person(cast: Cast, tmp_path: Path, settings: Settings) -> None:
    settings.UPLOAD_DAY_BYTES = 1000
    kept(cast, tmp_path, "one.txt", b"a" * 600)
    with pytest.raises(RuleBroken, match="of a day"):
        kept(cast, tmp_path, "two.txt", b"b" * 401)
    kept(cast, tmp_path, "one-again.txt", b"a" * 600)
    kept(cast, tmp_path, "three.txt", b"c" * 400)
    path = tmp_path / "handed-in"
    path.write_bytes(b"d" * 500)
    actions.take_in_source(cast.chair.actor, network=cast.network, name="four.txt", path=path)
    with time_machine.travel(clock.now() + timedelta(days=1, seconds=1), tick=False):
        kept(cast, tmp_path, "two.txt", b"b" * 401)


def test_an_upload_lies_in_a_private_file_and_a_flood_is_not_kept(
    cast: Cast, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.UPLOAD_MAX_BYTES = 10_000
    seen = []
    real = actions.take_in_source

    def look(*args: object, **kwargs: object) -> object:
        path = kwargs["path"]
        assert isinstance(path, Path)
        seen.append((path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777, path.stat().st_size))
        return real(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr("secretariat.archive.views.actions.take_in_source", look)
    monkeypatch.setattr("secretariat.archive.views.prepared", lambda path, name: nullcontext((None, None)))
    papers = [SimpleUploadedFile("m.txt", b"words " * 10), SimpleUploadedFile("n.txt", b"x" * 3_000_000)]
    answer = cast.officer.client.post(
        reverse("archive:take_in"), {"papers": papers, "ring": "members"}, follow=True
    )
    assert seen == [(0o600, 0o700, 60), (0o600, 0o700, 10_001)]
    assert "larger than" in answer.content.decode()
