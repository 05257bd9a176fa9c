"""Planning applications and snapshot folders for the tests of the command line."""

import csv
from collections.abc import Sequence
from pathlib import Path

HEADER = (
    "ExtractDate", "PublisherLabel", "CaseReference", "CaseURL", "CaseDate", "ServiceTypeLabel", "ClassificationLabel",
    "CaseText", "LocationText", "Decision", "DecisionDate", "DecisionNoticeDate", "DecisionTargetDate", "DecisionType",
    "Status",
)  # fmt: skip
ADUR, ARUN, CHICHESTER = "E07000223", "E07000224", "E07000225"


def case(number: int, **changes: str) -> dict[str, str]:
    """Return a householder application received in May 2024 and granted in June."""
    published = {
        "ExtractDate": "2024-07-02",
        "PublisherLabel": "Adur",
        "CaseReference": f"AWDM/{number:04d}/24",
        "CaseURL": f"https://planning.example.org/{number}",
        "CaseDate": "2024-05-13",
        "ServiceTypeLabel": "Full",
        "ClassificationLabel": "Q21",
        "CaseText": "Rear extension",
        "LocationText": "1 High Street",
        "Decision": "Approve",
        "DecisionDate": "2024-06-20",
        "DecisionNoticeDate": "2024-06-21",
        "DecisionTargetDate": "2024-07-08",
        "DecisionType": "Delegated",
        "Status": "Decided",
    }
    return published | changes


def write_cases(path: Path, cases: Sequence[dict[str, str]]) -> Path:
    """Write cases as a council would publish them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, HEADER)
        writer.writeheader()
        writer.writerows(cases)
    return path


def snapshot(root: Path, authority: str, day: str) -> Path:
    """Return where a snapshot of planning applications lies."""
    return root / authority / "planning_applications" / f"{day}.csv"
