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
    path("people/<str:ref>/account/link/", views.copy_link, name="copy_link"),
    path("people/<str:ref>/suspend/", views.suspend, name="suspend"),
    path("people/<str:ref>/lost-factor/", views.remove_factors, name="remove_factors"),
    path("people/<str:ref>/restore/", views.restore, name="restore"),
    path("people/<str:ref>/merge/", views.merge, name="merge"),
    path("seats/<str:ref>/", views.seat, name="seat"),
    path("seats/<str:ref>/mandate/", views.start_mandate, name="start_mandate"),
    path("mandates/<str:ref>/end/", views.end_mandate, name="end_mandate"),
    path("mandates/<str:ref>/let-go/", views.dismiss, name="dismiss"),
    path("nominations/", views.nominations, name="nominations"),
    path("nominations/<str:ref>/", views.nomination, name="nomination"),
    path("nominations/<str:ref>/confirm/", views.confirm, name="confirm"),
    path("nominations/<str:ref>/refuse/", views.refuse, name="refuse"),
    path("nominations/<str:ref>/withdraw/", views.withdraw, name="withdraw"),
    path("letters/", views.letters, name="letters"),
    path("letters/<str:ref>/stop/", views.stop_letter, name="stop_letter"),
    path("first-sign-in/<str:token>/", views.activate, name="activate"),
    path("first-sign-in/<str:token>/again/", views.renew, name="renew"),
    path("<str:ref>/names/", views.note_names, name="note_names"),
    path("<str:ref>/", views.member, name="member"),
]
