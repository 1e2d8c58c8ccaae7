"""The first sign-in link: one person, one use, ten days, and dead with whatever should kill it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from secretariat.audit.models import Deed
from secretariat.members import actions
from secretariat.members.models import Activation, Notice, Person
from secretariat.members.reads import LINK, activation_behind, activation_link, activation_token
from secretariat.members.rules import ACTIVATION_DAYS, activation_ends
from secretariat.toolbox import clock
from secretariat.toolbox.errors import NotAllowed, NotVisible, RuleBroken
from tests.cast import Cast

PASSWORD = "four plain words here"
TYPED = {"password": PASSWORD, "again": PASSWORD, "how": "password"}


@pytest.fixture
def vera(cast: Cast) -> Person:
    return actions.add_person(cast.officer.actor, network=cast.network, name="Vera Nova")


@pytest.fixture
def link(cast: Cast, vera: Person) -> Activation:
    return actions.send_activation(cast.officer.actor, person=vera, email="Vera@Story.example")


def page_of(activation: Activation) -> str:
    return reverse("members:activate", args=[activation_token(activation)])


def set_up(person: Person) -> None:
    assert person.account is not None
    Authenticator.objects.create(user=person.account, type=Authenticator.Type.TOTP, data={})


def use(activation: Activation, client: Client | None = None) -> int:
    return (client or Client()).post(page_of(activation), TYPED).status_code


def test_the_link_sets_the_first_password_and_signs_in(cast: Cast, vera: Person, link: Activation) -> None:
    client = Client()
    assert "Welcome, Vera Nova" in client.get(page_of(link)).content.decode()
    answer = client.post(page_of(link), TYPED)
    assert answer.headers["Location"] == reverse("desk:next_step")
    vera.refresh_from_db()
    assert vera.account is not None
    assert vera.account.email == "vera@story.example"
    assert vera.account.check_password(PASSWORD)
    assert client.session["_auth_user_id"] == str(vera.account.pk)


def test_looking_at_it_uses_nothing_up(link: Activation) -> None:
    for _ in range(3):
        assert Client().get(page_of(link)).status_code == 200
    assert use(link) == 302


def test_it_opens_once(link: Activation) -> None:
    assert use(link) == 302
    assert use(link) == 410
    assert Client().get(page_of(link)).status_code == 410


def test_two_at_once_open_one(link: Activation) -> None:
    stale = Activation.objects.get(pk=link.pk)
    actions.use_activation(actions.DOOR, activation=link, password=PASSWORD)
    with pytest.raises(NotVisible):
        actions.use_activation(actions.DOOR, activation=stale, password="another long password")
    account = link.person.account
    assert account is not None
    account.refresh_from_db()
    assert account.check_password(PASSWORD)


def test_it_works_for_ten_days_to_the_second(link: Activation) -> None:
    end = activation_ends(link.made_at)
    assert end - link.made_at == timedelta(days=ACTIVATION_DAYS)
    with time_machine.travel(end - timedelta(seconds=1), tick=False):
        assert Client().get(page_of(link)).status_code == 200
    with time_machine.travel(end, tick=False):
        assert Client().get(page_of(link)).status_code == 410
        assert use(link) == 410


def test_a_newer_one_kills_it(cast: Cast, vera: Person, link: Activation) -> None:
    old = page_of(link)
    newer = actions.send_activation(cast.officer.actor, person=vera)
    assert page_of(newer) != old
    assert Client().post(old, TYPED).status_code == 410
    assert use(newer) == 302


def test_suspension_kills_it_and_letting_in_again_revives_nothing_that_was_used(
    cast: Cast, vera: Person, link: Activation
) -> None:
    actions.suspend_account(cast.officer.actor, person=vera, reason="Wrong mailbox.")
    assert use(link) == 410
    with pytest.raises(RuleBroken, match="suspended"):
        actions.send_activation(cast.officer.actor, person=vera)


@pytest.mark.parametrize("change", ["serial", "ref", "signature", "nothing"])
def test_a_forged_link_is_no_link(link: Activation, change: str) -> None:
    ref, serial, signature = activation_token(link).split(".")
    forged = {
        "serial": f"{ref}.{int(serial) + 1}.{signature}",
        "ref": f"activation-22222222222.{serial}.{signature}",
        "signature": f"{ref}.{serial}.{signature[:-2]}xx",
        "nothing": "x",
    }[change]
    assert Client().get(reverse("members:activate", args=[forged])).status_code == 404
    assert Client().post(reverse("members:activate", args=[forged]), TYPED).status_code == 404


def test_the_database_alone_gives_nobody_a_link(link: Activation) -> None:
    signature = activation_token(link).rpartition(".")[2]
    held = [str(value) for row in Activation.objects.values() for value in row.values()]
    held += [n.body for n in Notice.objects.all()]
    assert not any(signature in words for words in held)
    assert LINK in Notice.objects.get().body


def test_weak_and_unequal_passwords_are_sent_back_and_use_nothing_up(link: Activation) -> None:
    for typed in (
        {"password": "short", "again": "short", "how": "password"},
        {"password": PASSWORD, "again": PASSWORD + "x", "how": "password"},
        {"password": "", "again": "", "how": "password"},
    ):
        assert Client().post(page_of(link), typed).status_code == 422
    assert use(link) == 302


def test_whoever_goes_on_with_a_passkey_has_no_password(vera: Person, link: Activation) -> None:
    answer = Client().post(page_of(link), {"how": "passkey"})
    assert answer.headers["Location"] == reverse("mfa_add_webauthn")
    vera.refresh_from_db()
    assert vera.account is not None
    assert not vera.account.has_usable_password()


class TestRenewing:
    def again(self, link: str) -> str:
        answer = Client().post(link + "again/")
        assert answer.status_code == 200
        return answer.content.decode().split("<main", 1)[1]

    def test_an_old_link_sends_a_new_one_and_the_page_says_the_same_to_everybody(
        self, link: Activation
    ) -> None:
        old = page_of(link)
        with time_machine.travel(activation_ends(link.made_at), tick=False):
            assert "Send me a new one" in Client().get(old).content.decode()
            said = {self.again(old), self.again(reverse("members:activate", args=["never-was-one"]))}
            assert len(said) == 1
            link.refresh_from_db()
            assert link.serial == 2
            assert Notice.objects.filter(kind="activation").count() == 2
            assert use(link) == 302

    def test_a_second_wish_in_the_same_minute_writes_no_second_letter(self, link: Activation) -> None:
        with time_machine.travel(activation_ends(link.made_at), tick=False):
            old = page_of(link)
            self.again(old)
            self.again(old)
        assert Notice.objects.filter(kind="activation").count() == 2

    def test_a_link_whose_sign_in_was_finished_gets_nothing(
        self, cast: Cast, vera: Person, link: Activation
    ) -> None:
        use(link)
        set_up(vera)
        with time_machine.travel(clock.now() + timedelta(days=1), tick=False):
            self.again(page_of(link))
        assert Notice.objects.filter(kind="activation").count() == 1

    def test_whoever_broke_off_before_the_passkey_gets_the_letter_that_the_page_promises(
        self, vera: Person, link: Activation
    ) -> None:
        Client().post(page_of(link), {"how": "passkey"})
        with time_machine.travel(clock.now() + timedelta(days=1), tick=False):
            page = Client().get(page_of(link))
            assert page.status_code == 410
            assert "One step was missing" in page.content.decode()
            assert "run out" not in page.content.decode()
            self.again(page_of(link))
            link.refresh_from_db()
            assert Notice.objects.filter(kind="activation").count() == 2
            assert use(link) == 302


class TestHandingOver:
    def test_an_officer_copies_it_once_and_the_record_says_so(
        self, cast: Cast, vera: Person, link: Activation
    ) -> None:
        address = reverse("members:copy_link", args=[vera.ref])
        page = cast.officer.client.post(address)
        assert activation_link(link) in page.content.decode()
        assert Deed.objects.filter(deed="members.show_activation").count() == 1
        assert cast.officer.client.post(address).status_code == 422
        assert use(link) == 302, "the copied link is the one that was written"

    def test_the_page_of_the_person_tells_of_it_and_shows_nothing(
        self, cast: Cast, vera: Person, link: Activation
    ) -> None:
        page = cast.officer.client.get(reverse("members:person", args=[vera.ref])).content.decode()
        assert "was not used yet" in page
        assert activation_token(link).rpartition(".")[2] not in page
        other = cast.other.client.get(reverse("members:person", args=[vera.ref])).content.decode()
        assert "Sign-in</h2>" not in other

    def test_the_page_of_the_person_tells_of_a_sign_in_that_was_broken_off_until_it_is_finished(
        self, cast: Cast, vera: Person, link: Activation
    ) -> None:
        address = reverse("members:person", args=[vera.ref])
        use(link)
        vera.refresh_from_db()
        assert "no second factor was set up" in cast.officer.client.get(address).content.decode()
        set_up(vera)
        assert "no second factor was set up" not in cast.officer.client.get(address).content.decode()

    def test_a_new_link_after_a_broken_off_sign_in_can_be_handed_over_and_one_after_lost_factors_cannot(
        self, cast: Cast, vera: Person, link: Activation
    ) -> None:
        use(link)
        newer = actions.send_activation(cast.officer.actor, person=vera)
        actions.show_activation(cast.officer.actor, activation=newer)
        use(newer)
        set_up(vera)
        actions.remove_factors(cast.officer.actor, person=vera, vouched_by="The minister, by telephone.")
        newest = Activation.objects.get(pk=link.pk)
        with pytest.raises(RuleBroken, match="by letter alone"):
            actions.show_activation(cast.officer.actor, activation=newest)

    def test_without_a_mail_server_the_pages_say_that_nothing_goes_and_who_hands_the_link_over(
        self, cast: Cast, vera: Person, settings: Any
    ) -> None:
        settings.SENDS_MAIL, settings.SHOWS_LINKS = False, True
        said = cast.officer.client.post(
            reverse("members:open_account", args=[vera.ref]), {"email": "vera@story.example"}, follow=True
        ).content.decode()
        assert "No mail goes out from here" in said
        assert "within a minute" not in said
        assert "Show the link once" in said
        shown = cast.officer.client.post(reverse("members:copy_link", args=[vera.ref])).content.decode()
        assert "holds the same one" not in shown
        with time_machine.travel(clock.now() + timedelta(days=30), tick=False):
            ended = Client().get(page_of(Activation.objects.get())).content.decode()
        assert "an officer makes a new link" in ended
        assert "Send me a new one" not in ended

    def test_nobody_but_the_secretariat_copies_it(self, cast: Cast, vera: Person, link: Activation) -> None:
        for role in ("chair", "coordinator", "other", "local"):
            with pytest.raises((NotAllowed, NotVisible)):
                actions.show_activation(getattr(cast, role).actor, activation=link)


def test_no_person_uses_a_link_by_right(cast: Cast, link: Activation) -> None:
    for role in ("officer", "chair", "coordinator"):
        with pytest.raises(NotAllowed):
            actions.use_activation(getattr(cast, role).actor, activation=link, password=PASSWORD)
        with pytest.raises(NotAllowed):
            actions.renew_activation(getattr(cast, role).actor, activation=link)


def test_a_deleted_sign_in_ends_its_link(link: Activation) -> None:
    token = activation_token(link)
    link.delete()
    assert activation_behind(token).state == "ended"
