"""The look in a real browser: it fits a phone, reads in the dark, and answers to keys that never get in the way."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest
from axe_playwright_python.sync_playwright import Axe
from django import forms
from django.contrib.staticfiles import finders
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory
from playwright.sync_api import Browser, Page, Route

from secretariat.access.rules import Allowed, Denied
from tests.web.test_shell import DOORS, NETWORK, SIGNED_IN
from tests.web.test_ui import ALBA, DRENA, EntryForm, Node

pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.web.test_shell")]

HOUSE = "http://house.test"
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'"

GALLERY = """{% extends "web/base.html" %}
{% block title %}Every piece{% endblock %}
{% block crumbs %}{% crumbs "Meetings" "/m/" "Record" %}{% endblock %}
{% block content %}<h1>Every piece of the house, on one page with a heading that is long</h1>
<p class="lede">{% country drena %} and {% country alba official=True %}. {% ring "members" %} {% ring "seat" %} {% state "under way" %}</p>
<ul class="asks" data-list><li><div class="due">29 November<small>in 5 days</small></div><div><p><strong>Say it</strong></p>
<p class="why">Because it was asked.</p></div><a class="btn" href="#one">First</a></li>
<li><div class="due">Friday</div><div><p>More</p></div><a class="btn quiet" href="#two">Second</a></li></ul>
<article class="item"><h2>A brochure</h2><p class="meta">{% lacks "owner" "date" %}</p>{% thread nodes %}</article>
<ol class="entries"><li class="entry is-decision"><span>{% kind "decision" %}</span><p class="text">It was agreed.</p><a href="#three">edit</a></li></ol>
<div class="scroll"><table><thead><tr><th scope="col">Seat</th><th scope="col">Held by</th></tr></thead><tbody><tr><th scope="row">Alba</th>
<td data-label="Held by">{{ long }}</td></tr></tbody></table></div>
<form method="post">{% csrf_token %}{% problems form %}{% for f in form %}{% field f %}{% endfor %}<div class="row"><button>Save</button></div></form>
<div class="row">{% act yes "/x/" "Approve" key="a" %}{% act no "/x/" "Approve" %}</div>
{% pages page %}{% empty "Nothing yet" "It will stand here." "/x/" "Begin" %}
<div class="review"><div class="column" tabindex="0"><div class="source">{% marked long hits %}</div></div><ul class="column"><li class="fact on">A fact</li></ul></div>
<pre>{{ long }}</pre>{% endblock %}
{% block aside %}<h2>Beside</h2><dl class="facts"><dt>When</dt><dd>{% day d %}</dd></dl>{% endblock %}"""


def gallery() -> str:
    form: forms.Form = EntryForm({"text": "", "version": "1"})
    context = {
        "network": NETWORK,
        "navigation": [
            *DOORS,
            *(SimpleNamespace(word=w, url="#", is_current=False) for w in ("Members", "Archive")),
        ],
        "actor": SIGNED_IN,
        "holds": "coordinator, Seat of Alba",
        "drena": DRENA,
        "alba": ALBA,
        "nodes": [
            Node("said", "past", date(2019, 5, 30), "Alba", "", "#said"),
            Node("recorded", "now", words="needs an owner"),
            *(Node(step, "open") for step in ("promised", "done", "shown")),
        ],
        "form": form,
        "yes": Allowed,
        "no": Denied("The record is approved.", rule="minutes.approved", who="nobody"),
        "page": Paginator(range(120), 50).page(2),
        "hits": [(4, 30)],
        "long": "Verhandlungsniederschriftsberichtigungsantrag " * 6,
        "d": date(2027, 3, 27),
    }
    template = engines["django"].from_string(GALLERY)  # type: ignore[attr-defined]
    return str(template.render(context, RequestFactory().get("/")))


def opened(browser: Browser, width: int, scheme: str = "light") -> Page:
    """The gallery in a window of its own; answers come from the files of the project, none from a network."""
    html = gallery()

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(HOUSE).partition("#")[0]
        if not path.startswith("/static/"):
            route.fulfill(
                body=html, headers={"Content-Type": "text/html", "Content-Security-Policy": _POLICY}
            )
            return
        file = finders.find(path.removeprefix("/static/"))
        assert isinstance(file, str), path
        route.fulfill(body=Path(file).read_bytes(), content_type=_TYPES[Path(file).suffix])

    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page.problems = []  # type: ignore[attr-defined]
    page.on(
        "console", lambda message: page.problems.append(message.text) if message.type == "error" else None
    )  # type: ignore[attr-defined]
    page.on("pageerror", lambda error: page.problems.append(str(error)))  # type: ignore[attr-defined]
    page.route("**/*", answer)
    page.goto(HOUSE)
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1024, 1440])
def test_every_piece_fits_its_window_and_can_be_read_by_everybody(
    browser: Browser, width: int, scheme: str
) -> None:
    page = opened(browser, width, scheme)
    sideways = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert sideways == 0
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.problems == []  # type: ignore[attr-defined]
    page.close()


def _focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()"))


@pytest.mark.parametrize("count", [5, 7])
def test_no_room_of_the_navigation_stands_alone_on_a_line_and_no_two_buttons_touch(
    browser: Browser, count: int
) -> None:
    style = Path(str(finders.find("web/house.css"))).read_text(encoding="utf-8")
    words = ("Desk", "Meetings", "Commitments", "Members", "Archive", "Texts", "Exchange")[:count]
    rooms = "".join(f'<li><a href="#">{word}</a></li>' for word in words)
    buttons = (
        '<p><a class="btn" href="#">One</a><a class="btn quiet" href="#">Two</a><button>Three</button></p>'
    )
    page = browser.new_page()
    page.set_content(f'<style>{style}</style><nav class="rooms"><ul>{rooms}</ul></nav><main>{buttons}</main>')
    for width in range(320, 760, 10):
        page.set_viewport_size({"width": width, "height": 500})
        tops = page.evaluate(
            "[...document.querySelectorAll('.rooms li')].map(e => e.getBoundingClientRect().top)"
        )
        in_line = [tops.count(top) for top in dict.fromkeys(tops)]
        assert len(in_line) == 1 or min(in_line) > 1, (width, in_line)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    boxes = page.evaluate(
        "[...document.querySelectorAll('main p > *')].map(e => e.getBoundingClientRect().toJSON())"
    )
    assert all(right["left"] - left["right"] >= 4 for left, right in pairwise(boxes))
    page.close()


def test_a_form_that_came_back_is_read_from_its_problems(browser: Browser) -> None:
    page = opened(browser, 1024)
    assert page.evaluate("document.activeElement.matches('.notice.error')")
    page.close()


def test_keys_walk_the_list_and_find_the_search(browser: Browser) -> None:
    page = opened(browser, 1024)
    walked = []
    for key in ("j", "j", "j", "k", "ArrowDown"):
        page.keyboard.press(key)
        walked.append(_focused(page))
    assert walked == ["First", "Second", "Second", "First", "Second"]
    page.keyboard.press("/")
    assert _focused(page) == "q"
    page.close()


def test_no_key_acts_while_somebody_types(browser: Browser) -> None:
    page = opened(browser, 1024)
    page.keyboard.press("/")
    page.keyboard.type("/j?ka")
    assert page.input_value("#q") == "/j?ka"
    assert _focused(page) == "q"
    assert page.locator("dialog").count() == 0
    page.close()


def test_the_keys_of_a_page_are_listed_and_can_be_switched_off(browser: Browser) -> None:
    page = opened(browser, 1024)
    page.keyboard.press("?")
    listed = page.inner_text("dialog")
    for word in ("Search", "Approve", "Next in the list"):
        assert word in listed
    page.locator("dialog input").uncheck()
    page.keyboard.press("Escape")
    page.locator("dialog").wait_for(state="detached")
    before = _focused(page)
    page.keyboard.press("/")
    assert _focused(page) == before
    page.get_by_role("button", name="Keys").click()
    page.locator("dialog input").check()
    page.keyboard.press("Escape")
    page.locator("dialog").wait_for(state="detached")
    page.keyboard.press("/")
    assert _focused(page) == "q"
    page.close()


def test_paper_is_white_even_for_whoever_reads_in_the_dark(browser: Browser) -> None:
    page = opened(browser, 1024, "dark")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.locator(".rooms").is_visible()
    assert page.locator("#footnotes").is_visible()
    page.close()
