"""How many files one visitor may send, and all visitors together."""

from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from plugins.portal.application import create_application
from plugins.portal.upload_checks import rate_limits
from tests.plugins.conftest import Page, Site
from tests.plugins.pipeline.steps.conftest import STANDARD, cases
from tests.plugins.portal.reading import text_of
from tests.plugins.portal.sent_files import BAD, NOWHERE, queue_of, ready, send


def test_a_visitor_waits_for_one_report_before_the_next(sender: TestClient, check_site: Site) -> None:
    slow = check_site.publish("/slow.csv", Page(cases(3), wait=2.0))
    address = send(sender, address=slow, standard=STANDARD)
    again = sender.post("/check", files={"file": ("a.csv", BAD)}, data={})
    assert again.status_code == 503
    assert "A file from your network is being checked" in again.text
    ready(sender, address)
    ready(sender, send(sender, cases(3), standard=STANDARD))


def test_a_full_queue_refuses_another_file_with_a_sentence(sender: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limits, "QUEUE_LENGTH", 0)
    answer = sender.post("/check", files={"file": ("a.csv", BAD)}, data={})
    assert answer.status_code == 503
    assert "Many files are being checked at the moment" in answer.text


def test_a_visitor_may_send_a_limited_number_of_files_an_hour() -> None:
    with TestClient(create_application(NOWHERE), follow_redirects=False) as client:
        queue_of(client).rate_limits.hourly = 1
        ready(client, send(client, b"", standard=STANDARD))
        answer = client.post("/check", data={"standard": STANDARD}, files={"file": ("a.csv", b"")})
        assert answer.status_code == 429
        assert 0 < int(answer.headers["Retry-After"]) <= 3_600
        assert "have been sent from your network within an hour" in text_of(answer.text)


def test_files_from_a_shared_network_wait_as_long_as_the_page_promises(sender: TestClient) -> None:
    queue = queue_of(sender)
    for check in list(queue._checks.values()):
        check.deleted_at = check.deleted_at and check.deleted_at - timedelta(hours=2)
    waiting = [ready(sender, send(sender, BAD)) for _ in range(rate_limits.MOST_TO_CHOOSE)]
    answer = sender.post("/check", data={}, files={"file": ("a.csv", BAD)})
    assert answer.status_code == 503
    assert "are waiting for somebody to choose their standard" in answer.text
    assert [sender.get(address).status_code for address in waiting] == [200] * len(waiting)
    for address in waiting:
        check = queue.find(address.rpartition("/")[2])
        assert check
        assert check.deleted_at
        check.deleted_at -= timedelta(minutes=15)


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
def test_visitors_are_counted_by_address_or_by_network(host: str, visitor: str) -> None:
    assert rate_limits.visitor_at(host) == visitor
