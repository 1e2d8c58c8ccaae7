"""``secretariat serve``: the web server; one command, one folder, ready within a second or two."""

from __future__ import annotations

import gc
import os
import socket
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.core.wsgi import get_wsgi_application
from gunicorn.app.base import BaseApplication
from gunicorn.http import wsgi

from secretariat.desk.machine.store import hold, is_current, mark_current
from secretariat.desk.machine.ticker import Ticker
from secretariat.toolbox.errors import RuleBroken


class Server(BaseApplication):  # type: ignore[misc]
    """Gunicorn with our settings: loads once, then forks, so that workers share memory."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return get_wsgi_application()


def _logging() -> dict[str, Any]:
    """Gunicorn's own lines in our form, and no line for each request: an address tells who read what."""
    ours: dict[str, Any] = settings.LOGGING
    loggers = {
        "gunicorn.error": {"level": "WARNING", "handlers": ["console"], "propagate": False},
        "gunicorn.access": {"level": "CRITICAL", "handlers": [], "propagate": False},
    }
    return ours | {"loggers": ours["loggers"] | loggers}


def _when_ready(server: Any, *, ticker: Ticker) -> None:
    """Before the workers part: what is loaded leaves the collector's eye, so that its pages stay shared."""
    gc.collect()
    gc.freeze()
    ticker.start()


def _refuse_what_is_taken(host: str, port: int) -> None:
    """Raises RuleBroken at once where nobody can listen; gunicorn would try for seconds and say it in code."""
    try:
        family = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise RuleBroken(
            "desk.serve", f"Nothing can be served at {host}:{port} ({reason}). Name another: --port NUMBER."
        ) from None


def _name_the_port(port: int) -> None:
    """Puts the port into the address of a machine of one's own, for this server and for its ticker, so that the
    line at the start and the links in letters lead here. An address behind a proxy is left as it is.
    """
    if urlsplit(settings.BASE_URL).hostname == "localhost" and not settings.SECURE:
        settings.BASE_URL = os.environ["SECRETARIAT_BASE_URL"] = f"http://localhost:{port}"


def _is_of_here(address: str) -> bool:
    """Whether the address that is printed is the one that is listened at, by its name."""
    return settings.BASE_URL in {f"http://{address}", f"http://{address.replace('127.0.0.1', 'localhost')}"}


class Command(BaseCommand):
    help = "Serves the pages, and runs background work inline."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2)

    def handle(self, *args: Any, **options: Any) -> None:
        _refuse_what_is_taken(options["host"], options["port"])
        _name_the_port(options["port"])
        hold()  # before anything is done to the store: no command that must be alone may begin meanwhile
        if not is_current():
            call_command("check", fail_level="ERROR")
            call_command("migrate", verbosity=0)
            call_command("collectstatic", interactive=False, verbosity=0)
            mark_current()
        host = f"[{options['host']}]" if ":" in options["host"] else options["host"]
        address = f"{host}:{options['port']}"
        wsgi.SERVER = "web"  # the Server header says nothing of what runs here
        heard = "" if _is_of_here(address) else f", heard at {address}"
        self.stdout.write(
            f"Secretariat serves {settings.HOME} at {settings.BASE_URL}/{heard}  (stop with Ctrl-C)"
        )
        self.stdout.flush()
        ticker = Ticker()
        Server(
            {
                "bind": address,
                "workers": options["workers"],
                "worker_class": "gthread",
                "threads": 4,
                "preload_app": True,
                "timeout": 120,
                "max_requests": 5000,
                "max_requests_jitter": 500,
                "loglevel": "warning",
                "logconfig_dict": _logging(),
                "proc_name": "secretariat",
                "when_ready": partial(_when_ready, ticker=ticker),
                "pre_fork": lambda server, worker: ticker.start(),
                "on_exit": lambda server: ticker.stop(),
            }
        ).run()
