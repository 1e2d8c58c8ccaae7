"""Secret addresses and the pages that tell of them, in the desk's own namespace."""

from __future__ import annotations

from django.urls import path

from . import views

urlpatterns = [
    path("answer/<str:token>/", views.answer, name="answer"),
    path("feed/<str:token>.ics", views.feed, name="feed"),
    path("my-calendar/", views.my_feed, name="my_feed"),
    path("links/", views.links, name="links"),
    path("links/<str:ref>/revoke/", views.revoke, name="revoke_link"),
]
