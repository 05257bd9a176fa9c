"""What people come for, in a browser: to fix a file, to trace a figure, to check a file before it is published."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, Response, expect

from tests.plugins.pipeline.steps.conftest import ADUR, cases
from tests.plugins.portal.browsing import (
    IMPOSSIBLE,
    NEXT_DAY,
    PERIOD,
    PLANNING,
    POSSIBLE,
    World,
    new_page,
    planning_cases,
)
from tests.plugins.portal.looking import NARROW, WIDE
from transforms.domain.period import parse_period

pytestmark = [pytest.mark.platform, pytest.mark.browser]

FINDING = "Not a date in DecisionDate"
HEADING = "Not a date: DecisionDate"
ENORMOUS = 40_000  # rows
FARTHEST_STOP = 250
TOO_LARGE = 101 * 1024 * 1024  # bytes
MOUSE, KEYBOARD, PHONE = "with a mouse", "with the keyboard alone and without scripts", "on a phone"
EVERY_WAY = pytest.mark.parametrize("visitor", [MOUSE, KEYBOARD, PHONE], indirect=True)


@dataclass(frozen=True)
class Visitor:
    """Somebody before the portal, and what she has: a mouse, a keyboard without scripts, or a phone."""

    page: Page
    way: str

    def follow(self, link: Locator) -> None:
        """Follow a link, or press a button, and wait for the page that it leads to."""
        if self.way == KEYBOARD:
            self.reach(link)
        with self.page.expect_navigation():
            if self.way == KEYBOARD:
                self.page.keyboard.press("Enter")
            else:
                link.click()

    def reach(self, what: Locator) -> None:
        """Press Tab until something has the focus."""
        for _ in range(FARTHEST_STOP):
            self.page.keyboard.press("Tab")
            if what.evaluate("one => one === document.activeElement"):
                return
        pytest.fail(f"{what} can't be reached with the keyboard in {FARTHEST_STOP} stops")

    def write(self, field: Locator, words: str) -> None:
        """Write words into a field."""
        self.reach(field)
        self.page.keyboard.type(words)

    def choose(self, field: Locator, label: str) -> None:
        """Choose an option of a list: by its arrows, since a list forgets letters that are typed a second apart."""
        if self.way != KEYBOARD:
            field.select_option(label=label)
            return
        self.reach(field)
        for _ in range(field.locator("option").count()):
            if field.evaluate("list => list.selectedOptions[0].label") == label:
                return
            self.page.keyboard.press("ArrowDown")
        pytest.fail(f"the list has no option {label}")

    def choose_file(self, path: Path) -> None:
        """Choose the file on the check page."""
        field = self.page.get_by_label("The file", exact=True)
        if self.way != KEYBOARD:
            field.set_input_files(path)
            return
        self.reach(field)
        with self.page.expect_file_chooser() as chooser:
            self.page.keyboard.press("Enter")
        chooser.value.set_files(path)


@pytest.fixture
def visitor(request: pytest.FixtureRequest, browser: Browser, world: World) -> Iterator[Visitor]:
    """Somebody before a browser, with a mouse unless the test says otherwise."""
    way = getattr(request, "param", MOUSE)
    viewport = NARROW if way == PHONE else WIDE
    page = new_page(browser, base_url=world.address, java_script_enabled=way != KEYBOARD, viewport=viewport)
    yield Visitor(page, way)
    page.context.close()


def find_report(visitor: Visitor) -> None:
    """Go from the home page to the report on Adur's planning applications."""
    page = visitor.page
    page.goto("/")
    visitor.follow(page.get_by_role("main").get_by_role("link", name="Find your council"))
    visitor.write(page.get_by_label("Name or code of a council"), "adur")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    visitor.follow(page.get_by_role("main").get_by_role("link", name="Adur District Council"))
    visitor.follow(page.get_by_role("link", name="Planning applications").first)
    expect(page.get_by_role("heading", level=1)).to_have_text("Planning applications: validation report")


@EVERY_WAY
def test_an_officer_finds_what_to_fix(visitor: Visitor) -> None:
    page = visitor.page
    find_report(visitor)
    expect(page.get_by_role("heading", name=HEADING)).to_be_visible()
    visitor.follow(page.get_by_role("link", name=f"See the finding of {FINDING}"))
    row = page.get_by_role("row").filter(has_text=IMPOSSIBLE.decode())
    expect(row).to_contain_text("33")


@EVERY_WAY
def test_a_department_traces_a_figure_to_the_published_line(visitor: Visitor) -> None:
    page = visitor.page
    page.goto("/returns")
    visitor.follow(page.get_by_role("main").get_by_role("link", name="Planning matters").first)
    visitor.follow(page.get_by_role("link", name=parse_period(PERIOD).in_words).first)
    visitor.follow(page.get_by_role("link", name="Every authority", exact=True))
    visitor.follow(page.get_by_role("link", name="Adur").first)
    visitor.follow(page.get_by_role("row").filter(has_text="Householder developments").get_by_role("link").first)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Householder developments")
    record = page.get_by_role("row").filter(has_text="X/1")
    expect(record).to_be_visible()
    visitor.follow(record.get_by_role("link", name="line 32"))
    expect(page.locator("main")).to_contain_text("X/1")
    expect(page.locator("main")).to_contain_text("2025-11-20")


def test_a_good_file_is_checked_before_it_is_published(visitor: Visitor, tmp_path: Path) -> None:
    report = check(visitor, tmp_path, "good.csv", planning_cases(POSSIBLE))
    assert "0 critical" in report
    assert HEADING not in report


@EVERY_WAY
def test_the_report_on_a_bad_file_says_what_to_fix_on_which_line(visitor: Visitor, tmp_path: Path) -> None:
    report = check(visitor, tmp_path, "bad.csv", planning_cases(IMPOSSIBLE))
    assert HEADING in report
    assert IMPOSSIBLE.decode() in report
    visitor.follow(visitor.page.get_by_role("link", name=f"See the finding of {FINDING}"))
    expect(visitor.page.get_by_role("main")).to_contain_text("33")


def test_an_enormous_file_is_checked_while_its_publisher_watches(visitor: Visitor, tmp_path: Path) -> None:
    waits: list[str] = []

    def hear(answer: Response) -> None:
        waits.extend([answer.headers["refresh"]] if "refresh" in answer.headers else [])

    visitor.page.on("response", hear)
    report = check(visitor, tmp_path, "enormous.csv", cases(ENORMOUS))
    assert waits, "no page said how far the check is"
    assert f"{ENORMOUS:,}" in report


def test_a_file_that_is_too_large_is_refused_in_words(visitor: Visitor, tmp_path: Path) -> None:
    send(visitor, tmp_path, "vast.csv", b"x" * TOO_LARGE)
    expect(visitor.page.get_by_role("alert")).to_contain_text("100 MB")


def test_a_file_without_a_table_gets_a_report_that_says_so(visitor: Visitor, tmp_path: Path) -> None:
    report = check(visitor, tmp_path, "page.csv", b"<!doctype html><html><body><p>Moved</p></body></html>")
    assert "table" in report


def check(visitor: Visitor, folder: Path, name: str, content: bytes) -> str:
    """Send a file to be checked and return what its report says."""
    send(visitor, folder, name, content)
    expect(visitor.page.get_by_role("heading", level=1, name="validation report")).to_be_visible()
    return " ".join(visitor.page.get_by_role("main").inner_text().split())


def send(visitor: Visitor, folder: Path, name: str, content: bytes) -> None:
    """Choose a file on the check page, and send it."""
    path = folder / name
    path.write_bytes(content)
    visitor.page.goto("/check")
    visitor.choose_file(path)
    visitor.choose(visitor.page.get_by_label("The standard that it should follow"), "Planning applications")
    visitor.follow(visitor.page.get_by_role("button", name="Check the file"))


def test_an_officer_fixes_her_file_and_sees_the_finding_closed(visitor: Visitor, world: World) -> None:
    page = visitor.page
    find_report(visitor)
    expect(page.get_by_role("heading", name=HEADING)).to_be_visible()
    world.publish(POSSIBLE)
    world.collect(PLANNING, NEXT_DAY, authorities=[ADUR])
    find_report(visitor)
    expect(page.get_by_role("heading", name=HEADING)).to_have_count(0)
    fixed = page.get_by_role("row").filter(has_text="Not a date").filter(has_text="DecisionDate")
    expect(fixed).to_contain_text("better")
