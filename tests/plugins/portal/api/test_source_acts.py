"""Quarantined files and collections through the API: decided by the data team, and only once."""

from datetime import date

import pytest
from sqlalchemy import text

from plugins.pipeline.schedules.requested_collections import take_requests
from plugins.portal.views.warehouse_metrics import collect_from_warehouse
from plugins.storage.warehouse.explanations import APPROVED, load_explanations
from plugins.submissions.finding_explanations import Author, record_decision_on
from plugins.submissions.refusals import StateConflict
from tests.plugins.submissions.fixtures import life
from tests.plugins.submissions.life import ADUR, ARUN, Life

pytestmark = pytest.mark.platform
__all__ = ["life"]
STANDARD = "brownfield_land"
SHA256 = "a" * 64
FILE = f"/api/v1/sources/{STANDARD}/{ADUR}/quarantined-files/{SHA256}"
COLLECTIONS = f"/api/v1/sources/{STANDARD}/{ADUR}/collections"
TODAY = date(2025, 4, 3)
WHY = {"why": "They split the register"}


def test_a_quarantined_file_is_accepted_once_and_collected_at_once(life: Life) -> None:
    life.shrink(STANDARD, SHA256)
    [file] = life.get("officer", "/api/v1/quarantined-files").json()
    assert file == {
        "standard": STANDARD, "gss": ADUR, "sha256": SHA256, "first_fetched": "2025-04-03",
        "last_fetched": "2025-04-03", "records": 10, "last_valid_fetched": "2025-04-02", "last_valid_records": 100,
        "url": life.site.url("/adur.csv"), "decision": None, "why": None,
    }  # fmt: skip
    assert life.get("other-officer", "/api/v1/quarantined-files").json() == []
    assert life.post("collector", f"{FILE}/refusal", WHY).status_code == 201
    assert life.post("collector", f"{FILE}/refusal", WHY).status_code == 409
    first = life.post("collector", f"{FILE}/acceptance", WHY, key="once")
    assert (first.status_code, first.json()) == (201, {"sha256": SHA256, "decision": "accepted"})
    assert life.post("collector", f"{FILE}/acceptance", WHY, key="once").json() == first.json()
    for act in ("acceptance", "refusal"):
        assert life.post("collector", f"{FILE}/{act}", WHY).status_code == 409, act
    assert life.get("auditor", "/api/v1/quarantined-files").json() == [file | {"decision": "accepted", **WHY}]
    assert life.acts()[-2:] == ["refuse-file", "accept-file"]
    run = {"trigger_dag_id": f"collect__{STANDARD}", "trigger_run_id": "requested-1", "conf": {"authorities": [ADUR]}}
    assert take_requests(life.deployment, "first") == [run]
    assert take_requests(life.deployment, "second") == []
    assert take_requests(life.deployment, "first") == [run]  # its task was lost, and is tried again


def test_a_decision_needs_a_reason_and_a_file_that_is_there(life: Life) -> None:
    life.shrink(STANDARD, SHA256)
    assert life.post("collector", f"{FILE}/acceptance", {"why": " "}).status_code == 422
    assert life.post("collector", FILE.replace("a" * 64, "b" * 64) + "/acceptance", WHY).status_code == 404
    assert (
        life.post("collector", FILE.replace(STANDARD, "planning_applications") + "/acceptance", WHY).status_code == 404
    )
    assert "accept-file" not in life.acts()


def test_a_source_is_asked_for_once_until_a_run_takes_it(life: Life) -> None:
    assert life.post("collector", COLLECTIONS, {"why": "Fixed"}).json() == {"request": 1}
    again = life.post("collector", COLLECTIONS, {"why": "Now"})
    assert (again.status_code, again.json()["detail"]) == (
        409, "a collection of this source has been asked for already and starts soon",
    )  # fmt: skip
    assert life.post("collector", COLLECTIONS.replace(ADUR, ARUN), {"why": "Too"}).json() == {"request": 2}
    [run] = take_requests(life.deployment, "first")
    assert (run["trigger_run_id"], run["conf"]) == ("requested-2", {"authorities": [ADUR, ARUN]})
    assert life.post("collector", COLLECTIONS, {"why": "Once more"}).json() == {"request": 3}
    assert life.acts().count("request-collection") == 3


@pytest.mark.parametrize("standard", ["no_such_standard", "parking_spaces"])
def test_a_source_that_nobody_knows_is_not_collected(life: Life, standard: str) -> None:
    answer = life.post("collector", COLLECTIONS.replace(STANDARD, standard), {"why": "Fixed"})
    assert answer.status_code == 422
    assert take_requests(life.deployment, "first") == []


def test_a_file_that_waits_counts_once_however_many_days_it_came_and_no_more_once_decided(life: Life) -> None:
    life.shrink(STANDARD, SHA256)
    with life.deployment.transaction() as connection:
        connection.execute(
            text(
                "insert into snapshot (standard, authority_gss, fetched_on, fetched_at, sha256, content_sha256,"
                " file_name, size, url, run_id, state, rows_usable) select standard, authority_gss, fetched_on + 1,"
                " fetched_at + interval '1 day', sha256, content_sha256, file_name, size, url, run_id, state,"
                " rows_usable from snapshot where state = 'quarantined'"
            )
        )
    assert waiting_files(life) == {STANDARD: 1}
    assert life.post("collector", f"{FILE}/refusal", WHY).status_code == 201
    assert waiting_files(life) == {}


def waiting_files(life: Life) -> dict[str, float]:
    """The files that wait for a person, as Prometheus is told of them, by standard."""
    families = collect_from_warehouse(life.deployment)
    [family] = [family for family in families if family.name == "council_returns_files_quarantined"]
    return {sample.labels["standard"]: sample.value for sample in family.samples}


def test_who_decides_on_what_was_read_before_another_decided_is_told(life: Life) -> None:
    number = life.ask_for_waiver(STANDARD)
    with life.deployment.transaction() as connection:
        [read_before] = [written for written in load_explanations(connection) if written.id == number]
        record_decision_on(connection, Author("Carol"), read_before, APPROVED, "", TODAY)
        with pytest.raises(StateConflict, match="has already been approved by Carol"):
            record_decision_on(connection, Author("Dave"), read_before, APPROVED, "", TODAY)
