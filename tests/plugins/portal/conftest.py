"""A small country for the pages about councils: five of them, two days of collection, and a return of their records."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from starlette.testclient import TestClient

from plugins.local.platform.home import Home
from plugins.portal.application import create_application
from plugins.settings import Settings
from plugins.storage.deployment import open_deployment
from tests.deployments import new_deployment
from tests.plugins.conftest import Page, Site, site
from tests.plugins.pipeline.steps.conftest import ADUR, ARUN, CRAWLEY, STANDARD, Collecting, cases
from tests.plugins.portal.browsing import World, as_portal, open_browser, served_world
from tests.plugins.portal.report_files import collected_twice as two_collections
from tests.plugins.portal.sent_files import BAD as BAD_FILE
from tests.plugins.portal.sent_files import NOWHERE, queue_of, ready, send

MID_SUSSEX, BARNSLEY = "E07000228", "E08000038"
FIRST, LAST = "2025-04-02", "2025-04-09"
BAD = b"2025-04-02,Adur,X/%d,2025-01-02,Decided,Approve,31/02/2025,Delegated,Q21\n"
# A case whose reference and decision would run, in a browser and in a spreadsheet.
HOSTILE = b"2025-04-03,Adur,<script>alert(1)</script>,2025-01-02,Decided,Approve,2025-02-03,=1+1,Q21\n"
HEALTH = {"metadatabase": {"status": "healthy"}, "scheduler": {"status": "unhealthy"}, "triggerer": {"status": None}}

country_site = pytest.fixture(scope="session", name="country_site")(site.__wrapped__)


@pytest.fixture(scope="session")
def country(
    home: Home, services: Settings, country_site: Site, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Collecting]:
    """Adur fixes half of its findings, Arun changes nothing, Crawley's second file is missing, Barnsley's both are."""
    publish(country_site)
    own = new_deployment(
        home,
        services,
        sources=register_at(country_site, tmp_path_factory.mktemp("country")),
        airflow=country_site.url(""),
        allow_hosts=frozenset({country_site.host}),
    )
    with open_deployment(own) as deployment:
        collecting = Collecting(deployment)
        with pytest.MonkeyPatch.context() as patch:
            for variable, value in own.environment().items():
                patch.setenv(variable, value)
            collecting.collect(FIRST)
            collecting.collect(LAST)
            collecting.assemble(partition="2025-Q1")
        yield collecting


@pytest.fixture(scope="module")
def reader(home: Home, country: Collecting) -> Iterator[TestClient]:
    """A reader of the portal of the small country."""
    with TestClient(create_application(as_portal(home, country.deployment.settings))) as client:
        yield client


def publish(web: Site) -> None:
    web.publish("/adur.csv", Page(cases(30) + BAD % 1 + BAD % 2), Page(cases(31) + BAD % 1))
    web.publish("/arun.csv", Page(cases(20)))
    web.publish("/crawley.csv", Page(cases(10)), Page(status=404))
    web.publish("/api/v2/monitor/health", Page(json.dumps(HEALTH).encode()))


def register_at(web: Site, folder: Path) -> Path:
    """Return a register: three councils that publish, one that does not, one whose address nobody knows."""
    pages = ((ADUR, "adur"), (ARUN, "arun"), (CRAWLEY, "crawley"), (BARNSLEY, "barnsley"))
    lines = ["authority_gss,standard,url,format,licence,provision,since,until"]
    lines += [f"{gss},{STANDARD},{web.url(f'/{name}.csv')},csv,OGL-3.0,encouraged,," for gss, name in pages]
    lines += [f"{MID_SUSSEX},{STANDARD},,,,encouraged,,"]
    lines += [f"{ADUR},brownfield_land,{web.url('/brownfield.csv')},csv,OGL-3.0,statutory,,"]
    path = folder / "sources.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.fixture(scope="session")
def quarter(
    home: Home, services: Settings, country_site: Site, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Collecting]:
    """One quarter, known on two days: Adur grows from 30 cases to 40, Arun has a page and then 20, Crawley nothing."""
    soon = Page(b"<html><body>Soon</body></html>")
    country_site.publish("/quarter/adur.csv", Page(cases(30)), Page(cases(40) + HOSTILE))
    country_site.publish("/quarter/arun.csv", soon, Page(cases(20)))
    lines = ["authority_gss,standard,url,format,licence,provision,since,until"]
    pages = ((ADUR, "adur"), (ARUN, "arun"), (CRAWLEY, "crawley"))
    lines += [f"{gss},{STANDARD},{country_site.url(f'/quarter/{name}.csv')},csv,OGL-UK-3.0,,," for gss, name in pages]
    path = tmp_path_factory.mktemp("quarter") / "sources.csv"
    path.write_text("\n".join(lines) + "\n")
    own = new_deployment(home, services, sources=path, allow_hosts=frozenset({country_site.host}))
    with open_deployment(own) as deployment:
        collecting = Collecting(deployment)
        with pytest.MonkeyPatch.context() as patch:
            for variable, value in own.environment().items():
                patch.setenv(variable, value)
            for day in ("2025-04-02", "2025-04-03"):
                collecting.collect(day)
                collecting.assemble(period="2025-Q1", as_known=day)
            collecting.assemble(period="2024-Q4", as_known="2025-04-03")
            collecting.assemble("planning_performance", period="2025-09-30", as_known="2025-04-03")
        yield collecting


@pytest.fixture(scope="module")
def visitor(home: Home, quarter: Collecting) -> Iterator[TestClient]:
    """A reader of the portal of that quarter."""
    with TestClient(create_application(as_portal(home, quarter.deployment.settings))) as client:
        yield client


world_site = pytest.fixture(scope="session", name="world_site")(site.__wrapped__)


@pytest.fixture(scope="session")
def world(
    home: Home, services: Settings, world_site: Site, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """What example publishers publish, collected on two days, returned, and served."""
    with served_world(home, services, world_site, tmp_path_factory.mktemp("world")) as served:
        yield served


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser, closed after the module: while it is open it holds the event loop of this thread."""
    with open_browser() as opened:
        yield opened


check_site = pytest.fixture(scope="session", name="check_site")(site.__wrapped__)


@pytest.fixture(scope="session")
def sender(check_site: Site) -> Iterator[TestClient]:
    """Somebody who sends files to a portal whose services are down: checking a file needs none of them."""
    settings = replace(NOWHERE, allow_hosts=frozenset({check_site.host}))
    with TestClient(create_application(settings), follow_redirects=False) as client:
        queue_of(client).rate_limits.hourly = 1_000
        yield client


@pytest.fixture(scope="module")
def checked_report(sender: TestClient) -> str:
    """The address of the report on a bad file."""
    return ready(sender, send(sender, BAD_FILE, standard=STANDARD, authority=ADUR))


report_site = pytest.fixture(scope="session", name="report_site")(site.__wrapped__)


@pytest.fixture(scope="session")
def collected_twice(
    home: Home, services: Settings, report_site: Site, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Collecting]:
    """Two files of Adur and three odd ones of other councils, collected for their reports."""
    with two_collections(home, services, report_site, tmp_path_factory.mktemp("reports")) as collecting:
        yield collecting


@pytest.fixture(scope="module")
def report_reader(home: Home, collected_twice: Collecting) -> Iterator[TestClient]:
    """A reader of the reports on those files."""
    with TestClient(create_application(as_portal(home, collected_twice.deployment.settings))) as client:
        yield client
