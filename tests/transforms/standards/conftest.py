"""Small files, written in the test, as the checking reads them."""

from collections.abc import Callable
from datetime import date

import pytest

from expectations.check import PublishedFile, check_files
from transforms.domain.report import Report
from transforms.standards import standard

AS_AT = date(2026, 6, 30)


@pytest.fixture(scope="session")
def check_text() -> Callable[..., Report]:
    """Check the text of one CSV file against the standard called `slug`."""

    def checked(slug: str, text: str, authority: str | None = None) -> Report:
        file = PublishedFile("file.csv", text.encode(), authority, AS_AT)
        return check_files([file], standard(slug))[0]

    return checked


@pytest.fixture(scope="session")
def found_in() -> Callable[[Report], list[tuple[object, ...]]]:
    """The critical issues and warnings of a report as (code, line, column, value)."""

    def issues(report: Report) -> list[tuple[object, ...]]:
        rows = [row for row in report.issues.to_pylist() if row["severity"] != "info"]
        return [(row["code"], row["line"], row["column"], row["value"]) for row in rows]

    return issues
