"""Addresses of one's own sign-in; those of the library stand in the root of all addresses, in the desk's own namespace."""

from __future__ import annotations

from django.urls import path

from . import views

urlpatterns = [
    path("sign-in/next-step/", views.next_step, name="next_step"),
    path("sign-in/go-on/", views.go_on, name="go_on"),
    path("my-sign-in/sessions/end-others/", views.end_other_sessions, name="end_other_sessions"),
    path("my-sign-in/sessions/<str:mark>/end/", views.end_session, name="end_session"),
    path("my-sign-in/passkeys/<str:mark>/remove/", views.remove_passkey, name="remove_passkey"),
    path("my-sign-in/code-app/remove/", views.remove_code_app, name="remove_code_app"),
]
