"""`audit verify` and `audit show`, on a real audit trail."""

import pytest
from sqlalchemy import text

from plugins.storage.warehouse.audit_trail import append_entry
from plugins.storage.warehouse.people import record_person
from tests.plugins.cli.conftest import Run
from tests.plugins.pipeline.steps.conftest import Collecting

pytestmark = pytest.mark.platform
ROUND = "planning_matters/2025-Q1"


def test_the_trail_is_verified_and_told_in_sentences(collecting: Collecting, run: Run) -> None:
    with collecting.deployment.transaction() as connection:
        officer = record_person(connection, "https://login.example.gov.uk", "7", "Ada Officer")
        append_entry(connection, "process/calendar", "open-round", ROUND, {"opens": "2025-04-01"})
        part = f"{ROUND}/E07000223"
        last = append_entry(connection, officer.key, "dispute-cells", part, {"cells": [1, 2]}, "Two are missing")
    status, out, _ = run("audit", "verify")
    assert (status, out) == (0, f"The audit trail holds: 2 entries, head {last.hash}.\n")
    assert run("audit", "verify", "--head", f"2:{last.hash}")[0] == 0
    assert run("audit", "verify", "--head", f"2:{'1' * 64}")[:2] == (
        1, "Entry 2 does not hold: it was published with another hash.\n",
    )  # fmt: skip
    assert run("audit", "verify", "--head", f"9:{last.hash}")[:2] == (
        1, "Entry 9 does not hold: it is missing, and was published.\n",
    )  # fmt: skip
    status, out, err = run("audit", "verify", "--head", "latest")
    assert (status, out, "is not a head" in err) == (2, "", True)
    _, out, _ = run("audit", "show", "--subject", "E07000223")
    assert f"UTC: Ada Officer disputed cells of {part} (cells: 2), because: Two are missing" in out
    assert "open" not in out
    assert run("audit", "show", "--subject", "E99999999")[1] == ""
    with collecting.deployment.transaction() as connection:
        connection.execute(text("alter table audit_entry disable trigger all"))
        connection.execute(text("update audit_entry set why = 'None' where number = 2"))
    assert run("audit", "verify")[:2] == (1, "Entry 2 does not hold: its content is not what was hashed.\n")
