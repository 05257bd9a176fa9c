"""Looking at a page in a browser: at both widths, with the keyboard, in print and without scripts."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Error, Page, Request, ViewportSize

from tests.plugins.portal.browsing import new_page, open_browser

AXE = (Path(__file__).parent / "axe" / "axe.min.js").read_text(encoding="utf-8")
NARROW: ViewportSize = {"width": 320, "height": 640}
WIDE: ViewportSize = {"width": 1200, "height": 900}
PAPER: ViewportSize = {"width": 718, "height": 1040}  # A4 within margins of a centimetre
MENU = ".govuk-service-navigation:visible, .govuk-footer:visible"
REFUSED = "Failed to load resource: the server responded with a status of "
SENT = "#sent"  # after an address: the page that its form leads to when it is sent with nothing filled in
BROWSERS = 2
STOPS = 25  # of the keyboard, on the way through a page

VIOLATIONS = """
async (asked) => (await axe.run(document, {resultTypes: ["violations"], ...asked})).violations
    .map(one => `${one.id}: ${one.nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(" | ")}`)
"""
BUT_COLOURS = {"rules": {"color-contrast": {"enabled": False}}}  # which are the same at every width, and take longest
TOO_WIDE = """
() => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.body.querySelectorAll("*")]
    .filter(one => one.getBoundingClientRect().right > innerWidth && !one.closest(".app-scroll"))
    .slice(0, 3).map(one => one.outerHTML.slice(0, 160))
"""
# Tables of which a part is out of sight; those of forms and of published values are as wide as those are.
SCROLLS = """
() => [...document.querySelectorAll(".app-scroll:not(:has(.app-form, .app-rows, .app-published))")]
    .filter(region => region.scrollWidth > region.clientWidth).map(region => region.getAttribute("aria-label"))
"""
# What came over the wire for the page, its styles and its scripts, as if nothing had been kept from the page before.
BYTES = """
() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
    .filter(one => ["navigation", "link", "script", "other"].includes(one.initiatorType))
    .reduce((sum, one) => sum + one.encodedBodySize, 0)
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
# What does not fit on paper is made smaller by the browser, to half its size at most.
CUT_OFF = """
() => document.documentElement.scrollWidth > 2 * innerWidth ||
    [...document.querySelectorAll(".app-scroll")].some(one => getComputedStyle(one).overflowX !== "visible")
"""


@dataclass
class Look:
    """What was seen of a page: its answer, its size, and whatever is wrong with it."""

    status: int
    size: int = 0
    words: int = 0
    words_without_scripts: int = 0
    complaints: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    too_wide: list[str] = field(default_factory=list)
    scrolls: list[str] = field(default_factory=list)
    keyboard: list[str] = field(default_factory=list)
    print: list[str] = field(default_factory=list)


def look_at_all(addresses: Mapping[str, str]) -> dict[str, Look]:
    """Look at pages by name, in several browsers at a time."""
    names = list(addresses)
    shares = [{name: addresses[name] for name in names[number::BROWSERS]} for number in range(BROWSERS)]
    with ThreadPoolExecutor(BROWSERS) as pool:
        return {name: look for seen in pool.map(_look_at_share, shares) for name, look in seen.items()}


def _look_at_share(addresses: Mapping[str, str]) -> dict[str, Look]:
    with open_browser() as browser:
        page = new_page(browser)
        devtools = page.context.new_cdp_session(page)
        devtools.send("Network.enable")
        devtools.send("Network.setCacheDisabled", {"cacheDisabled": True})  # every page as who comes first gets it
        plain = new_page(browser, java_script_enabled=False, viewport=NARROW)
        return {name: look_at(page, plain, address) for name, address in addresses.items()}


def look_at(page: Page, plain: Page, address: str) -> Look:
    """Look at one page, in a page with scripts and in one without."""
    look = Look(0)
    with listening(page, look):
        page.set_viewport_size(WIDE)
        look.status = visit(page, address)
        look.size = page.evaluate(BYTES)
        page.evaluate(AXE)
        look.violations += page.evaluate(VIOLATIONS)
        look.scrolls += page.evaluate(SCROLLS)
        look.keyboard += walk(page)
        page.set_viewport_size(NARROW)
        look.too_wide += page.evaluate(TOO_WIDE)
        look.violations += [f"{problem} (narrow)" for problem in page.evaluate(VIOLATIONS, BUT_COLOURS)]
        look.words = count_words(page)
        look.print += printed(page)
    visit(plain, address)
    look.too_wide += [f"{problem} (without scripts)" for problem in plain.evaluate(TOO_WIDE)]
    look.words_without_scripts = count_words(plain)
    return look


def visit(page: Page, address: str) -> int:
    """Open a page, or the one that its form leads to, and return the status that it answers."""
    path, sent, _ = address.partition(SENT)
    answer = page.goto(path)
    if sent:
        with page.expect_navigation() as navigation:
            page.locator("main form[method=post] button").last.click()
        answer = navigation.value
    assert answer
    return answer.status


@contextmanager
def listening(page: Page, look: Look) -> Iterator[None]:
    """Write down what the browser says of a page, and what the page asks of other hosts."""

    def hear(message: ConsoleMessage) -> None:
        if not (message.text.startswith(REFUSED) and message.location["url"] == page.url):
            look.complaints.append(f"{message.text} {message.location}")

    def fault(error: Error) -> None:
        look.complaints.append(str(error))

    def ask(request: Request) -> None:
        if urlsplit(request.url).netloc != urlsplit(page.url).netloc and not request.is_navigation_request():
            look.elsewhere.append(request.url)

    for event, heard in (("console", hear), ("pageerror", fault), ("request", ask)):
        page.on(event, heard)  # type: ignore[call-overload]
    yield
    for event, heard in (("console", hear), ("pageerror", fault), ("request", ask)):
        page.remove_listener(event, heard)


def walk(page: Page) -> list[str]:
    """Press Tab until the page ends, or often enough, and return what is wrong with where it stops."""
    wrong = []
    is_at_top = page.evaluate("document.activeElement === document.body")  # and not at what is wrong with a form
    page.keyboard.press("Tab")
    if is_at_top and page.evaluate("document.activeElement.textContent.trim()") != "Skip to main content":
        wrong.append("the first stop is not the way past the menu")
    for _ in range(STOPS):
        stop = page.evaluate(FOCUS)
        if stop["end"]:
            break
        wrong += [f"goes back to {stop['html']}"] * (not stop["isLater"])
        wrong += [f"can't be seen at {stop['html']}"] * (not stop["isSeen"])
        page.keyboard.press("Tab")
    page.evaluate("document.activeElement.blur()")
    return wrong[:3]


def printed(page: Page) -> list[str]:
    """Return what is wrong with a page on paper."""
    page.emulate_media(media="print")
    page.set_viewport_size(PAPER)
    wrong = ["prints the menu"] * page.locator(MENU).count()
    wrong += ["cuts something off"] * page.evaluate(CUT_OFF)
    wrong += ["prints no heading"] * (not page.locator("h1").is_visible())
    page.emulate_media(media="screen")
    return wrong


def count_words(page: Page) -> int:
    """Return how many words a page says beside its menu and its foot."""
    return len(page.inner_text("main").split())
