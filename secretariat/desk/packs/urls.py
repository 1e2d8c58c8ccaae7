"""Addresses of the packs, in the desk's own namespace."""

from __future__ import annotations

from django.urls import path

from . import views

urlpatterns = [
    path("welcome/", views.welcome, name="welcome"),
    path("welcome.pdf", views.welcome_paper, name="welcome_paper"),
    path("handover/", views.handover, name="handover"),
    path("handover.pdf", views.handover_paper, name="handover_paper"),
]
