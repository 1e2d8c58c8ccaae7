"""Nothing leaks sideways: a token in every confidential field, everything fetched by everybody.

The world's closed matter is for members; some of it for the bureau alone, for one seat alone, or without the
name of who spoke. Every reader fetches every address of the program with every reference, as page, as
fragment and by form; searches for every token; asks for every paper, feed, letter and export. No token that
is not the reader's may come back: not in a body, a header, a title, a file, a letter or the log.
"""

from __future__ import annotations

import logging
import re
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse

from secretariat.audit import memory
from secretariat.desk.actions import refresh_row
from secretariat.desk.leaving.export import export_network, export_seat
from secretariat.desk.machine.jobs import JOBS
from secretariat.desk.rules import FEED
from secretariat.members import actions as members
from secretariat.members.models import Mandate
from secretariat.minutes import actions as minutes
from secretariat.toolbox.errors import NotAllowed, NotVisible
from secretariat.web import middleware as web_middleware
from tests.abuse.sweep import FRAGMENT, TOKENS, Heard, Sweep, words_of_folder
from tests.cast import Cast
from tests.story.test_who_comes_in import ROLES, TABLE
from tests.story.world import CANARY, World, build_world

pytestmark = [pytest.mark.abuse, pytest.mark.real_time]

OUTSIDERS = ("public", "former", "admin", "observer", "funder")
OWN_SEAT = ("coordinator", "substitute", "local")
BUREAU = ("officer", "chair")
WORDS = [
    "meeting",
    "place",
    "organiser",
    "chair",
    "theme",
    "person",
    "office",
    "offerplace",
    "when",
    "parent",
    "offertheme",
    "listed",
    "poll",
    "event",
    "eventplace",
    "calendar",
    "free",
    "entry",
    "again",
    "behalf",
    "decision",
    "progress",
    "evidence",
    "papertitle",
    "papername",
    "paperspeaker",
    "paperwords",
    "file",
    "item",
    "note",
    "symbol",
    "invited",
    "draft",
    "line",
    "seatonly",
    "bureauonly",
    "hidden",
]
MEMBERS_MAY = frozenset(f"{CANARY}{w}" for w in WORDS) - {
    f"{CANARY}{w}" for w in ("draft", "line", "seatonly", "bureauonly", "hidden")
}
SENT = frozenset({f"{CANARY}sent"})
"""Whom a seat sends, with what note and what message: for the seat and the offices, until a name is on the list."""
NEEDS = frozenset({f"{CANARY}diet"})
"""What people need: for those who speak for the seat and for the Secretariat; no adviser, no Chair, no export."""
INVITED = frozenset(f"{CANARY}{w}" for w in ("middle", "enclosed", "reply"))
"""What an invitation says to a seat and what the seat answers: for that seat and the offices."""
POST = frozenset(f"{CANARY}{w}" for w in ("raw", "subject", "mail", "sender"))
"""Mail that nobody could place: for the offices alone."""
LINK = re.compile(r"""(?:href|action|hx-get|hx-post|src)=["']([^"'#]+)""")
MOVES = {"account_logout", "desk:enter", "desk:end_other_sessions", "desk:end_session", "desk:go_on"}
"""Forms that would end the reader's own session, after which the sweep would look as somebody else."""
WANTED_FETCHES = 20_000
"""By all readers together; outsiders and insiders each bring half, so that two workers can share them."""


def may_know(role: str) -> frozenset[str]:
    """What a reader may meet: nothing for outsiders; for members the members' matter, and their own seat's."""
    if role in BUREAU:
        # The seat's own workspace is the one thing closed to Chair and Secretariat.
        known = frozenset(f"{CANARY}{w}" for w in WORDS) - {f"{CANARY}seatonly"}
        return known | SENT | INVITED | POST | (NEEDS if role == "officer" else frozenset())
    if role in OUTSIDERS:
        return frozenset()
    own = (SENT | INVITED | {f"{CANARY}seatonly"}) if role in OWN_SEAT else frozenset()
    return MEMBERS_MAY | own | (NEEDS if role in ("coordinator", "substitute") else frozenset())


@pytest.fixture(autouse=True)
def memory_as_in_service(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was read stays known until the next deed, as it does where requests run outside a transaction: a
    sweep must also find what one reader's page would leave behind for the next.
    """
    outside = SimpleNamespace(in_atomic_block=False, cursor=connection.cursor)
    monkeypatch.setattr(memory, "connection", outside)


@pytest.fixture
def world(cast: Cast, tmp_path: Path) -> World:
    built = build_world(cast, tmp_path)
    more = {"record": built.record, "kind": "statement"}
    officer, seat = cast.officer.actor, cast.seats["ab"]
    things = [
        minutes.add_entry(officer, text=f"Alone {CANARY}seatonly", ring="seat", seat=seat, **more),  # type: ignore[arg-type]
        minutes.add_entry(officer, text=f"For two {CANARY}bureauonly", ring="bureau", **more),  # type: ignore[arg-type]
        minutes.add_entry(
            officer,
            text="Said",
            speaker_words=f"{CANARY}hidden",
            is_chatham_house=True,
            **more,  # type: ignore[arg-type]
        ),
    ]
    for thing in (built.meeting, built.entry, built.commitment, built.offer, built.reading, *things):
        # Tests roll back, so what listens for commits is told by hand: the index is full.
        refresh_row(thing)
    built.more = [thing.ref for thing in things]  # type: ignore[attr-defined]
    return built


def _client(world: World, role: str) -> Client:
    return world.cast.public_client if role == "public" else getattr(world.cast, role).client


def _refs(world: World) -> list[str]:
    refs = [world.meeting.ref, world.record.ref, world.entry.ref, world.commitment.ref, world.offer.ref]
    refs += [world.source.ref, world.reading.ref, world.draft.ref, *world.more]  # type: ignore[attr-defined]
    return [*refs, "nothing-here234"]


def _addresses(world: World, refs: list[str]) -> list[tuple[str, str]]:
    """Every address with its own reference, and with every other: a wrong kind must not open anything either."""
    found = [(name, reverse(name, args=where(world))) for name, (where, _) in TABLE.items()]
    for name, (where, _) in TABLE.items():
        own = where(world)
        if len(own) == 1 and isinstance(own[0], str) and not name.startswith("account"):
            found += [(name, reverse(name, args=[ref])) for ref in refs]
    found += [("publishing:report", reverse("publishing:report", args=[world.meeting.ref, "docx"]))]
    return list(dict.fromkeys(found))


def _kind(name: str) -> str:
    papers = {"publishing:report": "PDF and Word", "desk:welcome_paper": "PDF and Word"}
    papers |= {"desk:handover_paper": "PDF and Word", "archive:file": "papers", "archive:safe_copy": "papers"}
    papers |= {"desk:feed": "feeds", "desk:head_file": "proofs", "desk:proof": "proofs"}
    return papers.get(name, "pages")


@contextmanager
def listening() -> Iterator[Heard]:
    """The log as it would be written, for as long as it lasts."""
    heard = Heard()
    logging.getLogger().addHandler(heard)
    try:
        yield heard
    finally:
        logging.getLogger().removeHandler(heard)


def _fetch_everything(world: World, sweep: Sweep) -> None:
    # Whoever is inside may see most of it; looked for is what some insiders may not know, wherever it could open.
    is_outside = sweep.role in OUTSIDERS
    refs = _refs(world) if is_outside else [world.record.ref, world.entry.ref, world.draft.ref, *world.more]  # type: ignore[attr-defined]
    for name, address in _addresses(world, refs):
        sweep.ask(address, _kind(name))
        sweep.ask(address, "fragments", headers=FRAGMENT)
        if is_outside and name not in MOVES and not name.startswith(("account", "mfa")):
            sweep.ask(address, "forms", method="post", data={"deed": "accept", "reason": "why"})


def _search_everything(world: World, sweep: Sweep) -> None:
    words = [f"{CANARY}{word}" for word in WORDS] + [CANARY, CANARY[:6], "guide", "agreed", "begun"]
    for word in words:
        sweep.ask(f"{reverse('desk:search')}?q={word}", "search")
        sweep.ask(f"{reverse('desk:search')}?q=%22{word}%22", "search", headers=FRAGMENT)
        sweep.ask(f"{reverse('members:people')}?name={word}", "suggestions", headers=FRAGMENT)
        sweep.ask(f"{reverse('desk:timeline')}?q={word}", "counts")
    for show in ("", "lacking", "finished", "all"):
        for page in ("1", "2", "999", "x"):
            sweep.ask(f"{reverse('commitments:list')}?show={show}&page={page}", "counts")
            sweep.ask(f"{reverse('members:people')}?page={page}", "counts", headers=FRAGMENT)
    for start in range(0, 400, 40):
        place = f"{reverse('archive:source', args=[world.source.ref])}?at={start}-{start + 40}"
        sweep.ask(place, "papers")


def _follow_links(sweep: Sweep, most: int = 150) -> None:
    waiting, seen = ["/"], set()
    while waiting and len(seen) < most:
        address = waiting.pop()
        if address in seen or "sign-out" in address:
            continue
        seen.add(address)
        found = LINK.findall(sweep.ask(address, "links"))
        waiting += [n.replace("&amp;", "&") for n in found if n.startswith("/") and "static" not in n]


def _sweep(world: World, role: str) -> Sweep:
    sweep = Sweep(role, _client(world, role), may_know(role))
    _fetch_everything(world, sweep)
    _search_everything(world, sweep)
    _follow_links(sweep)
    return sweep


@pytest.mark.parametrize("readers", ["outsiders", "insiders"])
def test_nobody_meets_a_token_that_is_not_theirs(
    world: World, readers: str, capsys: pytest.CaptureFixture[str]
) -> None:
    roles = OUTSIDERS if readers == "outsiders" else [role for role in ROLES if role not in OUTSIDERS]
    begun = time.perf_counter()
    sweeps = []
    with listening() as heard:
        for role in roles:
            sweeps.append(_sweep(world, role))
    channels = sum((sweep.channels for sweep in sweeps), Counter({"log lines": len(heard.lines)}))
    leaks = [leak for sweep in sweeps for leak in sweep.leaks]
    leaks += [f"log: {line}" for line in heard.lines if TOKENS.search(line)]
    fetches = sum(sweep.fetches for sweep in sweeps)
    with capsys.disabled():
        spent = time.perf_counter() - begun
        print(
            f"\ncanary sweep: {fetches} fetches as {len(roles)} {readers} in {spent:.0f} s, {len(leaks)} found"
        )
        print("  looked through: " + ", ".join(f"{name} {n}" for name, n in channels.most_common()))
    assert leaks == []
    assert fetches >= WANTED_FETCHES // 2
    assert len([name for name, n in channels.items() if n]) >= 12


def test_a_fault_tells_nobody_what_it_was_about(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ValueError(f"{CANARY}entry\n{CANARY}forged")

    monkeypatch.setattr(web_middleware, "actor_of", broken)
    with listening() as heard:
        for role in ROLES:
            client = Client(raise_request_exception=False)
            if role != "public":
                client.force_login(getattr(world.cast, role).account)
            sweep = Sweep(role, client)
            for name, address in _addresses(world, [])[: len(TABLE)]:
                if TABLE[name][1]["public"] == 302:
                    sweep.ask(address, "faults")
            assert sweep.leaks == []
    assert len(heard.lines) > 100
    assert [line for line in heard.lines if TOKENS.search(line)] == []
    assert any("builtins.ValueError" in line for line in heard.lines)


def test_no_feed_holds_what_is_not_its_readers(world: World) -> None:
    read = 0
    for role in ROLES:
        mandate = None if role == "public" else getattr(world.cast, role).role.mandate
        if mandate is None or role in {"former", "admin"}:
            continue
        actor = getattr(world.cast, role).actor
        mandate = Mandate.objects.get(pk=mandate.pk)
        secret = members.keep_own_link(actor, mandate=mandate, purpose=FEED, is_renewed=True)
        # A calendar lies with whoever keeps it: closed matter has no words in it, whoever reads.
        sweep = Sweep(role, Client())
        body = sweep.ask(reverse("desk:feed", args=[secret]), "feeds")
        assert "BEGIN:VCALENDAR" in body
        assert sweep.leaks == []
        read += 1
    assert read >= 8


def test_no_letter_holds_what_is_not_its_readers(world: World) -> None:
    accounts = {getattr(world.cast, role).account.email: role for role in ROLES if role != "public"}
    for address in [*accounts, "nobody@elsewhere.example"]:
        Client().post(reverse("account_reset_password"), {"email": address})
        Client().post(reverse("account_login"), {"login": address, "password": "wrong wrong wrong"})
    for job in ("new passwords asked for", "letters sent"):
        JOBS[job]()
    assert len(mail.outbox) >= len(accounts) - 2
    for letter in mail.outbox:
        for reader in letter.to:
            sweep = Sweep(reader, Client(), may_know(accounts[reader]))
            sweep.look("mails", f"{letter.subject}\n{letter.body}\n{letter.message()}", reader)
            assert sweep.leaks == []


def test_no_export_holds_what_is_not_its_readers(world: World, tmp_path: Path) -> None:
    made = 0
    for role in ROLES:
        if role == "public":
            continue
        player = getattr(world.cast, role)
        mandate = player.role.mandate
        jobs = [("network", lambda a, f: export_network(a, world.cast.network, f))]
        if mandate is not None:
            jobs.append(("seat", lambda a, f, seat=mandate.seat: export_seat(a, seat, f)))  # type: ignore[misc]
        for name, export in jobs:
            folder = tmp_path / f"{role}-{name}"
            sweep = Sweep(role, player.client, may_know(role) - NEEDS)
            try:
                export(player.actor, folder)
            except (NotAllowed, NotVisible) as error:
                sweep.look("exports", str(error), name)
            else:
                sweep.look("exports", words_of_folder(folder), name)
                made += 1
            assert sweep.leaks == [], name
    assert made >= 3


@pytest.mark.parametrize("role", OUTSIDERS)
def test_a_search_for_a_hidden_word_answers_as_for_a_word_that_nobody_wrote(world: World, role: str) -> None:
    client = _client(world, role)

    def answer(word: str) -> str:
        page = client.get(reverse("desk:search"), {"q": word}).content.decode()
        return re.sub(r'(value="|nonce=")[\w+/=]{16,64}"', "", page).replace(word, "")

    assert answer(f"{CANARY}entry") == answer("qznobodywrote")


def test_a_member_does_find_them_so_that_the_sweep_means_something(world: World) -> None:
    finder = Sweep("other", _client(world, "other"))
    for word in WORDS:
        finder.ask(reverse("desk:search"), "search", data={"q": f"{CANARY}{word[:-1]}"})
    finder.ask(reverse("publishing:report", args=[world.meeting.ref, "pdf"]), "PDF and Word")
    finder.ask(reverse("publishing:report", args=[world.meeting.ref, "docx"]), "PDF and Word")
    finder.ask(reverse("desk:meeting", args=[world.meeting.ref]), "titles")
    found = " ".join(finder.leaks)
    for word in ("meeting", "entry", "offerplace", "paperwords"):
        assert f"{CANARY}{word} in search" in found, word
    assert f"{CANARY}entry in PDF and Word" in found
    assert f"{CANARY}meeting in titles" in found
    officer = Sweep("officer", _client(world, "officer"))
    officer.ask(reverse("minutes:record", args=[world.record.ref]))
    assert f"{CANARY}bureauonly in pages" in " ".join(officer.leaks)
