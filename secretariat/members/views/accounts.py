"""The way to a first sign-in, and its end for the time being."""

from __future__ import annotations

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from secretariat.access.doors import fresh, opens_to
from secretariat.access.reads import actor_of, one_or_hidden
from secretariat.access.rules import require
from secretariat.toolbox.errors import NotVisible, RuleBroken
from secretariat.web.respond import HAND_IT_OVER, form_page, respond, thanked, told

from .. import actions
from ..forms import AccountForm, FirstPasswordForm, ReasonForm
from ..reads import activation_behind, activation_link, activation_of, visible_people
from ..rules import ACTIVATION_DAYS


@opens_to("bureau")
@fresh
def open_account(request: HttpRequest, ref: str) -> HttpResponse:
    """Opens a sign-in for a person, or writes a new first link to whoever has one."""
    actor = actor_of(request)
    row = one_or_hidden(visible_people(actor).select_related("account"), ref=ref)
    require(actor, "members.send_activation", row)
    form = AccountForm(
        request.POST or None, initial={"email": row.account.email if row.account else row.email}
    )
    if row.account is not None:
        form.fields["email"].disabled = True

    def done() -> HttpResponse:
        actions.send_activation(actor, person=row, email=form.cleaned_data["email"])
        words = told(
            f"A letter with the link goes to {row} within a minute; it works {ACTIVATION_DAYS} days.",
            f"The link is made and works {ACTIVATION_DAYS} days. {HAND_IT_OVER}",
        )
        return thanked(request, words, "members:person", row.ref)

    title = f"Write {row} a new sign-in link" if row.account else f"Open a sign-in for {row}"
    context = {"title": title, "button": told("Write the letter", "Make the link")}
    return form_page(request, "members/form.html", form, done, context)


@opens_to("bureau")
@fresh
@require_POST
def copy_link(request: HttpRequest, ref: str) -> HttpResponse:
    """Shows the first sign-in link once, for an officer to hand over where no mail goes."""
    actor = actor_of(request)
    row = one_or_hidden(visible_people(actor), ref=ref)
    require(actor, "members.show_activation", row)
    activation = activation_of(actor, row)
    if activation is None:
        raise RuleBroken("members.activation", "There is no first sign-in link to copy; write one first.")
    shown = actions.show_activation(actor, activation=activation)
    context = {"person": row, "link": activation_link(shown), "activation": shown}
    return respond(request, "members/link.html", context)


@opens_to("public")
def activate(request: HttpRequest, token: str) -> HttpResponse:
    """The first sign-in: a password, or straight to a passkey. Opens once; looking uses nothing up."""
    page = activation_behind(token)
    if page.state == "unknown":
        raise NotVisible
    if page.state != "open" or page.activation is None:
        context = {"token": token, "is_unfinished": page.state == "unfinished"}
        return respond(request, "members/activation_ended.html", context, status=410)
    form = FirstPasswordForm(request.POST or None, account=page.activation.account)
    if request.method == "POST" and form.is_valid():
        account = actions.use_activation(
            actions.DOOR, activation=page.activation, password=form.cleaned_data["password"] or None
        )
        login(request, account, backend=settings.AUTHENTICATION_BACKENDS[0])
        record_authentication(request, account, method="link")
        return redirect("mfa_add_webauthn" if form.wants_passkey else "desk:next_step")
    context = {"form": form, "person": page.person, "account": page.activation.account}
    return respond(request, "members/activate.html", context, status=422 if form.is_bound else 200)


@opens_to("public")
@require_POST
def renew(request: HttpRequest, token: str) -> HttpResponse:
    """Writes a new link to whoever holds one that ran out; the answer is the same whoever asks."""
    page = activation_behind(token)
    if page.activation is not None:
        actions.renew_activation(actions.DOOR, activation=page.activation)
    return respond(request, "members/activation_renewed.html")


@opens_to("bureau")
@fresh
def suspend(request: HttpRequest, ref: str) -> HttpResponse:
    """Shuts somebody out for the time being, with a reason."""
    actor = actor_of(request)
    row = one_or_hidden(visible_people(actor), ref=ref)
    require(actor, "members.suspend_account", row)
    form = ReasonForm(request.POST or None, asks="Why")

    def done() -> HttpResponse:
        actions.suspend_account(actor, person=row, reason=form.cleaned_data["reason"])
        words = f"{row} is suspended; every open session of theirs has ended."
        return thanked(request, words, "members:person", row.ref)

    context = {"title": f"Suspend {row}", "button": "Suspend", "lede": SUSPENDING}
    return form_page(request, "members/form.html", form, done, context)


SUSPENDING = (
    "Whoever is suspended is shut out on the very next request; letters, links and feeds stop too. "
    "The mandate stays, and the seat is not vacant."
)


@opens_to("bureau")
@fresh
def restore(request: HttpRequest, ref: str) -> HttpResponse:
    """Lets a suspended person sign in again."""
    actor = actor_of(request)
    row = one_or_hidden(visible_people(actor), ref=ref)
    require(actor, "members.restore_account", row)
    form = ReasonForm(request.POST or None, asks="Why now", required=False)

    def done() -> HttpResponse:
        actions.restore_account(actor, person=row, reason=form.cleaned_data["reason"])
        return thanked(request, f"{row} can sign in again.", "members:person", row.ref)

    context = {"title": f"Let {row} in again", "button": "Let in"}
    return form_page(request, "members/form.html", form, done, context)


LOST = (
    "For somebody who lost phone or key and has no recovery code left. Let the head of the delegation confirm, "
    "by a number or address you knew before, that it is the person. Password and factors are taken away, every "
    "session ends, and a link to begin anew is written to the address of the account: it goes by letter alone, so "
    "there must be a mail server. Chair and Secretariat are told."
)


@opens_to("bureau")
@fresh
def remove_factors(request: HttpRequest, ref: str) -> HttpResponse:
    """Takes away what somebody signs in with, because it was lost."""
    actor = actor_of(request)
    row = one_or_hidden(visible_people(actor), ref=ref)
    require(actor, "members.remove_factors", row)
    form = ReasonForm(request.POST or None, asks="Who confirmed that it is the person, and how")

    def done() -> HttpResponse:
        actions.remove_factors(actor, person=row, vouched_by=form.cleaned_data["reason"])
        words = told(
            f"{row} begins anew: a link goes to the address of the account.",
            f"{row} begins anew by a link that goes by letter alone; it waits until a mail server is named.",
        )
        return thanked(request, words, "members:person", row.ref)

    context = {"title": f"{row} lost the second factor", "button": "Take away and write", "lede": LOST}
    return form_page(request, "members/form.html", form, done, context)
