"""In which frames the records are tested changes nothing of what is found."""

import pytest

from expectations import check as checking
from expectations.check import PublishedFile, check_files
from tests.expectations.conftest import AS_AT, as_bytes
from tests.expectations.records import CASE
from transforms.standards import standard

ADUR = "E07000223"
CASES = [
    {**CASE, "CaseReference": "A/1", "DecisionDate": "31/02/2025"},
    {**CASE, "CaseReference": "A/2", "Status": "Unheard of", "CaseDate": "2031-01-01"},
    {**CASE, "CaseReference": ""},
]


def test_a_frame_of_all_columns_finds_what_frames_of_a_few_find(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = {name: value for name, value in CASE.items() if name != "DecisionType"}
    files = [
        PublishedFile("a.csv", as_bytes(CASES), ADUR, AS_AT),
        PublishedFile("b.csv", as_bytes([whole]), None, AS_AT),
    ]
    together = check_files(files, standard("planning_applications"))
    monkeypatch.setattr(checking, "FEW_RECORDS", 0)
    separate = check_files(files, standard("planning_applications"))
    for report, other in zip(together, separate, strict=True):
        assert report.outcomes == other.outcomes
        assert report.issues.equals(other.issues)
    assert [report.rows_usable for report in together] == [2, 1]
