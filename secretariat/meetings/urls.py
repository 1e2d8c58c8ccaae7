"""Addresses of the room; one meeting's own page is the desk's, because it joins rooms."""

from __future__ import annotations

from django.urls import path

from . import views
from .views import invitations

app_name = "meetings"
urlpatterns = [
    path("", views.meetings, name="list"),
    path("add/", views.add_meeting, name="add"),
    path("offers/add/", views.add_offer, name="add_offer"),
    path("offers/<str:ref>/", views.offer, name="offer"),
    path("people/<str:ref>/", views.attended, name="attended"),
    path("invitations/<str:ref>/", invitations.invitation, name="invitation"),
    path("invitations/<str:ref>/change/", invitations.change_invitation, name="change_invitation"),
    path("invitations/<str:ref>/send/", invitations.send_invitation, name="send_invitation"),
    path("invitations/<str:ref>/update/", invitations.send_update, name="send_update"),
    path("invitations/<str:ref>/drop/", invitations.drop_invitation, name="drop_invitation"),
    path("invitees/<str:ref>/", invitations.invitee, name="invitee"),
    path("invitees/<str:ref>/note/", invitations.note_reply, name="note_reply"),
    path("invitees/<str:ref>/again/", invitations.resend_letter, name="resend_letter"),
    path("letters/", invitations.letters, name="letters"),
    path("mail/", invitations.mails, name="mails"),
    path("mail/<str:ref>/", invitations.mail, name="mail"),
    path("mail/<str:ref>/file/", invitations.mail_file, name="mail_file"),
    path("<str:ref>/invite/", invitations.invite, name="invite"),
    path("<str:ref>/change/", views.change_meeting, name="change"),
]
