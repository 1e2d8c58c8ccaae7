"""The meeting page of a signed-in coordinator beside a bare Django view, in one run.

Same server, two workers, eight clients, ten entries of 500 words on both. Prints requests a second, p95,
processor time a request, memory, the ratio of the two, and how soon the first page comes after the start.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from _load import Load, load, memory_mb, wait_for

ROOT = Path(__file__).parent.parent
ROUNDS = 3
WORDS = [
    "coordinator",
    "network",
    "meeting",
    "members",
    "report",
    "strategy",
    "local",
    "teams",
    "funding",
    "visibility",
    "practice",
    "office",
]


def text_of_500_words(seed: int) -> str:
    chosen = random.Random(seed)
    return " ".join(chosen.choice(WORDS) for _ in range(500)) + "."


def fill(texts: list[str]) -> tuple[str, str]:
    """A meeting with ten entries in a fresh store; gives its address and a coordinator's session cookie."""
    import django

    django.setup()
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command
    from django.urls import reverse

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    from secretariat.commitments import actions as commitments
    from secretariat.desk.story.build import build_network
    from secretariat.desk.story.region import REGION
    from secretariat.meetings import actions as meetings
    from secretariat.minutes import actions as minutes
    from secretariat.toolbox import clock

    cast = build_network(REGION)
    officer = cast.officer.actor
    meeting = meetings.create_meeting(
        officer, network=cast.network, title="Closed meeting", starts_on=clock.today(), place="Port Alba"
    )
    record = minutes.open_record(officer, meeting=meeting)
    kinds = [
        "opening",
        "proposal",
        "support",
        "statement",
        "request",
        "offer",
        "decision",
        "statement",
        "statement",
        "closing",
    ]
    for kind, text in zip(kinds, texts, strict=True):
        minutes.add_entry(
            officer,
            record=record,
            kind=kind,
            text=text,
            speaker=cast.coordinator.person,
            seat=cast.seats["ab"],
        )
    commitments.follow_up_record(officer, record=record)
    session = SessionStore()
    account = cast.coordinator.account
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.save()
    return reverse(
        "desk:meeting", args=[meeting.ref]
    ), f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def main() -> None:
    texts = [text_of_500_words(i) for i in range(10)]
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"SECRETARIAT_HOME": home, "DJANGO_SETTINGS_MODULE": "config.settings"}
        os.environ["SECRETARIAT_BASE_URL"] = "http://127.0.0.1:8811"  # the load comes by the number
        sys.path.insert(0, str(ROOT))
        address, cookie = fill(texts)
        words = Path(home) / "texts"
        words.write_text("\n".join(texts), encoding="utf-8")
        started = time.monotonic()
        ours = subprocess.Popen(
            [str(Path(sys.executable).with_name("secretariat")), "serve", "--port", "8811", "--workers", "2"],
            stdout=subprocess.DEVNULL,
        )
        bare = subprocess.Popen([sys.executable, str(ROOT / "bench" / "_bare.py"), "8812", "2", str(words)])
        try:
            first_page = wait_for(8811, started=started)
            wait_for(8812, started=started)
            pairs: list[tuple[Load, Load]] = []
            load(8811, address, ours.pid, cookie=cookie, seconds=1)
            for _ in range(ROUNDS):
                pairs.append((load(8811, address, ours.pid, cookie=cookie), load(8812, "/", bare.pid)))
            print(f"first page after start          {first_page:6.2f} s      (aim 1.5 s)")
            for name, place in (("meeting page", 0), ("bare view", 1)):
                runs = [pair[place] for pair in pairs]
                print(
                    f"{name:14s} {median(r.per_second for r in runs):8.0f} requests/s"
                    f"   p95 {median(r.p95_ms for r in runs):6.1f} ms   processor {median(r.cpu_ms for r in runs):5.2f} ms/request"
                )
            ratio = median(a.per_second / b.per_second for a, b in pairs)
            print(f"ratio meeting page / bare view  {ratio:6.2f}        (at least 0.10, aim 0.25)")
            print(f"memory of server and workers    {memory_mb(ours.pid):6.0f} MB     (under 120 MB)")
        finally:
            for process in (ours, bare):
                process.terminate()
                process.wait(timeout=20)


if __name__ == "__main__":
    main()
