"""Findings chosen and paged: quick with a million of them, and in the order in which they are fixed."""

import time

import numpy as np
import pyarrow as pa
import pytest

from plugins.portal.views.findings import NO_COLUMN, PAGE, FindingFilter, Findings
from transforms.findings.issue_table import SCHEMA

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


def test_no_findings_are_one_empty_page() -> None:
    page = Findings.of(SCHEMA.empty_table()).page(FindingFilter(), 7)
    assert (page.total, page.number, page.pages, page.rows) == (0, 1, 1, ())
