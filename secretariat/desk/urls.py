"""Addresses of the desk: its own, and those of its wings in the same namespace."""

from __future__ import annotations

from django.urls import path

from . import views
from .agenda import urls as agenda
from .coming import urls as coming
from .deeds import urls as deeds
from .packs import urls as packs
from .personal import urls as personal
from .purging import urls as purging
from .rapporteur import urls as rapporteur
from .sign_in import urls as sign_in

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("meetings/<str:ref>/", views.meeting, name="meeting"),
    path("threads/<str:ref>/", views.thread, name="thread"),
    path("timeline/", views.timeline, name="timeline"),
    path("search/", views.search, name="search"),
    path("public/meetings/<str:ref>/", views.public_meeting, name="public_meeting"),
    path("how-we-work/", views.how_we_work, name="how_we_work"),
    path("demo/enter/<str:token>/", views.enter, name="enter"),
    *agenda.urlpatterns,
    *coming.urlpatterns,
    *deeds.urlpatterns,
    *packs.urlpatterns,
    *personal.urlpatterns,
    *purging.urlpatterns,
    *rapporteur.urlpatterns,
    *sign_in.urlpatterns,
]
