"""Addresses of the record of deeds, in the desk's own namespace."""

from __future__ import annotations

from django.urls import path

from . import views

urlpatterns = [
    path("history/<str:ref>/", views.history, name="history"),
    path("deeds/", views.deeds, name="deeds"),
    path("deeds/head/", views.head, name="head"),
    path("deeds/head.json", views.head_file, name="head_file"),
    path("deeds/verify.py", views.verifier, name="verifier"),
    path("deeds/<int:number>/proof.json", views.proof, name="proof"),
    path("deeds/wipe/<str:ref>/", views.wipe, name="wipe"),
]
