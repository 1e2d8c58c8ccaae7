"""Addresses about rights."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "rights"
urlpatterns = [
    path("", views.exceptions, name="exceptions"),
    path("openings/", views.openings, name="openings"),
    path("openings/<str:ref>/agree/", views.agree, name="agree"),
    path("openings/<str:ref>/refuse/", views.refuse, name="refuse"),
    path("openings/<str:ref>/withdraw/", views.withdraw, name="withdraw"),
    path("openings/<str:ref>/close/", views.close, name="close"),
    path("people/<str:ref>/", views.person, name="person"),
    path("<str:ref>/", views.thing, name="thing"),
    path("<str:ref>/release/", views.release, name="release"),
    path("<str:ref>/narrow/", views.narrow, name="narrow"),
]
