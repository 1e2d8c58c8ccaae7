"""The letter of nomination as a file: kept with the nomination or not at all, for Chair and Secretariat alone."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from secretariat.archive.models import Source
from secretariat.archive.reads import visible_sources
from secretariat.members import actions as members
from secretariat.members.models import Mandate, Nomination, Person
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
    assert reverse("archive:file", args=[source.ref]) in page
    own = cast.coordinator.client.get(reverse("members:nomination", args=[row.ref])).content.decode()
    assert "kept as a file for Chair and Secretariat" in own


def test_the_mandate_names_the_letter_in_the_archive(cast: Cast) -> None:
    send(cast.coordinator.client, cast, paper=letter())
    row = Nomination.objects.get()
    mandate = members.confirm_nomination(cast.officer.actor, nomination=row)
    assert mandate.nomination == f"Letter in the archive: {row.source_ref}"


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
