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
    path("terms/", views.terms, name="terms"),
    path("terms/<str:parameter>/prepare/", views.prepare_term, name="prepare_term"),
    path("terms/<str:ref>/decide/", views.decide_term, name="decide_term"),
    path("terms/<str:ref>/withdraw/", views.withdraw_term, name="withdraw_term"),
    path("items/<str:ref>/", views.item, name="item"),
    path("items/<str:ref>/change/", views.change_item, name="change_item"),
    path("items/<str:ref>/move/", views.move_item, name="move_item"),
    path("items/<str:ref>/postpone/", views.postpone_item, name="postpone_item"),
    path("items/<str:ref>/take-up/", views.take_up_item, name="take_up_item"),
    path("items/<str:ref>/withdraw/", views.withdraw_item, name="withdraw_item"),
    path("papers/<str:ref>/", views.paper, name="paper"),
    path("papers/<str:ref>/change/", views.change_paper, name="change_paper"),
    path("papers/<str:ref>/review/", views.review_paper, name="review_paper"),
    path("papers/<str:ref>/bind/", views.put_in_book, name="put_in_book"),
    path("papers/<str:ref>/withdraw/", views.withdraw_paper, name="withdraw_paper"),
    path("<str:ref>/change/", views.change_meeting, name="change"),
    path("<str:ref>/cancel/", views.cancel_meeting, name="cancel"),
    path("<str:ref>/propose/", views.propose_item, name="propose_item"),
    path("<str:ref>/agenda/send/", views.send_agenda, name="send_agenda"),
    path("<str:ref>/agenda/adopt/", views.adopt_agenda, name="adopt_agenda"),
    path("<str:ref>/papers/add/", views.announce_paper, name="announce_paper"),
]
