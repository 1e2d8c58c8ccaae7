"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "commitments"
urlpatterns = [
    path("", views.follow_up, name="list"),
    path("add/", views.add, name="add"),
    path("decisions/", views.decisions, name="decisions"),
    path("decisions/<str:ref>/review/", views.review, name="review"),
    path("follow-up/<str:ref>/", views.follow_up_record, name="follow_up"),
    path("last-time/<str:ref>/", views.said_last_time, name="last_time"),
    path("<str:ref>/", views.commitment, name="commitment"),
    path("<str:ref>/assign/", views.assign, name="assign"),
    path("<str:ref>/report/", views.report, name="report"),
    path("<str:ref>/ask/", views.ask, name="ask"),
]
