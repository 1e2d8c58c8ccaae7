"""The way to a first sign-in."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from secretariat.access.doors import opens_to
from secretariat.access.models import Account
from secretariat.access.reads import actor_of, one_or_hidden
from secretariat.access.rules import require
from secretariat.toolbox.errors import RuleBroken
from secretariat.web.respond import respond

from .. import actions
from ..forms import AccountForm
from ..reads import (
    visible_people,
)


def _first_password_link(request: HttpRequest, account: Account) -> str:
    """The address at which a new account sets its first password; shown once, kept nowhere."""
    parts = {"uidb36": user_pk_to_url_str(account), "key": default_token_generator.make_token(account)}
    address = reverse("account_reset_password_from_key", kwargs=parts)
    return request.build_absolute_uri(address)


@opens_to("bureau")
def open_account(request: HttpRequest, ref: str) -> HttpResponse:
    """Opens a sign-in for a person, and gives the link to the first password to hand over."""
    actor = actor_of(request)
    row = one_or_hidden(visible_people(actor), ref=ref)
    require(actor, "members.open_account", row)
    form = AccountForm(request.POST or None, initial={"email": row.email})
    if request.method == "POST" and form.is_valid():
        try:
            account = actions.open_account(actor, person=row, email=form.cleaned_data["email"])
        except RuleBroken as error:
            form.add_error(None, error.message)
        else:
            messages.success(
                request,
                f"{row} can sign in. Hand this link over for the first password; it works once and for three "
                f"days, later “Password forgotten” sends another: {_first_password_link(request, account)}",
            )
            return redirect("members:person", row.ref)
    context = {"form": form, "title": f"Open a sign-in for {row}"}
    return respond(request, "members/form.html", context, status=422 if form.is_bound else 200)
