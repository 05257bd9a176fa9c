"""Validation reports on collected files: on real services, from files with a good deal the matter."""

import csv
import io
import json
import re
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html import unescape

import openpyxl
import pytest
from starlette.testclient import TestClient

from plugins.local.platform.home import Home
from plugins.local.platform.object_store import make_bucket
from plugins.local.platform.postgres import database_url, ensure_database
from plugins.portal.application import create_application
from plugins.settings import Settings
from plugins.storage.deployment import open_deployment
from plugins.storage.migrations import migrate
from plugins.storage.warehouse.explanations import load_explanations, record_decision, record_proposal
from tests.plugins.conftest import Page, Site, site
from tests.plugins.pipeline.steps.conftest import ADUR, ARUN, CRAWLEY, HEAD, STANDARD, Collecting, cases
from transforms.example_record import example_records
from transforms.findings.explanations import Kind
from transforms.standards import standard

pytestmark = pytest.mark.platform
web_site = pytest.fixture(scope="module", name="web_site")(site.__wrapped__)

SECRET = "jo.bloggs@example.com"
LATEST = f"/councils/{ADUR}/{STANDARD}"
NEVER = "<script>alert(1)</script>"
PAGE_ONLY, HEADER_ONLY, PERFECT = CRAWLEY, "E07000228", "E08000038"


def rows(*faults: str) -> bytes:
    """Return a file of good cases and some rows of a fault each: reference, day decided."""
    lines = [f"2025-04-02,{name},2025-01-02,Decided,Approve,{day},Delegated,Q21" for name, day in
             (fault.split("|") for fault in faults)]  # fmt: skip
    return cases(30) + "".join(f"{line}\n" for line in lines).encode()


def perfect() -> bytes:
    """Return a file that breaks no rule."""
    declared = standard(STANDARD)
    records = example_records(declared, next(one for one in declared.editions if one.name == "2014"), 30)
    written = io.StringIO()
    table = csv.DictWriter(written, list(records[0]))
    table.writeheader()
    table.writerows(records)
    return written.getvalue().encode()


OLD = rows("X/1|31/02/2025", "X/2|30/02/2025")
NEW = rows("X/1|31/02/2025", f"X/3|{NEVER}", *(f"Y/{number}|99/99/2025" for number in range(120)))
NEW = NEW.replace(b"A/5,2025-01-06,Decided,Approve,2025-02-06", b"A/5,2025-01-06,Decided,Approve,")
NEW += f"2025-04-02,ask {SECRET},2025-01-02,Decided,Approve,2025-02-30,Delegated,Q21\n".encode()


@pytest.fixture(scope="module")
def collecting(
    home: Home, services: Settings, web_site: Site, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Collecting]:
    """A deployment in which two files of one council were collected, days apart."""
    name = f"test-{uuid.uuid4().hex[:12]}"
    ensure_database(home, name)
    register = tmp_path_factory.mktemp("register") / "sources.csv"
    lines = ["authority_gss,standard,url,format,licence,provision,since,until"]
    pages = {ADUR: "adur", PAGE_ONLY: "page", HEADER_ONLY: "header", PERFECT: "perfect"}
    lines += [
        f"{gss},{STANDARD},{web_site.url(f'/{name}.csv')},csv,OGL-3.0,encouraged,," for gss, name in pages.items()
    ]
    register.write_text("\n".join([*lines, ""]))
    own = replace(
        services, database=database_url(home, name), store=replace(services.store, bucket=name), is_demonstration=True,
        sources=register, allow_hosts=frozenset({web_site.host}),
    )  # fmt: skip
    make_bucket(own.store)
    migrate(own.database)
    web_site.publish("/adur.csv", Page(OLD), Page(NEW))
    web_site.publish("/page.csv", Page(b"<!doctype html><title>Moved</title>"))
    web_site.publish("/header.csv", Page(HEAD.encode()))
    web_site.publish("/perfect.csv", Page(perfect()))
    with pytest.MonkeyPatch.context() as patch, open_deployment(own) as here:
        for variable, value in own.environment().items():
            patch.setenv(variable, value)
        found = Collecting(here)
        found.collect("2025-04-02")
        found.collect("2025-04-09")
        yield found


@pytest.fixture(scope="module")
def visitor(collecting: Collecting) -> Iterator[TestClient]:
    with TestClient(create_application(collecting.deployment.settings)) as client:
        yield client


def text_of(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def exact(visitor: TestClient) -> str:
    return exact_of(visitor.get(LATEST).text)


def exact_of(page: str) -> str:
    return str(re.findall(r'href="(/reports/[^"/]+/[0-9a-f]{64}/[^"/]+/E\d+)"', page)[0])


def counts_on(page: str) -> Counter[str]:
    found = re.findall(r'severity=(\w+)[^"]*"><span class="app-count">([\d,]+)', page)
    return Counter({severity: int(number.replace(",", "")) for severity, number in found})


def counted_in_downloads(visitor: TestClient, base: str) -> list[Counter[str]]:
    """Return the findings by severity that the CSV, the JSON and the workbook of a report hold."""
    in_csv, in_json, in_workbook = Counter[str](), Counter[str](), Counter[str]()
    for row in csv.DictReader(io.StringIO(visitor.get(f"{base}/report.csv").content.decode("utf-8-sig"))):
        in_csv[row["severity"]] += int(row["count"] or 1)
    for issue in json.loads(visitor.get(f"{base}/report.json").content)["issues"]:
        in_json[issue["severity"]] += issue.get("count", 1)
    book = openpyxl.load_workbook(io.BytesIO(visitor.get(f"{base}/report.xlsx").content))
    for row in book["Findings"].iter_rows(min_row=2, values_only=True):
        in_workbook[str(row[0])] += int(row[8])
    return [in_csv, in_json, in_workbook]


def test_the_latest_report_is_of_the_newest_file_and_names_its_own_address(visitor: TestClient) -> None:
    page = visitor.get(LATEST)
    assert page.status_code == 200
    assert "NOT READY" in page.text or "USABLE" in page.text
    assert "31/02/2025" in page.text
    again = visitor.get(exact(visitor))
    assert again.status_code == 200
    assert counts_on(again.text) == counts_on(page.text)


def test_an_older_report_keeps_its_address(visitor: TestClient, collecting: Collecting) -> None:
    [(old,)] = collecting.ask(
        "select sha256 from snapshot where authority_gss = :gss order by fetched_on limit 1", gss=ADUR
    )
    address = re.sub(r"[0-9a-f]{64}", old, exact(visitor))
    page = visitor.get(address)
    assert page.status_code == 200
    assert "99/99/2025" not in page.text
    assert "first usable file from this source" in text_of(page.text)


def test_the_downloads_count_what_the_page_counts(visitor: TestClient) -> None:
    counted = counts_on(visitor.get(LATEST).text)
    assert counted["warning"] > 100
    base = exact(visitor)
    assert counted_in_downloads(visitor, base) == [counted] * 3
    assert "personal-data-found" in visitor.get(LATEST).text  # of which all of them hold a masked value


def test_a_waived_finding_counts_as_before_on_the_page_and_in_every_download(
    visitor: TestClient, collecting: Collecting
) -> None:
    before = counts_on(visitor.get(LATEST).text)
    today, about = date(2025, 4, 9), ("date-unparseable", "DecisionDate", ["99/99/2025"])
    with collecting.deployment.transaction() as connection:
        period = (today, date(2025, 12, 31))
        record_proposal(connection, Kind.WAIVER, (STANDARD, ADUR), about, "The old system.", "officer", period)
        [waiver] = load_explanations(connection, STANDARD, ADUR)
        record_decision(connection, waiver, "approved", "manager", "Agreed.", today)
    assert counts_on(visitor.get(LATEST).text) == before
    assert counted_in_downloads(visitor, exact(visitor)) == [before] * 3


def test_the_workbook_of_a_large_report_is_the_same_one(visitor: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    base = exact(visitor)
    at_once = visitor.get(f"{base}/report.xlsx").content
    monkeypatch.setattr("plugins.portal.routes.reports.SMALL", 0)
    assert visitor.get(f"{base}/report.xlsx").content == at_once


def test_every_finding_is_on_a_page_of_fifty_and_can_be_filtered(visitor: TestClient) -> None:
    base, counted = exact(visitor), counts_on(visitor.get(LATEST).text)
    first = visitor.get(f"{base}/findings?severity=warning").text
    assert first.count('<tr class="govuk-table__row">') == 1 + 50
    assert f"1 to 50 of {counted['warning']:,}" in text_of(first)
    assert f"page={-(-counted['warning'] // 50)}" in first
    of_column_page = visitor.get(f"{base}/findings?column=DecisionDate&code=date-unparseable").text
    assert "of 123" in text_of(of_column_page)
    assert 'href="/issue-codes/date-unparseable"' in of_column_page
    assert f'href="/rules/{STANDARD}/DecisionDate.' in of_column_page
    beyond = visitor.get(f"{base}/findings?page=99999999")
    assert beyond.status_code == 200
    nothing = visitor.get(f"{base}/findings?code=no-such-code")
    assert "There are no findings like this" in nothing.text


def test_a_finding_says_since_when_it_is_there(visitor: TestClient) -> None:
    page = text_of(visitor.get(f"{exact(visitor)}/findings?column=DecisionDate&code=date-unparseable").text)
    assert "31/02/2025" in page
    assert "2 April 2025" in page
    assert "9 April 2025" in page


def test_the_rows_around_a_finding_are_the_published_ones(visitor: TestClient) -> None:
    base = exact(visitor)
    page = visitor.get(f"{base}/rows?line=32").text
    said = text_of(page)
    assert "X/1" in said
    assert "31/02/2025" in said
    assert "A/29" in said  # the row before
    assert 'id="line-32"' in page
    assert visitor.get(f"{base}/rows?line=100000").status_code == 200
    assert visitor.get(f"{base}/rows?line=nonsense").status_code == 200


def test_personal_data_stays_masked_on_every_page(visitor: TestClient) -> None:
    base, last = exact(visitor), len(NEW.splitlines())
    for address in ("", "/findings?code=personal-data-found", f"/rows?line={last}", "/report.csv", "/report.json"):
        page = visitor.get(base + address)
        assert page.status_code == 200
        assert SECRET not in page.text
    assert "personal-data-found" in visitor.get(f"{base}/findings?code=personal-data-found").text
    assert "ask" in visitor.get(f"{base}/rows?line={last}").text


def test_text_from_a_file_never_runs(visitor: TestClient) -> None:
    base = exact(visitor)
    line = NEW.splitlines().index(next(one for one in NEW.splitlines() if NEVER.encode() in one)) + 1
    for address in ("", "/findings?severity=warning", f"/rows?line={line}"):
        assert NEVER not in visitor.get(base + address).text
    assert NEVER in unescape(visitor.get(f"{base}/rows?line={line}").text)


def test_all_rules_say_what_became_of_them(visitor: TestClient, collecting: Collecting) -> None:
    page = text_of(visitor.get(f"{exact(visitor)}/rules").text)
    for outcome, words in (("failed", "Failed"), ("passed", "Passed"), ("not-applicable", "Not applicable")):
        [(count,)] = collecting.ask(
            "select count(*) from outcome o join snapshot s using (standard, sha256, authority_gss)"
            " where s.fetched_on = '2025-04-09' and o.outcome = :outcome and o.authority_gss = :gss",
            outcome=outcome, gss=ADUR,
        )  # fmt: skip
        assert f"{words}: {count} rule" in page


def test_what_got_better_and_worse_is_said(visitor: TestClient) -> None:
    page = text_of(visitor.get(LATEST).text)
    assert "compared with the file of 2 April 2025" in page
    assert "worse Not a date warning DecisionDate 2 123" in page


def test_what_the_rules_over_time_found_stands_beside_the_report(visitor: TestClient) -> None:
    base, page = exact(visitor), text_of(visitor.get(LATEST).text)
    assert "Comparing this file with the previous one found 1 issue" in page
    assert "These rules compare two files" in page
    assert "Value taken out again: DecisionDate" in page
    found = list(csv.DictReader(io.StringIO(visitor.get(f"{base}/since.csv").text)))
    assert [(row["code"], row["column"], row["line"]) for row in found] == [("value-withdrawn", "DecisionDate", "7")]
    assert "value-withdrawn" not in visitor.get(f"{base}/report.csv").text
    assert "There are no findings like this" in visitor.get(f"{base}/findings?code=value-withdrawn").text


def test_a_file_that_can_not_be_used_is_compared_with_nothing(visitor: TestClient) -> None:
    page = text_of(visitor.get(f"/councils/{PAGE_ONLY}/{STANDARD}").text)
    assert "NOT READY: this file can't be read as a table." in page
    assert "Publish the table itself as a CSV file" in page
    assert "This file has no usable record" in page
    page = text_of(visitor.get(f"/councils/{HEADER_ONLY}/{STANDARD}").text)
    assert "EMPTY: there is a header and no record beneath it." in page
    assert "This file has no usable record" in page


@pytest.mark.parametrize("gss", [PAGE_ONLY, HEADER_ONLY, PERFECT])
def test_every_page_and_download_of_an_odd_file_answers(visitor: TestClient, gss: str) -> None:
    page = visitor.get(f"/councils/{gss}/{STANDARD}").text
    base = exact_of(page)
    assert visitor.get(f"{base}/rules").status_code == 200
    assert visitor.get(f"{base}/findings").status_code == 200
    assert visitor.get(f"{base}/rows").status_code == (404 if gss == PAGE_ONLY else 200)
    assert counted_in_downloads(visitor, base) == [counts_on(page)] * 3


def test_a_perfect_file_is_ready_and_says_so(visitor: TestClient) -> None:
    page = visitor.get(f"/councils/{PERFECT}/{STANDARD}")
    assert "READY: all 30 records count in returns; nothing to mend." in text_of(page.text)
    assert "There is nothing to fix." in page.text
    assert "There are no findings in this file" in visitor.get(exact_of(page.text) + "/findings").text


def test_every_link_of_a_report_leads_somewhere(visitor: TestClient) -> None:
    base = exact(visitor)
    for page in (visitor.get(LATEST).text, visitor.get(f"{base}/rules").text):
        addresses = {
            unescape(one) for one in re.findall(r'href="(/(?:rules|issue-codes|standards|reports)[^"#]*)', page)
        }
        for address in sorted(addresses)[:40]:
            assert visitor.get(address).status_code == 200, address


def test_a_source_without_a_file_says_so(visitor: TestClient) -> None:
    page = visitor.get(f"/councils/{ARUN}/{STANDARD}")
    assert page.status_code == 200
    assert "no report yet" in page.text


@pytest.mark.parametrize(
    "address",
    [f"/councils/E99999999/{STANDARD}", f"/councils/{ADUR}/moon_rocks", f"/reports/{STANDARD}/abc/2.0/{ADUR}"],
)
def test_what_is_not_there_is_not_found(visitor: TestClient, address: str) -> None:
    assert visitor.get(address).status_code == 404
