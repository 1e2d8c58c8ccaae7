"""Addresses of who comes, in the desk's own namespace."""

from __future__ import annotations

from django.urls import path

from . import views

urlpatterns = [
    path("seats/<str:ref>/propose/", views.propose, name="propose"),
    path("seats/<str:ref>/newcomer/", views.seat_newcomer, name="seat_newcomer"),
    path("delegates/<str:ref>/credentials/", views.credentials, name="credentials"),
]
