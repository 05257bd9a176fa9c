"""The metrics: for whoever has the token alone, the figures of the warehouse, and no figure for what nobody knows."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from plugins.local.platform.home import Home
from plugins.portal.application import create_application
from tests.observability import metric_names
from tests.plugins.pipeline.steps.conftest import ADUR, CRAWLEY, STANDARD, Collecting
from tests.plugins.portal.browsing import as_portal
from tests.plugins.portal.sent_files import NOWHERE

TOKEN = {"Authorization": "Bearer s3cret"}
Samples = dict[tuple[str, ...], float]


def samples(client: TestClient) -> Samples:
    answer = client.get("/metrics", headers=TOKEN)
    assert answer.status_code == 200
    families = text_string_to_metric_families(answer.text)
    return {
        (sample.name.removeprefix("council_returns_"), *sample.labels.values()): sample.value
        for family in families
        for sample in family.samples
        if not sample.name.endswith("_created")
    }


@pytest.fixture
def unreachable() -> Iterator[TestClient]:
    """A portal with a token, whose database does not answer."""
    with TestClient(create_application(replace(NOWHERE, metrics_token="s3cret"))) as client:
        yield client


@pytest.mark.parametrize(
    "headers", [{}, {"Authorization": "Bearer"}, {"Authorization": "Bearer other"}, {"Authorization": "s3cret"}]
)
def test_without_the_token_there_is_no_such_page(unreachable: TestClient, headers: dict[str, str]) -> None:
    answer = unreachable.get("/metrics", headers=headers)
    assert answer.status_code == 404
    assert "council_returns_" not in answer.text


def test_where_no_token_is_set_an_empty_one_opens_nothing() -> None:
    with TestClient(create_application(NOWHERE)) as client:
        assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_while_the_database_is_down_there_is_no_figure_of_it_and_no_zero(unreachable: TestClient) -> None:
    unreachable.get("/councils/E07000223?secret=1")
    unreachable.get("/nowhere/jo-bloggs")
    figures = samples(unreachable)
    assert figures.pop(("disk_size_bytes",)) >= figures.pop(("disk_free_bytes",)) > 0
    assert figures == {
        ("warehouse_up",): 0,
        ("portal_checks_unfinished",): 0,
        ("portal_requests_total", "/councils/{gss}", "503"): 1,
        ("portal_requests_total", "other", "404"): 1,
    }


def test_prometheus_may_ask_under_the_name_of_a_container_for_the_metrics_alone() -> None:
    deployed = replace(NOWHERE, portal="https://returns.example.gov.uk", metrics_token="s3cret")
    with TestClient(create_application(deployed)) as client:
        under_a_name = {"Host": "portal:8000"}
        assert client.get("/metrics", headers=TOKEN | under_a_name).status_code == 200
        assert client.get("/metrics", headers=under_a_name).status_code == 404
        assert client.get("/status", headers=TOKEN | under_a_name).status_code == 400


@pytest.mark.platform
def test_every_metric_of_the_dashboard_and_of_the_rules_is_exported(home: Home, country: Collecting) -> None:
    settings = replace(as_portal(home, country.deployment.settings), metrics_token="s3cret")
    with TestClient(create_application(settings)) as client:
        client.get("/status")
        families = text_string_to_metric_families(client.get("/metrics", headers=TOKEN).text)
    exported = {f"{family.name}_total" if family.type == "counter" else family.name for family in families}
    ours = {name for name in metric_names() if name.startswith("council_returns_")}
    assert ours - exported == set()
    own = {name for name in exported if name.startswith("council_returns_") and not name.endswith("_created")}
    assert own - ours == set()  # all of them are looked at


@pytest.mark.platform
def test_freshness_assemblies_deadlines_and_what_waits_are_those_of_the_warehouse(
    home: Home, country: Collecting
) -> None:
    settings = replace(as_portal(home, country.deployment.settings), metrics_token="s3cret")
    with TestClient(create_application(settings)) as client:
        figures = samples(client)
    assert figures["freshness_sources", STANDARD, "kept"] == 3  # Barnsley never gave a file
    assert figures["freshness_sources", STANDARD, "unknown"] == 1
    assert figures["freshness_budget_left_ratio", STANDARD] == 1
    assert figures["source_answer_age_days", ADUR, STANDARD] == 0
    assert figures["source_answer_age_days", CRAWLEY, STANDARD] == 7
    assert ("freshness_budget_left_ratio", "grants") not in figures
    [(number, owing, with_data)] = country.ask(
        "select count(*) over (), authorities_owing, authorities_with_data from assembly"
        " where return_slug = 'planning_matters' order by assembled_at desc limit 1"
    )
    assert figures["assemblies", "planning_matters"] == number
    assert figures["deadline_assembled", "planning_matters"] == 1
    assert figures["deadline_owing", "planning_matters"] == owing
    assert figures["deadline_missing", "planning_matters"] == owing - with_data
    assert figures["deadline_assembled", "transparency_code"] == 0
    assert ("deadline_missing", "transparency_code") not in figures
    assert figures["collection_asked", STANDARD] == 4
    assert figures["collection_rows", STANDARD] == 32


@pytest.mark.platform
def test_the_last_run_of_a_collection_has_its_outcomes_findings_and_cost(home: Home, country: Collecting) -> None:
    settings = replace(as_portal(home, country.deployment.settings), metrics_token="s3cret")
    with TestClient(create_application(settings)) as client:
        known = samples(client)
    run = "run-2025-04-09"
    [(requests, size)] = country.ask("select count(*), sum(size) from attempt where run_id = :run", run=run)
    outcomes = dict(country.ask("select outcome, count(*) from collection where run_id = :run group by 1", run=run))
    assert known["warehouse_up",] == 1
    assert known["collection_requests", STANDARD] == requests
    assert known["collection_bytes", STANDARD] == size
    assert known["collection_seconds", STANDARD] > 0
    assert known["collection_age_days", STANDARD] == 0  # on the day that is simulated
    assert known["collection_sources", "unchanged", STANDARD] == outcomes["unchanged"]
    assert known["collection_sources", "answered", STANDARD] == outcomes["answered"]
    assert known["collection_findings", "critical", STANDARD] > 0
    assert known["deadline_days", "planning_matters"] >= 0
    assert ("collection_requests", "grants") not in known
