"""Every answer of the program, whatever it is, leaves with every header."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse

from secretariat.toolbox.vault import SealBroken
from secretariat.web import middleware as web_middleware
from secretariat.web.headers import comes_from_elsewhere, harden, name_not_number
from tests.cast import Cast
from tests.story.test_who_comes_in import ROLES, TABLE
from tests.story.world import World, build_world

WANTED = {
    "X-Content-Type-Options": r"nosniff",
    "X-Frame-Options": r"DENY",
    # A page behind a secret address tells even less: nothing, or at most the host.
    "Referrer-Policy": r"same-origin|no-referrer|strict-origin",
    "Cross-Origin-Opener-Policy": r"same-origin",
    "Cross-Origin-Embedder-Policy": r"require-corp",
    "Cross-Origin-Resource-Policy": r"same-origin",
    "Permissions-Policy": r".*camera=\(\).*geolocation=\(\).*microphone=\(\).*",
}
POLICY = (
    "default-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "report-uri",
)
NEVER = ("Server", "X-Powered-By", "Via", "Access-Control-Allow-Origin")


def faults(where: str, answer: HttpResponse, *, is_static: bool = False) -> Iterator[str]:
    """What an answer lacks, in words."""
    for name, pattern in WANTED.items():
        if not re.fullmatch(pattern, answer.headers.get(name, "")):
            yield f"{where}: {name} is {answer.headers.get(name)!r}"
    policy = answer.headers.get("Content-Security-Policy", "")
    if policy.startswith("sandbox; default-src 'none'"):
        policy = "; ".join(POLICY)  # a file allows even less than a page
    yield from (f"{where}: the policy lacks {part}" for part in POLICY if part not in policy)
    if "unsafe" in policy or "*" in policy or "http" in policy.replace("http-equiv", ""):
        yield f"{where}: the policy allows too much: {policy}"
    if not is_static and "no-store" not in answer.headers.get("Cache-Control", ""):
        yield f"{where}: may be stored: {answer.headers.get('Cache-Control')!r}"
    yield from (f"{where}: says {name}" for name in NEVER if name in answer.headers)
    for name, cookie in answer.cookies.items():
        if cookie.value and not (cookie["httponly"] and cookie["samesite"] in {"Lax", "Strict"}):
            yield f"{where}: the cookie {name} can be read or sent from elsewhere"


@pytest.fixture
def world(cast: Cast, tmp_path: Path) -> World:
    return build_world(cast, tmp_path)


@pytest.mark.abuse
@pytest.mark.real_time
def test_every_page_leaves_with_every_header_for_everybody(world: World) -> None:
    found: list[str] = []
    count = 0
    for role in ROLES:
        client = world.cast.public_client if role == "public" else getattr(world.cast, role).client
        for name, (where, _) in TABLE.items():
            for headers in ({}, {"HX-Request": "true"}):
                answer = client.get(reverse(name, args=where(world)), headers=headers)
                found += faults(f"{name} for {role}", answer)
                answer.close()
                count += 1
    assert found == []
    assert count == 2 * len(ROLES) * len(TABLE)


@pytest.mark.real_time
def test_every_answer_with_a_body_says_its_type_and_charset(world: World) -> None:
    client = world.cast.officer.client
    types = set()
    for name, (where, _) in TABLE.items():
        answer = client.get(reverse(name, args=where(world)))
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        answer.close()
        kind = answer.headers.get("Content-Type", "")
        if body:
            assert kind, name
            assert not kind.startswith("text/") or "charset=utf-8" in kind, f"{name}: {kind}"
        if kind.startswith("text/html"):
            assert body == b"" or body.lstrip().startswith((b"<!doctype html>", b"<")), name
        types.add(kind.partition(";")[0])
    assert {"text/html", "application/pdf", "application/octet-stream"} <= types


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "address", "code"),
    [
        ("get", "/nowhere/at/all/", 404),
        ("get", "/members", 301),
        ("get", "/archive/", 302),
        ("get", "/archive/take-in/", 302),
        ("get", "/sign-out/", 302),
        ("put", "/", 405),
        ("delete", "/sign-in/", 405),
        ("patch", "/", 405),
        ("options", "/", 405),
        ("trace", "/", 405),
        ("get", "/static/web/none.css", 404),
    ],
)
def test_so_does_what_is_no_page(method: str, address: str, code: int) -> None:
    answer = getattr(Client(), method)(address)
    assert list(faults(address, answer)) == []
    assert answer.status_code == code


@pytest.mark.django_db
def test_so_do_a_refused_host_a_refused_form_and_a_static_file() -> None:
    strange = Client().get("/", headers={"host": "elsewhere.example"})
    assert strange.status_code == 400
    assert list(faults("strange host", strange)) == []
    form = Client(enforce_csrf_checks=True).post(reverse("account_login"), {"login": "a"})
    assert form.status_code == 403
    assert list(faults("form without token", form)) == []
    file = Client().get("/static/web/house.css")
    assert file.status_code == 200
    file.close()
    assert list(faults("static file", file, is_static=True)) == []


@pytest.mark.django_db
def test_so_does_a_fault_and_it_tells_a_number_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise SealBroken("the words of a secret")

    monkeypatch.setattr(web_middleware, "actor_of", broken)
    client = Client(raise_request_exception=False)
    answer = client.get(reverse("members:list"))
    assert answer.status_code == 500
    assert list(faults("fault", answer)) == []
    number = re.search(r'class="report">(\w{8})<', answer.content.decode())
    assert number is not None
    assert "secret" not in answer.content.decode()
    assert number[1] in caplog.text


def test_a_method_that_no_form_needs_never_reaches_a_page() -> None:
    reached: list[str] = []

    def page(request: object) -> HttpResponse:
        reached.append("page")
        return HttpResponse()

    for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND"):
        answer = harden(page)(RequestFactory().generic(method, "/"))
        assert answer.status_code == 405
        assert answer.headers["Allow"] == "GET, HEAD, POST"
    assert reached == []


@pytest.mark.django_db
def test_each_page_has_a_nonce_of_its_own_and_its_scripts_carry_it() -> None:
    seen = set()
    for _ in range(20):
        answer = Client().get(reverse("account_login"))
        nonce = re.search(r"'nonce-([^']+)'", answer.headers["Content-Security-Policy"])
        assert nonce is not None
        scripts = re.findall(r"<script\b[^>]*>", answer.content.decode())
        assert scripts
        assert all(f'nonce="{nonce[1]}"' in script for script in scripts)
        seen.add(nonce[1])
    assert len(seen) == 20


@pytest.mark.django_db
def test_signing_out_empties_the_browser_and_nothing_else_does(cast: Cast) -> None:
    client = cast.officer.client
    assert "Clear-Site-Data" not in client.get("/").headers
    answer = client.post(reverse("account_logout"))
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get(reverse("members:list")).status_code == 302


@pytest.mark.parametrize(
    ("method", "site", "mode", "dest", "elsewhere"),
    [
        ("GET", None, None, None, False),
        ("POST", None, None, None, False),
        ("GET", "none", "navigate", "document", False),
        ("GET", "cross-site", "navigate", "document", False),
        ("GET", "same-site", "navigate", "document", False),
        ("GET", "cross-site", "no-cors", "image", True),
        ("GET", "cross-site", "cors", "empty", True),
        ("GET", "same-site", "cors", "empty", True),
        ("GET", "same-origin", "cors", "empty", False),
        ("GET", "same-origin", "no-cors", "script", True),
        ("GET", "same-origin", "navigate", "iframe", True),
        ("GET", "cross-site", "navigate", "object", True),
        ("GET", "same-origin", "same-origin", "serviceworker", True),
        ("POST", "same-origin", "navigate", "document", False),
        ("POST", "cross-site", "navigate", "document", True),
        ("POST", "same-site", "navigate", "document", True),
    ],
)
def test_a_browser_that_says_another_site_is_behind_it_is_believed(
    method: str, site: str | None, mode: str | None, dest: str | None, elsewhere: bool
) -> None:
    given = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": dest}
    headers = {name: value for name, value in given.items() if value is not None}
    request = RequestFactory().generic(method, "/", headers=headers)
    assert comes_from_elsewhere(request) is elsewhere


@pytest.mark.real_time
def test_no_page_and_no_paper_is_given_to_another_site(world: World) -> None:
    client = world.cast.officer.client
    foreign = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}
    for name, (where, _) in TABLE.items():
        answer = client.get(reverse(name, args=where(world)), headers=foreign)
        assert answer.status_code == 403, name
    paper = client.get(reverse("archive:file", args=[world.source.ref]), headers={"Sec-Fetch-Site": "none"})
    assert paper.status_code == 200
    paper.close()


@pytest.mark.django_db
@override_settings(
    SECURE_HSTS_SECONDS=2 * 365 * 86400,
    SECURE_HSTS_INCLUDE_SUBDOMAINS=True,
    SESSION_COOKIE_SECURE=True,
    CSRF_COOKIE_SECURE=True,
)
def test_over_https_the_browser_is_told_to_stay_there() -> None:
    answer = Client().get(reverse("account_login"), secure=True)
    assert answer.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"
    assert answer.cookies["csrf"]["secure"]
    file = Client().get("/static/web/house.css", secure=True)
    file.close()
    assert file.headers["Strict-Transport-Security"]


def test_the_settings_for_https_bind_the_cookies_to_the_host(tmp_path: Path) -> None:
    import json
    import os
    import subprocess
    import sys

    names = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE")
    more = ("SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_SSL_REDIRECT", "DEBUG")
    code = f"import json; from config import settings as s; print(json.dumps([getattr(s, n) for n in {names + more}]))"
    environment = {k: v for k, v in os.environ.items() if not k.startswith("SECRETARIAT_")}
    environment |= {"SECRETARIAT_HOME": str(tmp_path), "SECRETARIAT_BASE_URL": "https://network.example"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True, timeout=60
    )
    assert json.loads(done.stdout) == [
        "__Host-session", "__Host-csrf", True, True, 63072000, True, True, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("base", "came", "led_to"),
    [
        ("http://localhost:8000", "127.0.0.1:8000", "http://localhost:8000/members/?q=a"),
        ("http://localhost:8000", "127.0.0.1:8811", "http://localhost:8811/members/?q=a"),
        ("http://localhost:8000", "[::1]:8000", "http://localhost:8000/members/?q=a"),
        ("https://network.example", "127.0.0.1:8000", "https://network.example/members/?q=a"),
        ("http://localhost:8000", "localhost:8811", None),
        ("https://network.example", "network.example", None),
        ("http://127.0.0.1:8000", "127.0.0.1:8000", None),
    ],
)
def test_whoever_comes_by_the_number_of_the_machine_is_led_to_its_name(
    base: str, came: str, led_to: str | None
) -> None:
    page = name_not_number(lambda request: HttpResponse("the page"))
    with override_settings(BASE_URL=base, ALLOWED_HOSTS=["*"]):
        answer = page(RequestFactory().get("/members/?q=a", headers={"host": came}))
        assert answer.headers.get("Location") == led_to
        form = page(RequestFactory().post("/members/", headers={"host": came}))
    assert isinstance(form, HttpResponse)
    assert form.content == b"the page", "what was written in a form is not lost on the way"


@pytest.mark.django_db
def test_a_report_of_a_broken_policy_leaves_one_word_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    client = Client()
    body = '{"csp-report": {"violated-directive": "script-src hidden.example", "document-uri": "/x?hidden"}}'
    address = reverse("policy_report")
    assert client.post(address, body, content_type="application/csp-report").status_code == 204
    for nonsense in (
        b"",
        b"[]",
        b"\xff",
        b'{"csp-report": 3}',
        b'{"csp-report": {"effective-directive": "x\\n"}}',
    ):
        assert client.post(address, nonsense, content_type="application/csp-report").status_code == 204
    assert "a page broke its policy: script-src" in caplog.text
    assert "hidden" not in caplog.text


@pytest.mark.django_db
def test_reports_cannot_fill_the_log(caplog: pytest.LogCaptureFixture) -> None:
    client = Client()
    for _ in range(100):
        client.post(reverse("policy_report"), b"{}", content_type="application/csp-report")
    assert len([r for r in caplog.records if "policy" in r.getMessage()]) <= 30
