"""Whether two publications say the same."""

import pytest

from transforms.snapshots.content_digest import content_sha256
from transforms.standards import standard

PLANNING = standard("planning_applications")
FILE = """ExtractDate,CaseReference,CaseDate,Status
2026-10-05,A/1,2026-01-02,Live
2026-10-05,A/2,,Decided
"""


def digest(text: str) -> str | None:
    return content_sha256(text.encode(), "a.csv", PLANNING)


@pytest.mark.parametrize("extracted", ["2026-10-06", "6/10/2026", "2026-10-06 04:00:12"])
def test_another_extract_date_is_not_another_content(extracted: str) -> None:
    assert digest(FILE) == digest(FILE.replace("2026-10-05", extracted))


@pytest.mark.parametrize(
    "changed",
    [
        FILE.replace("A/2", "A/3"),
        FILE.replace("Live", "Decided"),
        FILE + "2026-10-05,A/3,,Live\n",
        FILE.replace("A/1,2026-01-02", "A/12026-01-02,"),
        FILE.replace("Status", "Decision"),
        FILE.replace("2026-01-02,Live\n2026-10-05,A/2,,Decided", ",Live\n2026-10-05,A/2,2026-01-02,Decided"),
    ],
)
def test_any_other_change_is_another_content(changed: str) -> None:
    assert digest(FILE) != digest(changed)


def test_a_file_without_a_volatile_column_is_known_by_its_bytes() -> None:
    assert digest("CaseReference,CaseDate\nA/1,2026-01-02\n") is None


def test_what_is_no_table_is_known_by_its_bytes() -> None:
    assert content_sha256(b"<html><body>Moved</body></html>", "a.csv", PLANNING) is None


def test_a_standard_without_a_volatile_field_is_known_by_its_bytes() -> None:
    assert content_sha256(FILE.encode(), "a.csv", standard("brownfield_land")) is None
