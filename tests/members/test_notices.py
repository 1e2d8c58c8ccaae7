"""Letters: queued at once, sent later, refused when their mandate ended or their account is suspended."""

from __future__ import annotations

import ast
import re
import smtplib
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.urls import reverse
from pytest_django import Settings

import secretariat
from secretariat.access.rules import system_actor
from secretariat.audit.models import Deed
from secretariat.desk.machine.jobs import TICK, send_due_notices
from secretariat.members import actions
from secretariat.members.models import Mandate, Notice
from secretariat.members.purposes import words_of_letter
from secretariat.members.reads import (
    ACTIVATION,
    activation_token,
    undelivered_notices,
    visible_notices,
    waiting_notices,
)
from secretariat.members.rules import ALWAYS_SENT, has_ended, retry_after
from secretariat.toolbox import clock
from secretariat.toolbox.errors import NotAllowed, RuleBroken
from tests.cast import Cast

DAY = timedelta(days=1)
WRITER = system_actor("a test")
DOWN = "tests.members.test_notices.Down"
PICKY = "tests.members.test_notices.Picky"


class Down(BaseEmailBackend):
    """A mail server that does not answer."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        raise ConnectionRefusedError(111, "Connection refused")


class Picky(BaseEmailBackend):
    """A mail server that does not take letters for Alba."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        for message in messages:
            if message.to == ["alba@story.example"]:
                raise smtplib.SMTPRecipientsRefused({"alba@story.example": (550, b"no such mailbox")})
        return len(messages)


def mandate_of(cast: Cast, role: str = "other") -> Mandate:
    mandate: Mandate | None = getattr(cast, role).role.mandate
    assert mandate is not None
    return mandate


def write(cast: Cast, role: str = "other", *, with_mandate: bool = True) -> Notice:
    return actions.queue_notice(
        WRITER,
        account=getattr(cast, role).account,
        mandate=mandate_of(cast, role) if with_mandate else None,
        kind="invitation",
        subject="You are\ninvited",
        body="Come on Tuesday.",
    )


def test_a_queued_letter_goes_out_with_the_next_tick_and_once(
    cast: Cast, mailoutbox: list[EmailMessage]
) -> None:
    notice = write(cast)
    assert mailoutbox == []
    assert send_due_notices() == 1
    assert send_due_notices() == 0
    assert [(m.to, m.subject, m.body) for m in mailoutbox] == [
        (["bresta@story.example"], "You are invited", "Come on Tuesday.")
    ]
    notice.refresh_from_db()
    assert notice.sent_at == clock.now()
    assert notice.body == "", "what is in the mailbox is not kept here as well"
    deed = Deed.objects.get(deed="members.send_notice")
    assert deed.words is not None
    assert deed.words["actor"] == "the program itself", "not a name that only its makers know"


def test_two_ticks_at_once_send_one(cast: Cast) -> None:
    notice = write(cast)
    stale = Notice.objects.get(pk=notice.pk)
    assert actions.claim_notice(notice)
    assert not actions.claim_notice(stale)


def test_a_letter_is_not_sent_when_its_mandate_has_ended_meanwhile(
    cast: Cast, mailoutbox: list[EmailMessage]
) -> None:
    notice = write(cast)
    actions.end_mandate(cast.officer.actor, mandate=mandate_of(cast), ends_on=clock.today())
    with time_machine.travel(clock.now() + DAY, tick=False):
        assert send_due_notices() == 0
    notice.refresh_from_db()
    assert mailoutbox == []
    assert notice.refused_at is not None
    assert notice.refusal == "The mandate it was written for has ended."
    assert notice.body == ""


def test_on_its_last_day_a_mandate_still_gets_its_letters(cast: Cast, mailoutbox: list[EmailMessage]) -> None:
    write(cast)
    actions.end_mandate(cast.officer.actor, mandate=mandate_of(cast), ends_on=clock.today())
    assert send_due_notices() == 1


def test_whoever_begins_tomorrow_is_written_to_today(cast: Cast, mailoutbox: list[EmailMessage]) -> None:
    mandate = actions.seat_newcomer(
        cast.officer.actor,
        seat=cast.seats["es"],
        name="Mila Novak",
        email="mila@story.example",
        function="coordinator",
        starts_on=clock.today() + DAY,
        letter=actions.Letter("Note"),
    )
    assert send_due_notices() == 2
    account = mandate.person.account
    assert account is not None
    bodies = {mail.to[0]: mail.body for mail in mailoutbox}
    assert f"/members/first-sign-in/{activation_token(account.activation)}/" in bodies["mila@story.example"]
    assert "entered Mila Novak" in bodies[cast.chair.account.email], "the Chair is told of every mandate"


def test_a_suspended_account_gets_no_letter_of_any_kind(cast: Cast, mailoutbox: list[EmailMessage]) -> None:
    write(cast)
    write(cast, with_mandate=False)
    actions.suspend_account(cast.officer.actor, person=cast.other.person, reason="Stolen laptop.")
    assert send_due_notices() == 1
    assert [mail.to for mail in mailoutbox] == [[cast.chair.account.email]]
    assert set(Notice.objects.filter(account=cast.other.account).values_list("refusal", flat=True)) == {
        "The sign-in of whoever it is to is suspended."
    }


def test_what_was_refused_stays_refused(cast: Cast, mailoutbox: list[EmailMessage]) -> None:
    write(cast)
    actions.suspend_account(cast.officer.actor, person=cast.other.person, reason="Stolen laptop.")
    send_due_notices()
    mailoutbox.clear()
    actions.restore_account(cast.officer.actor, person=cast.other.person)
    assert send_due_notices() == 0
    assert mailoutbox == []


def test_a_first_sign_in_link_that_was_used_is_not_sent(cast: Cast, mailoutbox: list[EmailMessage]) -> None:
    activation = actions.send_activation(cast.officer.actor, person=cast.other.person)
    actions.use_activation(actions.DOOR, activation=activation, password="four plain words here")
    assert send_due_notices() == 0
    assert mailoutbox == []


class TestWhenMailIsDown:
    def test_letters_wait_with_the_reason_and_go_when_it_is_back(
        self, cast: Cast, settings: Settings, mailoutbox: list[EmailMessage]
    ) -> None:
        first, second = write(cast), write(cast, "coordinator")
        working = settings.EMAIL_BACKEND
        settings.EMAIL_BACKEND = DOWN
        assert send_due_notices() == 0
        first.refresh_from_db()
        second.refresh_from_db()
        assert (first.attempts, first.sent_at, first.refused_at) == (1, None, None)
        assert "does not answer: connection refused" in first.problem
        assert second.attempts == 0, "a server that does not answer is not asked two hundred times"
        settings.EMAIL_BACKEND = working
        with time_machine.travel(clock.now() + retry_after(1), tick=False):
            assert send_due_notices() == 2
        first.refresh_from_db()
        assert first.problem == ""

    def test_one_mailbox_that_is_not_taken_holds_up_no_other(self, cast: Cast, settings: Settings) -> None:
        refused, taken = write(cast, "coordinator"), write(cast)
        settings.EMAIL_BACKEND = PICKY
        assert send_due_notices() == 1
        refused.refresh_from_db()
        taken.refresh_from_db()
        assert "no such mailbox" in refused.problem
        assert taken.sent_at is not None

    def test_the_secretariat_sees_it_on_its_desk_and_can_stop_it(
        self, cast: Cast, settings: Settings
    ) -> None:
        notice = write(cast)
        settings.EMAIL_BACKEND = DOWN
        send_due_notices()
        assert list(undelivered_notices(cast.officer.actor, cast.network)) == [notice]
        assert "could not be delivered" in cast.officer.client.get(reverse("desk:home")).content.decode()
        assert "could not be delivered" not in cast.chair.client.get(reverse("desk:home")).content.decode()
        page = cast.officer.client.get(reverse("members:letters")).content.decode()
        assert "undelivered" in page
        assert "The mail server does not answer" in page
        assert "ConnectionRefusedError" not in page
        assert "Come on Tuesday" not in page
        cast.officer.client.post(reverse("members:stop_letter", args=[notice.ref]))
        assert not waiting_notices(TICK).exists()
        with pytest.raises(RuleBroken):
            actions.stop_notice(cast.officer.actor, notice=notice)

    def test_a_ticking_that_stands_still_is_seen_too(self, cast: Cast) -> None:
        write(cast)
        assert not undelivered_notices(cast.officer.actor, cast.network)
        with time_machine.travel(clock.now() + timedelta(minutes=16), tick=False):
            assert undelivered_notices(cast.officer.actor, cast.network)


def _kinds_in(tree: ast.AST) -> set[str]:
    """The kinds that a file's own calls give to letters."""
    calls = [
        node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    ]
    writers = [call for call in calls if call.func.id in {"queue_notice", "tell_the_others", "tell_seats"}]  # type: ignore[attr-defined]
    given = [word.value for call in writers for word in call.keywords if word.arg == "kind"]
    return {
        value.value for value in given if isinstance(value, ast.Constant) and isinstance(value.value, str)
    }


def test_every_kind_of_letter_has_words_on_the_page_of_letters() -> None:
    house = Path(secretariat.__file__).parent
    kinds = {
        k for file in house.rglob("*.py") for k in _kinds_in(ast.parse(file.read_text(encoding="utf-8")))
    }
    assert len(kinds) > 6
    for kind in kinds | ALWAYS_SENT | {ACTIVATION}:
        assert words_of_letter(kind) != kind, kind
    assert words_of_letter("progress report") == "asks how far a line of the follow-up list is"


def test_no_letter_tells_an_hour_in_a_zone_of_its_own() -> None:
    house = Path(secretariat.__file__).parent
    letters = list(house.glob("*/templates/*/letters/*.txt"))
    assert len(letters) > 10
    for file in letters:
        words = file.read_text(encoding="utf-8")
        assert "UTC" not in words, file.name
        assert not re.search(r"date:\"[^\"]*[HGgh]:?i", words), file.name


def test_only_the_secretariat_sees_who_was_written_to(cast: Cast) -> None:
    write(cast)
    assert visible_notices(cast.officer.actor).count() == 1
    for role in ("chair", "coordinator", "other", "local", "observer", "former", "admin"):
        assert not visible_notices(getattr(cast, role).actor).exists(), role


def test_no_person_writes_or_sends_a_letter_in_the_name_of_the_program(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        actions.queue_notice(cast.officer.actor, account=cast.other.account, kind="x", subject="x", body="x")
    notice = write(cast)
    for act in (actions.send_notice, actions.refuse_notice):
        with pytest.raises(NotAllowed):
            act(cast.officer.actor, notice=notice)


def test_a_letter_rests_longer_each_time_and_six_hours_at_most() -> None:
    rests = [retry_after(n) for n in range(1, 12)]
    assert rests[0] == timedelta(minutes=5)
    assert rests[1] == timedelta(minutes=10)
    assert rests == sorted(rests)
    assert rests[-1] == timedelta(hours=6) == retry_after(10_000)


def test_a_mandate_to_come_has_not_ended_and_one_from_a_paper_has() -> None:
    today = clock.today()
    assert not has_ended(today, today + DAY, None)
    assert not has_ended(today, today - DAY, today)
    assert has_ended(today, today - DAY, today - DAY)
    assert has_ended(today, None, None)


class Line:
    """The library's line to a mail server, which notes what goes over it."""

    said: list[str]

    def __init__(self, *_: object, **__: object) -> None:
        Line.said.append("opened")

    def sendmail(self, *_: object) -> None:
        Line.said.append("letter")

    def quit(self) -> None:
        Line.said.append("closed")


def test_all_letters_of_a_round_go_over_one_line_which_is_closed(
    cast: Cast, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    monkeypatch.setattr(smtplib, "SMTP", Line)
    Line.said = []
    for number in range(3):
        actions.queue_notice(WRITER, account=cast.other.account, kind="test", subject=f"{number}", body="x")
    assert send_due_notices() == 3
    assert Line.said == ["opened", "letter", "letter", "letter", "closed"]
    send_due_notices()
    assert len(Line.said) == 5, "a round without letters calls nobody"
