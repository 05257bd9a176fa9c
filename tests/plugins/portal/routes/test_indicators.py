"""Indicators on pages, in a file and in the API: the same values, with what they rest on."""

import csv
import io
from decimal import Decimal

import pytest
from starlette.testclient import TestClient

from plugins.portal.views.indicators import FILE_COLUMNS
from tests.plugins.pipeline.steps.conftest import ADUR, ARUN, CRAWLEY
from tests.plugins.portal.reading import rows_of, text_of
from transforms.domain.statutory_return import ENGLAND
from transforms.indicators import INDICATORS
from transforms.registers.populations import population

pytestmark = pytest.mark.platform
RECEIVED, GRANTED, SPEED = "applications-received", "applications-granted", "major-decisions-in-time"
QUARTER = "/api/v1/returns/planning_matters/periods/2025-Q1"


def cells_of(visitor: TestClient, gss: str) -> dict[str, str]:
    return {cell["cell"]: cell["value"] for cell in visitor.get(f"{QUARTER}/{gss}").json()["cells"]}


def values_of(visitor: TestClient, slug: str, query: str = "") -> dict[str, dict[str, object]]:
    return {row["gss"]: row for row in visitor.get(f"/api/v1/indicators/{slug}{query}").json()["values"]}


def test_a_rate_of_the_return_is_as_the_return_says(visitor: TestClient) -> None:
    rates = visitor.get(f"{QUARTER}/{ADUR}").json()["indicators"]
    england = visitor.get(f"{QUARTER}/{ENGLAND}").json()["indicators"]
    answer = visitor.get(f"/api/v1/indicators/{GRANTED}").json()
    assert Decimal(values_of(visitor, GRANTED)[ADUR]["value"]) == Decimal(str(rates["granted_pct"]))  # type: ignore[arg-type]
    assert Decimal(answer["england"]) == Decimal(str(england["granted_pct"]))
    assert (answer["period"], answer["periods"]) == ("2025-Q1", ["2025-Q1", "2024-Q4"])
    assert (answer["england_authorities"], answer["authorities_owing"]) == (2, 310)


def test_a_figure_for_each_resident_names_the_year_of_its_residents(visitor: TestClient) -> None:
    row = values_of(visitor, RECEIVED)[ADUR]
    residents = population(ADUR, 2025)
    assert residents is not None
    received = Decimal(cells_of(visitor, ADUR)["PS1.2"])
    assert (row["numerator"], row["denominator"]) == (str(received), str(residents.people))
    assert row["population_year"] == residents.year
    assert row["value"] == str((10_000 * received / residents.people).quantize(Decimal("0.1")))
    words = text_of(visitor.get(f"/indicators/{RECEIVED}").text)
    assert residents.source in words


def test_an_authority_without_data_has_no_figure_and_says_why(visitor: TestClient) -> None:
    row = values_of(visitor, GRANTED)[CRAWLEY]
    assert (row["value"], row["origin"], row["numerator"], row["chance_lower"]) == (None, "no-data", None, None)
    (shown,) = [row for row in rows_of(visitor.get(f"/indicators/{GRANTED}").text) if "Crawley" in row["Authority"]]
    assert shown["Value"] == "[x]"


def test_the_page_warns_of_its_misuse_and_says_over_how_many_it_is(visitor: TestClient) -> None:
    words = text_of(visitor.get(f"/indicators/{GRANTED}").text)
    (indicator,) = [indicator for indicator in INDICATORS if indicator.slug == GRANTED]
    assert indicator.definition in words
    assert f"{indicator.not_for} Neither a high nor a low value is better." in words
    assert "over 2 of the 310 authorities that owe the return" in words


def test_the_file_has_every_authority_with_its_parts(visitor: TestClient) -> None:
    response = visitor.get(f"/indicators/{RECEIVED}/2025-Q1.csv")
    rows = list(csv.DictReader(io.StringIO(response.text)))
    assert tuple(rows[0]) == FILE_COLUMNS
    assert response.headers["Content-Disposition"] == f'attachment; filename="{RECEIVED}-2025-Q1.csv"'
    api = values_of(visitor, RECEIVED)
    assert {row["authority"]: row["value"] for row in rows} == {gss: row["value"] or "" for gss, row in api.items()}
    assert len(rows) == 310


def test_neighbours_are_compared_with_the_authority_among_them(visitor: TestClient) -> None:
    page = visitor.get(f"/indicators/{GRANTED}?authority={ADUR}&group=neighbours").text
    assert "Among its nearest neighbours" in text_of(page)
    rows = rows_of(page)
    assert len(rows) == 16
    assert "Adur District Council" in {row["Authority"] for row in rows}
    of_class = rows_of(visitor.get(f"/indicators/{GRANTED}?authority={ADUR}&group=class").text)
    assert {"Arun District Council", "Crawley Borough Council"} <= {row["Authority"] for row in of_class}


def test_a_profile_has_each_indicator_of_what_the_council_owes(visitor: TestClient) -> None:
    page = visitor.get(f"/councils/{ADUR}/indicators").text
    titles = [row["Indicator"] for row in rows_of(page) if "Indicator" in row]
    planning = [indicator.title for indicator in INDICATORS if indicator.return_slug == "planning_matters"]
    assert all(any(title.startswith(name) for title in titles) for name in planning)
    (granted,) = [row for row in rows_of(page) if row.get("Indicator", "").startswith("Planning applications granted")]
    assert granted["This council"] == values_of(visitor, GRANTED)[ADUR]["value"]


def test_an_earlier_period_is_shown_on_request(visitor: TestClient) -> None:
    answer = visitor.get(f"/api/v1/indicators/{GRANTED}?period=2024-Q4").json()
    assert answer["period"] == "2024-Q4"
    assert "October to December 2024" in text_of(visitor.get(f"/indicators/{GRANTED}?period=2024-Q4").text)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/indicators/homes", "there is no indicator “homes”"),
        (f"/indicators/{GRANTED}?period=1999-Q1", "has no figures for 1999-Q1"),
        (f"/indicators/{GRANTED}?authority={ARUN}&group=friends", "there is no group “friends”"),
        (f"/indicators/{GRANTED}?group=class", "there is no group “class”"),
        (f"/indicators/{GRANTED}/1999-Q1.csv", "there are no figures of this indicator for 1999-Q1"),
        (f"/api/v1/indicators/{GRANTED}?period=1999-Q1", "there are no figures of this indicator for 1999-Q1"),
        ("/api/v1/indicators/homes", "there is no indicator “homes”"),
        ("/councils/E99999999/indicators", "E99999999"),
    ],
)
def test_what_is_not_there_is_said(visitor: TestClient, address: str, words: str) -> None:
    response = visitor.get(address)
    assert response.status_code == 404
    assert words.casefold() in text_of(response.text).casefold()  # a page begins a sentence with a capital


def test_an_indicator_of_a_return_that_nobody_assembled_says_so(visitor: TestClient) -> None:
    response = visitor.get("/indicators/premises-licences")
    assert response.status_code == 200
    assert "There are no figures yet." in text_of(response.text)


def test_the_api_lists_each_with_what_it_must_not_be_used_for(visitor: TestClient) -> None:
    answer = visitor.get("/api/v1/indicators").json()
    assert [(row["slug"], row["not_for"]) for row in answer] == [(one.slug, one.not_for) for one in INDICATORS]


def test_speed_of_four_quarters_has_no_figure_while_one_is_missing(visitor: TestClient) -> None:
    assert values_of(visitor, SPEED)[ADUR]["value"] is None
