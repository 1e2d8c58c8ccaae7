"""The address of a purge, in the desk's own namespace."""

from __future__ import annotations

from django.urls import path

from . import views

urlpatterns = [
    path("purge/<str:ref>/", views.purge, name="purge"),
]
