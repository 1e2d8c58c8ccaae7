"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "archive"
urlpatterns = [
    path("", views.archive, name="list"),
    path("take-in/", views.take_in, name="take_in"),
    path("readings/<str:ref>/", views.review, name="review"),
    path("readings/<str:ref>/read/", views.read_again, name="read_again"),
    path("readings/<str:ref>/stop/", views.stop, name="stop"),
    path("readings/<str:ref>/accept/", views.accept, name="accept"),
    path("readings/<str:ref>/undo/", views.undo, name="undo"),
    path("readings/<str:ref>/facts/<str:key>/", views.fact, name="fact"),
    path("sources/<str:ref>/", views.source, name="source"),
    path("sources/<str:ref>/file/", views.file, name="file"),
    path("sources/<str:ref>/safe-copy/", views.safe_copy, name="safe_copy"),
    path("sources/<str:ref>/vouch/", views.vouch, name="vouch"),
    path("sources/<str:ref>/remove/", views.remove, name="remove"),
    path("origin/<str:thing_ref>/", views.origin, name="origin"),
]
