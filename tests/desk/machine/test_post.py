"""The post: what went wrong is told in words."""

from __future__ import annotations

import smtplib
import ssl

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from secretariat.desk.machine.doctor import examine
from secretariat.desk.machine.jobs import JOBS
from secretariat.desk.machine.post import what_went_wrong
from secretariat.members.actions import add_person, send_activation
from secretariat.members.models import Notice
from tests.cast import Cast

FAILURES: list[tuple[OSError, str]] = [
    (ConnectionRefusedError(111, "Connection refused"), "does not answer: connection refused."),
    (TimeoutError("timed out"), "nothing came back in time."),
    (ssl.SSLError(1, "certificate verify failed"), "no seal (TLS) that can be trusted."),
    (smtplib.SMTPServerDisconnected("Connection unexpectedly closed"), "broke off in the middle."),
    (smtplib.SMTPAuthenticationError(535, b"5.7.8 bad"), "name and password that are set for it here."),
    (smtplib.SMTPDataError(554, b"too\r\nlarge"), "did not take the letter (554 too large)."),
    (smtplib.SMTPNotSupportedError("STARTTLS"), "cannot do what is asked of it here."),
    (
        smtplib.SMTPRecipientsRefused({"a@b.example": (550, b"no such mailbox")}),
        "takes no letters for this address (550 no such mailbox).",
    ),
    (OSError(), "it cannot be reached."),
]


@pytest.mark.parametrize(("error", "words"), FAILURES, ids=lambda value: type(value).__name__)
def test_a_failure_to_send_is_told_in_words_and_never_by_the_name_of_a_class(
    error: OSError, words: str
) -> None:
    said = what_went_wrong(error)
    assert said.endswith(words)
    assert said.startswith("The mail server ")
    assert type(error).__name__ not in said


def test_without_a_mail_server_letters_wait_untried_and_the_doctor_and_the_pages_say_why(
    cast: Cast, settings: Settings
) -> None:
    settings.SENDS_MAIL, settings.SHOWS_LINKS = False, True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    vera = add_person(cast.officer.actor, network=cast.network, name="Vera Nova")
    send_activation(cast.officer.actor, person=vera, email="vera@story.example")
    assert JOBS["letters sent"]() == 0
    waiting = Notice.objects.get(kind="activation")
    assert (waiting.attempts, waiting.problem, waiting.sent_at) == (0, "", None)
    assert [found.weight for found in examine() if found.about == "mail"] == ["note"]
    letters = cast.officer.client.get(reverse("members:letters")).content.decode()
    assert "No mail goes out from here" in letters
    assert "goes within a minute" not in letters
    reset = Client().get(reverse("account_reset_password")).content.decode()
    assert "no letter comes" in reset
    assert "Send the link" not in reset
