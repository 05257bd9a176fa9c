"""The register of destinations."""

from datetime import date
from pathlib import Path

import pytest

from transforms.registers.destinations import DestinationKind, destinations
from transforms.returns import statutory_return

HEADER = "return,department,kind,address,since,until\n"
DAY = date(2026, 11, 29)


def written(folder: Path, *rows: str) -> Path:
    path = folder / "destinations.csv"
    path.write_text(HEADER + "\n".join(rows) + "\n")
    return path


def test_the_packaged_register_names_returns_and_their_departments() -> None:
    (portal,) = destinations("planning_matters", DAY)
    assert (portal.kind, portal.name) == (DestinationKind.PORTAL, "portal")
    assert portal.department == statutory_return("planning_matters").department


def test_a_destination_counts_from_its_first_day_until_the_day_before_its_end(tmp_path: Path) -> None:
    path = written(tmp_path, "r,D,s3,s3://b/in,2026-11-29,2026-12-01", "r,D,sftp,sftp://u@h/in,,", "other,D,portal,,,")
    found = {day: [place.address for place in destinations("r", date.fromisoformat(day), path)] for day in DAYS}
    assert found == {
        "2026-11-28": ["sftp://u@h/in"],
        "2026-11-29": ["s3://b/in", "sftp://u@h/in"],
        "2026-12-01": ["sftp://u@h/in"],
    }


DAYS = ("2026-11-28", "2026-11-29", "2026-12-01")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("r,D,fax,,,", "line 2: 'fax'"),
        ("r,D,s3,sftp://u@h/in,,", "is no address of s3"),
        ("r,D,sftp,http://h/in,,", "is no address of sftp"),
        ("r,D,sftp,sftp://u:hunter2@h/in,,", "holds a password"),
        ("r,D,portal,,tomorrow,", "can't be read"),
    ],
)
def test_a_row_that_says_no_destination_is_refused(tmp_path: Path, row: str, words: str) -> None:
    with pytest.raises(ValueError, match=words) as raised:
        destinations("r", DAY, written(tmp_path, row))
    assert "hunter2" not in str(raised.value)
