"""The bare view the meeting page is measured against: one template, no query, the same server.

Usage: python bench/_bare.py PORT WORKERS TEXT_FILE (ten entries, one paragraph a line)
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path
from gunicorn.app.base import BaseApplication

PORT, WORKERS, TEXTS = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
TEMPLATE = (
    "<!doctype html><html lang=en><title>Bare</title><body>{% for entry in entries %}"
    "<article><h2>{{ entry.kind }}</h2><p>{{ entry.text }}</p></article>{% endfor %}</body></html>"
)

settings.configure(
    SECRET_KEY="bench",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
)
django.setup()
_ENTRIES = [{"kind": "statement", "text": line} for line in TEXTS.read_text(encoding="utf-8").splitlines()]
_template = engines["django"].from_string(TEMPLATE)


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse(_template.render({"entries": _ENTRIES}, request))


urlpatterns = [path("", bare)]


class Server(BaseApplication):  # type: ignore[misc]
    def load_config(self) -> None:
        options: dict[str, Any] = {
            "bind": f"127.0.0.1:{PORT}",
            "workers": WORKERS,
            "worker_class": "gthread",
            "threads": 4,
            "preload_app": True,
            "loglevel": "warning",
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        from django.core.handlers.wsgi import WSGIHandler

        return WSGIHandler()


if __name__ == "__main__":
    Server().run()
