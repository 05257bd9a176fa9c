"""The reporting ledger: what nobody has to type again, on a page, as JSON and on the command line."""

import csv
import io
import re
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from plugins.cli.main import app
from plugins.pipeline.ledgers import reporting_ledger
from plugins.portal.views.completeness import ORIGIN_WORDS
from tests.plugins.pipeline.steps.conftest import ADUR, Collecting
from tests.plugins.portal.reading import rows_of, text_of
from transforms.domain.origins import Origin
from transforms.registers.respondents import who_owes
from transforms.reporting_ledger.facts import FactFigure
from transforms.returns import RETURNS, statutory_return

pytestmark = pytest.mark.platform
PLANNING = statutory_return("planning_matters")
QUARTER = "/api/v1/returns/planning_matters/periods/2025-Q1"


def released(visitor: TestClient) -> list[dict[str, str]]:
    (address,) = [file["address"] for file in visitor.get(QUARTER).json()["files"] if file["name"] == "cells.csv"]
    return list(csv.DictReader(io.StringIO(visitor.get(address).text)))


def test_the_ledger_counts_the_cells_of_the_newest_period_as_released(visitor: TestClient) -> None:
    rows = [row for row in released(visitor) if row["authority"] != "E92000001"]
    origins = Counter(row["origin"] for row in rows)
    (form,) = [one for one in visitor.get("/api/v1/ledger").json()["forms"] if one["return_slug"] == "planning_matters"]
    assert (form["period"], form["forms"], form["cells"]) == ("2025-Q1", 310, len(rows))
    assert {origin: form[origin.replace("-", "_")] for origin in origins} == dict(origins)
    page = visitor.get("/ledger").text
    (shown,) = [row for row in rows_of(page) if row["Return"] == PLANNING.title]
    assert shown[ORIGIN_WORDS[Origin.COMPUTED].capitalize()] == f"{origins['computed']:,}"


def test_the_ledger_of_a_council_is_of_its_cells_alone(visitor: TestClient) -> None:
    origins = Counter(row["origin"] for row in released(visitor) if row["authority"] == ADUR)
    ledger = visitor.get(f"/api/v1/ledger?authority={ADUR}").json()
    own = [form for form in ledger["forms"] if form["return_slug"] == "planning_matters"]
    assert [(form["authority"], form["forms"], form["computed"]) for form in own] == [(ADUR, 1, origins["computed"])]
    words = text_of(visitor.get(f"/ledger/{ADUR}").text)
    filled = sum(form["computed"] + form["inferred"] + form["declared"] for form in ledger["forms"])
    cells = sum(form["cells"] for form in ledger["forms"])
    assert f"{filled:,} of {cells:,} cells are filled from data" in words


def test_every_period_is_listed_on_request(visitor: TestClient) -> None:
    forms = visitor.get("/api/v1/ledger?periods=all").json()["forms"]
    own = [form["period"] for form in forms if form["return_slug"] == "planning_matters"]
    assert own == ["2025-Q1", "2024-Q4"]


def test_a_fact_that_is_asked_twice_links_to_who_asks(visitor: TestClient) -> None:
    page = visitor.get("/ledger").text
    for name in ("PS1.4", "PS2.TOT.a"):
        assert visitor.get(f"/returns/planning_matters/cells/{name}").status_code == 200
        assert f'href="/returns/planning_matters/cells/{name}"' in page


def test_figures_that_differ_are_shown_with_both_and_with_where_they_are(
    visitor: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = FactFigure("planning-decisions", "planning_matters", "PS1.4", ADUR, "2025-Q1", "30")
    other = {"return_slug": "county_matters", "cell": "CPS.total.a", "value": "1031"}
    figures = (one, replace(one, **other))
    monkeypatch.setattr(reporting_ledger, "_fact_figures", lambda *words: figures if "2025-Q1" in words else ())
    (pair,) = visitor.get("/api/v1/ledger?authority=" + ADUR).json()["contradictions"]
    assert (pair["first"]["value"], pair["second"]["value"], pair["authority"]) == ("30", "1031", ADUR)
    page = visitor.get(f"/ledger/{ADUR}").text
    assert f'href="/returns/planning_matters/2025-Q1/{ADUR}/PS1.4">30</a>' in page
    assert "1,031 All county matters: total decisions, CPS.total.a" in text_of(page)
    assert "No two figures of the same fact" not in text_of(page)


def test_the_ledger_of_a_council_leaves_out_what_it_does_not_owe_and_says_so(visitor: TestClient) -> None:
    ledger = visitor.get(f"/api/v1/ledger?authority={ADUR}").json()
    assert ledger["not_owed"] == ["county_matters"]
    assert "county_matters" not in {form["return_slug"] for form in (*ledger["forms"], *ledger["gaps"])}
    page = visitor.get(f"/ledger/{ADUR}").text
    assert "Adur District Council does not owe: County matters" in text_of(page)
    assert re.findall(r'govuk-breadcrumbs__link" href="([^"]+)"', page) == ["/", "/returns", "/ledger"]


def test_the_ledger_of_all_counts_the_forms_of_those_that_owe_them(visitor: TestClient) -> None:
    forms = visitor.get("/api/v1/ledger").json()["forms"]
    owing = {definition.slug: definition.owed_by for definition in RETURNS}
    for form in forms:
        assert form["forms"] <= len(who_owes(owing[form["return_slug"]], date.fromisoformat(form["as_known"])))


def test_england_and_every_period_have_a_page(visitor: TestClient) -> None:
    assert "England" in text_of(visitor.get("/ledger/E92000001").text)
    page = visitor.get("/ledger?periods=all").text
    periods = [row["Period"] for row in rows_of(page) if row["Return"] == PLANNING.title]
    assert periods == ["January to March 2025", "October to December 2024"]


def test_an_authority_that_is_not_known_is_said(visitor: TestClient) -> None:
    assert visitor.get("/ledger/E06999999").status_code == 404
    assert visitor.get("/api/v1/ledger?authority=E06999999").status_code == 404


def test_the_command_prints_the_same_figures(
    quarter: Collecting, visitor: TestClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for variable, value in quarter.deployment.settings.environment().items():
        monkeypatch.setenv(variable, value)
    forms = visitor.get(f"/api/v1/ledger?authority={ADUR}").json()["forms"]
    [form] = [form for form in forms if form["return_slug"] == "planning_matters"]
    result = CliRunner().invoke(app, ["ledger", "--authority", ADUR, "--output", str(tmp_path / "ledger.txt")])
    assert result.exit_code == 0, result.output
    written = (tmp_path / "ledger.txt").read_text()
    (line,) = [words.split() for words in written.splitlines() if words.startswith("planning_matters ")]
    assert line[1:4] == [form["period"], f"{form['cells']:,}", f"{form['computed']:,}"]
    assert "0 contradictions" in written
