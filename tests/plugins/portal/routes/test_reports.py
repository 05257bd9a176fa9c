"""The pages of reports on collected files: on real services, from files with a good deal the matter."""

import re
from html import unescape

import pytest
from starlette.testclient import TestClient

from tests.plugins.pipeline.steps.conftest import ADUR, ARUN, STANDARD, Collecting
from tests.plugins.portal.reading import text_of
from tests.plugins.portal.report_files import (
    NEW,
    NEWEST,
    PERFECT,
    SCRIPT,
    SECRET,
    counts_on,
    exact,
    exact_of,
)

pytestmark = pytest.mark.platform


def test_the_latest_report_is_of_the_newest_file_and_names_its_own_address(report_reader: TestClient) -> None:
    page = report_reader.get(NEWEST)
    assert page.status_code == 200
    assert "NOT READY" in page.text or "USABLE" in page.text
    assert "31/02/2025" in page.text
    again = report_reader.get(exact(report_reader))
    assert again.status_code == 200
    assert counts_on(again.text) == counts_on(page.text)


def test_an_older_report_keeps_its_address(report_reader: TestClient, collected_twice: Collecting) -> None:
    [(old,)] = collected_twice.ask(
        "select sha256 from snapshot where authority_gss = :gss order by fetched_on limit 1", gss=ADUR
    )
    address = re.sub(r"[0-9a-f]{64}", old, exact(report_reader))
    page = report_reader.get(address)
    assert page.status_code == 200
    assert "99/99/2025" not in page.text
    assert "first usable file from this source" in text_of(page.text)


def test_every_finding_is_on_a_page_of_fifty_and_can_be_filtered(report_reader: TestClient) -> None:
    base, counted = exact(report_reader), counts_on(report_reader.get(NEWEST).text)
    first = report_reader.get(f"{base}/findings?severity=warning").text
    assert first.count('<tr class="govuk-table__row">') == 1 + 50
    assert f"1 to 50 of {counted['warning']:,}" in text_of(first)
    assert f"page={-(-counted['warning'] // 50)}" in first
    of_column_page = report_reader.get(f"{base}/findings?column=DecisionDate&code=date-unparseable").text
    assert "of 123" in text_of(of_column_page)
    assert 'href="/issue-codes/date-unparseable"' in of_column_page
    assert f'href="/rules/{STANDARD}/DecisionDate.' in of_column_page
    beyond = report_reader.get(f"{base}/findings?page=99999999")
    assert beyond.status_code == 200
    nothing = report_reader.get(f"{base}/findings?code=no-such-code")
    assert "There are no findings like this" in nothing.text


def test_the_rows_around_a_finding_are_the_published_ones(report_reader: TestClient) -> None:
    base = exact(report_reader)
    page = report_reader.get(f"{base}/rows?line=32").text
    words = text_of(page)
    assert "X/1" in words
    assert "31/02/2025" in words
    assert "A/29" in words  # the row before
    assert 'id="line-32"' in page
    assert report_reader.get(f"{base}/rows?line=100000").status_code == 200
    assert report_reader.get(f"{base}/rows?line=nonsense").status_code == 200


def test_personal_data_stays_masked_on_every_page(report_reader: TestClient) -> None:
    base, last = exact(report_reader), len(NEW.splitlines())
    for address in ("", "/findings?code=personal-data-found", f"/rows?line={last}", "/report.csv", "/report.json"):
        page = report_reader.get(base + address)
        assert page.status_code == 200
        assert SECRET not in page.text
    assert "personal-data-found" in report_reader.get(f"{base}/findings?code=personal-data-found").text
    assert "ask" in report_reader.get(f"{base}/rows?line={last}").text


def test_text_from_a_file_never_runs(report_reader: TestClient) -> None:
    base = exact(report_reader)
    line = NEW.splitlines().index(next(row for row in NEW.splitlines() if SCRIPT.encode() in row)) + 1
    for address in ("", "/findings?severity=warning", f"/rows?line={line}"):
        assert SCRIPT not in report_reader.get(base + address).text
    assert SCRIPT in unescape(report_reader.get(f"{base}/rows?line={line}").text)


def test_every_rule_is_listed_with_its_outcome(report_reader: TestClient, collected_twice: Collecting) -> None:
    page = text_of(report_reader.get(f"{exact(report_reader)}/rules").text)
    for outcome, words in (("failed", "Failed"), ("passed", "Passed"), ("not-applicable", "Not applicable")):
        [(count,)] = collected_twice.ask(
            "select count(*) from outcome o join snapshot s using (standard, sha256, authority_gss)"
            " where s.fetched_on = '2025-04-09' and o.outcome = :outcome and o.authority_gss = :gss",
            outcome=outcome, gss=ADUR,
        )  # fmt: skip
        assert f"{words}: {count} rule" in page


def test_a_perfect_file_is_ready_and_says_so(report_reader: TestClient) -> None:
    page = report_reader.get(f"/councils/{PERFECT}/{STANDARD}")
    assert "READY: all 30 records count in returns; nothing to fix." in text_of(page.text)
    assert "There is nothing to fix." in page.text
    assert "There are no findings in this file" in report_reader.get(exact_of(page.text) + "/findings").text


def test_every_link_of_a_report_leads_somewhere(report_reader: TestClient) -> None:
    base = exact(report_reader)
    for page in (report_reader.get(NEWEST).text, report_reader.get(f"{base}/rules").text):
        addresses = {
            unescape(address) for address in re.findall(r'href="(/(?:rules|issue-codes|standards|reports)[^"#]*)', page)
        }
        for address in sorted(addresses)[:40]:
            assert report_reader.get(address).status_code == 200, address


def test_a_source_without_a_file_says_so(report_reader: TestClient) -> None:
    page = report_reader.get(f"/councils/{ARUN}/{STANDARD}")
    assert page.status_code == 200
    assert "no report yet" in page.text


@pytest.mark.parametrize(
    "address",
    [f"/councils/E99999999/{STANDARD}", f"/councils/{ADUR}/moon_rocks", f"/reports/{STANDARD}/abc/2.0/{ADUR}"],
)
def test_reports_and_files_that_do_not_exist_are_not_found(report_reader: TestClient, address: str) -> None:
    assert report_reader.get(address).status_code == 404
