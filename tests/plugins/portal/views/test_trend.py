"""What became of findings over months: counted as the files say that were published by then."""

from collections.abc import Iterator
from datetime import date

import pytest
from starlette.testclient import TestClient

from plugins.local.platform.home import Home
from plugins.portal.application import create_application
from plugins.portal.views.trend import FindingsTrend, MonthlyFindings, month_ends
from plugins.settings import Settings
from plugins.storage.deployment import open_deployment
from tests.deployments import new_deployment
from tests.plugins.conftest import Page, Site
from tests.plugins.pipeline.steps.conftest import ADUR, Collecting, cases
from tests.plugins.portal.conftest import BAD, register_at
from tests.plugins.portal.reading import rows_of, text_of
from transforms.domain.issue import Severity


def findings_of_month(day: date, critical: int, warnings: int) -> MonthlyFindings:
    return MonthlyFindings(day, 1, {Severity.CRITICAL: critical, Severity.WARNING: warnings, Severity.INFO: 7})


@pytest.mark.parametrize(
    ("first", "last", "ends"),
    [
        (date(2026, 1, 1), date(2026, 1, 31), ["2026-01-31"]),
        (date(2025, 12, 31), date(2026, 1, 1), ["2025-12-31", "2026-01-01"]),
        (date(2024, 1, 31), date(2024, 3, 5), ["2024-01-31", "2024-02-29", "2024-03-05"]),
    ],
)
def test_months_end_with_their_last_day_and_the_last_with_today(first: date, last: date, ends: list[str]) -> None:
    assert [str(day) for day in month_ends(first, last)] == ends


def test_the_trend_has_the_last_twelve_months_of_five_years() -> None:
    assert month_ends(date(2021, 1, 1), date(2026, 1, 5))[0] == date(2025, 2, 28)


@pytest.mark.parametrize(
    ("then", "now", "words"),
    [
        ((0, 0), (0, 0), "There have been no critical findings or warnings since April 2025."),
        ((1, 2), (2, 1), "The number of critical findings and warnings is the same as in April 2025."),
        ((0, 1), (0, 2), "There is 1 more critical finding or warning than in April 2025."),
        ((1500, 1), (0, 1), "There are 1,500 fewer critical findings and warnings than in April 2025."),
    ],
)
def test_the_trend_is_summed_up_in_a_sentence(then: tuple[int, int], now: tuple[int, int], words: str) -> None:
    months = (findings_of_month(date(2025, 4, 30), *then), findings_of_month(date(2025, 5, 9), *now))
    assert FindingsTrend(months, is_under_one_version=True).words == words


@pytest.fixture(scope="module")
def months(
    home: Home, services: Settings, country_site: Site, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Collecting]:
    """Adur publishes two cases with a fault in April, one in June, and nothing new in July."""
    country_site.publish("/adur.csv", Page(cases(30) + BAD % 1 + BAD % 2), Page(cases(31) + BAD % 1))
    register = register_at(country_site, tmp_path_factory.mktemp("months"))
    own = new_deployment(home, services, sources=register, allow_hosts=frozenset({country_site.host}))
    with open_deployment(own) as deployment:
        collecting = Collecting(deployment)
        with pytest.MonkeyPatch.context() as patch:
            for variable, value in own.environment().items():
                patch.setenv(variable, value)
            for day in ("2025-04-02", "2025-06-10", "2025-07-10"):
                collecting.collect(day)
        yield collecting


@pytest.mark.platform
def test_findings_fall_in_the_month_in_which_a_better_file_was_published(months: Collecting) -> None:
    with TestClient(create_application(months.deployment.settings)) as reader:
        page = reader.get(f"/councils/{ADUR}").text
    rows = rows_of(page, 1)
    assert [row["Month"] for row in rows] == ["Apr 2025", "May 2025", "Jun 2025", "Jul 2025"]
    critical = [int(row["Critical"]) + int(row["Warnings"]) for row in rows]
    assert critical[0] == critical[1] > critical[2] == critical[3]
    latest = rows_of(page)[-1]
    assert [rows[-1][name] for name in ("Critical", "Warnings")] == [
        latest[name].split()[0] for name in ("Critical", "Warnings")
    ]
    assert f"{critical[0] - critical[3]} fewer critical" in text_of(page)
    assert "Critical findings and warnings by month" in page
