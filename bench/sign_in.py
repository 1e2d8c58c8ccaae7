"""Does the time of an answer tell who has an account? Medians for known and unknown addresses, side by side.

Usage: python bench/sign_in.py [--rounds 200]

Runs the real settings (Argon2, sealed database on disk) in a folder that goes away. Known and unknown take
turns in pairs, and the order within a pair changes, so that a busy machine slows both alike. Prints the median
of each in milliseconds, by the wall and of the processor, and the difference in per cent of the unknown; promised
are less than 5 %. On a machine that does other work the wall tells more of that work than of the answer.
"""

from __future__ import annotations

import argparse
import logging
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

HASHED = "a password nobody here has, long enough"


def _prepared(home: str) -> None:
    os.environ |= {"SECRETARIAT_HOME": home, "DJANGO_SETTINGS_MODULE": "config.settings"}
    sys.path.insert(0, str(Path(__file__).parents[1]))
    import django
    from django.core.management import call_command

    django.setup()
    logging.getLogger("secretariat").setLevel(logging.ERROR)  # each try would be a line between the figures
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def _accounts(count: int) -> list[str]:
    from django.contrib.auth.hashers import make_password

    from secretariat.access.models import Account

    password = make_password(HASHED)
    rows = [Account(email=f"known{n}@bench.example", password=password) for n in range(count)]
    Account.objects.bulk_create(rows)
    return [row.email for row in rows]


def _sent(path: str, form: Callable[[str], dict[str, str]], email: str, number: int) -> tuple[float, float]:
    """Milliseconds that one answer took: by the clock on the wall, and of the processor alone."""
    from django.test import Client

    address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    client = Client(SERVER_NAME="localhost", REMOTE_ADDR=address)
    wall, processor = time.perf_counter(), time.process_time()
    answer = client.post(path, form(email))
    took = (time.perf_counter() - wall, time.process_time() - processor)
    assert answer.status_code in {200, 302}, answer.status_code
    return took[0] * 1000, took[1] * 1000


def measure(path: str, form: Callable[[str], dict[str, str]], known: list[str]) -> list[tuple[float, float]]:
    """Medians in milliseconds for known and unknown addresses: by the wall, then of the processor."""
    times: dict[bool, list[tuple[float, float]]] = {True: [], False: []}
    for number, email in enumerate(known):
        pair = [(True, email), (False, email.replace("known", "other"))]
        for is_known, address in pair if number % 2 else reversed(pair):
            times[is_known].append(_sent(path, form, address, 2 * number + is_known))
    warm = len(known) // 10
    return [
        (
            statistics.median(one[clock] for one in times[True][warm:]),
            statistics.median(one[clock] for one in times[False][warm:]),
        )
        for clock in (0, 1)
    ]


def main() -> None:
    """Measures sign-in and reset, and prints a line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as home:
        _prepared(home)
        from django.urls import reverse

        known = _accounts(rounds)
        pages = {
            "sign in": ("account_login", lambda e: {"login": e, "password": "wrong password entirely"}),
            "new password": ("account_reset_password", lambda e: {"email": e}),
        }
        print(f"{'median of ' + str(rounds) + ' each, ms':34}{'known':>9}{'unknown':>9}{'differ':>8}")
        for words, (name, form) in pages.items():
            for clock, (one, other) in zip(
                ("wall", "processor"), measure(reverse(name), form, known), strict=True
            ):
                print(f"{words + ', ' + clock:34}{one:9.1f}{other:9.1f}{abs(one - other) / other:8.1%}")


if __name__ == "__main__":
    main()
