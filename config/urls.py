"""Root of all addresses: each room brings its own; sign-in is a library's, behind our own declaration."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.webauthn import views as passkey
from django.urls import include, path, re_path

from secretariat.access.doors import at_steps, fresh, opens_to
from secretariat.desk.sign_in import views as mine
from secretariat.desk.sign_in.factors import stamped
from secretariat.web.views import policy_report

_ANYBODY = opens_to("public")
_SIGNED_IN = opens_to("person")
_BY_PASSWORD = at_steps("set up", "set up passkey")
_BY_CODE = at_steps("use")
_BY_PASSKEY = at_steps("use", "use passkey", "replace passkey")
_ADDING = at_steps("set up", "set up passkey", "replace passkey")

urlpatterns = [
    path("members/", include("secretariat.members.urls")),
    path("meetings/", include("secretariat.meetings.urls")),
    path("records/", include("secretariat.minutes.urls")),
    path("commitments/", include("secretariat.commitments.urls")),
    path("archive/", include("secretariat.archive.urls")),
    path("publishing/", include("secretariat.publishing.urls")),
    path("rights/", include("secretariat.desk.rights.urls")),
    path("sign-in/", _ANYBODY(account.login), name="account_login"),
    path("sign-out/", _ANYBODY(account.logout), name="account_logout"),
    path("password/", fresh(_SIGNED_IN(account.password_change)), name="account_change_password"),
    path("password/set/", fresh(_SIGNED_IN(account.password_set)), name="account_set_password"),
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
    path("sign-in/factor/", _ANYBODY(stamped(factor.authenticate)), name="mfa_authenticate"),
    path("sign-in/passkey/", _ANYBODY(stamped(passkey.login_webauthn)), name="mfa_login_webauthn"),
    path("sign-in/again/", _SIGNED_IN(_BY_PASSWORD(account.reauthenticate)), name="account_reauthenticate"),
    path("sign-in/again/code/", _SIGNED_IN(_BY_CODE(factor.reauthenticate)), name="mfa_reauthenticate"),
    path(
        "sign-in/again/passkey/",
        _SIGNED_IN(_BY_PASSKEY(stamped(passkey.reauthenticate_webauthn))),
        name="mfa_reauthenticate_webauthn",
    ),
    path("my-sign-in/", mine.mine, name="mfa_index"),
    path(
        "my-sign-in/passkeys/add/",
        _SIGNED_IN(_ADDING(stamped(passkey.add_webauthn))),
        name="mfa_add_webauthn",
    ),
    path("my-sign-in/code-app/", mine.code_app, name="mfa_activate_totp"),
    path("my-sign-in/recovery-codes/", mine.recovery_codes, name="mfa_view_recovery_codes"),
    path("policy-report/", policy_report, name="policy_report"),
    path("", include("secretariat.desk.urls")),
]

handler404 = "secretariat.web.views.nothing_here"
handler500 = "secretariat.web.views.fault"
