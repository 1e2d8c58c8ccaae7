"""In a real browser against the real server: nothing off-host, nothing after sign-out, a question before a number."""

from __future__ import annotations

import re
import socket
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Response, expect

from tests.browser.conftest import Enter, Site

pytestmark = [pytest.mark.browser, pytest.mark.real_time]

MOST_PAGES = 90


def _crawl(page: Page, site: Site, broken: list[str]) -> tuple[list[str], list[str], int]:
    """Follows every link from the first page on; what was asked for, which answers lack a policy, how many pages."""
    asked: list[str] = []
    bare: list[str] = []

    def look(answer: Response) -> None:
        if answer.url.startswith(site.url) and "content-security-policy" not in answer.headers:
            bare.append(answer.url)

    page.on("request", lambda request: asked.append(request.url))
    page.on("response", look)
    page.on(
        "console", lambda line: broken.append(line.text) if "Content Security Policy" in line.text else None
    )
    waiting, seen = ["/"], set()
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.pop(0)
        if address in seen:
            continue
        seen.add(address)
        page.goto(address)
        page.wait_for_load_state("load")
        found = page.eval_on_selector_all("a[href]", "links => links.map(a => a.href)")
        for link in found:
            parts = urlsplit(link)
            is_page = link.startswith(site.url) and not re.search(
                r"\.(pdf|docx|json|py|ics)$|/file/|/copy/", parts.path
            )
            if is_page and "sign-out" not in link:
                waiting.append(parts.path + (f"?{parts.query}" if parts.query else ""))
    return asked, bare, len(seen)


@pytest.mark.parametrize("who", ["officer", ""])
def test_a_crawl_asks_nothing_of_any_other_host(site: Site, enter: Enter, who: str) -> None:
    broken: list[str] = []
    page = enter(who)
    asked, bare, count = _crawl(page, site, broken)
    assert [url for url in asked if not url.startswith((site.url, "data:"))] == []
    assert bare == []
    assert broken == []
    assert count > (20 if who else 2)


def test_after_sign_out_the_back_button_shows_nothing(site: Site, enter: Enter) -> None:
    page = enter("officer")
    page.goto("/members/people/")
    closed = page.locator("main").inner_text()
    assert len(closed) > 200
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    for _ in range(3):
        page.go_back()
        page.wait_for_load_state("load")
        shown = page.locator("body").inner_text()
        assert "Sign out" not in shown
        assert closed not in shown
    # htmx notes the address of the page it stands on, and nothing of what is on it.
    assert set(page.evaluate("Object.keys(sessionStorage)")) <= {"htmx-current-path-for-history"}
    assert page.evaluate("document.cookie") == ""


def _raw(site: Site, request: str) -> str:
    parts = urlsplit(site.url)
    with socket.create_connection((parts.hostname or "", parts.port or 80), timeout=10) as line:
        line.sendall(request.replace("\n", "\r\n").encode())
        got = b""
        while chunk := line.recv(65536):
            got += chunk
    return got.decode("latin-1")


def test_the_server_says_nothing_of_itself_and_takes_no_trace(site: Site) -> None:
    host = urlsplit(site.url).netloc
    for method, code in (("TRACE", "405"), ("PUT", "405"), ("DEBUG", "405"), ("GET", "200")):
        answer = _raw(site, f"{method} / HTTP/1.1\nHost: {host}\nX-Mine: secret\nConnection: close\n\n")
        head, _, body = answer.partition("\r\n\r\n")
        assert f" {code} " in head.splitlines()[0]
        assert "gunicorn" not in head.lower()
        assert "django" not in head.lower()
        assert not re.search(r"^server: .*\d", head, re.I | re.M)
        assert "secret" not in body
        assert "x-content-type-options: nosniff" in head.lower()
    strange = _raw(site, "GET / HTTP/1.1\nHost: elsewhere.example\nConnection: close\n\n")
    assert " 400 " in strange.splitlines()[0]
    assert "content-security-policy" in strange.lower()
    assert "elsewhere" not in strange.partition("\r\n\r\n")[2]


def test_a_number_is_marked_and_asked_about_before_it_is_saved(site: Site, enter: Enter) -> None:
    page = enter("officer")
    page.goto("/meetings/add/")
    page.get_by_label("Title").fill("Meeting about case no. 12/2021")
    page.get_by_label("First day").fill("2027-05-03")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".doubt mark")).to_have_text("case no. 12/2021")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_label("This is not about a victim, suspect or case: keep it").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("case no. 12/2021")
