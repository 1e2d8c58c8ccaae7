"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "minutes"
urlpatterns = [
    path("open/<str:ref>/", views.open_record, name="open"),
    path("entries/<str:ref>/", views.entry, name="entry"),
    path("entries/<str:ref>/edit/", views.edit_entry, name="edit_entry"),
    path("entries/<str:ref>/move/", views.move_entry, name="move_entry"),
    path("entries/<str:ref>/remove/", views.remove_entry, name="remove_entry"),
    path("<str:ref>/", views.record, name="record"),
    path("<str:ref>/add/", views.add_entry, name="add_entry"),
    path("<str:ref>/circulate/", views.circulate, name="circulate"),
    path("<str:ref>/approve/", views.approve, name="approve"),
]
