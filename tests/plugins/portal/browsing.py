"""Content to look at: what example publishers publish, collected and returned by the real steps, and served."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urljoin

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from sqlalchemy import make_url

from examples.visits import example_publishers
from plugins.local.platform.home import CHECKOUT, Home, free_ports
from plugins.local.platform.postgres import database_url
from plugins.portal.application import create_application
from plugins.settings import Settings
from plugins.storage.deployment import open_deployment
from plugins.storage.roles import PORTAL
from plugins.storage.warehouse.explanations import load_explanations, record_decision, record_proposal
from tests.deployments import new_deployment
from tests.plugins.conftest import Page as Answer
from tests.plugins.conftest import Site
from tests.plugins.pipeline.steps.conftest import ADUR, Collecting, cases
from tests.waiting import PATIENCE, wait_until
from transforms.findings.explanations import ExplanationKind

PLANNING, BROWNFIELD, TOILETS = "planning_applications", "brownfield_land", "public_toilets"
DAYS = (date(2025, 9, 29), date(2026, 1, 5))
NEXT_DAY = date(2026, 1, 6)
DECIDED = b"2025-12-31,Adur,X/%d,2025-10-02,Decided,Approve,%s,Delegated,Q21\n"
IMPOSSIBLE, POSSIBLE = b"31/11/2025", b"2025-11-30"
YEAR = "2026-09-30"  # which the quarter is the first of
PERIOD = "2025-Q4"  # in which X/1 was decided, and X/2 once its date is fixed
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
ATTEMPTS = 3  # to start a portal
SAMPLES = 6  # of every kind of page that a crawl follows


@dataclass
class World:
    """A deployment with content, the portal that shows it, and the one council whose file is in our hands."""

    address: str
    settings: Settings
    site: Site

    def collect(self, standard: str, day: date, **params: object) -> list[str]:
        """Run a collection, in a thread of its own since a browser holds the loop of this one."""
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(collect, self.settings, standard, day, **params).result()

    def publish(self, decided_on: bytes) -> None:
        """Publish Adur's planning cases: those of the last of them decided on a day, or on what it takes for one."""
        self.site.publish("/adur.csv", Answer(planning_cases(decided_on)))


@dataclass
class Crawled:
    """What following links found: by kind of page and what it is asked for, the addresses with their answers."""

    answers: dict[tuple[str, ...], dict[str, httpx.Response]] = field(default_factory=dict)
    from_page: dict[str, str] = field(default_factory=dict)

    def pages(self) -> list[str]:
        """Return what to look at: of each kind of page the longest seen and the one with the least to say.

        Of those that were asked for something in particular, the longest alone, and none that was asked for two things.
        """
        longest_and_shortest: dict[str, None] = {}
        for (_, *asked_for), answers in self.answers.items():
            sizes = {address: len(answer.text) for address, answer in answers.items() if is_page(answer)}
            for extreme in (max, min)[: max(2 - len(asked_for), 0)] if sizes else ():
                longest_and_shortest[extreme(sizes, key=lambda address: sizes[address])] = None
        return list(longest_and_shortest)


def planning_cases(decided_on: bytes) -> bytes:
    """Return a file of planning cases, two of them decided in the period, the last one on a day to be said."""
    return cases(30, "2025-12-31") + DECIDED % (1, b"2025-11-20") + DECIDED % (2, decided_on)


def collect(settings: Settings, standard: str, day: date, **params: object) -> list[str]:
    """Run the steps of one collection and assemble the returns whose periods it announces; return those."""
    with pytest.MonkeyPatch.context() as patch, open_deployment(settings) as deployment:
        for variable, value in settings.environment().items():
            patch.setenv(variable, value)
        collecting = Collecting(deployment, standard)
        return collecting.collect(str(day), f"{standard}-{day}", **params)


def assemble(settings: Settings, slug: str, period: str) -> None:
    """Assemble a return for a period."""
    with pytest.MonkeyPatch.context() as patch, open_deployment(settings) as deployment:
        for variable, value in settings.environment().items():
            patch.setenv(variable, value)
        Collecting(deployment).assemble(slug, period)


def explain(settings: Settings) -> None:
    """Explain one of the findings in Adur's file and waive another, so that pages with both can be looked at."""
    with open_deployment(settings) as deployment, deployment.transaction() as connection:
        source, period = (PLANNING, ADUR), (DAYS[1], date(2026, 12, 31))
        for kind, column in ((ExplanationKind.EXPLANATION, "CaseText"), (ExplanationKind.WAIVER, "CaseURL")):
            why = f"Our system does not export {column}."
            record_proposal(connection, kind, source, ("column-missing", column, [None]), why, "Jo Officer", period)
        [_, waiver] = load_explanations(connection, *source)
        record_decision(connection, waiver, "approved", "Sam Manager", "Agreed.", DAYS[1])


def as_portal(home: Home, settings: Settings) -> Settings:
    """Return the settings of a deployment with the rights that the portal has on its database, and no others."""
    return replace(settings, database=database_url(home, settings.database.rpartition("/")[2], PORTAL))


@contextmanager
def served_world(home: Home, services: Settings, site: Site, folder: Path) -> Iterator[World]:
    """Four councils on example publishers and Adur on a site of its own, on two days; one return of each kind."""
    options = ("--standards", PLANNING, BROWNFIELD, TOILETS, "--fault-share", "0.4", "--scale", "0.1")
    with example_publishers(*options, authorities=4, day=DAYS[0]) as publishers:
        register = folder / "sources.csv"
        own = f"{ADUR},{PLANNING},{site.url('/adur.csv')},csv,OGL-UK-3.0,encouraged,,\n"
        others = [
            line
            for line in publishers.sources_csv.read_text().splitlines(keepends=True)
            if not line.startswith(f"{ADUR},{PLANNING}")
        ]
        register.write_text("".join([*others, own]))
        settings = new_deployment(
            home, services, sources=register, allow_hosts=frozenset({*publishers.hosts, site.host})
        )
        for day in DAYS:
            publishers.move_to(day)
            site.publish("/adur.csv", Answer(planning_cases(IMPOSSIBLE)))
            periods = {standard: collect(settings, standard, day) for standard in (PLANNING, BROWNFIELD, TOILETS)}
        assemble(settings, "planning_matters", PERIOD)
        assemble(settings, "planning_performance", YEAR)
        assemble(settings, "brownfield_register", max(periods[BROWNFIELD]))
        explain(settings)
    with served(as_portal(home, settings)) as address:
        yield World(address, settings, site)


@contextmanager
def without_services(world: World) -> Iterator[str]:
    """The same portal where nothing answers at the address of the database."""
    [nobody] = free_ports(1)
    database = make_url(world.settings.database).set(port=nobody).render_as_string(hide_password=False)
    with served(replace(world.settings, database=database)) as address:
        yield address


@contextmanager
def served(settings: Settings) -> Iterator[str]:
    """The portal as `council-returns portal` serves it, for as long as the block lasts."""
    for _ in range(ATTEMPTS):
        with _portal_on_a_free_port(settings) as address:
            if address:
                yield address
                return
    pytest.fail(f"the portal ended {ATTEMPTS} times: its words are above")


@contextmanager
def _portal_on_a_free_port(settings: Settings) -> Iterator[str | None]:
    """A portal, or None where it has ended, as it does when another program has taken the port in the meantime."""
    [port] = free_ports(1)
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "plugins.cli.main", "portal", "--port", str(port)]
    with subprocess.Popen(command, env={**os.environ, **settings.environment()}, cwd=CHECKOUT) as process:
        try:
            wait_until(lambda: process.poll() is not None or is_up(address), "the portal answers", every=0.1)
            yield address if process.poll() is None else None
        finally:
            process.terminate()


def is_up(address: str) -> bool:
    try:
        return httpx.get(f"{address}/status", trust_env=False, timeout=10).is_success
    except httpx.TransportError:
        return False


def crawl(world: World, *starts: str) -> Crawled:
    """Follow every internal link from some pages, of each kind of page the first few."""
    crawled = Crawled()
    waiting = list(starts)
    kinds = kinds_of_page(world.settings)
    no_reuse = httpx.Limits(max_keepalive_connections=0)  # a page that faults ends its connection
    with httpx.Client(base_url=world.address, trust_env=False, timeout=PATIENCE, limits=no_reuse) as client:
        while waiting:
            address = waiting.pop(0)
            path, _, query = address.partition("?")
            kind = next((kind for kind, pattern in kinds.items() if pattern.fullmatch(path)), path)
            seen = crawled.answers.setdefault((kind, *sorted(parse_qs(query))), {})
            if address in seen or len(seen) >= SAMPLES:
                continue
            answer = seen[address] = get_when_ready(client, address)
            for link in links_of(address, answer):
                crawled.from_page.setdefault(link, address)
                waiting.append(link)
    return crawled


def get_when_ready(client: httpx.Client, address: str) -> httpx.Response:
    """Ask for an address, again for as long as the portal says to come back, since it makes datasets when asked."""
    answer = client.get(address)

    def is_ready() -> bool:
        nonlocal answer
        if "Retry-After" in answer.headers:
            answer = client.get(address)
        return "Retry-After" not in answer.headers

    wait_until(is_ready, f"{address} is ready")
    return answer


def kinds_of_page(settings: Settings) -> dict[str, re.Pattern[str]]:
    """Return every kind of address that the portal answers to, with what such an address looks like."""
    routes = [
        route for route in create_application(settings).routes if "GET" in (getattr(route, "methods", None) or ())
    ]
    return {route.path: _pattern(route.path) for route in routes}


def _pattern(path: str) -> re.Pattern[str]:
    parts = re.split(r"(\{[^}]+\})", path)
    return re.compile(
        "".join(
            (".+" if part.endswith(":path}") else "[^/]+") if part[:1] == "{" else re.escape(part) for part in parts
        )
    )


def is_page(answer: httpx.Response) -> bool:
    """Return whether an answer is a page to look at."""
    return answer.headers.get("Content-Type", "").startswith("text/html") and not answer.is_redirect


def links_of(address: str, answer: httpx.Response) -> list[str]:
    """Return where a page leads within the portal."""
    if answer.is_redirect:
        return [answer.headers["Location"]] if answer.headers["Location"].startswith("/") else []
    if not is_page(answer):
        return []
    links = [unescape(link) for link in re.findall(r'(?:href|src)="([^"#]+)', answer.text)]
    within = [link for link in links if not re.match("//|[a-z]+:", link)]
    return list(dict.fromkeys(urljoin(address, link) for link in within))


def chromium() -> str:
    """Return the path of the browser, or fail saying what to install."""
    for name in CHROMIUM:
        if path := shutil.which(name):
            return path
    pytest.fail("The browser tests need Chromium: `apt-get install chromium`, as `make browser` does where it may.")


@contextmanager
def open_browser() -> Iterator[Browser]:
    """A browser without a window. Its sandbox wants rights that root has given up in a container."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


def new_page(browser: Browser, **options: Any) -> Page:
    """Return a page in a context of its own, which waits for as long as a busy machine takes.

    It listens for file choosers from its beginning. Chromium opens a chooser of its own, which nobody sees, unless it
    knows that somebody listens; it learns of a listener by another way than of a key, and on a busy machine later.
    """
    context = browser.new_context(**options)
    context.set_default_timeout(PATIENCE * 1000)
    expect.set_options(timeout=PATIENCE * 1000)
    page = context.new_page()
    page.on("filechooser", lambda _: None)
    return page
