"""An answer by a personal link, from the question to the deed, and everything that ends it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from secretariat.access.rules import system_actor
from secretariat.archive import reads as archive_reads
from secretariat.audit.models import Deed
from secretariat.commitments import actions as commitments
from secretariat.commitments import reads as commitments_reads
from secretariat.commitments.models import Commitment, Progress
from secretariat.desk.reads import search
from secretariat.meetings import actions as meetings
from secretariat.meetings import reads as meetings_reads
from secretariat.members import actions as members
from secretariat.members import reads as members_reads
from secretariat.members.models import Mandate, Notice, Person, PersonalLink
from secretariat.members.reads import holder_of_secret, secret_of, words_to_send
from secretariat.minutes import reads as minutes_reads
from secretariat.publishing import reads as publishing_reads
from secretariat.toolbox import clock
from secretariat.toolbox.errors import NotVisible, RuleBroken
from tests.cast import Cast
from tests.story.world import CANARY, build_world

GIVEN = {"words": "Half of it is written.", "state": "under way", "evidence": "", "done_on": ""}


@pytest.fixture
def owed(cast: Cast) -> Commitment:
    """Something Alba owes, of a closed meeting."""
    officer = cast.officer.actor
    meeting = meetings.create_meeting(
        officer, network=cast.network, title="Closed talks", starts_on=date(2026, 10, 5)
    )
    return commitments.note_commitment(
        officer,
        meeting=meeting,
        words="Write the common guide.",
        kind="proposal",
        seat=cast.seats["ab"],
        due_on=date(2026, 12, 31),
    )


def address_in_letter() -> str:
    notice = Notice.objects.filter(kind="progress report").latest("pk")
    assert "/answer/" not in notice.body
    found = re.search(r"https?://[^/]+(/answer/\S+/)", words_to_send(notice))
    assert found
    return found[1]


@pytest.fixture
def address(cast: Cast, owed: Commitment) -> str:
    commitments.ask_for_report(cast.officer.actor, commitment=owed)
    return address_in_letter()


def gone(address: str) -> bool:
    """Whether an address answers with the one page of dead links, to looking and to sending alike."""
    client, texts = Client(), []
    for answer in (client.get(address), client.post(address, GIVEN), client.get("/answer/never-was-one/")):
        assert answer.status_code in {200, 302, 404}
        texts.append((answer.status_code, answer.content.partition(b"<main")[2]))
    return texts[0] == texts[1] == texts[2]


def test_the_secretariat_asks_from_the_line_and_a_letter_waits(cast: Cast, owed: Commitment) -> None:
    page = cast.officer.client.get(reverse("commitments:commitment", args=[owed.ref]))
    assert "Ask by a personal link" in page.content.decode()
    answer = cast.officer.client.post(reverse("commitments:ask", args=[owed.ref]))
    assert "Ana Đurić is asked" in answer.content.decode()
    assert "/answer/" not in answer.content.decode()
    notice = Notice.objects.get(kind="progress report")
    assert (notice.account, notice.mandate) == (cast.coordinator.account, cast.coordinator.role.mandate)
    assert owed.words not in notice.body + notice.subject
    assert mail.outbox == []


def test_nobody_but_chair_and_secretariat_asks(cast: Cast, owed: Commitment) -> None:
    for player in (cast.coordinator, cast.other, cast.observer):
        assert player.client.post(reverse("commitments:ask", args=[owed.ref])).status_code == 404
    assert not PersonalLink.objects.exists()


def test_the_page_shows_the_one_line_and_nothing_of_the_rest(cast: Cast, address: str) -> None:
    answer = Client().get(address)
    text = answer.content.decode()
    assert answer.status_code == 200
    for words in ("Write the common guide.", "31 December 2026", "Ana Đurić", "Seat of Alba"):
        assert words in text
    assert "Closed talks" not in text
    assert 'aria-label="Main"' not in text


def test_an_answer_is_the_holders_own_report_and_says_how_it_came(
    cast: Cast, owed: Commitment, address: str
) -> None:
    client = Client()
    assert client.post(address, GIVEN, follow=True).status_code == 200
    report = Progress.objects.get(commitment=owed)
    assert (report.seat, report.words) == (cast.seats["ab"], GIVEN["words"])
    assert report.actor_label == "Ana Đurić, by personal link"
    deed = Deed.objects.get(deed="commitments.report_progress")
    assert deed.account_id == cast.coordinator.account.pk
    assert deed.words is not None
    assert deed.words["actor"] == "Ana Đurić, by personal link"
    page = client.get(address).content.decode()
    assert "You answered on" in page
    assert "It can be changed until" in page
    client.post(address, GIVEN | {"words": "Two thirds of it."})
    assert Progress.objects.filter(commitment=owed).count() == 2


def test_an_answer_that_says_too_little_is_asked_again_and_the_link_counts_as_unused(address: str) -> None:
    answer = Client().post(address, GIVEN | {"state": "done"})
    assert answer.status_code == 422
    assert "what shows that it is done" in answer.content.decode()
    assert PersonalLink.objects.get().used_at is None


def test_it_sets_no_session_and_says_nothing_to_where_one_goes_next(address: str) -> None:
    client = Client()
    answer = client.get(address)
    assert set(client.cookies) <= {settings.CSRF_COOKIE_NAME}
    assert answer.headers["Referrer-Policy"] == "strict-origin"
    assert answer.headers["Cache-Control"] == "no-store"
    sent = client.post(address, GIVEN)
    assert sent.headers["Referrer-Policy"] == "no-referrer"
    assert set(client.cookies) <= {settings.CSRF_COOKIE_NAME}


def test_a_form_without_its_token_is_refused(address: str) -> None:
    assert Client(enforce_csrf_checks=True).post(address, GIVEN).status_code == 403


def test_whoever_is_signed_in_meanwhile_neither_answers_nor_is_named(
    cast: Cast, owed: Commitment, address: str
) -> None:
    page = cast.other.client.get(address)
    assert cast.other.person.name not in page.content.decode()
    cast.other.client.post(address, GIVEN)
    assert Progress.objects.get(commitment=owed).actor_label == "Ana Đurić, by personal link"


def test_after_an_answer_no_other_page_knows_the_visitor(cast: Cast, owed: Commitment, address: str) -> None:
    client = Client()
    client.post(address, GIVEN)
    for name, args in (
        ("commitments:commitment", [owed.ref]),
        ("commitments:report", [owed.ref]),
        ("commitments:list", []),
        ("desk:meeting", [owed.meeting.ref]),
        ("members:list", []),
        ("desk:my_feed", []),
        ("desk:links", []),
    ):
        assert client.get(reverse(name, args=args)).status_code == 302, name
    secret = address.strip("/").rpartition("/")[2]
    assert client.get(reverse("desk:feed", args=[secret])).status_code == 404
    assert "common guide" not in client.get(reverse("desk:search"), {"q": "guide"}).content.decode()


def test_the_secret_is_in_no_log(
    cast: Cast, address: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = address.strip("/").rpartition("/")[2]
    caplog.set_level("DEBUG", logger="secretariat")
    Client().get(address)
    Client(enforce_csrf_checks=True).post(address, GIVEN)

    def broken(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("secretariat.desk.personal.answers.use_link", broken)
    client = Client(raise_request_exception=False)
    assert client.post(address, GIVEN).status_code == 500
    logged = [record for record in caplog.records if record.name.startswith("secretariat")]
    assert logged
    assert not any(secret in record.getMessage() for record in logged)


def test_a_dead_link_is_one_and_the_same_page_whatever_it_died_of(
    cast: Cast, owed: Commitment, address: str
) -> None:
    link = PersonalLink.objects.get()
    assert not gone(address)
    members.revoke_link(cast.officer.actor, link=link)
    assert gone(address)
    PersonalLink.objects.update(revoked_at=None)
    with time_machine.travel(link.expires_at, tick=False):
        assert gone(address)
    commitments.assign_commitment(
        cast.officer.actor,
        commitment=owed,
        version=Commitment.objects.get().version,
        seat=cast.seats["br"],
        due_on=None,
    )
    assert gone(address)


def test_a_line_that_is_narrowed_closes_its_link(cast: Cast, owed: Commitment, address: str) -> None:
    Commitment.objects.filter(pk=owed.pk).update(ring="bureau")
    assert gone(address)
    Commitment.objects.filter(pk=owed.pk).update(ring="members")
    meetings.change_meeting(cast.officer.actor, meeting=owed.meeting, version=1, ring="bureau")
    assert gone(address)


def test_the_secretariat_sees_what_it_sent_and_takes_it_back(
    cast: Cast, owed: Commitment, address: str
) -> None:
    page = cast.officer.client.get(reverse("desk:links")).content.decode()
    assert owed.words in page
    assert "Ana Đurić" in page
    assert "Take it back" in page
    link = PersonalLink.objects.get()
    revoke = reverse("desk:revoke_link", args=[link.ref])
    for words in ("Taken back: that address", "opened nothing any more already"):
        assert words in cast.officer.client.post(revoke, follow=True).content.decode()
    assert "taken back" in cast.officer.client.get(reverse("desk:links")).content.decode()
    assert gone(address)


def test_the_list_of_links_costs_the_same_for_ten_and_for_two_hundred(
    cast: Cast, owed: Commitment, django_assert_num_queries: object
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost(count: int) -> int:
        mandate = cast.coordinator.role.mandate
        now = clock.now()
        for n in range(PersonalLink.objects.count(), count):
            PersonalLink.objects.create(
                digest=f"{n:064d}",
                purpose="progress report",
                thing_ref=owed.ref,
                mandate=mandate,
                made_at=now,
                expires_at=now + timedelta(days=14),
            )
        cast.officer.client.get(reverse("desk:links"))
        with CaptureQueriesContext(connection) as queries:
            assert cast.officer.client.get(reverse("desk:links")).status_code == 200
        return len(queries)

    assert cost(10) == cost(200)


def test_somebody_without_a_sign_in_is_asked_by_an_address_to_hand_over(cast: Cast, owed: Commitment) -> None:
    Person.objects.filter(pk=cast.coordinator.person.pk).update(account=None)
    page = cast.officer.client.post(reverse("commitments:ask", args=[owed.ref])).content.decode()
    found = re.search(r'value="https?://[^/]+(/answer/[^"]+)"', page)
    assert found
    assert not Notice.objects.filter(kind="progress report").exists()
    assert Client().post(found[1], GIVEN).status_code == 302
    assert Progress.objects.get(commitment=owed).actor_label == "Ana Đurić, by personal link"


def test_nobody_is_asked_for_a_vacant_seat_a_finished_line_or_what_they_may_not_see(
    cast: Cast, owed: Commitment
) -> None:
    officer = cast.officer.actor
    Commitment.objects.filter(pk=owed.pk).update(ring="bureau")
    with pytest.raises(RuleBroken, match="not open to"):
        commitments.ask_for_report(officer, commitment=owed)
    Commitment.objects.filter(pk=owed.pk).update(ring="members", seat=cast.seats["es"])
    with pytest.raises(RuleBroken, match="vacant"):
        commitments.ask_for_report(officer, commitment=owed)
    Commitment.objects.filter(pk=owed.pk).update(state="dropped")
    with pytest.raises(RuleBroken, match="Nobody owes"):
        commitments.ask_for_report(officer, commitment=owed)
    assert not PersonalLink.objects.exists()


def test_a_link_taken_back_while_the_form_was_open_takes_no_answer(
    cast: Cast, owed: Commitment, address: str
) -> None:
    from secretariat.desk.personal.answers import asked_by, take_answer

    asked = asked_by(address.strip("/").rpartition("/")[2])
    members.revoke_link(cast.officer.actor, link=asked.holder.line.link)
    with pytest.raises(NotVisible):
        take_answer(asked, {"words": "Late.", "state": "under way"})
    assert not Progress.objects.exists()


def test_a_mandate_that_ends_ends_its_link_on_the_first_day_after(cast: Cast, address: str) -> None:
    Mandate.objects.filter(person=cast.coordinator.person).update(ends_on=clock.today())
    assert not gone(address)
    with time_machine.travel(clock.now() + timedelta(days=1), tick=False):
        assert gone(address)


def test_a_link_in_a_letter_read_on_the_web_opens(address: str) -> None:
    """Webmail is another site: a browser says so when somebody follows a link from there."""
    from_mail = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert Client().get(address, headers=from_mail).status_code == 200


DOORS = [
    door
    for room in (
        archive_reads,
        commitments_reads,
        meetings_reads,
        members_reads,
        minutes_reads,
        publishing_reads,
    )
    for name, door in sorted(vars(room).items())
    if name.startswith("visible_")
]


@pytest.mark.real_time
def test_every_door_shows_whoever_comes_by_a_link_what_it_shows_the_public(
    cast: Cast, tmp_path: Path
) -> None:
    world = build_world(cast, tmp_path)
    asked = commitments.ask_for_report(cast.officer.actor, commitment=world.commitment)
    link = PersonalLink.objects.get(mandate=asked.mandate, thing_ref=world.commitment.ref)
    came = holder_of_secret(secret_of(link.ref))
    assert came is not None
    assert len({door.__name__ for door in DOORS}) > 15
    for door in DOORS:
        seen, public = door(came.answerer), door(cast.public_actor)
        assert set(seen.values_list("pk", flat=True)) == set(public.values_list("pk", flat=True)), (
            door.__name__
        )
    assert search(came.answerer, CANARY) == search(cast.public_actor, CANARY)
    assert commitments_reads.visible_commitments(came.reader).filter(pk=world.commitment.pk).exists()


def test_after_the_answer_the_page_thanks_and_shows_what_was_answered_ready_to_be_changed(
    cast: Cast, owed: Commitment, address: str
) -> None:
    commitments.report_progress(
        cast.coordinator.actor, commitment=owed, words="Told inside, by sign-in.", state="under way"
    )
    client = Client()
    before = client.get(address).content.decode()
    assert "Thank you" not in before
    assert "<details" not in before
    page = client.post(address, GIVEN, follow=True).content.decode()
    assert "<h1>Thank you</h1>" in page
    assert f'<dd class="serif">{GIVEN["words"]}</dd>' in page
    assert page.count(GIVEN["words"]) == 2, "shown, and in the form"
    assert "Told inside" not in page
    assert "<summary>Change the answer</summary>" in page
    assert "<details open>" not in page
    sent_back = client.post(address, GIVEN | {"words": ""})
    assert sent_back.status_code == 422
    assert "<details open>" in sent_back.content.decode()


def test_no_letter_to_another_seat_brings_the_address_of_a_link_whose_mark_somebody_wrote_into_it(
    cast: Cast, owed: Commitment
) -> None:
    officer = cast.officer.actor
    commitments.ask_for_report(officer, commitment=owed)
    link = PersonalLink.objects.get()
    to_alba = Notice.objects.filter(kind="progress report").latest("pk")
    assert secret_of(link.ref) in words_to_send(to_alba)
    to_other = members.queue_notice(
        system_actor("the post"),
        account=cast.other.account,
        mandate=cast.other.role.mandate,
        kind="invitation",
        subject="X",
        body=f"About [{link.ref}]",
    )
    assert words_to_send(to_other) == f"About [{link.ref}]"
