"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "members"
urlpatterns = [
    path("", views.members, name="list"),
    path("add/", views.add_member, name="add_member"),
    path("people/", views.people, name="people"),
    path("people/add/", views.add_person, name="add_person"),
    path("people/<str:ref>/", views.person, name="person"),
    path("people/<str:ref>/name/", views.add_name, name="add_name"),
    path("people/<str:ref>/account/", views.open_account, name="open_account"),
    path("people/<str:ref>/merge/", views.merge, name="merge"),
    path("seats/<str:ref>/", views.seat, name="seat"),
    path("seats/<str:ref>/mandate/", views.start_mandate, name="start_mandate"),
    path("mandates/<str:ref>/end/", views.end_mandate, name="end_mandate"),
    path("<str:ref>/", views.member, name="member"),
]
