"""What people come for, in a browser: to mend a file, to follow a figure, to check a file before it is published."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.plugins.portal.browsing import (
    IMPOSSIBLE,
    MENDED,
    NEXT_DAY,
    PERIOD,
    PLANNING,
    World,
    planning_cases,
)
from tests.plugins.steps.conftest import ADUR, cases

pytestmark = [pytest.mark.platform, pytest.mark.browser]

FINDING = "Not a date in DecisionDate"
ENORMOUS = 40_000  # rows
FARTHEST_STOP = 40
TOO_LARGE = 101 * 1024 * 1024  # bytes
WITH_AND_WITHOUT_SCRIPTS = pytest.mark.parametrize("page", [True, False], indirect=True, ids=["scripts", "no scripts"])


@pytest.fixture
def page(request: pytest.FixtureRequest, browser: Browser, world: World) -> Iterator[Page]:
    """A page of the portal in a browser, one without scripts where the test asks for it."""
    context = browser.new_context(base_url=world.address, java_script_enabled=getattr(request, "param", True))
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


def find_report(page: Page) -> None:
    """Go from the home page to the report on Adur's planning applications."""
    page.goto("/")
    page.get_by_role("main").get_by_role("link", name="Find your council").click()
    page.get_by_label("Name or code of a council").fill("adur")
    page.keyboard.press("Enter")
    page.get_by_role("main").get_by_role("link", name="Adur District Council").click()
    page.get_by_role("link", name="Planning applications").first.click()


def test_an_officer_reaches_her_report_with_the_keyboard_alone(page: Page) -> None:
    page.goto("/")
    press(page, "Find your council")
    reach(page, "q")
    page.keyboard.type("adur")
    go(page)
    press(page, "Adur District Council")
    press(page, "Planning applications")
    expect(page.get_by_role("heading", level=1)).to_have_text("Planning applications: validation report")


def press(page: Page, words: str) -> None:
    """Go to the link that says so, and follow it, with the keyboard."""
    reach(page, words)
    go(page)


def reach(page: Page, words: str) -> None:
    """Press Tab until what has the focus begins with these words, or is called so."""
    for _ in range(FARTHEST_STOP):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name || document.activeElement.innerText").strip().startswith(words):
            return
    pytest.fail(f"“{words}” can't be reached with the keyboard in {FARTHEST_STOP} stops")


def go(page: Page) -> None:
    """Press Enter, and wait for the page that it leads to."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


@WITH_AND_WITHOUT_SCRIPTS
def test_a_department_follows_a_figure_down_to_the_published_line(page: Page) -> None:
    page.goto("/returns")
    page.get_by_role("main").get_by_role("link", name="Planning matters").first.click()
    page.get_by_role("link", name=PERIOD).first.click()
    page.get_by_role("link", name="Adur").first.click()
    page.get_by_role("row").filter(has_text="Householder developments").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Householder developments")
    record = page.get_by_role("row").filter(has_text="X/1")
    expect(record).to_be_visible()
    record.get_by_role("link", name="line 32").click()
    expect(page.locator("main")).to_contain_text("X/1")
    expect(page.locator("main")).to_contain_text("2025-11-20")


def test_a_good_file_is_checked_before_it_is_published(page: Page, tmp_path: Path) -> None:
    report = check(page, tmp_path, "good.csv", planning_cases(MENDED))
    assert "0 critical" in report
    assert FINDING not in report


@WITH_AND_WITHOUT_SCRIPTS
def test_a_bad_file_is_told_what_to_mend_on_which_line(page: Page, tmp_path: Path) -> None:
    report = check(page, tmp_path, "bad.csv", planning_cases(IMPOSSIBLE))
    assert FINDING in report
    assert IMPOSSIBLE.decode() in report
    page.get_by_role("link", name=f"See the finding of {FINDING}").click()
    expect(page.get_by_role("main")).to_contain_text("33")


def test_an_enormous_file_is_checked_while_its_publisher_watches(page: Page, tmp_path: Path) -> None:
    report = check(page, tmp_path, "enormous.csv", cases(ENORMOUS))
    assert f"{ENORMOUS:,}" in report


def test_a_file_that_is_too_large_is_refused_in_words(page: Page, tmp_path: Path) -> None:
    send(page, tmp_path, "vast.csv", b"x" * TOO_LARGE)
    expect(page.get_by_role("alert")).to_contain_text("100 MB")


def test_what_is_no_table_is_said_to_be_none(page: Page, tmp_path: Path) -> None:
    report = check(page, tmp_path, "page.csv", b"<!doctype html><html><body><p>Moved</p></body></html>")
    assert "table" in report


def check(page: Page, folder: Path, name: str, content: bytes) -> str:
    """Send a file to be checked and return what its report says."""
    send(page, folder, name, content)
    expect(page.get_by_role("heading", level=1, name="validation report")).to_be_visible(timeout=60_000)
    return " ".join(page.get_by_role("main").inner_text().split())


def send(page: Page, folder: Path, name: str, content: bytes) -> None:
    """Choose a file on the check page, and send it."""
    path = folder / name
    path.write_bytes(content)
    page.goto("/check")
    page.get_by_label("The file", exact=True).set_input_files(path)
    page.get_by_label("The standard that it should follow").select_option("Planning applications")
    page.get_by_role("button", name="Check the file").click()


def test_an_officer_mends_her_file_and_sees_the_finding_closed(page: Page, world: World) -> None:
    find_report(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Planning applications")
    expect(page.get_by_role("heading", name=FINDING)).to_be_visible()
    page.get_by_role("link", name=f"See the finding of {FINDING}").click()
    row = page.get_by_role("row").filter(has_text=IMPOSSIBLE.decode())
    expect(row).to_contain_text("33")
    world.publish(MENDED)
    world.collect(PLANNING, NEXT_DAY, authorities=[ADUR])
    find_report(page)
    expect(page.get_by_role("heading", name=FINDING)).to_have_count(0)
    expect(page.get_by_role("row").filter(has_text="date-unparseable")).to_contain_text("better")
