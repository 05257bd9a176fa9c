"""Values that councils declare: two persons of the data team accept one in place of ours, one agrees to any other."""

import pytest

from plugins.storage.warehouse.audit_trail import load_entries
from tests.plugins.submissions.fixtures import life
from tests.plugins.submissions.life import ADUR, PERIOD, RETURN, ROUND, Life

pytestmark = pytest.mark.platform
__all__ = ["life"]
PART = f"{ROUND}/parts/{ADUR}"
ACCEPTANCE = f"{PART}/disputes/PS1.2/acceptance"
WHY = {"why": "Their register shows 33"}


def dispute(life: Life, value: int | None = 33) -> None:
    body = {"cells": [{"cell": "PS1.2", "why": "Two are missing", "value": value}]}
    assert life.post("certifier", f"{PART}/disputes", body).status_code == 201


def cell(life: Life, name: str = "PS1.2") -> dict[str, object]:
    return next(cell for cell in life.part()["cells"] if cell["cell"] == name)


def refusal(life: Life, who: str, address: str) -> tuple[int, str]:
    answer = life.post(who, address, WHY)
    return answer.status_code, answer.json().get("detail", "")


def test_two_persons_accept_the_value_of_a_dispute_in_place_of_ours(life: Life) -> None:
    dispute(life)
    assert refusal(life, "collector", f"{ACCEPTANCE}/agreement") == (
        409, "nobody has proposed to accept 33 for PS1.2: propose it first",
    )  # fmt: skip
    assert life.post("collector", ACCEPTANCE, WHY).json()["state"] == "disputed"
    assert (cell(life)["state"], cell(life)["acceptance_proposed"]) == ("disputed", True)
    assert refusal(life, "releaser", ACCEPTANCE)[0] == 409
    assert refusal(life, "collector", f"{ACCEPTANCE}/agreement") == (
        403, "you proposed to accept this value: another person of the data team agrees",
    )  # fmt: skip
    assert life.post("releaser", f"{ACCEPTANCE}/agreement", WHY, key="k").json()["state"] == "proposed"
    assert life.post("releaser", f"{ACCEPTANCE}/agreement", WHY, key="k").status_code == 201
    settled = cell(life)
    assert [settled[name] for name in ("value", "origin", "state", "declared_value")] == [
        "33", "declared", "proposed", None,
    ]  # fmt: skip
    assert life.confirm().json()["state"] == "confirmed"  # the certifier who disputed may, for others accepted it
    declared = life.post("officer", f"{PART}/declarations", {"cell": "PS1.2", "value": 1, **WHY})
    assert (declared.status_code, declared.json()["detail"]) == (
        409, "the data team accepted 33 for PS1.2: dispute it instead",
    )  # fmt: skip
    with life.deployment.transaction() as connection:
        entry = load_entries(connection, f"{RETURN}/{PERIOD}", acts=("accept-declared",))[0]
    proposer = f"person/{life.people['collector']}"
    assert (entry.what, entry.why) == (
        {"cell": "PS1.2", "value": "33", "replaces": "31", "proposed_by": proposer}, WHY["why"],
    )  # fmt: skip
    life.assemble("2025-04-04", adur={"PS1.2": ("33", "computed")})
    assert [cell(life)[name] for name in ("value", "origin", "state")] == ["33", "computed", "lapsed"]


def test_there_is_nothing_to_accept_without_a_dispute_that_names_a_value(life: Life) -> None:
    assert refusal(life, "collector", ACCEPTANCE) == (409, "PS1.2 is not disputed")
    dispute(life, None)
    assert refusal(life, "collector", ACCEPTANCE)[0] == 409
    assert refusal(life, "collector", ACCEPTANCE.replace("PS1.2", "PS9"))[0] == 422


def test_who_disputed_a_cell_decides_nothing_about_it(life: Life) -> None:
    dispute(life)
    life.grant("certifier", "collector", "")
    assert refusal(life, "certifier", ACCEPTANCE) == (403, "you disputed this cell yourself: others decide")


def test_a_dispute_is_settled_while_the_round_is_frozen_too(life: Life) -> None:
    dispute(life)
    assert life.post("collector", f"{ROUND}/freeze", {"why": "Early"}).status_code == 201
    assert life.post("collector", ACCEPTANCE, WHY).status_code == 201
    assert life.post("second-releaser", f"{ACCEPTANCE}/agreement", WHY).status_code == 201
    assert cell(life)["origin"] == "declared"


def test_the_data_team_agrees_once_to_what_a_council_declared(life: Life) -> None:
    agreement = f"{PART}/declarations/PS1.4/agreement"
    assert refusal(life, "collector", agreement) == (409, "PS1.4 is not declared: it is not-derivable")
    life.grant("officer", "collector", "")
    assert life.post("officer", f"{PART}/declarations", {"cell": "PS1.4", "value": "nil", **WHY}).status_code == 201
    assert refusal(life, "officer", agreement) == (403, "you declared this value yourself: somebody else agrees to it")
    assert life.post("collector", agreement, WHY).status_code == 201
    assert cell(life, "PS1.4")["agreed"] is True
    assert refusal(life, "releaser", agreement)[0] == 409
    assert life.post("officer", f"{PART}/declarations", {"cell": "PS1.4", "value": 2, **WHY}).status_code == 201
    assert cell(life, "PS1.4")["agreed"] is False
