"""Addresses of the desk."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("meetings/<str:ref>/", views.meeting, name="meeting"),
    path("threads/<str:ref>/", views.thread, name="thread"),
    path("timeline/", views.timeline, name="timeline"),
    path("search/", views.search, name="search"),
    path("history/<str:ref>/", views.history, name="history"),
    path("public/meetings/<str:ref>/", views.public_meeting, name="public_meeting"),
    path("how-we-work/", views.how_we_work, name="how_we_work"),
    path("demo/enter/<str:token>/", views.enter, name="enter"),
]
