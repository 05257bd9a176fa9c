"""What the worker does with one file: nothing personal is written, and not more than pages can show."""

from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from plugins.portal.upload_checks import worker_tasks
from plugins.portal.upload_checks.worker_tasks import CheckRequest
from tests.plugins.pipeline.steps.conftest import STANDARD, cases
from tests.plugins.portal.sent_files import BAD, SECRET, folder_of, ready


def test_personal_data_is_masked_in_everything_stored(sender: TestClient, checked_report: str) -> None:
    line = len(cases(40).splitlines()) + 2
    for address in ("", "/findings", f"/rows?line={line}", "/report.json", "/report.csv"):
        page = sender.get(checked_report + address)
        assert page.status_code == 200
        assert SECRET not in page.text
    assert "ask" in sender.get(f"{checked_report}/rows?line={line}").text
    ready(sender, f"{checked_report}/report.xlsx")
    for file in folder_of(checked_report).iterdir():
        assert SECRET.encode() not in file.read_bytes(), file.name


def test_a_file_with_too_many_findings_gets_a_sentence_that_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_tasks, "MOST_FINDINGS", 2)
    (tmp_path / worker_tasks.FILE).write_bytes(BAD)
    reason = worker_tasks.check_file(tmp_path, CheckRequest("cases.csv", STANDARD, None, date(2025, 4, 3)))
    assert "more than 2 findings" in reason
    assert not (tmp_path / worker_tasks.FILE).exists()
