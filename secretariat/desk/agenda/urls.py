"""Addresses of agendas, in the desk's own namespace."""

from __future__ import annotations

from django.urls import path

from . import views

urlpatterns = [
    path("meetings/<str:ref>/agenda/", views.agenda, name="agenda"),
    path("meetings/<str:ref>/agenda/begin/", views.begin_agenda, name="begin_agenda"),
    path("meetings/<str:ref>/agenda.pdf", views.agenda_paper, name="agenda_paper"),
    path("meetings/<str:ref>/book.pdf", views.book, name="book"),
    path("papers/<str:ref>/deliver/", views.deliver_paper, name="deliver_paper"),
    path("papers/<str:ref>/file/", views.paper_file, name="paper_file"),
]
