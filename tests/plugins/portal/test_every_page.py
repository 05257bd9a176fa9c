"""Every page, found by following links: it answers, and everybody can use it."""

import csv
import re

import httpx
import pytest
from playwright.sync_api import Browser

from tests.plugins.pipeline.steps.conftest import ADUR, cases
from tests.plugins.portal.browsing import (
    BROWNFIELD,
    DECIDED,
    IMPOSSIBLE,
    PLANNING,
    POSSIBLE,
    Crawled,
    World,
    crawl,
    is_page,
    kinds_of_page,
    new_page,
    planning_cases,
    without_services,
)
from tests.plugins.portal.looking import AXE, SENT, VIOLATIONS, Look, look_at_all
from tests.waiting import PATIENCE, wait_until

pytestmark = [pytest.mark.platform, pytest.mark.browser]

KILOBYTES = 100
MANY = 250  # findings in a file, which are several pages
SILENT = "E09000001"  # a council of which nothing is collected
# Sites with points, and a column that no field is read from: a page asks which it is.
SITES = (
    b"SiteReference,SiteNameAddress,Hectares,GeoX,GeoY,PlanningStatus,Ownership of it\n"
    b"A1,1 High Street,0.5,-0.27,50.83,permissioned,mixed ownership\n"
    b"A2,2 High Street,0.5,-0.28,50.84,permissioned,mixed ownership\n"
)
# Where no link leads: what is asked of a form, what is not there, what nobody has published.
NOT_LINKED = {
    "/nowhere": 404,
    "/councils/E99999999": 404,
    "/councils?q=nobody": 200,
    "/councils?q=a": 200,
    f"/councils/{SILENT}": 200,
    f"/councils/{SILENT}/grants": 200,
    "/coverage?standard=grants": 200,
    "/coverage?day=2020-01-01": 200,
    "/coverage?day=tomorrow": 400,
    "/collections?page=2": 200,
    "/returns/planning_matters/1999-Q1": 404,
    f"/check{SENT}": 422,
}
# No pages: from Airflow one is led on to a page, and what machines ask for and what a download gives is data.
# Pages of people who are signed in are walked by routes/test_work.py and routes/test_sign_in.py; versions that can be
# compared, of which there are none here, by routes/test_work_comparison.py.
NO_PAGES = re.compile(
    r"/dags/\{dag\}|/api/v1/.*|.*/since\.csv|/sign-in|/signed-in|/work.*|.*/releases/comparison(\.csv)?|/status/feed\.atom|/freshness/feed\.atom|/\.well-known/.*|/metrics"
)
WELL, AWAY = "/status without services", "/councils without services"


@pytest.fixture(scope="module")
def checks(world: World) -> dict[str, int]:
    """What the check page says of files that are very bad, good, empty and of no standard."""
    many = b"".join(DECIDED % (number, IMPOSSIBLE) for number in range(MANY))
    answers = {
        checked(world, cases(1) + many, PLANNING): 200,
        checked(world, planning_cases(POSSIBLE), PLANNING): 200,
        checked(world, b"", PLANNING): 200,
        checked(world, SITES, "brownfield_land"): 200,
    }
    unknown = checked(world, b"Colour,Size\nred,1\n", "")  # last: the next file would end it
    return {**answers, unknown: 200, f"{unknown}{SENT}": 422}


@pytest.fixture(scope="module")
def crawled(world: World, checks: dict[str, int]) -> Crawled:
    return crawl(
        world, *(check for check in checks if SENT not in check), "/", f"/councils/{ADUR}", map_of_sites(world)
    )


@pytest.fixture(scope="module")
def looks(world: World, crawled: Crawled, checks: dict[str, int]) -> dict[str, Look]:
    """Every kind of page as it is seen, and the same portal's when its services are gone."""
    addresses = {path: world.address + path for path in (*crawled.pages(), *NOT_LINKED, *checks)}
    with without_services(world) as broken:
        return look_at_all({**addresses, WELL: f"{broken}/status", AWAY: f"{broken}/councils/{ADUR}"})


def map_of_sites(world: World) -> str:
    """Return the map of a register of brownfield land, to which few reports lead."""
    lines = world.settings.sources.read_text().splitlines() if world.settings.sources else []
    codes = [row["authority_gss"] for row in csv.DictReader(lines) if row["standard"] == BROWNFIELD]
    with httpx.Client(base_url=world.address, trust_env=False, timeout=PATIENCE, follow_redirects=True) as client:
        pages = (client.get(f"/councils/{gss}/{BROWNFIELD}").text for gss in codes)
        return next(match[1] for page in pages if (match := re.search(r'href="(/reports/[^"]+/map)"', page)))


def checked(world: World, content: bytes, standard: str) -> str:
    """Send a file to be checked, and return the address that says what came of it."""
    form = {"standard": standard, "address": "", "authority": ""}
    files = {"file": ("file.csv", content)}
    with httpx.Client(base_url=world.address, trust_env=False, timeout=PATIENCE) as client:
        address = client.post("/check", data=form, files=files).headers["Location"]
        wait_until(lambda: "Refresh" not in client.get(address).headers, f"the report at {address} is ready", 0.2)
    return address


def test_every_link_from_the_home_page_on_leads_somewhere(crawled: Crawled) -> None:
    dead = {
        address: f"{answer.status_code} from {crawled.from_page.get(address)}"
        for answers in crawled.answers.values()
        for address, answer in answers.items()
        if not (answer.is_success or answer.is_redirect)
    }
    assert dead == {}


def test_every_route_is_reached_by_links_and_looked_at(world: World, crawled: Crawled, looks: dict[str, Look]) -> None:
    reached = {kind for kind, *_ in crawled.answers}
    patterns = kinds_of_page(world.settings)
    assert {kind for kind in patterns if not NO_PAGES.fullmatch(kind)} - reached == set()
    pages = {kind[0] for kind, answers in crawled.answers.items() if any(map(is_page, answers.values()))}
    seen = {address.partition("?")[0] for address in looks}
    assert {kind for kind in pages if not any(map(patterns[kind].fullmatch, seen))} == set()


def test_a_page_answers_as_it_should(checks: dict[str, int], looks: dict[str, Look]) -> None:
    expected = {**dict.fromkeys(looks, 200), **NOT_LINKED, **checks, AWAY: 503}
    assert {address: look.status for address, look in looks.items() if look.status != expected[address]} == {}


def test_axe_finds_what_is_wrong_with_a_page(browser: Browser) -> None:
    page = new_page(browser)
    page.set_content("<html lang=en><title>Wrong</title><main><h1>Wrong</h1><img src=wrong.png></main>")
    page.evaluate(AXE)
    assert [words.partition(":")[0] for words in page.evaluate(VIOLATIONS)] == ["image-alt"]
    page.context.close()


def test_no_page_has_what_axe_finds_wide_or_narrow(looks: dict[str, Look]) -> None:
    assert {address: look.violations for address, look in looks.items() if look.violations} == {}


def test_no_page_is_wider_than_a_phone(looks: dict[str, Look]) -> None:
    assert {address: look.too_wide for address, look in looks.items() if look.too_wide} == {}


def test_every_table_of_ours_is_whole_on_a_screen_of_1200_pixels(looks: dict[str, Look]) -> None:
    assert {address: look.scrolls for address, look in looks.items() if look.scrolls} == {}


def test_no_page_makes_the_browser_complain(looks: dict[str, Look]) -> None:
    """Of faults in scripts, of what the Content-Security-Policy forbids, of anything."""
    assert {address: look.complaints for address, look in looks.items() if look.complaints} == {}


def test_no_page_asks_anything_of_another_host(looks: dict[str, Look]) -> None:
    assert {address: look.elsewhere for address, look in looks.items() if look.elsewhere} == {}


def test_every_page_weighs_less_than_100_kilobytes(crawled: Crawled, looks: dict[str, Look]) -> None:
    """Every page seen without its styles and scripts as it is read, and with all of them as it comes."""
    read = {
        address: len(answer.content)
        for answers in crawled.answers.values()
        for address, answer in answers.items()
        if is_page(answer)
    }
    sent = {f"{address} with all of it": look.size for address, look in looks.items()}
    assert {address: size for address, size in {**read, **sent}.items() if size >= KILOBYTES * 1000} == {}
    assert min(sent.values()) > min(read.values())


def test_every_page_can_be_walked_through_with_the_keyboard(looks: dict[str, Look]) -> None:
    assert {address: look.keyboard for address, look in looks.items() if look.keyboard} == {}


def test_the_skip_link_skips_the_menu(browser: Browser, world: World) -> None:
    page = new_page(browser)
    page.goto(world.address)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("Boolean(document.activeElement.closest('main'))")
    page.context.close()


def test_every_page_says_as_much_without_scripts(looks: dict[str, Look]) -> None:
    assert {address for address, look in looks.items() if look.words_without_scripts < look.words} == set()
    assert min(look.words_without_scripts for look in looks.values()) > 10


def test_every_page_prints_whole_and_without_the_menu(looks: dict[str, Look]) -> None:
    assert {address: look.print for address, look in looks.items() if look.print} == {}
