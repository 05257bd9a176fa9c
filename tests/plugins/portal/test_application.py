"""What every response has in common, those to mistakes and faults too."""

import re

import pytest
from starlette.testclient import TestClient

from plugins.portal.application import create_application
from plugins.portal.routes import checks
from tests.plugins.portal.sent_files import NOWHERE


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [("GET", "/nothing", 404), ("PUT", "/check", 405), ("POST", "/check", 400), ("GET", "/check/guessed", 404)],
)
def test_an_error_has_the_headers_of_any_page(sender: TestClient, method: str, address: str, status: int) -> None:
    answer = sender.request(method, address, content=b"x" if method == "POST" else None)
    assert answer.status_code == status
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "<h1" in answer.text


def test_a_fault_is_logged_and_its_details_are_not_sent_to_the_visitor(monkeypatch: pytest.MonkeyPatch) -> None:
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
