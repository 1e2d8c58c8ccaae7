"""What goes out by page: cleared words, marked files."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse

from secretariat.meetings.models import Meeting
from secretariat.minutes.actions import add_entry
from secretariat.minutes.models import Entry
from secretariat.publishing.actions import draft_release
from secretariat.publishing.models import Release
from secretariat.publishing.reads import draft_of
from secretariat.toolbox.errors import NotAllowed, NotVisible
from tests.cast import Cast
from tests.publishing.test_reads import SECRETS, words_of_docx, words_of_pdf

CLEARED = "The coordinators agreed to meet regularly."


def form(cast: Cast) -> dict[str, str]:
    decision = Entry.objects.get(kind="decision")
    return {
        "title": "The network met in autumn",
        "when_words": "5 to 6 October 2026",
        "place": "Sunport",
        "summary": "Five members took part.",
        f"line-{decision.pk}": CLEARED,
    }


def test_only_cleared_words_stand_on_the_public_page(cast: Cast, meeting: Meeting) -> None:
    officer, prepare = cast.officer.client, reverse("publishing:release", args=[meeting.ref])
    assert officer.get(prepare).status_code == 200
    assert officer.post(prepare, {**form(cast), "title": ""}).status_code == 422
    assert officer.post(prepare, form(cast)).headers["Location"] == prepare
    page = reverse("desk:public_meeting", args=[Release.objects.get().ref])
    everybody = (cast.public_client, cast.coordinator.client, cast.observer.client, cast.former.client)
    assert [client.get(page).status_code for client in everybody] == [404] * 4
    assert "only Chair and Secretariat see it" in cast.chair.client.get(page).content.decode()

    answer = cast.chair.client.post(reverse("publishing:publish", args=[Release.objects.get().ref]))
    assert answer.headers["Location"] == page
    for client in everybody:
        words = client.get(page).content.decode()
        assert CLEARED in words
        assert "Five members took part." in words
        for closed in (*SECRETS, *Entry.objects.values_list("text", flat=True)):
            assert closed not in words, closed

    assert officer.post(prepare, form(cast)).status_code == 422, "withdraw it first"
    officer.post(reverse("publishing:withdraw", args=[Release.objects.get().ref]))
    assert [client.get(page).status_code for client in everybody] == [404] * 4


def test_decisions_alone_are_proposed_and_none_that_is_narrower_than_the_record(
    cast: Cast, meeting: Meeting
) -> None:
    officer, record = cast.officer.actor, meeting.record
    for how in ({"ring": "bureau"}, {"is_chatham_house": True}):
        add_entry(officer, record=record, kind="decision", text="Not for everybody.", **how)
    draft = draft_of(officer, meeting)
    assert draft.words == {
        Entry.objects.get(text__contains="twice a year").pk: "The network meets twice a year."
    }
    assert draft.facts["when_words"] == "5 to 6 October 2026"
    page = cast.officer.client.get(reverse("publishing:release", args=[meeting.ref])).content.decode()
    assert "Decisions are proposed in their own words" in page


def test_a_page_prepared_anew_keeps_every_sentence(cast: Cast, meeting: Meeting) -> None:
    officer, decision = cast.officer.actor, Entry.objects.get(kind="decision")
    lines = [(None, "They thanked Alba."), (decision, CLEARED), (None, "They meet again in spring.")]
    draft_release(officer, meeting=meeting, title="Met", when_words="autumn", lines=lines)
    address = reverse("publishing:release", args=[meeting.ref])
    shown = cast.officer.client.get(address).context["form"]
    again = {bound.html_name: bound.value() or "" for bound in (*shown.facts(), *shown.sentences())}
    assert cast.officer.client.post(address, again).status_code == 302
    release = Release.objects.get()
    assert (release.title, release.when_words) == ("Met", "autumn")
    assert [(line.entry_id, line.words) for line in release.lines.all()] == [
        (decision.pk, CLEARED),
        (None, "They thanked Alba."),
        (None, "They meet again in spring."),
    ]


@pytest.mark.parametrize("player", ["coordinator", "local", "observer", "former", "admin"])
def test_nobody_else_prepares_releases_or_withdraws(cast: Cast, meeting: Meeting, player: str) -> None:
    cast.officer.client.post(reverse("publishing:release", args=[meeting.ref]), form(cast))
    release = Release.objects.get()
    client = cast.players[player].client
    assert client.get(reverse("publishing:release", args=[meeting.ref])).status_code == 404
    for name in ("publish", "withdraw"):
        assert client.post(reverse(f"publishing:{name}", args=[release.ref])).status_code == 404
    release.refresh_from_db()
    assert release.state == "draft"


@pytest.mark.parametrize("ending", ["pdf", "docx"])
def test_a_member_saves_a_report_that_names_nobody_who_spoke_in_confidence(
    cast: Cast, meeting: Meeting, ending: str
) -> None:
    address = reverse("publishing:report", args=[meeting.ref, ending])
    answer = cast.coordinator.client.get(address)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="autumn-meeting.{ending}"'
    words = (words_of_pdf if ending == "pdf" else words_of_docx)(answer.content)
    assert "The network meets twice a year." in words
    assert not [secret for secret in SECRETS if secret in words]
    for client in (cast.observer.client, cast.former.client, cast.admin.client):
        assert client.get(address).status_code == 404
    assert cast.public_client.get(address).status_code == 302


def test_a_meeting_without_a_record_has_no_report(cast: Cast, meeting: Meeting) -> None:
    Meeting.objects.create(
        network=cast.network, title="Blank", starts_on=meeting.starts_on, ends_on=meeting.ends_on
    )
    blank = Meeting.objects.get(title="Blank")
    answer = cast.officer.client.get(reverse("publishing:report", args=[blank.ref, "pdf"]))
    assert answer.status_code == 404


def test_a_title_without_a_latin_letter_still_gives_the_file_a_name(cast: Cast, meeting: Meeting) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(title="会议")
    answer = cast.coordinator.client.get(reverse("publishing:report", args=[meeting.ref, "docx"]))
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{meeting.ref}.docx"'


def test_the_command_writes_both_files_with_the_rights_of_a_person(
    cast: Cast, meeting: Meeting, tmp_path: Path
) -> None:
    pdf, docx, out = tmp_path / "report.pdf", tmp_path / "report.docx", StringIO()
    call_command(
        "report",
        meeting.ref,
        "--pdf",
        str(pdf),
        "--docx",
        str(docx),
        "--as",
        "alba@story.example",
        stdout=out,
    )
    for words in (words_of_pdf(pdf.read_bytes()), words_of_docx(docx.read_bytes())):
        assert "The network meets twice a year." in words
        assert not [secret for secret in SECRETS if secret in words]
    assert sorted(path.name for path in tmp_path.iterdir() if "report" in path.name) == [
        "report.docx",
        "report.pdf",
    ]
    assert out.getvalue().count("written") == 2


@pytest.mark.parametrize(
    ("email", "error"),
    [
        ("", NotAllowed),
        ("nobody@story.example", NotAllowed),
        ("corvia-former@story.example", NotAllowed),
        ("admin@story.example", NotAllowed),
        ("observer@story.example", NotVisible),
    ],
)
def test_the_command_refuses_whoever_may_not_see_the_meeting(
    cast: Cast, meeting: Meeting, tmp_path: Path, email: str, error: type[Exception]
) -> None:
    file = tmp_path / "report.pdf"
    with pytest.raises(error):
        call_command("report", meeting.ref, "--pdf", str(file), "--as", email)
    assert not file.exists()


def test_the_command_asks_what_to_write(cast: Cast, meeting: Meeting) -> None:
    with pytest.raises(CommandError, match="--pdf FILE"):
        call_command("report", meeting.ref, "--as", "alba@story.example")
