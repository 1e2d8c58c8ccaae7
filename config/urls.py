"""Root of all addresses: each room brings its own; sign-in is a library's, behind our own declaration."""

from __future__ import annotations

from allauth.account import views as account
from django.urls import include, path, re_path

from secretariat.access.doors import opens_to
from secretariat.web.views import policy_report

_ANYBODY = opens_to("public")
_SIGNED_IN = opens_to("person")

urlpatterns = [
    path("members/", include("secretariat.members.urls")),
    path("meetings/", include("secretariat.meetings.urls")),
    path("records/", include("secretariat.minutes.urls")),
    path("commitments/", include("secretariat.commitments.urls")),
    path("archive/", include("secretariat.archive.urls")),
    path("publishing/", include("secretariat.publishing.urls")),
    path("sign-in/", _ANYBODY(account.login), name="account_login"),
    path("sign-out/", _ANYBODY(account.logout), name="account_logout"),
    path("password/", _SIGNED_IN(account.password_change), name="account_change_password"),
    path("password/set/", _SIGNED_IN(account.password_set), name="account_set_password"),
    path("password/forgotten/", _ANYBODY(account.password_reset), name="account_reset_password"),
    path(
        "password/forgotten/sent/", _ANYBODY(account.password_reset_done), name="account_reset_password_done"
    ),
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        _ANYBODY(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/new/done/",
        _ANYBODY(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("sign-in/shut/", _ANYBODY(account.account_inactive), name="account_inactive"),
    path("sign-in/again/", _SIGNED_IN(account.reauthenticate), name="account_reauthenticate"),
    path("policy-report/", policy_report, name="policy_report"),
    path("", include("secretariat.desk.urls")),
]

handler404 = "secretariat.web.views.nothing_here"
handler500 = "secretariat.web.views.fault"
