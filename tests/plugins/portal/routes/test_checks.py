"""Checking a file before it is published: good, bad and enormous files, and who may see their reports."""

import csv
import io
import json
import re
import sys
import time
from collections import Counter
from datetime import timedelta
from html import unescape
from pathlib import Path

import openpyxl
import pytest
from starlette.testclient import TestClient

from plugins.cli.main import main
from tests.plugins.pipeline.steps.conftest import ADUR, STANDARD, cases
from tests.plugins.portal.reading import text_of
from tests.plugins.portal.sent_files import BAD, enormous, folder_of, ready, send


def test_a_good_file_is_ready(sender: TestClient) -> None:
    page = sender.get(ready(sender, send(sender, cases(50), standard=STANDARD))).text
    assert "all 50 records count in returns" in text_of(page)


def test_the_report_counts_what_the_command_counts(
    sender: TestClient, checked_report: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:  # fmt: skip
    served = json.loads(sender.get(f"{checked_report}/report.json").content)
    day = re.search(r"Checked as at (\d+ \w+ \d{4})", text_of(sender.get(checked_report).text))
    assert day
    file = tmp_path / "cases.csv"
    file.write_bytes(BAD)
    as_at = time.strftime("%Y-%m-%d", time.strptime(day[1], "%d %B %Y"))
    words = ["check", str(file), "--standard", STANDARD, "--authority", ADUR, "--as-at", as_at, "--format", "json"]
    monkeypatch.setattr(sys, "argv", ["council-returns", *words])
    with pytest.raises(SystemExit):
        main()
    printed = json.loads(capfdbinary.readouterr().out)
    history = {outcome["rule"] for outcome in printed["outcomes"]} - {outcome["rule"] for outcome in served["outcomes"]}
    assert all(outcome["outcome"] == "not-applicable" for outcome in printed["outcomes"] if outcome["rule"] in history)
    assert served["issues"] == printed["issues"]
    assert served["fix_first"] == printed["fix_first"]


def test_the_downloads_count_what_the_page_counts(sender: TestClient, checked_report: str) -> None:
    counts = re.findall(r'severity=(\w+)[^"]*"><span class="app-count">([\d,]+)', sender.get(checked_report).text)
    counted = {severity: int(count.replace(",", "")) for severity, count in counts}
    listed = Counter[str]()
    for row in csv.DictReader(io.StringIO(sender.get(f"{checked_report}/report.csv").content.decode("utf-8-sig"))):
        listed[row["severity"]] += int(row["count"] or 1)
    assert listed == counted
    ready(sender, f"{checked_report}/report.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(sender.get(f"{checked_report}/report.xlsx").content))
    severities = Counter(str(row[0].value) for row in book["Findings"].iter_rows())
    assert (severities["critical"], severities["warning"]) == (counted["critical"], counted["warning"])


def test_only_people_with_the_link_see_a_report(sender: TestClient, checked_report: str) -> None:
    answer = sender.get(checked_report)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert len(checked_report.rpartition("/")[2]) >= 40
    assert sender.get(f"{checked_report[:-1]}_/findings").status_code == 404
    assert "set-cookie" not in answer.headers


def test_the_standard_is_recognised_from_the_columns_and_can_be_changed(sender: TestClient) -> None:
    address = ready(sender, send(sender, BAD))
    page = text_of(sender.get(address).text)
    assert "looks like a Planning applications file: 9 of its 9 columns match" in page
    assert sender.post(address, data={"standard": "moon_rocks"}).status_code == 422
    assert sender.post(address, data={"standard": "brownfield_land"}).status_code == 303
    assert "Brownfield land" in text_of(sender.get(ready(sender, address)).text)
    assert not (folder_of(address) / "published").exists()


def test_a_file_with_the_columns_of_no_standard_gets_a_form_to_select_one(sender: TestClient) -> None:
    page = sender.get(ready(sender, send(sender, b"Colour,Taste\nred,sweet\n"))).text
    assert "do not match any standard" in page


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02rubbish", b"%PDF-1.7 nothing", b"PK\x03\x04broken"])
def test_a_file_that_is_no_table_gets_a_report_that_says_so(sender: TestClient, content: bytes) -> None:
    page = sender.get(ready(sender, send(sender, content, "odd.pdf", standard=STANDARD)))
    assert "this file can't be read as a table" in unescape(page.text) or "EMPTY" in page.text


def test_an_enormous_file_is_checked_while_its_page_says_how_far(sender: TestClient) -> None:
    address = send(sender, enormous(), standard=STANDARD)
    waiting = sender.get(address)
    assert int(waiting.headers["Refresh"]) > 0
    assert "Your file is being checked" in waiting.text
    page = sender.get(ready(sender, address)).text
    assert len(page) < 100_000
    page_of_findings = sender.get(f"{address}/findings?page=1000")
    assert page_of_findings.elapsed < timedelta(seconds=20)  # reading all of them would take minutes
    assert 'aria-current="page"' in page_of_findings.text


def test_another_website_cannot_send_a_file_for_a_visitor(sender: TestClient, checked_report: str) -> None:
    for address in ("/check", checked_report):
        for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://attacker.example"}, {"Origin": "null"}):
            answer = sender.post(address, data={"standard": STANDARD}, headers=headers)
            assert answer.status_code == 403
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]


def test_nothing_in_a_file_runs(sender: TestClient) -> None:
    """Neither in a page nor in a spreadsheet: not its name, not a header, not a value, not a formula."""
    script, formula = "<script>alert(1)</script>", "=HYPERLINK(A1)"
    content = cases(1).replace(b"A/0", formula.encode()).splitlines()
    file = b"\n".join((content[0] + f",{script},{formula}".encode(), content[1] + f",{script},{formula}".encode()))
    address = ready(sender, send(sender, file, f'"><{script}.csv', standard=STANDARD))
    for page in ("", "/findings", "/rows?line=2", "/rules"):
        answer = sender.get(address + page)
        assert script not in answer.text
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "&lt;script&gt;" in sender.get(f"{address}/rows?line=2").text
    ready(sender, f"{address}/report.xlsx")
    for download in ("report.csv", "report.json", "report.xlsx"):
        headers = sender.get(f"{address}/{download}").headers
        assert headers["Content-Disposition"].startswith("attachment")
        assert (headers["X-Content-Type-Options"], headers["Cache-Control"]) == ("nosniff", "no-store")
        assert "default-src 'self'" in headers["Content-Security-Policy"]
    book = openpyxl.load_workbook(io.BytesIO(sender.get(f"{address}/report.xlsx").content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(formula in str(cell.value) for cell in cells)
    assert not [cell for cell in cells if cell.data_type == "f" and "(A1)" in str(cell.value)]


def test_the_answer_for_an_unknown_check_is_not_cached(sender: TestClient) -> None:
    assert sender.get("/check/guessed").headers["Cache-Control"] == "no-store"
