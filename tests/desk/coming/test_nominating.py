"""The letter of nomination as a file: kept with the nomination or not at all, for Chair and Secretariat alone."""

from __future__ import annotations

import html
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from secretariat.archive.actions import remove_source, take_in_source
from secretariat.archive.models import Source
from secretariat.archive.reading.inspection import SENTENCES
from secretariat.archive.reads import visible_sources
from secretariat.members import actions as members
from secretariat.members.models import Mandate, Nomination, Person
from secretariat.toolbox import clock
from secretariat.toolbox.errors import RuleBroken, SourceUnreadable
from tests.abuse.hostile.makers import word
from tests.cast import Cast

FIELDS = {
    "name": "Mila Novak",
    "email": "mila@story.example",
    "function": "expert",
    "starts_on": date(2026, 12, 1).isoformat(),
}


def letter(words: bytes = b"We nominate Ms Mila Novak as our expert.") -> SimpleUploadedFile:
    return SimpleUploadedFile("nomination.txt", words, content_type="text/plain")


def send(client: Client, cast: Cast, **fields: object) -> int:
    address = reverse("desk:propose", args=[cast.seats["ab"].ref])
    return client.post(address, FIELDS | fields).status_code


def test_a_seat_hands_its_letter_in_as_a_file_and_only_the_bureau_reads_it(cast: Cast) -> None:
    assert send(cast.coordinator.client, cast, paper=letter()) == 302
    row = Nomination.objects.get()
    source = Source.objects.get(ref=row.source_ref)
    assert (source.ring, row.letter) == ("bureau", "")
    for role, sees in (("officer", True), ("chair", True), ("coordinator", False), ("other", False)):
        assert visible_sources(getattr(cast, role).actor).filter(pk=source.pk).exists() is sees, role
    page = cast.officer.client.get(reverse("members:nomination", args=[row.ref])).content.decode()
    assert reverse("archive:source", args=[source.ref]) in page
    own = cast.coordinator.client.get(reverse("members:nomination", args=[row.ref])).content.decode()
    assert "kept as a file for Chair and Secretariat" in own


def test_the_mandate_names_the_letter_in_the_archive(cast: Cast) -> None:
    send(cast.coordinator.client, cast, paper=letter())
    row = Nomination.objects.get()
    mandate = members.confirm_nomination(cast.officer.actor, nomination=row)
    assert mandate.nomination == f"Letter in the archive: {row.source_ref}"


def test_the_page_of_a_seat_leads_to_a_letter_kept_as_a_file_and_prints_no_reference(cast: Cast) -> None:
    send(cast.coordinator.client, cast, paper=letter())
    row = Nomination.objects.get()
    mandate = members.confirm_nomination(cast.officer.actor, nomination=row)
    link = f'<a href="{reverse("archive:source", args=[row.source_ref])}">letter kept as a file</a>'
    for page in ("members:seat", mandate.seat.ref), ("members:person", mandate.person.ref):
        address = reverse(page[0], args=[page[1]])
        assert link in cast.officer.client.get(address).content.decode(), page
        own = cast.coordinator.client.get(address).content.decode()
        assert "letter kept as a file" in own, page
        assert row.source_ref not in own, page
        assert "letter kept as a file" not in cast.other.client.get(address).content.decode(), page


def test_a_letter_stands_in_the_archive_by_whom_it_is_about_and_is_not_offered_to_be_read(cast: Cast) -> None:
    send(cast.coordinator.client, cast, paper=letter())
    address = reverse("archive:list")
    page = cast.officer.client.get(address).content.decode()
    assert "Letter of nomination: Mila Novak, expert, Seat of Alba" in page
    assert "Read it" not in page
    assert "Check what was read" not in page
    members.confirm_nomination(cast.officer.actor, nomination=Nomination.objects.get())
    assert "Letter of nomination: Mila Novak" in cast.chair.client.get(address).content.decode()


def test_what_a_letter_does_when_it_is_opened_is_told_to_whoever_sends_it(cast: Cast) -> None:
    paper = SimpleUploadedFile("letter.docx", word(more={"word/embeddings/budget.xlsx": b"x"}))
    address = reverse("desk:propose", args=[cast.seats["ab"].ref])
    page = cast.coordinator.client.post(address, FIELDS | {"paper": paper}, follow=True).content.decode()
    assert Nomination.objects.exists()
    assert f"letter.docx: {SENTENCES['embedded-object']}" in html.unescape(page)


def test_no_letter_is_kept_for_a_nomination_that_is_refused_by_a_rule(cast: Cast) -> None:
    assert send(cast.coordinator.client, cast, paper=letter(), email=cast.coordinator.account.email) == 403
    assert not Source.objects.exists()
    assert not Nomination.objects.exists()


def test_no_nomination_is_made_for_a_file_that_is_refused(cast: Cast) -> None:
    assert (
        send(cast.coordinator.client, cast, paper=letter(b"MZ\x90\x00\x03\x00\x00\x00\xff\xfe\x00\x00"))
        == 422
    )
    assert not Nomination.objects.exists()
    assert not Source.objects.exists()


def test_a_letter_counts_to_the_day_of_whoever_hands_it_in(cast: Cast, settings: Settings) -> None:
    settings.UPLOAD_DAY_BYTES = 50
    assert send(cast.coordinator.client, cast, paper=letter()) == 302
    assert Source.objects.get().added_by == cast.coordinator.account
    more = {"email": "jan@story.example", "name": "Jan Kos"}
    assert send(cast.coordinator.client, cast, paper=letter(b"We nominate Mr Jan Kos."), **more) == 422
    assert Nomination.objects.count() == 1


def test_a_letter_is_read_at_once_and_a_marked_one_is_refused(cast: Cast) -> None:
    marked = letter(b"EU RESTRICTED\n\nWe nominate Ms Mila Novak as our expert.")
    assert send(cast.coordinator.client, cast, paper=marked) == 422
    assert not Nomination.objects.exists()
    assert not Source.objects.exists()
    assert send(cast.coordinator.client, cast, paper=letter()) == 302
    source = Source.objects.get()
    assert (source.state, source.readings.get().state) == ("kept", "read")


def test_a_letter_that_cannot_be_read_is_kept_shut(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def unreadable(*args: object, **kwargs: object) -> None:
        raise SourceUnreadable("This paper holds pictures and no words.")

    monkeypatch.setattr("secretariat.archive.intake.read_safely", unreadable)
    assert send(cast.coordinator.client, cast, paper=letter()) == 302
    source = Source.objects.get()
    assert (source.state, source.readings.get().state) == ("unread", "failed")
    page = cast.officer.client.get(reverse("archive:source", args=[source.ref])).content.decode()
    assert reverse("archive:vouch", args=[source.ref]) in page


def test_a_letter_with_the_bytes_of_a_paper_for_all_is_a_paper_of_its_own(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "seen by all.txt"
    path.write_bytes(letter().read())
    wide, _ = take_in_source(cast.officer.actor, network=cast.network, name=path.name, path=path)
    assert send(cast.coordinator.client, cast, paper=letter()) == 302
    source = Source.objects.get(ref=Nomination.objects.get().source_ref)
    assert (wide.ring, source.ring, source.name) == ("members", "bureau", "nomination.txt")


def test_a_letter_stays_as_long_as_a_nomination_or_a_mandate_rests_on_it(cast: Cast) -> None:
    send(cast.coordinator.client, cast, paper=letter())
    row = Nomination.objects.get()
    source = Source.objects.get()
    with pytest.raises(RuleBroken, match="rests on this letter"):
        remove_source(cast.officer.actor, source=source)
    members.confirm_nomination(cast.officer.actor, nomination=row)
    Nomination.objects.all().delete()
    with pytest.raises(RuleBroken, match="rests on this letter"):
        remove_source(cast.officer.actor, source=source)
    Mandate.objects.filter(nomination__contains=source.ref).update(nomination="Note 7")
    remove_source(cast.officer.actor, source=source)
    assert not Source.objects.exists()


def test_neither_words_nor_file_is_no_letter(cast: Cast) -> None:
    assert send(cast.coordinator.client, cast) == 422
    assert send(cast.coordinator.client, cast, letter="Note 7") == 302


class TestSeatingANewcomer:
    FIELDS = FIELDS | {"function": "coordinator", "letter": "Note 9"}

    def send(self, cast: Cast, **fields: object) -> int:
        address = reverse("desk:seat_newcomer", args=[cast.seats["es"].ref])
        return cast.officer.client.post(address, self.FIELDS | fields).status_code

    def test_who_is_alike_is_asked_and_kept(self, cast: Cast) -> None:
        twin = cast.other.person.name
        assert self.send(cast, name=twin) == 422
        assert self.send(cast, name=twin, is_new="on") == 302
        assert Person.objects.filter(name=twin).count() == 2

    def test_somebody_who_is_here_already_keeps_the_entry(self, cast: Cast) -> None:
        who = cast.other.person
        assert self.send(cast, name="", person=who.ref, email=cast.other.account.email) == 302
        assert Mandate.objects.filter(person=who, seat=cast.seats["es"]).exists()

    @pytest.mark.parametrize("name", ["", "Mila Novak"])
    def test_it_is_either_somebody_known_or_somebody_new(self, cast: Cast, name: str) -> None:
        ref = cast.other.person.ref if name else ""
        assert self.send(cast, name=name, person=ref) == 422
        assert not Mandate.objects.filter(seat=cast.seats["es"]).exists()


def test_the_form_calls_neither_way_to_give_the_letter_optional(cast: Cast) -> None:
    page = cast.coordinator.client.get(
        reverse("desk:propose", args=[cast.coordinator.seat.ref])
    ).content.decode()
    assert page.count("(one of these is needed)") == 2
    assert page.count("(optional)") == 1, "the last day alone"


def test_without_a_mail_server_seating_somebody_says_who_hands_the_link_over(
    cast: Cast, settings: Settings
) -> None:
    settings.SENDS_MAIL, settings.SHOWS_LINKS = False, True
    address = reverse("desk:seat_newcomer", args=[cast.seats["es"].ref])
    assert "no mail goes out from here" in cast.officer.client.get(address).content.decode()
    typed = {
        "name": "Vera Nova", "email": "vera@story.example", "function": "coordinator",
        "starts_on": clock.today().isoformat(), "letter": "Note 7 of today",
    }  # fmt: skip
    page = cast.officer.client.post(address, typed, follow=True).content.decode()
    assert "show the link once" in page
    assert "written to" not in page
