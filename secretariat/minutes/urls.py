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
    path("entries/<str:ref>/correct/", views.correct, name="correct"),
    path("entries/<str:ref>/later/", views.later, name="later"),
    path("corrections/<str:ref>/accept/", views.accept, name="accept"),
    path("corrections/<str:ref>/refuse/", views.refuse, name="refuse"),
    path("corrections/<str:ref>/withdraw/", views.withdraw, name="withdraw"),
    path("how-long/", views.lag, name="lag"),
    path("<str:ref>/", views.record, name="record"),
    path("<str:ref>/close/", views.close, name="close"),
    path("<str:ref>/round/", views.round_, name="round"),
    path("<str:ref>/corrigendum/", views.corrigendum, name="corrigendum"),
    path("<str:ref>/silence/", views.silence, name="silence"),
    path("<str:ref>/object/", views.object_, name="object"),
    path("<str:ref>/add/", views.add_entry, name="add_entry"),
    path("<str:ref>/circulate/", views.circulate, name="circulate"),
    path("<str:ref>/approve/", views.approve, name="approve"),
]
