"""The pages of a return that reads another one."""

import re

import pytest
from fastapi.testclient import TestClient

from tests.plugins.pipeline.steps.conftest import ADUR

pytestmark = pytest.mark.platform

YEAR = "/returns/planning_performance/2025-09-30"


def shown(visitor: TestClient, address: str) -> str:
    page = visitor.get(address)
    assert page.status_code == 200, address
    return page.text


@pytest.mark.parametrize(
    "address", ["/returns/planning_performance", YEAR, f"{YEAR}/{ADUR}", f"{YEAR}/E92000001/PP.quarters"]
)
def test_its_pages_are_those_of_any_return(visitor: TestClient, address: str) -> None:
    assert "Planning performance" in shown(visitor, address)


def test_it_is_made_from_what_the_other_is_made_from(visitor: TestClient) -> None:
    page = shown(visitor, "/returns/planning_performance")
    assert re.search(r"Made from\s*</dt>\s*<dd[^>]*>\s*Planning applications", page)


def test_the_records_behind_a_sum_lead_to_their_quarter_and_to_their_lines(visitor: TestClient) -> None:
    page = shown(visitor, f"{YEAR}/{ADUR}/PP.non_major.decisions")
    assert "2025-Q1" in page
    records = re.findall(rf'href="(/returns/planning_matters/2025-Q1/{ADUR}/records[^"]*)"', page)
    lines = re.findall(r'href="(/reports/planning_applications/[^"]*)"', page)
    assert len(records) == len(lines) == 41
    assert "PS2.Q21.a" in shown(visitor, records[0].replace("&amp;", "&"))
    shown(visitor, lines[0].replace("&amp;", "&"))


def test_a_record_is_looked_up_in_its_quarter(visitor: TestClient) -> None:
    assert "No cell for" in shown(visitor, f"{YEAR}/{ADUR}/records?reference=A/1")


def test_programs_get_the_period_of_each_record(visitor: TestClient) -> None:
    address = "/api/v1/returns/planning_performance/periods/2025-09-30"
    answer = visitor.get(f"{address}/{ADUR}/PP.non_major.decisions").json()
    assert {row["values"]["period"] for row in answer["records"]} == {"2025-Q1"}
