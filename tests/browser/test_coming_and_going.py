"""Somebody comes and goes, in a real browser with a virtual passkey: proposed, confirmed, signed in, gone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from secretariat.toolbox import clock
from tests.browser.conftest import Enter, Site

pytestmark = [pytest.mark.browser, pytest.mark.real_time]

PASSWORD = "four plain words here"
YESTERDAY = clock.today() - timedelta(days=1)


@pytest.fixture
def newcomer(site: Site, browser: Browser) -> Iterator[BrowserContext]:
    """A browser of its own. Passkeys belong to a name, never to a number, so it says localhost."""
    port = urlsplit(site.url).port
    context = browser.new_context(base_url=f"http://localhost:{port}")
    yield context
    context.close()


def with_authenticator(context: BrowserContext) -> Page:
    """A page whose browser holds an authenticator that knows its owner."""
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return page


def propose(page: Page, name: str, email: str) -> None:
    page.goto("/members/")
    page.get_by_role("link", name="Croatia").click()
    page.get_by_role("link", name="Propose somebody").click()
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Function").select_option("expert")
    page.get_by_label("First day").fill(YESTERDAY.isoformat())
    page.get_by_label("The letter of nomination, in words").fill("Note 7 of this week")
    page.get_by_role("button", name="Propose").click()
    expect(page.locator("main")).to_contain_text("Asked of the Secretariat")


def confirm(page: Page, name: str) -> None:
    page.goto("/")
    page.locator(".asks li", has_text=f"Confirm {name}").get_by_role("link", name="Answer").click()
    page.get_by_role("button", name="Confirm the nomination").click()
    expect(page.get_by_role("status")).to_contain_text("is entered as expert")


def copied_link(page: Page, name: str) -> str:
    page.goto("/members/people/")
    page.get_by_role("link", name=name).click()
    page.get_by_role("button", name="Show the link once").click()
    return urlsplit(page.get_by_label("The link").input_value()).path


def end(page: Page, name: str) -> None:
    page.goto("/members/people/")
    page.get_by_role("link", name=name).click()
    page.get_by_role("link", name="End it").click()
    page.get_by_label("Last day").fill(YESTERDAY.isoformat())
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("is ended")


def make_passkey(page: Page) -> None:
    before = page.url
    page.get_by_role("button", name="Make the passkey").click()
    page.wait_for_url(lambda url: url != before)


@pytest.mark.parametrize("way", ["passkey alone", "password and passkey"])
def test_from_the_nomination_to_the_first_page_and_out_again(
    site: Site, enter: Enter, newcomer: BrowserContext, way: str
) -> None:
    name = "Tihana Lukić" if way == "passkey alone" else "Vesna Kolar"
    propose(enter("croatia"), name, f"{name.split()[0].lower()}@demo.example")
    officer = enter("officer")
    confirm(officer, name)
    link = copied_link(officer, name)

    page = with_authenticator(newcomer)
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Welcome, {name}")
    if way == "passkey alone":
        page.get_by_role("button", name="Go on with a passkey").click()
    else:
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_label("The same once more").fill(PASSWORD)
        page.get_by_role("button", name="Go on with this password").click()
        # A password alone opens nothing: whatever is asked for leads to the missing step.
        page.goto("/members/")
        expect(page.get_by_role("heading", level=1)).to_have_text("One step is missing")
        page.get_by_role("link", name="Add a passkey").click()
    make_passkey(page)
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Asked of your seat")
    page.goto("/members/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Members")

    second = newcomer.new_page()
    second.goto(link)
    expect(second.get_by_role("heading", level=1)).to_have_text("This link has run out")

    end(officer, name)
    answer = page.reload()
    assert answer is not None
    assert answer.status == 404, "the next request of the open browser finds nothing"
    page.goto("/")
    expect(page.locator("main")).not_to_contain_text("Asked of your seat")


def test_a_passkey_signs_in_again_and_a_suspended_one_does_not(
    site: Site, enter: Enter, newcomer: BrowserContext
) -> None:
    name = "Dunja Ban"
    propose(enter("croatia"), name, "dunja@demo.example")
    officer = enter("officer")
    confirm(officer, name)
    page = with_authenticator(newcomer)
    page.goto(copied_link(officer, name))
    page.get_by_role("button", name="Go on with a passkey").click()
    make_passkey(page)
    page.goto("/members/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Members")

    officer.goto("/members/people/")
    officer.get_by_role("link", name=name).click()
    officer.get_by_role("link", name="Suspend").click()
    officer.get_by_label("Why").fill("The laptop was stolen.")
    officer.get_by_role("button", name="Suspend").click()
    expect(officer.get_by_role("status")).to_contain_text("is suspended")

    page.reload()
    expect(page).to_have_url(re.compile("/sign-in/"))
    with page.expect_response(lambda answer: answer.request.method == "POST") as posted:
        page.get_by_role("button", name="passkey").click()
    posted.value.finished()
    page.wait_for_load_state("networkidle")
    page.goto("/members/")
    expect(page).to_have_url(re.compile("/sign-in/"))

    officer.get_by_role("link", name="Let in again").click()
    officer.get_by_role("button", name="Let in").click()
    expect(officer.get_by_role("status")).to_contain_text("can sign in again")
    page.get_by_role("button", name="passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Members")
