"""Whoever lost the second factor begins anew: by two people's word, with everything of before void."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from secretariat.audit.models import Deed
from secretariat.members import actions
from secretariat.members.models import Activation, Notice
from secretariat.toolbox.errors import NotAllowed, RuleBroken
from tests.abuse.doors import PASSWORD, browser, enrol, enter_password, is_in, is_whole
from tests.cast import Cast

WORD = "Her deputy minister, by telephone on the number we had"


def test_everything_of_before_is_void_and_a_link_to_begin_anew_is_written(cast: Cast) -> None:
    account = cast.coordinator.account
    client, _ = enrol(account)
    actions.remove_factors(cast.officer.actor, person=cast.coordinator.person, vouched_by=WORD)
    assert not is_whole(client)
    assert not Authenticator.objects.filter(user=account).exists()
    again = browser()
    enter_password(again, account, PASSWORD)
    assert not is_in(again)
    assert Activation.objects.filter(account=account, used_at=None).count() == 1
    assert Notice.objects.filter(account=account, kind="activation", sent_at=None).count() == 1


def test_the_chair_is_told_who_took_away_what_and_on_whose_word(cast: Cast) -> None:
    actions.remove_factors(cast.officer.actor, person=cast.coordinator.person, vouched_by=WORD)
    letter = Notice.objects.get(account=cast.chair.account)
    assert WORD in letter.body
    assert cast.officer.person.name in letter.body
    deed = Deed.objects.get(deed="members.remove_factors")
    assert deed.thing_ref == cast.coordinator.person.ref


def test_nobody_does_it_for_oneself_or_without_a_word_of_somebody_else(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        actions.remove_factors(cast.officer.actor, person=cast.officer.person, vouched_by=WORD)
    with pytest.raises(RuleBroken):
        actions.remove_factors(cast.officer.actor, person=cast.coordinator.person, vouched_by="  ")
    for other in (cast.chair, cast.substitute, cast.other):
        with pytest.raises(NotAllowed):
            actions.remove_factors(other.actor, person=cast.coordinator.person, vouched_by=WORD)


def test_it_is_done_on_a_page_that_asks_who_vouched(cast: Cast) -> None:
    address = reverse("members:remove_factors", args=[cast.coordinator.person.ref])
    page = cast.officer.client.get(address).content.decode()
    assert "Who confirmed that it is the person" in page
    assert "head of the delegation" in page
    assert cast.officer.client.post(address, {"reason": ""}).status_code == 422
    assert cast.officer.client.post(address, {"reason": WORD}).status_code == 302
    assert Deed.objects.filter(deed="members.remove_factors").exists()
