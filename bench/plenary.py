"""Sixty people in the plenary at once: all follow the room's screen, read pages and reply, while one types.

``python bench/plenary.py [--people 60] [--minutes 1] [--every 0.5]`` runs a server of its own on loopback and
prints for each kind of request how many, p50, p95 and errors; how soon a typed decision stood on the screens; and
the server's memory at the start and at the end.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlencode

from _load import memory_mb, wait_for

ROOT = Path(__file__).parent.parent
PORT = 8813
KEPT_OPEN = 1.0
"""Seconds after which a connection is opened anew: the server closes those that were silent for two."""
READERS = ("coordinator", "substitute", "other", "local", "newcomer", "drena")
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass
class Store:
    """What the load needs to know of the filled store: addresses, and a session for each person."""

    pages: list[str]
    reply: str
    room: str
    entries: str
    desk: str
    officer: str
    people: list[str]
    repliers: list[str]


@dataclass
class Seen:
    """What all clients saw together."""

    taken: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: list[str] = field(default_factory=list)
    shown: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    typed_at: dict[str, float] = field(default_factory=dict)


def fill(people: int) -> Store:
    """A meeting that goes on, in a fresh store, with a session for each of so many people."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client
    from django.urls import reverse

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    from secretariat.commitments import actions as commitments
    from secretariat.desk.story.build import build_network
    from secretariat.desk.story.region import REGION
    from secretariat.meetings import actions as meetings
    from secretariat.minutes import actions as minutes
    from secretariat.toolbox import clock
    from tests.cast import sign_in_whole

    settings.ALLOWED_HOSTS.append("testserver")
    cast = build_network(REGION)
    officer = cast.roles["officer"].actor
    meeting = meetings.create_meeting(
        officer, network=cast.network, title="Plenary", starts_on=clock.today(), place="Port Alba"
    )
    record = minutes.open_record(officer, meeting=meeting)
    for number in range(1, 21):
        minutes.add_entry(officer, record=record, kind="statement", text=f"Words of speaker {number}. " * 20)
    line = commitments.note_commitment(
        officer, meeting=meeting, words="Send the list", kind="request", seat=cast.seats["ab"]
    )

    def session(role: str) -> str:
        client = sign_in_whole(Client(), cast.roles[role].account)
        return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"

    present = [role for role in READERS if role in cast.roles]
    return Store(
        pages=[
            reverse("desk:home"),
            reverse("desk:meeting", args=[meeting.ref]),
            reverse("minutes:record", args=[record.ref]),
            reverse("commitments:list"),
        ],
        reply=reverse("commitments:report", args=[line.ref]),
        room=reverse("desk:room_now", args=[meeting.ref]),
        entries=reverse("desk:live_entries", args=[record.ref]),
        desk=reverse("desk:live", args=[meeting.ref]),
        officer=session("officer"),
        people=[session(present[number % len(present)]) for number in range(people)],
        repliers=[session("coordinator") for _ in range(max(1, people // 10))],
    )


class Browser:
    """One open browser: a connection that stays, cookies, and what it saw."""

    def __init__(self, cookie: str, seen: Seen) -> None:
        self.cookie, self.seen = cookie, seen
        self.connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
        self.used_at = 0.0

    def ask(
        self,
        kind: str,
        path: str,
        *,
        wanted: tuple[int, ...] = (200,),
        body: str | None = None,
        **headers: str,
    ) -> tuple[http.client.HTTPResponse, bytes]:
        """One request; how long it took and whether it went wrong is noted under its kind."""
        begun = time.monotonic()
        if begun - self.used_at > KEPT_OPEN:
            self.connection.close()
        try:
            headers = {"Cookie": self.cookie, **{k.replace("_", "-"): v for k, v in headers.items()}}
            self.connection.request("POST" if body is not None else "GET", path, body=body, headers=headers)
            answer = self.connection.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException) as error:
            self.connection.close()
            self.seen.errors.append(f"{kind}: {error!r}")
            raise
        self.used_at = time.monotonic()
        self.seen.taken[kind].append(self.used_at - begun)
        if answer.status not in wanted:
            self.seen.errors.append(f"{kind}: {path} answered {answer.status}")
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            self.cookie = f"{self.cookie}; {cookie.partition(';')[0]}"
        return answer, content


def follow(browser: Browser, store: Store, until: float, every: float) -> None:
    """Follows the screen of the room, and notes when each decision first stood there."""
    tag, known = "", set[str]()
    while time.monotonic() < until:
        answer, content = browser.ask("follow", store.room, wanted=(200, 304), If_None_Match=tag)
        tag = answer.headers.get("ETag") or tag
        text = json.loads(content).get("text", "") if content else ""
        if text and text not in known:
            known.add(text)
            browser.seen.shown[text].append(time.monotonic())
        time.sleep(every * random.uniform(0.9, 1.1))


def read(browser: Browser, store: Store, until: float) -> None:
    """Opens a page now and then, as somebody does who listens."""
    while time.monotonic() < until:
        time.sleep(random.uniform(4, 12))
        browser.ask("read", random.choice(store.pages))


def reply(browser: Browser, store: Store, until: float) -> None:
    """Answers what is asked of the own seat, by the form of the page."""
    while time.monotonic() < until:
        time.sleep(random.uniform(5, 15))
        _, page = browser.ask("reply: form", store.reply)
        found = TOKEN.search(page)
        assert found is not None
        form = {"csrfmiddlewaretoken": found[1].decode(), "words": "Under way.", "state": "under way"}
        browser.ask(
            "reply: sent", store.reply, wanted=(302,), body=urlencode(form),
            Content_Type="application/x-www-form-urlencoded", Referer=f"http://127.0.0.1:{PORT}{store.reply}",
        )  # fmt: skip


def write(browser: Browser, store: Store, until: float) -> None:
    """The rapporteur: a decision every three seconds."""
    _, page = browser.ask("desk", store.desk)
    found = TOKEN.search(page)
    assert found is not None
    number = 0
    while time.monotonic() < until - 3:
        number += 1
        text = f"Decision {number} of the plenary"
        entry = {"key": f"plenarybench-{number}", "version": 1, "kind": "decision", "text": text}
        browser.seen.typed_at[text] = time.monotonic()
        _, content = browser.ask(
            "write", store.entries, body=json.dumps({"entries": [entry]}), Content_Type="application/json",
            Accept="application/json", X_CSRFToken=found[1].decode(), Referer=f"http://127.0.0.1:{PORT}/",
        )  # fmt: skip
        if json.loads(content)["answers"][entry["key"]]["state"] != "kept":
            browser.seen.errors.append(f"write: {content!r}")
        time.sleep(3)


def p(values: list[float], percent: int) -> float:
    """A percentile in milliseconds."""
    return (quantiles(values, n=100)[percent - 1] if len(values) > 1 else values[0]) * 1000


def run(store: Store, pid: int, minutes: float, every: float) -> int:
    """Lets everybody do their part at once, and prints what came of it. Gives the number of errors."""
    seen, until = Seen(), time.monotonic() + minutes * 60
    parts = [(follow, (store, until, every))] * len(store.people)
    jobs = [
        (work, Browser(cookie, seen), rest) for cookie, (work, rest) in zip(store.people, parts, strict=True)
    ]
    jobs += [(read, Browser(cookie, seen), (store, until)) for cookie in store.people]
    jobs += [(reply, Browser(cookie, seen), (store, until)) for cookie in store.repliers]
    jobs.append((write, Browser(store.officer, seen), (store, until)))
    threads = [threading.Thread(target=work, args=(browser, *rest)) for work, browser, rest in jobs]
    for thread in threads:
        thread.start()
    time.sleep(min(15, minutes * 30))
    before = memory_mb(pid)
    for thread in threads:
        thread.join()
    after = memory_mb(pid)
    everything = [taken for values in seen.taken.values() for taken in values]
    for kind, values in sorted(seen.taken.items()):
        print(
            f"{kind:<12} {len(values):>7} requests  p50 {p(values, 50):7.1f} ms  p95 {p(values, 95):7.1f} ms"
        )
    print(
        f"{len(store.people)} people, {minutes:g} min: {len(everything)} requests, p95 {p(everything, 95):.1f} ms, "
        f"{len(seen.errors)} errors; memory {before:.0f} MB warm, {after:.0f} MB at the end"
    )
    late = [
        at - seen.typed_at[text]
        for text, all_at in seen.shown.items()
        if text in seen.typed_at
        for at in all_at
    ]
    if late:
        print(
            f"a decision stood on {len(late)} screens after p50 {p(late, 50):.0f} ms, p95 {p(late, 95):.0f} ms"
        )
    for error in seen.errors[:10]:
        print(f"  {error}")
    return len(seen.errors)


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--people", type=int, default=60)
    options.add_argument("--minutes", type=float, default=1.0)
    options.add_argument("--every", type=float, default=0.5, help="seconds between two looks at the screen")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"SECRETARIAT_HOME": home, "DJANGO_SETTINGS_MODULE": "config.settings"}
        os.environ["SECRETARIAT_BASE_URL"] = f"http://127.0.0.1:{PORT}"
        sys.path.insert(0, str(ROOT))
        store = fill(given.people)
        started = time.monotonic()
        server = subprocess.Popen(
            [str(Path(sys.executable).with_name("secretariat")), "serve", "--port", str(PORT)],
            stdout=subprocess.DEVNULL,
        )
        try:
            wait_for(PORT, started=started)
            errors = run(store, server.pid, given.minutes, given.every)
        finally:
            server.terminate()
            server.wait()
    sys.exit(1 if errors else 0)


if __name__ == "__main__":
    main()
