"""Addresses of the desk."""

from __future__ import annotations

from django.urls import path

from . import deed_pages, nomination_pages, pack_pages, personal_pages, purge_pages, sign_in_pages, views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("meetings/<str:ref>/", views.meeting, name="meeting"),
    path("seats/<str:ref>/propose/", nomination_pages.propose, name="propose"),
    path("seats/<str:ref>/newcomer/", nomination_pages.seat_newcomer, name="seat_newcomer"),
    path("threads/<str:ref>/", views.thread, name="thread"),
    path("timeline/", views.timeline, name="timeline"),
    path("search/", views.search, name="search"),
    path("history/<str:ref>/", deed_pages.history, name="history"),
    path("deeds/", deed_pages.deeds, name="deeds"),
    path("deeds/head/", deed_pages.head, name="head"),
    path("deeds/head.json", deed_pages.head_file, name="head_file"),
    path("deeds/verify.py", deed_pages.verifier, name="verifier"),
    path("deeds/<int:number>/proof.json", deed_pages.proof, name="proof"),
    path("deeds/wipe/<str:ref>/", deed_pages.wipe, name="wipe"),
    path("purge/<str:ref>/", purge_pages.purge, name="purge"),
    path("public/meetings/<str:ref>/", views.public_meeting, name="public_meeting"),
    path("how-we-work/", views.how_we_work, name="how_we_work"),
    path("answer/<str:token>/", personal_pages.answer, name="answer"),
    path("feed/<str:token>.ics", personal_pages.feed, name="feed"),
    path("my-calendar/", personal_pages.my_feed, name="my_feed"),
    path("welcome/", pack_pages.welcome, name="welcome"),
    path("welcome.pdf", pack_pages.welcome_paper, name="welcome_paper"),
    path("handover/", pack_pages.handover, name="handover"),
    path("handover.pdf", pack_pages.handover_paper, name="handover_paper"),
    path("links/", personal_pages.links, name="links"),
    path("links/<str:ref>/revoke/", personal_pages.revoke, name="revoke_link"),
    path("demo/enter/<str:token>/", views.enter, name="enter"),
    path("sign-in/next-step/", sign_in_pages.next_step, name="next_step"),
    path("sign-in/go-on/", sign_in_pages.go_on, name="go_on"),
    path("my-sign-in/sessions/end-others/", sign_in_pages.end_other_sessions, name="end_other_sessions"),
    path("my-sign-in/sessions/<str:mark>/end/", sign_in_pages.end_session, name="end_session"),
    path("my-sign-in/passkeys/<str:mark>/remove/", sign_in_pages.remove_passkey, name="remove_passkey"),
    path("my-sign-in/code-app/remove/", sign_in_pages.remove_code_app, name="remove_code_app"),
]
