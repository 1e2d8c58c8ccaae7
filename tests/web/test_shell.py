"""The page around every page: header, sign-in, refusals; one column of plain links and forms."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from django.test import RequestFactory
from django.urls import include, path


def nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


desk = [
    path("", nothing, name="home"),
    path("search/", nothing, name="search"),
    path("how/", nothing, name="how_we_work"),
]
urlpatterns = [
    path("", include((desk, "desk"))),
    path("accounts/", include("allauth.account.urls")),
    path("mine/", nothing, name="mfa_index"),
]
pytestmark = pytest.mark.urls(__name__)

NETWORK = SimpleNamespace(name="Network of the Five Valleys", short_name="N5V")
SIGNED_IN = SimpleNamespace(is_signed_in=True, label="Ana <Marin>")
DOORS = [
    SimpleNamespace(word="Desk", url="/", is_current=False),
    SimpleNamespace(word="Meetings", url="/meetings/", is_current=True),
]


def page(name: str, **context: object) -> str:
    return str(get_template(name).render({"actor": None, **context}, RequestFactory().get("/")))


def test_the_header_says_where_i_am_and_who_i_am() -> None:
    html = page(
        "web/base.html", network=NETWORK, actor=SIGNED_IN, navigation=DOORS, holds="coordinator, Seat of Alba"
    )
    assert "Network of the Five Valleys" in html
    assert '<a href="/meetings/" aria-current="page">Meetings</a>' in html
    assert html.count('aria-current="page"') == 1
    assert "Ana &lt;Marin&gt;" in html
    assert "coordinator, Seat of Alba" in html
    assert '<form method="post" action="/accounts/logout/" data-signs-out>' in html
    assert 'action="/search/"' in html


def test_whoever_is_not_signed_in_gets_the_way_in_and_no_rooms() -> None:
    html = page("web/base.html")
    assert 'href="/accounts/login/"' in html
    assert "Sign out" not in html
    assert 'aria-label="Main"' not in html


def test_a_page_begins_with_the_way_past_its_header() -> None:
    html = page("web/base.html")
    body = html.partition("<body>")[2]
    assert body.lstrip().startswith('<a class="skip" href="#content">')
    assert '<main id="content" tabindex="-1">' in body


def test_the_answer_is_the_same_whether_a_thing_is_hidden_or_absent() -> None:
    hidden = page(
        "web/error.html", status=404, message="The strategy paper is hidden", rule="x.y", who="Chair"
    )
    absent = page("web/error.html", status=404, message="There is nothing here that you can see.")
    assert hidden == absent


def test_a_refusal_names_the_rule_and_who_can_act() -> None:
    html = page(
        "web/error.html", status=403, message="This is <done> by the Chair.", rule="access.chair", who="Chair"
    )
    assert "This is &lt;done&gt; by the Chair." in html
    assert "access.chair" in html
    assert "<dd>Chair</dd>" in html


def test_a_fault_says_its_number_and_nothing_of_its_cause() -> None:
    html = page("web/error.html", status=500, report="a1b2c3d4", message="KeyError: secret")
    assert "a1b2c3d4" in html
    assert "secret" not in html


def test_a_failure_outside_says_what_failed() -> None:
    assert "The mail server" in page("web/error.html", status=502, message="The mail server does not answer.")


def test_a_conflict_shows_both_texts_and_loses_none() -> None:
    html = page("web/conflict.html", message="Saved meanwhile.", ours="<mine>", theirs="theirs & more")
    assert "&lt;mine&gt;" in html
    assert "theirs &amp; more" in html


@pytest.mark.parametrize("name", ["web/error.html", "web/conflict.html"])
def test_a_refusal_inside_a_page_is_the_fragment_alone(name: str) -> None:
    html = page(f"{name}#fragment", status=422, message="Not on that day.", ours="a", theirs="b")
    assert "Not on that day." in html
    assert "<html" not in html
    assert "<h1" not in html


class SignIn(forms.Form):
    login = forms.EmailField(label="Email")
    password = forms.CharField(label="Password", widget=forms.PasswordInput)


@pytest.mark.parametrize(
    "name",
    [
        "account/login.html",
        "account/logout.html",
        "account/password_reset.html",
        "account/password_reset_done.html",
        "account/password_reset_from_key.html",
        "account/password_reset_from_key_done.html",
        "account/password_change.html",
        "account/account_inactive.html",
        "account/reauthenticate.html",
        "account/password_set.html",
    ],
)
def test_the_pages_around_signing_in_wear_the_dress_of_the_house(name: str) -> None:
    html = page(name, form=SignIn())
    assert "web/house.css" in html
    assert html.count("<h1") == 1
    assert "sign up" not in html.lower()


def test_signing_in_shows_what_was_wrong_and_keeps_the_way_back() -> None:
    form = SignIn({"login": "nobody", "password": ""})
    html = page("account/login.html", form=form, redirect_field="")
    assert 'href="#id_login"' in html
    assert 'name="csrfmiddlewaretoken"' in html
