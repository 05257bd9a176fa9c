"""Requests for another host, and forms of other websites, are refused before any page sees them."""

import pytest
from starlette.testclient import TestClient

from plugins.portal.request_guard import is_own_host, is_same_origin

PORTAL = "https://returns.example.gov.uk/"


@pytest.mark.parametrize(
    "host",
    ["returns.example.gov.uk", "RETURNS.example.gov.uk", "returns.example.gov.uk:443", "localhost:8000", "[::1]:8000",
     "127.0.0.1"],
)  # fmt: skip
def test_the_portal_is_asked_for_by_its_own_name_or_on_its_own_machine(host: str) -> None:
    assert is_own_host([host], PORTAL)


@pytest.mark.parametrize(
    "hosts",
    [["attacker.example"], ["returns.example.gov.uk.attacker.example"], ["returns.example.gov.uk:8000"], ["10.0.0.1"],
     [""], [], ["returns.example.gov.uk", "attacker.example"], ["returns.example.gov.uk/x"],
     ["a@returns.example.gov.uk"], ["returns.example.gov.uk:x"], ["["]],
)  # fmt: skip
def test_another_name_is_refused(hosts: list[str]) -> None:
    assert not is_own_host(hosts, PORTAL)


def test_where_nobody_has_said_its_name_any_name_is_its_own_but_no_nonsense() -> None:
    assert is_own_host(["anything.example"], "")
    assert not is_own_host(["["], "")
    assert not is_own_host([], "")


@pytest.mark.parametrize(
    ("origin", "host", "is_same"),
    [("https://returns.example.gov.uk", "returns.example.gov.uk", True), ("http://[", "returns.example.gov.uk", False),
     ("http://127.0.0.1:8000", "127.0.0.1:8000", True), ("https://returns.example.gov.uk", "portal:8000", True),
     ("https://attacker.example", "returns.example.gov.uk", False), ("http://127.0.0.1:8001", "127.0.0.1:8000", False),
     ("null", "returns.example.gov.uk", False), ("", "a", False),
     ("https://returns.example.gov.uk.attacker.example", "returns.example.gov.uk", False)],
)  # fmt: skip
def test_a_form_is_ours_where_its_page_has_the_host_that_is_asked(origin: str, host: str, is_same: bool) -> None:
    assert is_same_origin(origin, host, PORTAL) == is_same


def test_every_response_says_what_a_page_may_use_and_by_tls_that_nothing_else_will_do(sender: TestClient) -> None:
    plain = sender.get("/check")
    assert "camera=()" in plain.headers["Permissions-Policy"]
    assert "Strict-Transport-Security" not in plain.headers
    assert "max-age" in sender.get("https://testserver/check").headers["Strict-Transport-Security"]


def test_an_address_that_is_no_host_gets_no_page(sender: TestClient) -> None:
    answer = sender.get("/check", headers={"Host": "a@b"})
    assert answer.status_code == 400
    assert "not served under the name" in answer.text
