"""Quarantined files and collections through the API: decided by the data team, and only once."""

import pytest

from plugins.pipeline.schedules.requested_collections import take_requests
from tests.plugins.submissions.fixtures import life
from tests.plugins.submissions.life import ADUR, ARUN, Life

pytestmark = pytest.mark.platform
__all__ = ["life"]
STANDARD = "brownfield_land"
SHA256 = "a" * 64
FILE = f"/api/v1/sources/{STANDARD}/{ADUR}/quarantined-files/{SHA256}"
COLLECTIONS = f"/api/v1/sources/{STANDARD}/{ADUR}/collections"
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
    assert take_requests(life.deployment) == [run]
    assert take_requests(life.deployment) == []


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
    [run] = take_requests(life.deployment)
    assert (run["trigger_run_id"], run["conf"]) == ("requested-2", {"authorities": [ADUR, ARUN]})
    assert life.post("collector", COLLECTIONS, {"why": "Once more"}).json() == {"request": 3}
    assert life.acts().count("request-collection") == 3


@pytest.mark.parametrize("standard", ["no_such_standard", "parking_spaces"])
def test_a_source_that_nobody_knows_is_not_collected(life: Life, standard: str) -> None:
    answer = life.post("collector", COLLECTIONS.replace(STANDARD, standard), {"why": "Fixed"})
    assert answer.status_code == 422
    assert take_requests(life.deployment) == []
