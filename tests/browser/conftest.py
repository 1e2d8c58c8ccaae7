"""A real server on a real store with the demo story, and a real Chromium; both only on loopback."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SECRETARIAT = Path(sys.executable).with_name("secretariat")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--shots", default="", help="a folder for screenshots of the story's pages")


@dataclass(frozen=True)
class Site:
    """The running demo: its address, its store, the sign-in link of each of the cast by e-mail."""

    url: str
    home: Path
    links: dict[str, str]

    def link(self, who: str) -> str:
        return self.links[f"{who}@demo.example"]


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _run(environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [SECRETARIAT, *arguments], env=environment, check=True, capture_output=True, text=True, timeout=120
    )
    return done.stdout


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    home = tmp_path_factory.mktemp("store")
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("SECRETARIAT_", "DJANGO_"))}
    environment = kept | {
        "SECRETARIAT_HOME": str(home),
        "SECRETARIAT_DEMO": "true",
        "SECRETARIAT_BASE_URL": url,
    }
    _run(environment, "migrate", "--verbosity", "0")
    _run(environment, "demo", "load", "--only-data")
    cast = json.loads(_run(environment, "demo", "cast", "--json"))
    server = subprocess.Popen(
        [SECRETARIAT, "serve", "--port", str(port)], env=environment, stdout=subprocess.DEVNULL
    )
    try:
        _wait(url)
        yield Site(url, home, {row["email"]: row["link"] for row in cast})
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait(url: str, limit: float = 30.0) -> None:
    end = time.monotonic() + limit
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.05)
    raise AssertionError("the server did not answer")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine; on Debian: apt-get install chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield chromium
        chromium.close()


Enter = Callable[..., Page]


@pytest.fixture
def enter(site: Site, browser: Browser) -> Iterator[Enter]:
    """``enter("croatia")`` gives a page signed in as that member of the cast; ``enter()`` the public."""
    contexts = []

    def come_in(who: str = "", *, width: int = 1280, scheme: str = "light") -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, base_url=site.url
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(f"a script failed: {error}"))
        page.goto(site.link(who) if who else "/")
        if who:
            page.get_by_role("button", name="Sign in").click()
            page.wait_for_url(site.url + "/")
        return page

    yield come_in
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def axe() -> Axe:
    return Axe()


def look(page: Page, axe: Axe, name: str, request: pytest.FixtureRequest) -> None:
    """No violation of WCAG and no sideways scrolling, on a phone and at a desk."""
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert axe.run(page).response["violations"] == [], name
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (
            f"{name} at {width}"
        )
        folder = request.config.getoption("--shots")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=str(Path(folder) / f"{name}-{width}.png"), full_page=True)
