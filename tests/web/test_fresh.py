"""Before a deed that matters one proves oneself again; what was typed is not lost."""

from __future__ import annotations

from datetime import timedelta

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import get_resolver, reverse

from secretariat.members.models import Mandate
from secretariat.web.checks import all_patterns
from tests.abuse.doors import PASSWORD, browser, enrol, enter_password, question, send
from tests.cast import Cast, sign_in_whole
from tests.conftest import NOW

WORDS = {
    "person": "",
    "function": "coordinator",
    "starts_on": "2026-11-24",
    "nomination": "Letter of today",
    "title": "Ünïcode & <b>more</b>",
}


def test_a_deed_that_matters_waits_for_a_new_proof_and_keeps_what_was_typed(cast: Cast) -> None:
    client, key = enrol(cast.officer.account)
    address = reverse("members:start_mandate", args=[cast.seats["es"].ref])
    form = {**WORDS, "person": cast.other.person.ref}
    before = Mandate.objects.count()
    with time_machine.travel(NOW + timedelta(minutes=15), tick=False):
        assert client.get(address).status_code == 200, "looking needs no proof"
        asked = client.post(address, form)
        assert asked.headers["Location"].startswith(reverse("mfa_reauthenticate_webauthn"))
        assert Mandate.objects.count() == before
        proof = key.sign(question(client, "mfa_reauthenticate_webauthn"))
        on = send(client, "mfa_reauthenticate_webauthn", proof, next=reverse("desk:go_on"))
        assert on.headers["Location"] == reverse("desk:go_on")
        kept = client.get(reverse("desk:go_on")).context["kept"]
        assert kept.path == address
        assert dict(kept.fields) == form
        assert Mandate.objects.count() == before, "nothing is done by looking"
        sent = client.post(kept.path, dict(kept.fields))
        assert sent.status_code == 302, sent.context["form"].errors
        assert Mandate.objects.count() == before + 1
        assert client.get(reverse("desk:go_on")).headers["Location"] == reverse("desk:home"), (
            "and kept no more"
        )


def test_what_was_typed_when_the_session_ran_out_waits_for_the_same_account(cast: Cast) -> None:
    client, key = enrol(cast.officer.account)
    address = reverse("members:add_person")
    with time_machine.travel(NOW + timedelta(minutes=40), tick=False):
        answer = client.post(address, {"name": "Somebody New"})
        assert answer.headers["Location"].startswith(reverse("account_login"))
        assert "next=%2Fsign-in%2Fgo-on%2F" in answer.headers["Location"]
        assert "kept for a quarter of an hour" in client.get(answer.headers["Location"]).content.decode()
        enter_password(client, cast.officer.account)
        send(client, "mfa_authenticate", key.sign(question(client, "mfa_authenticate")))
        kept = client.get(reverse("desk:go_on")).context["kept"]
        assert (kept.path, kept.fields) == (address, (("name", "Somebody New"),))


def test_what_somebody_typed_is_not_shown_to_who_signs_in_next_on_the_same_machine(cast: Cast) -> None:
    client, _ = enrol(cast.officer.account)
    _, other = enrol(cast.other.account)
    with time_machine.travel(NOW + timedelta(minutes=40), tick=False):
        client.post(reverse("members:add_person"), {"name": "Somebody New"})
        enter_password(client, cast.other.account)
        send(client, "mfa_authenticate", other.sign(question(client, "mfa_authenticate")))
        assert client.get(reverse("desk:go_on")).headers["Location"] == reverse("desk:home")


def test_a_form_of_another_site_is_never_kept(cast: Cast) -> None:
    client = browser(enforce_csrf_checks=True)
    sign_in_whole(client, cast.officer.account)
    with time_machine.travel(NOW + timedelta(minutes=40), tick=False):
        assert client.post(reverse("members:add_person"), {"name": "Planted"}).status_code == 403
    assert "Planted" not in str(dict(client.session))


def test_a_file_is_not_kept_and_the_page_says_so(cast: Cast) -> None:
    client, key = enrol(cast.officer.account)
    address = reverse("members:start_mandate", args=[cast.seats["es"].ref])
    with time_machine.travel(NOW + timedelta(minutes=15), tick=False):
        client.post(address, {**WORDS, "letter": SimpleUploadedFile("letter.txt", b"words")})
        send(client, "mfa_reauthenticate_webauthn", key.sign(question(client, "mfa_reauthenticate_webauthn")))
        page = client.get(reverse("desk:go_on")).content.decode()
    assert "fill it in once more" in page
    assert address in page
    assert 'name="title"' not in page


def test_a_password_is_not_kept_anywhere(cast: Cast) -> None:
    client, _ = enrol(cast.coordinator.account)
    new = "another long and quiet phrase"
    with time_machine.travel(NOW + timedelta(minutes=15), tick=False):
        asked = client.post(
            reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
        )
        assert asked.headers["Location"].startswith(reverse("mfa_reauthenticate_webauthn"))
        assert new not in str(dict(client.session))
        assert PASSWORD not in str(dict(client.session))
    assert cast.coordinator.account.__class__.objects.get(pk=cast.coordinator.account.pk).check_password(
        PASSWORD
    )


def test_a_form_that_waited_too_long_is_forgotten(cast: Cast) -> None:
    client, _ = enrol(cast.officer.account)
    with time_machine.travel(NOW + timedelta(minutes=15), tick=False):
        client.post(reverse("members:start_mandate", args=[cast.seats["es"].ref]), WORDS)
    with time_machine.travel(NOW + timedelta(minutes=30), tick=False):
        assert client.get(reverse("desk:go_on")).status_code == 302


def test_a_fragment_leads_the_whole_page_away(cast: Cast) -> None:
    client, _ = enrol(cast.officer.account)
    with time_machine.travel(NOW + timedelta(minutes=15), tick=False):
        answer = client.post(
            reverse("members:start_mandate", args=[cast.seats["es"].ref]), WORDS, HTTP_HX_REQUEST="true"
        )
    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"].startswith(reverse("mfa_reauthenticate_webauthn"))


def test_the_deeds_that_matter_are_those_that_are_hard_to_take_back() -> None:
    get_resolver()
    fresh = {pattern.name for _, pattern in all_patterns() if getattr(pattern.callback, "needs_fresh", False)}
    assert {
        "start_mandate",
        "end_mandate",
        "open_account",
        "release",
        "publish",
        "withdraw",
        "approve",
        "remove_passkey",
        "remove_code_app",
        "mfa_view_recovery_codes",
    } <= fresh
