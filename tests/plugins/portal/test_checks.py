"""Checking a file before it is published: good, bad and enormous files, through the form as a browser sends it."""

import csv
import io
import json
import os
import re
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from multiprocessing import get_context
from pathlib import Path

import openpyxl
import pytest
from httpx import Response
from starlette.testclient import TestClient

from plugins.cli.main import main
from plugins.portal.application import create_application
from plugins.portal.routes import checks
from plugins.portal.upload_checks import rate_limits, receive, worker_tasks
from plugins.portal.upload_checks.folders import NAME
from plugins.portal.upload_checks.queue import CheckQueue, NotSingleProcess
from plugins.portal.upload_checks.recognise import candidates
from plugins.portal.upload_checks.upload_check import Stage
from plugins.portal.upload_checks.worker_tasks import CheckRequest
from plugins.settings import Settings, Store
from tests.plugins.conftest import Page, Site, site
from tests.plugins.pipeline.steps.conftest import ADUR, STANDARD, cases
from tests.waiting import wait_until

web_site = pytest.fixture(scope="module", name="web_site")(site.__wrapped__)
NOWHERE = Settings("postgresql+psycopg://nobody@127.0.0.1:1/nothing", Store("nothing"))
SECRET = "jo.bloggs@example.com"
BAD = (
    cases(40)
    + (
        "2025-04-02,X/1,2025-01-02,Decided,Approve,31/02/2025,Delegated,Q21\n"
        f"2025-04-02,ask {SECRET},2025-01-02,Decided,Maybe,2025-02-03,Delegated,Q21\n"
        "2025-04-02,,2025-01-02,Decided,Approve,2025-02-03,Delegated,Q21\n"
    ).encode()
)
CONTRIBUTED = "developer_agreement_contributions"
LIMIT = 3_000_000


@pytest.fixture(scope="module")
def visitor(web_site: Site) -> Iterator[TestClient]:
    """A visitor of a portal whose services are down: checking a file needs none of them."""
    settings = replace(NOWHERE, allow_hosts=frozenset({web_site.host}))
    with TestClient(create_application(settings), follow_redirects=False) as client:
        desk_of(client).rate_limits.hourly = 1_000
        yield client


@pytest.fixture(scope="module")
def report(visitor: TestClient) -> str:
    """The address of the report on a bad file."""
    return ready(visitor, send(visitor, BAD, standard=STANDARD, authority=ADUR))


def send(visitor: TestClient, content: bytes | None = None, name: str = "cases.csv", **fields: str) -> str:
    files = {"file": (name, content)} if content is not None else {"file": ("", b"")}
    answer = visitor.post("/check", data=fields, files=files)
    assert answer.status_code == 303, text_of(answer.text)
    return str(answer.headers["location"])


def ready(visitor: TestClient, address: str) -> str:
    """Wait as a browser does: load the page again for as long as it says so."""

    def is_there() -> bool:
        page = visitor.get(address)
        assert page.status_code == 200
        return "Refresh" not in page.headers

    wait_until(is_there, f"the report at {address} is ready", every=0.2)
    return address


def enormous() -> bytes:
    """Return a file of 150,000 cases, each there twice."""
    head, row = cases(1).splitlines(keepends=True)
    return head + b"".join(row.replace(b"A/0", b"A/%d" % (number // 2)) for number in range(150_000))


def text_of(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def folder_of(address: str) -> Path:
    return next(Path(tempfile.gettempdir()).glob(f"{NAME}*/{address.rpartition('/')[2]}"))


def desk_of(visitor: TestClient) -> CheckQueue:
    found: CheckQueue = visitor.app.state.check_queue  # type: ignore[attr-defined]
    return found


def test_a_good_file_is_ready(visitor: TestClient) -> None:
    page = visitor.get(ready(visitor, send(visitor, cases(50), standard=STANDARD))).text
    assert "all 50 records count in returns" in text_of(page)


def test_the_report_counts_what_the_command_counts(
    visitor: TestClient, report: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:  # fmt: skip
    served = json.loads(visitor.get(f"{report}/report.json").content)
    day = re.search(r"Checked as at (\d+ \w+ \d{4})", text_of(visitor.get(report).text))
    assert day
    file = tmp_path / "cases.csv"
    file.write_bytes(BAD)
    as_at = time.strftime("%Y-%m-%d", time.strptime(day[1], "%d %B %Y"))
    words = ["check", str(file), "--standard", STANDARD, "--authority", ADUR, "--as-at", as_at, "--format", "json"]
    monkeypatch.setattr(sys, "argv", ["council-returns", *words])
    with pytest.raises(SystemExit):
        main()
    told = json.loads(capfdbinary.readouterr().out)
    history = {one["rule"] for one in told["outcomes"]} - {one["rule"] for one in served["outcomes"]}
    assert all(one["outcome"] == "not-applicable" for one in told["outcomes"] if one["rule"] in history)
    assert served["issues"] == told["issues"]
    assert served["mend_first"] == told["mend_first"]


def test_the_downloads_count_what_the_page_counts(visitor: TestClient, report: str) -> None:
    shown = re.findall(r'severity=(\w+)[^"]*"><span class="app-count">([\d,]+)', visitor.get(report).text)
    counted = {severity: int(count.replace(",", "")) for severity, count in shown}
    listed = Counter[str]()
    for row in csv.DictReader(io.StringIO(visitor.get(f"{report}/report.csv").content.decode("utf-8-sig"))):
        listed[row["severity"]] += int(row["count"] or 1)
    assert listed == counted
    ready(visitor, f"{report}/report.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(visitor.get(f"{report}/report.xlsx").content))
    severities = Counter(str(row[0].value) for row in book["Findings"].iter_rows())
    assert (severities["critical"], severities["warning"]) == (counted["critical"], counted["warning"])


def test_personal_data_is_masked_in_all_that_is_kept(visitor: TestClient, report: str) -> None:
    line = len(cases(40).splitlines()) + 2
    for address in ("", "/findings", f"/rows?line={line}", "/report.json", "/report.csv"):
        page = visitor.get(report + address)
        assert page.status_code == 200
        assert SECRET not in page.text
    assert "ask" in visitor.get(f"{report}/rows?line={line}").text
    ready(visitor, f"{report}/report.xlsx")
    for file in folder_of(report).iterdir():
        assert SECRET.encode() not in file.read_bytes(), file.name


def test_what_was_uploaded_is_deleted_with_the_report_made_and_the_report_when_its_time_is_over(
    visitor: TestClient,
) -> None:
    desk = desk_of(visitor)
    address = send(visitor, BAD, standard=STANDARD)
    folder = folder_of(address)
    assert folder.stat().st_mode & 0o077 == 0
    page = ready(visitor, address)
    assert not (folder / "published").exists()
    assert "We have deleted your file" in visitor.get(page).text
    one = desk.find(address.rpartition("/")[2])
    assert one
    assert one.deleted_at
    ready(visitor, f"{address}/report.xlsx")
    one.deleted_at -= timedelta(minutes=59)
    assert visitor.get(address).status_code == 200
    one.deleted_at -= timedelta(minutes=1)
    assert visitor.get(address).status_code == 404
    assert not folder.exists()


def test_a_report_is_for_who_has_its_address_alone(visitor: TestClient, report: str) -> None:
    answer = visitor.get(report)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert len(report.rpartition("/")[2]) >= 40
    assert visitor.get(f"{report[:-1]}_/findings").status_code == 404
    assert "set-cookie" not in answer.headers


def test_the_standard_is_recognised_from_the_columns_and_can_be_changed(visitor: TestClient) -> None:
    address = ready(visitor, send(visitor, BAD))
    page = text_of(visitor.get(address).text)
    assert "looks like a Planning applications file: 8 of its 8 columns match" in page
    assert visitor.post(address, data={"standard": "moon_rocks"}).status_code == 422
    assert visitor.post(address, data={"standard": "brownfield_land"}).status_code == 303
    assert "Brownfield land" in text_of(visitor.get(ready(visitor, address)).text)
    assert not (folder_of(address) / "published").exists()


def test_a_file_that_nobody_goes_on_with_is_deleted(visitor: TestClient) -> None:
    address = ready(visitor, send(visitor, BAD))
    folder = folder_of(address)
    one = desk_of(visitor).find(address.rpartition("/")[2])
    assert one
    assert one.deleted_at
    one.deleted_at -= timedelta(minutes=15)
    assert visitor.get(address).status_code == 404
    assert not folder.exists()


def test_columns_of_no_standard_are_said_to_be_so(visitor: TestClient) -> None:
    page = visitor.get(ready(visitor, send(visitor, b"Colour,Taste\nred,sweet\n"))).text
    assert "do not match any standard" in page


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02rubbish", b"%PDF-1.7 nothing", b"PK\x03\x04broken"])
def test_a_file_that_is_no_table_gets_a_report_that_says_so(visitor: TestClient, content: bytes) -> None:
    page = visitor.get(ready(visitor, send(visitor, content, "odd.pdf", standard=STANDARD)))
    assert "this file can't be read as a table" in unescape(page.text) or "EMPTY" in page.text


def test_an_enormous_file_is_checked_while_its_page_says_how_far(visitor: TestClient) -> None:
    address = send(visitor, enormous(), standard=STANDARD)
    waiting = visitor.get(address)
    assert int(waiting.headers["Refresh"]) > 0
    assert "Your file is being checked" in waiting.text
    page = visitor.get(ready(visitor, address)).text
    assert len(page) < 100_000
    found = visitor.get(f"{address}/findings?page=1000")
    assert found.elapsed < timedelta(seconds=20)  # reading all of them would take minutes
    assert 'aria-current="page"' in found.text


def test_more_than_the_limit_is_never_stored(visitor: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receive, "MAX_BYTES", LIMIT)
    home = desk_of(visitor)._open_folder()
    before = set(home.iterdir())
    announced = visitor.post("/check", files={"file": ("big.csv", b"a" * (LIMIT + 200_000))}, data={})
    assert announced.status_code == 413
    assert "must be 3 MB or smaller" in announced.text

    def pieces() -> Iterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="big.csv"\r\n\r\n'
        for _ in range(80):
            yield b"a" * 50_000
        yield b"\r\n--x--\r\n"

    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    unannounced = visitor.post("/check", content=pieces(), headers=kind)
    assert unannounced.status_code == 413
    assert set(home.iterdir()) == before


def test_the_limit_is_said_before(visitor: TestClient) -> None:
    assert "up to 100 MB" in visitor.get("/check").text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Select a file, or enter the address of one"),
        ({"address": "file:///etc/passwd"}, "Enter an address that starts with"),
        ({"address": "http://x.example/a.csv", "authority": "Nowhere-on-Sea"}, "No council has this name"),
        ({"address": "http://x.example/a.csv", "standard": "moon_rocks"}, "Select a standard from the list"),
    ],
)
def test_a_form_that_wants_something_says_what(visitor: TestClient, fields: dict[str, str], words: str) -> None:
    answer = visitor.post("/check", data=fields, files={"file": ("", b"")})
    assert answer.status_code == 422
    assert words in text_of(answer.text)
    assert answer.text.count("govuk-error-summary") > 0


def test_what_is_no_form_is_refused(visitor: TestClient) -> None:
    assert visitor.post("/check", content=b"nonsense").status_code == 400


def test_an_address_is_fetched(visitor: TestClient, web_site: Site) -> None:
    where = web_site.publish("/mine.csv", Page(cases(12)))
    page = visitor.get(ready(visitor, send(visitor, address=where, standard=STANDARD))).text
    assert "all 12 records count" in text_of(page)
    assert "mine.csv" in page


def test_no_private_network_is_reached_at_any_redirect(visitor: TestClient, web_site: Site) -> None:
    own = f"http://localhost:{web_site.port}/inside"
    web_site.publish("/inside", Page(cases(3)))
    hop = web_site.publish("/hop", Page(status=302, headers={"Location": own}))
    for address in (own, hop, "http://169.254.169.254/latest/meta-data", "http://[::1]/"):
        page = visitor.get(ready(visitor, send(visitor, address=address, standard=STANDARD))).text
        assert "We can’t fetch a file from this address" in unescape(page)
        assert "127.0.0.1" not in page
    assert web_site.count("/inside") == 0


def test_a_site_that_refuses_is_said_to_have(visitor: TestClient, web_site: Site) -> None:
    where = web_site.publish("/gone.csv", Page(status=410))
    page = visitor.get(ready(visitor, send(visitor, address=where, standard=STANDARD))).text
    assert "responded with status 410" in page


def test_a_visitor_waits_for_one_report_before_the_next(visitor: TestClient, web_site: Site) -> None:
    slow = web_site.publish("/slow.csv", Page(cases(3), wait=2.0))
    address = send(visitor, address=slow, standard=STANDARD)
    again = visitor.post("/check", files={"file": ("a.csv", BAD)}, data={})
    assert again.status_code == 503
    assert "A file from your network is being checked" in again.text
    ready(visitor, address)
    ready(visitor, send(visitor, cases(3), standard=STANDARD))


def test_a_full_queue_is_said_to_be_full(visitor: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limits, "QUEUE_LENGTH", 0)
    answer = visitor.post("/check", files={"file": ("a.csv", BAD)}, data={})
    assert answer.status_code == 503
    assert "Many files are being checked at the moment" in answer.text


def test_a_worker_that_dies_takes_no_other_check_with_it(visitor: TestClient) -> None:
    ready(visitor, send(visitor, cases(3), standard=STANDARD))
    address = send(visitor, enormous(), standard=STANDARD)
    one = desk_of(visitor).find(address.rpartition("/")[2])
    assert one
    while one.stage is not Stage.READING:
        time.sleep(0.01)
    os.kill(desk_of(visitor).checker.process, signal.SIGKILL)
    assert "more time or memory than we allow" in visitor.get(ready(visitor, address)).text
    assert not one.folder.exists()
    ready(visitor, send(visitor, cases(3), standard=STANDARD))


AGREEMENTS = b"reference,entry-date\nAG-1,2026-01-05\n"
CONTRIBUTIONS = (
    b"reference,developer-agreement,purpose,amount,entry-date\n"
    b"C-1,AG-1,education,100,2026-01-05\nC-2,AG-2,education,100,2026-01-05\n"
)


def send_with(visitor: TestClient, field: str, linked: bytes, **fields: str) -> Response:
    files = {"file": ("contributions.csv", CONTRIBUTIONS), field: ("agreements.csv", linked)}
    return visitor.post("/check", data=fields, files=files)


def test_records_are_held_against_the_file_that_they_refer_to(visitor: TestClient) -> None:
    address = send_with(visitor, "linked-developer_agreements", AGREEMENTS, standard=CONTRIBUTED).headers["location"]
    page = text_of(visitor.get(ready(visitor, address)).text)
    assert "References compared with Developer agreements agreements.csv" in page
    told = json.loads(visitor.get(f"{address}/report.json").content)
    [outcome] = [one for one in told["outcomes"] if "refers_to" in one["rule"]]
    assert (outcome["outcome"], outcome["failed"]) == ("failed", 1)
    assert not [file.name for file in folder_of(address).iterdir() if file.name.startswith("linked")]
    alone = json.loads(
        visitor.get(ready(visitor, send(visitor, CONTRIBUTIONS, standard=CONTRIBUTED)) + "/report.json").content
    )
    [outcome] = [one for one in alone["outcomes"] if "refers_to" in one["rule"]]
    assert outcome["outcome"] == "not-applicable"


def test_a_linked_file_waits_with_one_whose_standard_is_to_be_chosen(visitor: TestClient) -> None:
    address = ready(visitor, send_with(visitor, "linked-developer_agreements", AGREEMENTS).headers["location"])
    visitor.post(address, data={"standard": CONTRIBUTED})
    assert "References compared with" in text_of(visitor.get(ready(visitor, address)).text)


def test_a_linked_file_that_is_no_table_or_not_referred_to_is_said_to_be_so(visitor: TestClient) -> None:
    answer = send_with(visitor, "linked-developer_agreements", b"", standard=CONTRIBUTED)
    address = ready(visitor, answer.headers["location"])
    assert "The Developer agreements file that you sent with it can’t be read as a table" in visitor.get(address).text
    assert not list(Path(tempfile.gettempdir()).glob(f"{NAME}*/{address.rpartition('/')[2]}"))
    answer = send_with(visitor, "linked-developer_agreements", AGREEMENTS, standard=STANDARD)
    assert answer.status_code == 422
    assert "Planning applications records do not refer to Developer agreements" in text_of(answer.text)


def test_only_standards_that_refer_to_others_are_asked_for_linked_files(visitor: TestClient) -> None:
    assert visitor.get("/check").text.count("linked-") > 0
    assert "linked-" not in visitor.get(f"/check?standard={STANDARD}").text
    page = visitor.get("/check?standard=developer_agreement_transactions").text
    assert re.findall(r'name="(linked-\w+)"', page) == ["linked-developer_agreement_contributions"]
    assert re.search(r"<details[^>]* open", page)


def test_a_visitor_sends_so_many_files_an_hour() -> None:
    with TestClient(create_application(NOWHERE), follow_redirects=False) as client:
        desk_of(client).rate_limits.hourly = 1
        ready(client, send(client, b"", standard=STANDARD))
        answer = client.post("/check", data={"standard": STANDARD}, files={"file": ("a.csv", b"")})
        assert answer.status_code == 429
        assert 0 < int(answer.headers["Retry-After"]) <= 3_600
        assert "have been sent from your network within an hour" in text_of(answer.text)


def test_files_of_a_shared_address_that_wait_for_a_choice_are_kept_as_long_as_was_said(visitor: TestClient) -> None:
    desk = desk_of(visitor)
    for one in list(desk._checks.values()):
        one.deleted_at = one.deleted_at and one.deleted_at - timedelta(hours=2)
    waiting = [ready(visitor, send(visitor, BAD)) for _ in range(rate_limits.MOST_TO_CHOOSE)]
    answer = visitor.post("/check", data={}, files={"file": ("a.csv", BAD)})
    assert answer.status_code == 503
    assert "are waiting for somebody to choose their standard" in answer.text
    assert [visitor.get(address).status_code for address in waiting] == [200] * len(waiting)
    for address in waiting:
        one = desk.find(address.rpartition("/")[2])
        assert one
        assert one.deleted_at
        one.deleted_at -= timedelta(minutes=15)


@pytest.mark.parametrize(
    ("host", "visitor"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9%eth0", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("testclient", "testclient"),
    ],
)
def test_a_visitor_is_an_address_or_a_network_of_them(host: str, visitor: str) -> None:
    assert rate_limits.visitor_at(host) == visitor


def test_no_other_web_site_sends_a_file_in_a_visitors_name(visitor: TestClient, report: str) -> None:
    for address in ("/check", report):
        answer = visitor.post(address, data={"standard": STANDARD}, headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code == 403
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]


def test_a_choice_of_any_length_is_not_held_in_memory(visitor: TestClient) -> None:
    address = ready(visitor, send(visitor, cases(3), standard=STANDARD))
    answer = visitor.post(address, data={"standard": "a" * (receive.MAX_FORM_BYTES + 1)})
    assert answer.status_code == 413


def test_what_a_killed_portal_left_is_deleted_when_the_next_one_starts(visitor: TestClient) -> None:
    ready(visitor, send(visitor, cases(3), standard=STANDARD))
    living = next(iter(desk_of(visitor)._checks.values())).folder.parent
    left = Path(tempfile.mkdtemp(prefix=f"{NAME}{os.getpid()}-"))
    (left / "published").write_bytes(BAD)
    for folder in (left, living):
        os.utime(folder, (0, 0))
    with TestClient(create_application(NOWHERE)):
        wait_until(lambda: not left.exists(), "what the killed portal left is deleted")
    assert living.exists()


def test_more_findings_than_pages_can_show_are_said_to_be_too_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_tasks, "MOST_FINDINGS", 2)
    (tmp_path / worker_tasks.FILE).write_bytes(BAD)
    said = worker_tasks.check_file(tmp_path, CheckRequest("cases.csv", STANDARD, None, date(2025, 4, 3)))
    assert "more than 2 findings" in said
    assert not (tmp_path / worker_tasks.FILE).exists()


def test_nothing_in_a_file_runs(visitor: TestClient) -> None:
    """Neither in a page nor in a spreadsheet: not its name, not a header, not a value, not a formula."""
    script, formula = "<script>alert(1)</script>", "=HYPERLINK(A1)"
    content = cases(1).replace(b"A/0", formula.encode()).splitlines()
    file = b"\n".join((content[0] + f",{script},{formula}".encode(), content[1] + f",{script},{formula}".encode()))
    address = ready(visitor, send(visitor, file, f'"><{script}.csv', standard=STANDARD))
    for page in ("", "/findings", "/rows?line=2", "/rules"):
        answer = visitor.get(address + page)
        assert script not in answer.text
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "&lt;script&gt;" in visitor.get(f"{address}/rows?line=2").text
    ready(visitor, f"{address}/report.xlsx")
    for download in ("report.csv", "report.json", "report.xlsx"):
        headers = visitor.get(f"{address}/{download}").headers
        assert headers["Content-Disposition"].startswith("attachment")
        assert (headers["X-Content-Type-Options"], headers["Cache-Control"]) == ("nosniff", "no-store")
        assert "default-src 'self'" in headers["Content-Security-Policy"]
    book = openpyxl.load_workbook(io.BytesIO(visitor.get(f"{address}/report.xlsx").content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(formula in str(cell.value) for cell in cells)
    assert not [cell for cell in cells if cell.data_type == "f" and "(A1)" in str(cell.value)]


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [("GET", "/nothing", 404), ("PUT", "/check", 405), ("POST", "/check", 400), ("GET", "/check/guessed", 404)],
)
def test_an_error_has_the_headers_of_any_page(visitor: TestClient, method: str, address: str, status: int) -> None:
    answer = visitor.request(method, address, content=b"x" if method == "POST" else None)
    assert answer.status_code == status
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "<h1" in answer.text


def test_an_address_that_leads_nowhere_is_kept_by_nobody(visitor: TestClient) -> None:
    assert visitor.get("/check/guessed").headers["Cache-Control"] == "no-store"


def test_a_fault_of_ours_is_told_to_the_server_and_not_to_the_visitor(monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble() -> str:
        raise RuntimeError("inner words")

    monkeypatch.setattr(checks, "_limit", stumble)
    application = create_application(NOWHERE)
    with TestClient(application, raise_server_exceptions=False) as client:
        answer = client.get("/check")
        assert answer.status_code == 500
        assert "there is a problem with the service" in answer.text
        assert not re.search("inner words|Traceback|RuntimeError|checks.py", answer.text)
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    with TestClient(application) as client, pytest.raises(RuntimeError, match="inner words"):
        client.get("/check")


def test_a_portal_that_is_one_process_of_several_does_not_start() -> None:
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        assert "start it with one worker" in pool.submit(said_by_a_second_process).result()


def said_by_a_second_process() -> str:
    try:
        CheckQueue(NOWHERE)
    except NotSingleProcess as error:
        return str(error)
    return ""


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("OrganisationURI,SiteReference,SiteNameAddress,Hectares,PlanningStatus", "brownfield_land"),
        ("CaseReference,CaseDate,Decision,DecisionDate,ServiceTypeLabel", "planning_applications"),
    ],
)
def test_a_header_is_recognised(header: str, expected: str) -> None:
    assert candidates(f"{header}\n{',x' * header.count(',')}\n".encode(), "x")[0].standard == expected


def test_nothing_is_left_when_the_portal_ends(web_site: Site) -> None:
    with TestClient(create_application(NOWHERE), follow_redirects=False) as client:
        folder = folder_of(send(client, BAD, standard=STANDARD))
        assert folder.exists()
    assert not folder.parent.exists()
