"""A passkey in a real browser: set up, used alone, used as second step, asked for again."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site, _run

pytestmark = pytest.mark.browser

WHO, PASSWORD = "bulgaria@demo.example", "correct horse battery staple"
_SET = (
    "from secretariat.access.credentials import take_away_factors; "
    "from secretariat.access.models import Account; "
    f"a = Account.objects.get(email={WHO!r}); take_away_factors(a); a.set_password({PASSWORD!r}); a.save()"
)


@pytest.fixture
def page(site: Site, browser: Browser) -> Iterator[Page]:
    """A page whose browser has a device that makes passkeys, at the one host name they work for."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("SECRETARIAT_", "DJANGO_"))}
    _run(kept | {"SECRETARIAT_HOME": str(site.home), "SECRETARIAT_DEMO": "true"}, "shell", "-c", _SET)
    context = browser.new_context(base_url=site.url.replace("127.0.0.1", "localhost"))
    opened = context.new_page()
    opened.on("pageerror", lambda error: pytest.fail(f"a script failed: {error}"))
    device = context.new_cdp_session(opened)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "automaticPresenceSimulation": True}
    options |= {"hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield opened
    context.close()


def _give_password(page: Page) -> None:
    page.goto("/sign-in/")
    page.get_by_label("Email").fill(WHO)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def _sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()


def _looks_right(page: Page, axe: Axe) -> None:
    """It fits a phone and a desk, and everybody can read it, by day and by night."""
    for width, scheme in ((390, "dark"), (1440, "light")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wide) == 0, f"{page.url} is wider than {width}"
        found = axe.run(page)
        assert found.violations_count == 0, f"{page.url}: {found.generate_report()}"


def test_every_page_of_the_sign_in_fits_and_can_be_read_by_everybody(page: Page, axe: Axe) -> None:
    page.goto("/sign-in/")
    _looks_right(page, axe)
    _give_password(page)
    for address in ("/sign-in/next-step/", "/my-sign-in/code-app/", "/my-sign-in/passkeys/add/"):
        page.goto(address)
        _looks_right(page, axe)
    page.get_by_role("button", name="Make the passkey").click()
    page.get_by_role("button", name="Show them, once").click()
    expect(page.locator(".codes li")).to_have_count(10)
    for address in ("", "/my-sign-in/", "/my-sign-in/recovery-codes/", "/sign-in/again/passkey/"):
        if address:
            page.goto(address)
        _looks_right(page, axe)
    _sign_out(page)
    _give_password(page)
    page.get_by_text("With a code instead").click()
    _looks_right(page, axe)


def test_a_passkey_is_set_up_and_then_signs_in_alone_and_as_second_step(page: Page) -> None:
    _give_password(page)
    expect(page).to_have_url(re.compile("/sign-in/next-step/"))
    page.goto("/meetings/")
    expect(page).to_have_url(re.compile("/sign-in/next-step/"))
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name of this passkey").fill("office phone")
    page.get_by_role("button", name="Make the passkey").click()
    page.get_by_role("button", name="Show them, once").click()
    expect(page.locator(".codes li")).to_have_count(10)
    page.goto("/my-sign-in/")
    expect(page.get_by_text("office phone")).to_be_visible()
    _sign_out(page)
    page.goto("/sign-in/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()
    _sign_out(page)
    _give_password(page)
    page.get_by_role("button", name="Use the passkey").click()
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()
    page.goto("/sign-in/again/passkey/?next=/meetings/")
    page.get_by_role("button", name="Use the passkey").click()
    expect(page).to_have_url(re.compile("/meetings/$"))
