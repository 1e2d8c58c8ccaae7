"""The post: what went wrong is told in words."""

from __future__ import annotations

import smtplib
import ssl

import pytest

from secretariat.desk.machine.post import what_went_wrong

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
