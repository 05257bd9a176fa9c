"""The queue of checks: what it fetches and what it deletes, one check after the other in one process."""

import os
import signal
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from html import unescape
from multiprocessing import get_context

from starlette.testclient import TestClient

from plugins.portal.application import create_application
from plugins.portal.upload_checks import worker_tasks
from plugins.portal.upload_checks.queue import CheckQueue, NotSingleProcess
from plugins.portal.upload_checks.upload_check import Stage
from tests.plugins.conftest import Page, Site
from tests.plugins.pipeline.steps.conftest import STANDARD, cases
from tests.plugins.portal.reading import text_of
from tests.plugins.portal.sent_files import BAD, NOWHERE, enormous, folder_of, queue_of, ready, send


def test_an_uploaded_file_is_deleted_once_checked_and_its_report_after_an_hour(
    sender: TestClient,
) -> None:
    queue = queue_of(sender)
    address = send(sender, BAD, standard=STANDARD)
    folder = folder_of(address)
    assert folder.stat().st_mode & 0o077 == 0
    page = ready(sender, address)
    assert not (folder / "published").exists()
    assert "We have deleted your file" in sender.get(page).text
    check = queue.find(address.rpartition("/")[2])
    assert check
    assert check.deleted_at
    ready(sender, f"{address}/report.xlsx")
    check.deleted_at -= timedelta(minutes=59)
    assert sender.get(address).status_code == 200
    check.deleted_at -= timedelta(minutes=1)
    assert sender.get(address).status_code == 404
    assert not folder.exists()


def test_an_abandoned_file_is_deleted(sender: TestClient) -> None:
    address = ready(sender, send(sender, BAD))
    folder = folder_of(address)
    check = queue_of(sender).find(address.rpartition("/")[2])
    assert check
    assert check.deleted_at
    check.deleted_at -= timedelta(minutes=15)
    assert sender.get(address).status_code == 404
    assert not folder.exists()


def test_an_address_is_fetched(sender: TestClient, check_site: Site) -> None:
    where = check_site.publish("/mine.csv", Page(cases(12)))
    page = sender.get(ready(sender, send(sender, address=where, standard=STANDARD))).text
    assert "all 12 records count" in text_of(page)
    assert "mine.csv" in page


def test_no_private_network_is_reached_at_any_redirect(sender: TestClient, check_site: Site) -> None:
    own = f"http://localhost:{check_site.port}/inside"
    check_site.publish("/inside", Page(cases(3)))
    hop = check_site.publish("/hop", Page(status=302, headers={"Location": own}))
    for address in (own, hop, "http://169.254.169.254/latest/meta-data", "http://[::1]/"):
        page = sender.get(ready(sender, send(sender, address=address, standard=STANDARD))).text
        assert "We can’t fetch a file from this address" in unescape(page)
        assert "127.0.0.1" not in page
    assert check_site.count("/inside") == 0


def test_a_website_that_refuses_a_request_is_named_as_the_reason(sender: TestClient, check_site: Site) -> None:
    where = check_site.publish("/gone.csv", Page(status=410))
    page = sender.get(ready(sender, send(sender, address=where, standard=STANDARD))).text
    assert "responded with status 410" in page


def test_a_worker_that_dies_takes_no_other_check_with_it(sender: TestClient) -> None:
    ready(sender, send(sender, cases(3), standard=STANDARD))
    address = send(sender, enormous(), standard=STANDARD)
    check = queue_of(sender).find(address.rpartition("/")[2])
    assert check
    while check.stage is not Stage.READING:
        time.sleep(0.01)
    for process in queue_of(sender).checker.processes.numbers:
        os.kill(process, signal.SIGKILL)
    assert "We could not read it" in unescape(sender.get(ready(sender, address)).text)
    assert not (check.folder / worker_tasks.FILE).exists()
    ready(sender, send(sender, cases(3), standard=STANDARD))


def test_a_portal_that_is_one_process_of_several_does_not_start() -> None:
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        assert "start it with one worker" in pool.submit(error_of_second_process).result()


def error_of_second_process() -> str:
    try:
        CheckQueue(NOWHERE)
    except NotSingleProcess as error:
        return str(error)
    return ""


def test_nothing_is_left_when_the_portal_ends(check_site: Site) -> None:
    with TestClient(create_application(NOWHERE), follow_redirects=False) as client:
        folder = folder_of(send(client, BAD, standard=STANDARD))
        assert folder.exists()
    assert not folder.parent.exists()
