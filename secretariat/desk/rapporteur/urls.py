"""Addresses of the rapporteur's desk and of the screen in the room, in the desk's own namespace."""

from __future__ import annotations

from django.urls import path

from . import views

urlpatterns = [
    path("live/<str:ref>/", views.live, name="live"),
    path("live/<str:ref>/entries/", views.live_entries, name="live_entries"),
    path("live/<str:ref>/floor/", views.live_floor, name="live_floor"),
    path("live/<str:ref>/now/", views.live_now, name="live_now"),
    path("room/<str:ref>/", views.room, name="room"),
    path("room/<str:ref>/now/", views.room_now, name="room_now"),
]
