"""Addresses of the room."""

from __future__ import annotations

from django.urls import path, re_path

from . import views

app_name = "publishing"
urlpatterns = [
    re_path(r"^report/(?P<ref>[\w-]+)\.(?P<ending>pdf|docx)$", views.report, name="report"),
    re_path(r"^decision/(?P<ref>[\w-]+)\.(?P<ending>pdf|docx)$", views.excerpt, name="excerpt"),
    re_path(r"^letter/(?P<ref>[\w-]+)\.(?P<ending>pdf|docx)$", views.letter, name="letter"),
    re_path(r"^participants/(?P<ref>[\w-]+)\.(?P<ending>pdf|docx)$", views.participants, name="participants"),
    path("plates/<str:ref>.pdf", views.plates, name="plates"),
    path("badges/<str:ref>.pdf", views.badges, name="badges"),
    path("release/<str:ref>/", views.release, name="release"),
    path("release/<str:ref>/publish/", views.publish, name="publish"),
    path("release/<str:ref>/withdraw/", views.withdraw, name="withdraw"),
]
