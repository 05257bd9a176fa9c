import numpy as np
import pyarrow as pa

from transforms.domain.issue import Finding, Severity
from transforms.findings.issue_table import SCHEMA, issue_table, plain
from transforms.standards import standard

FIELDS = {field.name: field for field in standard("planning_applications").all_fields}
LINES = np.array([2, 3, 4])
KEYS = pa.array(["A", "B", "B"])


def table(*findings: Finding, lines: np.ndarray = LINES, keys: pa.Array = KEYS) -> list[dict]:
    return plain(issue_table(findings, "planning_applications", FIELDS, lines, keys)).to_pylist()


def bad_date(rows: list[int], values: list[str | None]) -> Finding:
    return Finding(
        "date-unparseable", Severity.WARNING, field="CaseDate", column="Valid date", rows=rows, values=values
    )


def test_nothing_found_is_an_empty_table_of_the_same_columns() -> None:
    assert issue_table([], "planning_applications", FIELDS, LINES).schema == SCHEMA


def test_every_place_is_a_row_with_its_line_and_value() -> None:
    rows = table(bad_date([0, 2], ["soon", "later"]))
    assert [(row["line"], row["value"], row["column"]) for row in rows] == [
        (2, "soon", "Valid date"),
        (4, "later", "Valid date"),
    ]
    assert rows[0]["message"] == "The text in “Valid date” is not a date that we can read, so it counts as blank."
    assert rows[0]["fix"] == "Enter a valid date, such as 31/03/2025."


def test_a_finding_about_the_file_has_no_line_and_no_value() -> None:
    (row,) = table(Finding("file-encoding-guessed", Severity.INFO, facts={"encoding": "Windows-1252"}))
    assert (row["line"], row["value"], row["column"]) == (None, None, None)
    assert "Windows-1252" in row["message"]


def test_a_fingerprint_does_not_hang_on_the_line() -> None:
    here = table(bad_date([0], ["soon"]))
    there = table(bad_date([1], ["soon"]), keys=pa.array(["B", "A", "C"]))
    assert here[0]["line"] != there[0]["line"]
    assert here[0]["fingerprint"] == there[0]["fingerprint"]


def test_a_fingerprint_hangs_on_code_field_record_and_value() -> None:
    other_field = Finding("date-unparseable", Severity.WARNING, field="DecisionDate", rows=[0], values=["soon"])
    other_code = Finding("code-unknown", Severity.WARNING, field="CaseDate", rows=[0], values=["soon"])
    findings = [bad_date([0, 1], ["soon", "soon"]), bad_date([0], ["later"]), other_field, other_code]
    assert len({row["fingerprint"] for row in table(*findings)}) == 5


def test_the_same_finding_twice_in_one_record_has_two_fingerprints_whatever_the_order() -> None:
    once, again = table(bad_date([1, 2], ["soon", "soon"])), table(bad_date([2, 1], ["soon", "soon"]))
    prints = [row["fingerprint"] for row in once]
    assert len(set(prints)) == 2
    assert set(prints) == {row["fingerprint"] for row in again}


def test_fingerprints_are_the_same_in_every_release() -> None:
    assert table(bad_date([0], ["soon"]))[0]["fingerprint"] == "4ec4623bff86367d"
