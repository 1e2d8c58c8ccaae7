"""Root of all addresses: each room brings its own."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("members/", include("secretariat.members.urls")),
    path("meetings/", include("secretariat.meetings.urls")),
    path("records/", include("secretariat.minutes.urls")),
    path("commitments/", include("secretariat.commitments.urls")),
    path("archive/", include("secretariat.archive.urls")),
    path("publishing/", include("secretariat.publishing.urls")),
    path("", include("secretariat.desk.urls")),
]

handler404 = "secretariat.web.views.nothing_here"
