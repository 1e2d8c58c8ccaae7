"""Addresses of the room; one meeting's own page is the desk's, because it joins rooms."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "meetings"
urlpatterns = [
    path("", views.meetings, name="list"),
    path("add/", views.add_meeting, name="add"),
    path("offers/add/", views.add_offer, name="add_offer"),
    path("offers/<str:ref>/", views.offer, name="offer"),
    path("people/<str:ref>/", views.attended, name="attended"),
    path("<str:ref>/change/", views.change_meeting, name="change"),
]
