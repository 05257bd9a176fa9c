import csv
import io
from collections.abc import Callable, Mapping, Sequence
from datetime import date

import pytest

from expectations.check import PublishedFile, check_files
from transforms.domain.report import Report
from transforms.standards import standard

AS_AT = date(2026, 6, 30)


@pytest.fixture(scope="session")
def check() -> Callable[..., Report]:
    """Check one file, given as text, bytes or records."""

    def checked(content: object, slug: str = "planning_applications", authority: str | None = None) -> Report:
        file = PublishedFile("file.csv", as_bytes(content), authority, AS_AT)
        return check_files([file], standard(slug))[0]

    return checked


@pytest.fixture(scope="session")
def found(check: Callable[..., Report]) -> Callable[..., list[tuple[object, ...]]]:
    """The issues of one file as (code, severity, line, column, value)."""

    def issues(content: object, slug: str = "planning_applications", authority: str | None = None) -> list[tuple]:
        rows = check(content, slug, authority).issues.to_pylist()
        return [(row["code"], row["severity"], row["line"], row["column"], row["value"]) for row in rows]

    return issues


def as_bytes(content: object) -> bytes:
    if isinstance(content, bytes):
        return content
    if isinstance(content, str):
        return content.encode()
    assert isinstance(content, Sequence)
    return as_csv(content).encode()


def as_csv(records: Sequence[Mapping[str, str]]) -> str:
    written = io.StringIO()
    writer = csv.DictWriter(written, list(records[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(records)
    return written.getvalue()


def cell(report: Report, column: str) -> object:
    """Return what was read of a field of the first record."""
    return report.table[column][0].as_py()


def codes(issues: list[tuple]) -> list[str]:
    """Return the codes of issues."""
    return [issue[0] for issue in issues]
