"""Findings chosen and paged: quick with a million of them, and in the order in which they are fixed."""

import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from plugins.portal.views.findings import NO_COLUMN, PAGE, FindingFilter, Findings
from transforms.domain.issue import Severity
from transforms.findings.issue_table import SCHEMA
from transforms.priorities import FixPriority

MILLION = 1_000_000
WORDS = {
    "code": ["date-unparseable", "value-missing", "header-displaced"], "severity": ["warning", "critical", "info"],
    "column": ["DecisionDate", "CaseReference", None], "message": ["m"] * 3, "fix": ["f"] * 3,
    "responsibility": ["publisher"] * 3, "dimension": ["validity"] * 3,
}  # fmt: skip


def table(count: int) -> pa.Table:
    """Return findings of three kinds in turn, on lines from the last to the first."""
    which = pa.array(np.arange(count) % 3, pa.int32())
    columns = {name: pa.array(words, pa.string()).dictionary_encode().take(which) for name, words in WORDS.items()}
    columns["line"] = pa.array(np.arange(count, 0, -1))
    columns["value"] = pa.array(["x"] * count)
    columns["fingerprint"] = pa.array([f"{number:016x}" for number in range(count)])
    return pa.table([columns[name] for name in SCHEMA.names], schema=SCHEMA)


@pytest.fixture(scope="module")
def few() -> Findings:
    return Findings.of(table(300))


def test_the_most_severe_come_first_and_then_the_first_lines(few: Findings) -> None:
    rows = few.page(FindingFilter(), 1).rows + few.page(FindingFilter(), 2).rows + few.page(FindingFilter(), 3).rows
    assert [row["severity"] for row in rows] == ["critical"] * 100 + ["warning"] * 50
    assert [row["line"] for row in rows[:100]] == sorted(row["line"] for row in rows[:100])


@pytest.mark.parametrize(
    ("choice", "count"),
    [
        (FindingFilter(), 300),
        (FindingFilter(severity="info"), 100),
        (FindingFilter(code="value-missing", column="CaseReference"), 100),
        (FindingFilter(column=NO_COLUMN), 100),
        (FindingFilter(severity="info", column="DecisionDate"), 0),
        (FindingFilter(code="no-such-code"), 0),
    ],
)
def test_a_filter_lists_only_what_matches_it(few: Findings, choice: FindingFilter, count: int) -> None:
    page = few.page(choice, 1)
    assert page.total == count
    assert page.pages == max(1, -(-count // PAGE))


def test_every_finding_is_on_exactly_one_page(few: Findings) -> None:
    pages = [few.page(FindingFilter(), number) for number in range(1, 7)]
    prints = [row["fingerprint"] for page in pages for row in page.rows]
    assert len(prints) == len(set(prints)) == 300


def test_a_page_of_a_million_findings_takes_a_quarter_of_a_second_at_most() -> None:
    findings = Findings.of(table(MILLION))
    begun = time.process_time()
    for number in (1, 10_000, 20_000):
        assert len(findings.page(FindingFilter(), number).rows) == PAGE
        assert findings.page(FindingFilter(severity="warning", column="DecisionDate"), number).total == MILLION // 3 + 1
    assert (time.process_time() - begun) / 6 < 0.25  # a page takes about 10 ms


def kind(severity: str, code: str, column: str | None) -> FixPriority:
    return FixPriority(Severity(severity), code, column, 100, 100, 100, (), None, ())


def test_by_kind_the_findings_of_one_sentence_follow_each_other_in_fixing_order() -> None:
    kinds = [kind("critical", "value-missing", "CaseReference"), kind("warning", "date-unparseable", "DecisionDate")]
    two = table(30).set_column(7, "message", pa.array(["a", "b"] * 15).dictionary_encode())
    rows = Findings.of(two, kinds).page(FindingFilter(sort="kind"), 1).rows
    order = [(row["severity"], row["message"], row["line"]) for row in rows]
    assert [severity for severity, _, _ in order] == ["critical"] * 10 + ["warning"] * 10 + ["info"] * 10
    assert order == sorted(order, key=lambda row: (["critical", "warning", "info"].index(row[0]), row[1], row[2]))
    second = [kind("warning", "value-missing", "CaseReference"), kind("warning", "date-unparseable", "DecisionDate")]
    same = table(30).set_column(1, "severity", pa.array(["warning"] * 30).dictionary_encode())
    codes = [row["code"] for row in Findings.of(same, second).page(FindingFilter(sort="kind"), 1).rows]
    assert codes == ["value-missing"] * 10 + ["date-unparseable"] * 10 + ["header-displaced"] * 10


@pytest.mark.parametrize(
    ("sort", "values"),
    [
        ("line", lambda row: row["line"]),
        ("column", lambda row: (row["column"] is None, row["column"] or "", row["line"])),
        ("nonsense", lambda row: (["critical", "warning", "info"].index(row["severity"]), row["line"])),
    ],
)
def test_findings_come_in_the_order_asked_for(
    few: Findings, sort: str, values: Callable[[dict[str, Any]], Any]
) -> None:
    rows = [row for number in range(1, 7) for row in few.page(FindingFilter(sort=sort), number).rows]
    assert rows == sorted(rows, key=values)
    assert len(rows) == 300


def test_only_new_findings_are_listed_and_downloaded_where_they_are_asked_for(few: Findings) -> None:
    new = pa.array([f"{number:016x}" for number in (3, 4, 9)])
    assert {row["fingerprint"] for row in few.page(FindingFilter(), 1, new).rows} == set(new.to_pylist())
    only = few.table(FindingFilter(severity="warning"), new)
    assert only["fingerprint"].to_pylist() == [f"{number:016x}" for number in (3, 9)]


def test_no_findings_are_one_empty_page() -> None:
    page = Findings.of(SCHEMA.empty_table()).page(FindingFilter(), 7)
    assert (page.total, page.number, page.pages, page.rows) == (0, 1, 1, ())
