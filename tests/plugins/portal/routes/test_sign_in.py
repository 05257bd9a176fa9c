"""Signing in with an identity provider and out again, and what a session may not do."""

import re
from dataclasses import replace
from urllib.parse import urlsplit

import httpx
import pytest
from starlette.testclient import TestClient

from plugins.portal.accounts import sign_in
from plugins.portal.application import create_application
from plugins.settings import IdentityProvider, Settings
from plugins.storage.warehouse.submission_tables import SESSION
from tests.plugins.portal.example_sign_in import provider
from tests.plugins.portal.routes.signed_in import PART, begin, life, sign_in_as
from tests.plugins.submissions.life import Life

__all__ = ["life", "provider"]

pytestmark = pytest.mark.platform


def test_signing_in_leads_back_to_the_page_that_was_asked_for_and_out_again(life: Life) -> None:
    asked = life.client.get(PART)
    assert (asked.status_code, asked.headers["Location"]) == (303, f"/sign-in?target={PART.replace('/', '%2F')}")
    answer = sign_in_as(life, "officer", PART)
    assert (answer.status_code, answer.headers["Location"]) == (303, PART)
    cookie = next(value for value in answer.headers.get_list("Set-Cookie") if value.startswith("__Host-session="))
    for part in ("Secure", "HttpOnly", "SameSite=lax", "Path=/"):
        assert part in cookie
    page = life.client.get("/work")
    assert "You are signed in as Olive Officer" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert "This is a demonstration" in page.text
    token = re.search(r'name="form_token" value="([^"]+)"', page.text)
    assert token
    stolen = dict(life.client.cookies)
    assert life.client.post("/sign-out", data={"form_token": "x"}).status_code == 403
    foreign = {"Origin": "https://elsewhere.example"}
    assert life.client.post("/sign-out", data={"form_token": token[1]}, headers=foreign).status_code == 403
    assert life.client.post("/sign-out", data={"form_token": token[1]}).status_code == 303
    life.client.cookies.update(stolen)
    assert life.client.get("/work").status_code == 303


def test_a_way_back_counts_once_and_only_in_the_browser_that_began(life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    there = httpx.post(begin(life), data={"sub": "officer"}, trust_env=False)
    back = urlsplit(there.headers["Location"])
    address, cookies = f"{back.path}?{back.query}", dict(life.client.cookies)
    life.client.cookies.clear()
    assert "not begun here" in life.client.get(address).text
    life.client.cookies.update(cookies)
    assert life.client.get(address).status_code == 400
    there = httpx.post(begin(life), data={"sub": "officer"}, trust_env=False)
    back = urlsplit(there.headers["Location"])
    monkeypatch.setattr(sign_in, "MINUTES_TO_SIGN_IN", -1)
    assert life.client.get(f"{back.path}?{back.query}").status_code == 400
    assert life.client.get("/signed-in?error=access_denied&state=x").status_code == 400


def test_signing_in_leads_nowhere_else(life: Life) -> None:
    for target in ("https://elsewhere.example", "//elsewhere.example", "/work//elsewhere", "/work\\x"):
        assert sign_in_as(life, "officer", target).headers["Location"] == "/work", target


def test_an_idle_session_ends(life: Life) -> None:
    from datetime import timedelta

    sign_in_as(life, "officer")
    assert life.client.get("/work").status_code == 200
    with life.deployment.transaction() as connection:
        connection.execute(SESSION.update().values(last_seen_at=SESSION.c.last_seen_at - timedelta(minutes=31)))
    assert life.client.get("/work").status_code == 303


def test_too_many_sign_ins_from_a_network_are_refused(life: Life) -> None:
    answers = [life.client.get("/sign-in").status_code for _ in range(sign_in.MOST_OF_ONE_VISITOR + 1)]
    assert answers[-1] == 400
    assert set(answers[:-1]) == {303}


def test_a_provider_that_is_away_is_said_and_the_public_half_goes_on(life: Life, deployment: Settings) -> None:
    away = replace(deployment, sign_in=IdentityProvider("http://127.0.0.1:1", "portal", "secret"))
    with TestClient(create_application(away), base_url="https://testserver", follow_redirects=False) as client:
        answer = client.get("/sign-in")
        assert (answer.status_code, "Everything public goes on" in answer.text) == (503, True)
        assert client.get("/standards").status_code == 200
