"""Every kind of page, found by following links: it answers, and everybody can use it."""

import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.plugins.portal.browsing import IMPOSSIBLE, PLANNING, Crawled, World, crawl, kinds_of_page, planning_cases

pytestmark = [pytest.mark.platform, pytest.mark.browser]

AXE = (Path(__file__).parent / "axe" / "axe.min.js").read_text(encoding="utf-8")
NOWHERE = "/nowhere"
NARROW, WIDE = 320, 1200
STOPS = 25  # of the keyboard, on the way through a page
# Reached by sending a form or from Airflow, not by a link.
NOT_LINKED = ("/check/{token}", "/dags/{dag}")

VIOLATIONS = """
async () => (await axe.run(document, {resultTypes: ["violations"]})).violations
    .map(one => `${one.id}: ${one.nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(" | ")}`)
"""
TOO_WIDE = """
() => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.body.querySelectorAll("*")]
    .filter(one => one.getBoundingClientRect().right > innerWidth && !one.closest(".app-scroll"))
    .slice(0, 3).map(one => one.outerHTML.slice(0, 160))
"""
# Where the keyboard is: what has it, whether it comes after what had it before, and whether that can be seen.
FOCUS = """
() => {
    const here = document.activeElement, before = window.before
    window.before = here
    if (here === document.body || before && here.matches(".govuk-skip-link")) return {end: true}
    const shown = ["outline", "boxShadow", "backgroundColor", "strokeWidth", "borderTopColor", "clip", "textDecoration"]
    const look = one => [one, ...one.querySelectorAll("use")].map(getComputedStyle)
        .map(style => shown.map(property => style[property]).join()).join()
    const focused = look(here)
    here.blur()
    const isSeen = look(here) !== focused
    here.focus()
    const isSamePart = before === here && here.type === "date"  // day, month and year are a stop each
    const isLater = !before || !before.isConnected || isSamePart ||
        Boolean(before.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING)
    return {end: false, isLater, isSeen, html: here.outerHTML.slice(0, 120)}
}
"""
CUT_OFF = """
() => [...document.querySelectorAll(".app-scroll")].some(one => getComputedStyle(one).overflowX !== "visible")
"""


@pytest.fixture(scope="module")
def crawled(world: World) -> Crawled:
    return crawl(world)


@pytest.fixture(scope="module")
def kinds(world: World, crawled: Crawled) -> dict[str, str]:
    """One address of every kind of page, those of checks among them, and one where nothing is."""
    checks = {
        "report of a check": checked(world, planning_cases(IMPOSSIBLE), PLANNING),
        "findings of a check": checked(world, planning_cases(IMPOSSIBLE), PLANNING) + "/findings",
        "report of an empty file": checked(world, b"", PLANNING),
        "choice of a standard": checked(world, b"Colour,Size\nred,1\n", ""),  # last: the next file would end it
    }
    return {**crawled.pages(), **checks, "not found": NOWHERE}


def checked(world: World, content: bytes, standard: str) -> str:
    """Send a file to be checked, and return the address that says what came of it."""
    form = {"standard": standard, "address": "", "authority": ""}
    files = {"file": ("file.csv", content)}
    with httpx.Client(base_url=world.address, trust_env=False, timeout=60) as client:
        address = client.post("/check", data=form, files=files).headers.get("Location", "/check")
        while "Refresh" in client.get(address).headers:
            time.sleep(0.2)
    return address


def visit(context: BrowserContext, world: World, kinds: dict[str, str]) -> Iterator[tuple[str, Page]]:
    """Open one page of every kind in turn."""
    page = context.new_page()
    for address in kinds.values():
        answer = page.goto(world.address + address)
        assert answer
        assert answer.ok or address == NOWHERE, f"{address} answers {answer.status}"
        yield address, page
    context.close()


def test_every_link_from_the_home_page_on_leads_somewhere(crawled: Crawled) -> None:
    dead = {
        address: f"{answer.status_code} from {crawled.from_page.get(address)}"
        for answers in crawled.answers.values()
        for address, answer in answers.items()
        if not (answer.is_success or answer.is_redirect)
    }
    assert dead == {}


def test_every_kind_of_page_can_be_reached_by_links(world: World, crawled: Crawled) -> None:
    kinds = {kind for kind in kinds_of_page(world.settings) if not kind.startswith((*NOT_LINKED, "/api/"))}
    assert kinds - crawled.answers.keys() == set()


def test_axe_finds_what_is_wrong_with_a_page(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<html lang=en><title>Wrong</title><main><h1>Wrong</h1><img src=wrong.png></main>")
    page.evaluate(AXE)
    assert [words.partition(":")[0] for words in page.evaluate(VIOLATIONS)] == ["image-alt"]
    page.close()


def test_no_page_has_what_axe_finds(browser: Browser, world: World, kinds: dict[str, str]) -> None:
    found = {}
    for address, page in visit(browser.new_context(viewport={"width": WIDE, "height": 900}), world, kinds):
        page.evaluate(AXE)
        if violations := page.evaluate(VIOLATIONS):
            found[address] = violations
    assert found == {}


def test_no_page_is_wider_than_a_phone_and_none_faults(browser: Browser, world: World, kinds: dict[str, str]) -> None:
    found: dict[str, list[str]] = {}
    context = browser.new_context(viewport={"width": NARROW, "height": 640})
    said: list[str] = []
    context.on(
        "console",
        lambda message: said.append(f"{message.text} {message.location}") if message.type == "error" else None,
    )
    context.on("weberror", lambda error: said.append(str(error.error)))
    for address, page in visit(context, world, kinds):
        if address != NOWHERE and (wrong := [*page.evaluate(TOO_WIDE), *said]):
            found[address] = wrong
        said.clear()
    assert found == {}


def test_every_page_can_be_walked_through_with_the_keyboard(
    browser: Browser, world: World, kinds: dict[str, str]
) -> None:
    found: dict[str, list[str]] = {}
    for address, page in visit(browser.new_context(viewport={"width": WIDE, "height": 900}), world, kinds):
        wrong = found.setdefault(address, [])
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") != "Skip to main content":
            wrong.append("the first stop is not the way past the menu")
        for _ in range(STOPS):
            stop = page.evaluate(FOCUS)
            if stop["end"]:
                break
            wrong += [f"goes back to {stop['html']}"] * (not stop["isLater"])
            wrong += [f"can't be seen at {stop['html']}"] * (not stop["isSeen"])
            page.keyboard.press("Tab")
    assert {address: wrong[:3] for address, wrong in found.items() if wrong} == {}


def test_the_way_past_the_menu_leads_past_it(browser: Browser, world: World) -> None:
    page = browser.new_page()
    page.goto(world.address)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("Boolean(document.activeElement.closest('main'))")
    page.close()


def test_every_page_says_as_much_without_scripts(browser: Browser, world: World, kinds: dict[str, str]) -> None:
    def words(*, scripts: bool) -> dict[str, int]:
        context = browser.new_context(java_script_enabled=scripts)
        return {address: len(page.inner_text("main").split()) for address, page in visit(context, world, kinds)}

    with_scripts, without = words(scripts=True), words(scripts=False)
    assert {address: count for address, count in without.items() if count < with_scripts[address]} == {}
    assert min(without.values()) > 10


def test_every_page_prints_whole_and_without_the_menu(browser: Browser, world: World, kinds: dict[str, str]) -> None:
    found: dict[str, str] = {}
    context = browser.new_context()
    for address, page in visit(context, world, kinds):
        page.emulate_media(media="print")
        if page.locator(".govuk-service-navigation:visible, .govuk-footer:visible").count():
            found[address] = "prints the menu"
        if page.evaluate(CUT_OFF):
            found[address] = "cuts a table off"
        if not page.locator("h1").is_visible():
            found[address] = "prints no heading"
    assert found == {}
