"""What was assembled of a return: nationally, by authority, by cell, and from a cell to the published line."""

import csv
import io
import re
from html import unescape
from urllib.parse import urljoin

import pytest
from starlette.testclient import TestClient

from plugins.portal.views.authority_return import peers_in_words
from tests.plugins.pipeline.steps.conftest import ADUR, ARUN, CRAWLEY, Collecting
from tests.plugins.portal.reading import rows_of, text_of
from transforms.returns import statutory_return

pytestmark = pytest.mark.platform
QUARTER = "/returns/planning_matters/2025-Q1"
HOUSEHOLDERS = "PS2.Q21.a"


def test_a_return_lists_its_periods_newest_first(visitor: TestClient) -> None:
    page = visitor.get("/returns/planning_matters").text
    assert re.findall(r'href="/returns/planning_matters/(\d{4}-Q\d)"', page) == ["2025-Q1", "2024-Q4"]
    assert "2 of 310" in text_of(page)


def test_the_page_of_england_has_the_figures_of_the_assembly(visitor: TestClient) -> None:
    page = visitor.get(QUARTER)
    assert page.status_code == 200
    assert f'<a href="2025-Q1/E92000001/{HOUSEHOLDERS}">61</a>' in page.text
    words = text_of(page.text)
    assert "As known on 3 April 2025, the latest version." in words
    assert "2 of 310 that owe the return, a response rate of 0.6%" in words
    assert "1 with no usable file, and 307 for which we have no address" in words
    assert "There is no usable file for the period" in words


def test_every_cell_on_a_page_equals_the_one_in_the_file(visitor: TestClient) -> None:
    address = re.search(rf'"({QUARTER}/files/[0-9a-f]+/cells.csv)"', visitor.get(QUARTER).text)
    assert address
    assembled = {
        row["cell"]: row
        for row in csv.DictReader(io.StringIO(visitor.get(address[1]).text))
        if row["authority"] == ADUR
    }
    figures = dict(re.findall(rf'<a href="{QUARTER}/{ADUR}/([^"]+)">(.*?)</a>', visitor.get(f"{QUARTER}/{ADUR}").text))
    assert len(figures) > 200
    for cell, words in figures.items():
        sign = {"inferred": "[e]", "not-derivable": "[z]", "no-data": "[x]", "computed": ""}[assembled[cell]["origin"]]
        assert text_of(words) == " ".join(filter(None, (assembled[cell]["value"], sign)))


def test_a_cell_without_a_value_shows_why_and_never_zero(visitor: TestClient) -> None:
    words = text_of(visitor.get(f"{QUARTER}/{CRAWLEY}/{HOUSEHOLDERS}").text)
    assert "no data [x]" in words
    assert "publish it, or fix the file that is published" in words
    assert "See the datasets collected from Crawley Borough Council" in words
    not_collected = text_of(visitor.get(f"{QUARTER}/{ADUR}/PS1.5").text)
    assert "not derivable [z]" in not_collected
    assert "environmental statements are not published" in not_collected


def test_a_cell_leads_to_every_record_that_it_counts_and_to_its_line(visitor: TestClient, quarter: Collecting) -> None:
    page = visitor.get(f"{QUARTER}/{ADUR}/{HOUSEHOLDERS}")
    assert "41 records" in text_of(page.text)
    [(sha256,)] = quarter.ask("select in_use_sha256 from in_use where authority_gss = :gss", gss=ADUR)
    lines = re.findall(rf'href="/reports/planning_applications/{sha256}/[^/]+/{ADUR}/rows\?line=(\d+)"', page.text)
    assert sorted(map(int, lines)) == list(range(2, 43))
    assert visitor.get(re.findall(r'href="(/reports/[^"]+)"', page.text)[0]).status_code == 200
    assert "DecisionDate Whether it is of a kind that the form counts Day of the decision" in text_of(page.text)


def test_a_cell_says_in_words_how_it_is_derived(visitor: TestClient) -> None:
    words = text_of(visitor.get(f"{QUARTER}/{ADUR}/{HOUSEHOLDERS}").text)
    assert "the day of the decision is from 1 January 2025 to 31 March 2025" in words
    whole = text_of(visitor.get(f"{QUARTER}/{ADUR}/PS1.end").text)
    assert "minus PS1.3 , Withdrawn, called in or turned away: " in whole
    general = visitor.get("/returns/planning_matters/cells/PS1.1")
    assert "the valid date is before the first day of the period" in text_of(general.text)


def test_a_cell_of_england_lists_the_authorities_that_it_adds_up(visitor: TestClient) -> None:
    page = visitor.get(f"{QUARTER}/E92000001/{HOUSEHOLDERS}").text
    for gss in (ADUR, ARUN, CRAWLEY):
        assert f'href="{QUARTER}/{gss}/{HOUSEHOLDERS}"' in page


def test_an_earlier_version_stays_and_revisions_are_listed(visitor: TestClient) -> None:
    earlier = visitor.get(QUARTER, params={"as-known": "2025-04-02"})
    words = text_of(earlier.text)
    assert "As known on 2 April 2025." in words
    assert "Show the latest version, as known on 3 April 2025" in words
    assert f'<a href="2025-Q1/E92000001/{HOUSEHOLDERS}?as-known=2025-04-02">30</a>' in earlier.text
    newest = visitor.get(QUARTER).text
    assert re.search(r"\d+ cells of 2 authorities", text_of(newest))
    revised = re.search(rf">{HOUSEHOLDERS}</a></td><td[^>]*>(.*?)</td><td[^>]*>(.*?)</td>", newest)
    assert revised
    assert revised.groups() == ("30", "61")


def test_an_earlier_version_lists_the_records_known_then(visitor: TestClient) -> None:
    page = visitor.get(f"{QUARTER}/{ADUR}/{HOUSEHOLDERS}", params={"as-known": "2025-04-02"})
    assert "30 records" in text_of(page.text)


def test_indicators_are_compared_with_similar_authorities_and_over_periods(visitor: TestClient) -> None:
    words = text_of(visitor.get(f"{QUARTER}/{ADUR}").text)
    assert "Non-major developments decided in time, by quarter" in words
    assert "October to December 2024" in words
    assert "Arun District Council" in words
    assert "Adur District Council compared with other district councils in the South East" in words
    over = {row["Quarter"]: row for row in rows_of(visitor.get(f"{QUARTER}/{ADUR}").text, 4)}
    assert list(over) == ["October to December 2024", "January to March 2025"]
    assert set(over["January to March 2025"]) == {"Quarter", "Adur District Council", "England"}


@pytest.mark.parametrize(
    ("gss", "words"),
    [
        ("E08000038", "metropolitan boroughs in Yorkshire and The Humber"),
        ("E09000015", "London boroughs"),
        ("E06000003", "unitary authorities in the North East"),
        ("E99999999", "similar authorities"),
    ],
)
def test_groups_of_similar_authorities_have_plain_names(gss: str, words: str) -> None:
    assert peers_in_words(gss) == words


def test_indicators_of_every_authority_can_be_sorted_and_say_who_is_below(visitor: TestClient) -> None:
    page = visitor.get(f"{QUARTER}/indicators?sort=-granted_pct").text
    england, *rows = rows_of(page)
    assert england["Authority"] == "England"
    assert "Crawley Borough Council" in [row["Authority"] for row in rows][2:]  # nothing is known of it
    shares = [float(row["Decisions granted"].rstrip("%")) for row in rows[:2]]
    assert shares == sorted(shares, reverse=True)
    assert "below the threshold of 60%" in text_of(page)
    links = re.findall(r'<th scope="row"><a href="([^"#]+)', page)
    for link in links:
        assert visitor.get(urljoin(f"{QUARTER}/indicators", link)).status_code == 200
    indicators = {row["Indicator"]: row for row in rows_of(visitor.get(QUARTER).text, 2)}
    counted = indicators["Non-major developments decided in time"]["Authorities below it"]
    assert f"{counted} authorit" in text_of(page).partition("Non-major developments decided in time: ")[2][:20]


def test_a_return_uses_the_words_of_its_form(visitor: TestClient) -> None:
    words = text_of(visitor.get(f"{QUARTER}/{ADUR}").text)
    assert "9 Enforcement notices issued [z]" in words
    assert "9.enforcement_notices" not in words
    assert "Prior approvals, PA1: larger householder extensions" in words
    assert visitor.get(f"{QUARTER}/{ADUR}").text.count("January to March 2025") > 2
    register = text_of(visitor.get("/returns/brownfield_register").text)
    assert "Sites Hectares Dwellings, at least Dwellings, at most" in register


def test_authorities_can_be_sorted_by_how_much_is_filled_and_by_a_cell(visitor: TestClient) -> None:
    by_cells = rows_of(visitor.get(f"{QUARTER}?sort=no-data").text, 4)
    assert [row["Authority"] for row in by_cells[:2]] == ["Adur District Council", "Arun District Council"]
    by_value = rows_of(visitor.get(f"{QUARTER}/E92000001/{HOUSEHOLDERS}?sort=-value").text, 1)
    assert [row["Value"] for row in by_value][:3] == ["41", "20", "[x]"]


def test_a_cell_shows_its_rule_as_it_is_declared(visitor: TestClient) -> None:
    page = visitor.get(f"{QUARTER}/{ADUR}/{HOUSEHOLDERS}").text
    assert "first ≤ decision_date ≤ last\n  and row = “Q21”" in unescape(page)
    assert "first ≤ decision_date" in text_of(visitor.get(f"/returns/planning_matters/cells/{HOUSEHOLDERS}").text)


def test_englands_form_is_the_page_of_the_period(visitor: TestClient) -> None:
    answer = visitor.get(f"{QUARTER}/E92000001?as-known=2025-04-02", follow_redirects=False)
    assert answer.headers["location"] == f"{QUARTER}?as-known=2025-04-02"


def test_exceptions_have_reasons_in_words_and_link_to_the_published_line(visitor: TestClient) -> None:
    page = text_of(visitor.get(f"{QUARTER}/{ADUR}").text)
    assert re.search(r"as worked out: [\d-]+, as counted: \d+", page)
    assert statutory_return("planning_matters").reason("balance").fix in page
    page = visitor.get(f"{QUARTER}/{ADUR}/records?reference=A/3").text
    line = re.search(r'Published on <a class="govuk-link" href="([^"]+)">line (\d+) of the file of 3 April 2025', page)
    assert line
    assert "A/3" in text_of(visitor.get(line[1]).text)


@pytest.mark.parametrize(
    ("address", "words", "instead"),
    [
        ("/returns/planning_matters/2031-Q1", "January to March 2031 is not over yet", "/returns/planning_matters"),
        ("/returns/planning_matters/2025-Q9", "write a quarter as 2025-Q1", "/returns/planning_matters"),
        ("/returns/planning_matters/2020-Q1", "has not been assembled", "/returns/planning_matters"),
        (f"{QUARTER}/E07000226x", "was not asked for", QUARTER),
        (f"{QUARTER}/{ADUR}/PS9", "has no cell PS9", "/returns/planning_matters#cells"),
    ],
)
def test_a_page_that_does_not_exist_says_why_and_offers_others(
    visitor: TestClient, address: str, words: str, instead: str
) -> None:
    page = visitor.get(address)
    assert page.status_code == 404
    assert words in text_of(page.text)
    assert f'href="{instead}"' in page.text.partition("<main")[2]


def test_a_record_lists_exactly_the_cells_that_count_it(visitor: TestClient) -> None:
    cell = visitor.get(f"{QUARTER}/{ADUR}/{HOUSEHOLDERS}").text
    assert f'href="{QUARTER}/{ADUR}/records?reference=A/3"' in cell
    page = visitor.get(f"{QUARTER}/{ADUR}/records", params={"reference": "A/3"}).text
    listed = set(re.findall(rf'<th scope="row"><a href="{QUARTER}/{ADUR}/([^"?]+)"', page))
    traced = f"/api/v1{QUARTER.replace('/2025', '/periods/2025')}/{ADUR}"
    every = {cell["cell"] for cell in visitor.get(traced).json()["cells"] if cell["value"] not in (None, "0")}
    listing = {
        name
        for name in every
        if "A/3" in {record["reference"] for record in visitor.get(f"{traced}/{name}").json()["records"]}
    }
    assert HOUSEHOLDERS in listed
    assert listed & every == listing
    assert "No cell" in visitor.get(f"{QUARTER}/{ADUR}/records", params={"reference": "nothing"}).text


def test_text_of_a_council_never_runs(visitor: TestClient) -> None:
    page = visitor.get(f"{QUARTER}/{ADUR}/{HOUSEHOLDERS}").text
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert(1)" not in page


@pytest.mark.parametrize(
    "address",
    [
        "/returns/planning_matters/2031-Q1",
        "/returns/planning_matters/soon",
        f"{QUARTER}/E99999999",
        f"{QUARTER}/{ADUR}/PS9",
        f"{QUARTER}/files/0000000000000000/cells.csv",
        f"{QUARTER}?as-known=2025-03-01",
        "/returns/planning_matters/cells/PS9",
    ],
)
def test_a_period_never_assembled_is_not_found(visitor: TestClient, address: str) -> None:
    assert visitor.get(address).status_code == 404


def test_an_invalid_date_gets_a_page_that_says_so(visitor: TestClient) -> None:
    page = visitor.get(f"{QUARTER}?as-known=yesterday")
    assert page.status_code == 422
    assert "There is a problem with as-known" in text_of(page.text)
    assert "as-known" in visitor.get("/api/v1/returns/planning_matters/periods/2025-Q1?as-known=x").json()["detail"]


def test_only_files_of_an_assembly_can_be_downloaded(visitor: TestClient) -> None:
    address = re.search(rf'"({QUARTER}/files/[0-9a-f]+)/cells.csv"', visitor.get(QUARTER).text)
    assert address
    assert visitor.get(f"{address[1]}/manifest.json").json()["period"] == "2025-Q1"
    assert visitor.get(f"{address[1]}/..").status_code == 404
    assert visitor.get(f"{address[1]}/other.csv").status_code == 404
