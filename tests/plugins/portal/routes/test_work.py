"""Signing in, and the pages of councils, the data team and departments, without scripts."""

import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from urllib.parse import urlsplit

import httpx
import pytest
from starlette.testclient import TestClient
from werkzeug.serving import make_server

from plugins.local.platform.example_provider import create_provider
from plugins.portal.accounts import sign_in
from plugins.portal.application import create_application
from plugins.settings import IdentityProvider, Settings
from plugins.storage.deployment import open_deployment
from plugins.storage.warehouse.submission_tables import SESSION
from tests.plugins.conftest import Site
from tests.plugins.submissions.life import ADUR, ARUN, PERIOD, RETURN, Life

pytestmark = pytest.mark.platform
ROUND = f"/work/rounds/{RETURN}/{PERIOD}"
PART = f"{ROUND}/parts/{ADUR}"


@pytest.fixture(scope="module")
def provider() -> Iterator[IdentityProvider]:
    """The identity provider of a demonstration, on a free port."""
    server = make_server("127.0.0.1", 0, create_provider(), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield IdentityProvider(f"http://127.0.0.1:{server.server_port}", "portal", "secret")
    server.shutdown()
    server.server_close()


@pytest.fixture
def life(deployment: Settings, provider: IdentityProvider, site: Site) -> Iterator[Life]:
    settings = replace(deployment, sign_in=provider, administrator="first")
    with (
        open_deployment(settings) as opened,
        TestClient(create_application(settings), base_url="https://testserver", follow_redirects=False) as client,
    ):
        made = Life(opened, client, site)
        made.admit()
        made.assemble()
        yield made


def begin(life: Life, target: str = "/work") -> str:
    """Begin to sign in, and return where the provider sends the visitor back to."""
    answer = life.client.get("/sign-in", params={"target": target})
    assert answer.status_code == 303
    return answer.headers["Location"]


def sign_in_as(life: Life, who: str, target: str = "/work") -> httpx.Response:
    """Sign in as somebody, and return the answer that starts the session."""
    life.client.cookies.clear()
    there = httpx.post(begin(life, target), data={"sub": who}, trust_env=False)
    back = urlsplit(there.headers["Location"])
    return life.client.get(f"{back.path}?{back.query}")


def send(life: Life, page: str, act: str, **form: str) -> httpx.Response:
    """Send a form of a page, with the token that the page has."""
    token = re.search(r'name="form_token" value="([^"]+)"', life.client.get(page).text)
    assert token
    return life.client.post(f"{page}/{act}", data={"form_token": token[1], **form})


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


def test_a_return_goes_all_the_way_by_pages(life: Life) -> None:
    sign_in_as(life, "officer")
    page = life.client.get(PART).text
    assert "Moved against last year" in page
    assert 'action="' + PART + '/confirm"' not in page
    assert send(life, PART, "explain", check="moved-against-last-year", why="A new town").status_code == 303
    assert "A new town" in life.client.get(PART).text
    assert send(life, PART, "declare", cell="PS1.4", value="4", why="Counted", until="").status_code == 303
    derived = send(life, PART, "declare", cell="PS1.2", value="7", why="We think so")
    assert (derived.status_code, "dispute it instead" in derived.text) == (409, True)
    assert 'value="7"' in derived.text
    assert "We think so" in derived.text
    sign_in_as(life, "certifier")
    cells = re.search(r'name="cells_sha256" value="([0-9a-f]{64})"', life.client.get(PART).text)
    assert cells
    life.assemble("2025-04-04", adur={"PS1.2": ("32", "computed")})
    late = send(life, PART, "confirm", cells_sha256=cells[1])
    assert (late.status_code, "PS1.2 is now 32" in unescape(late.text)) == (409, True)
    cells = re.search(r'name="cells_sha256" value="([0-9a-f]{64})"', late.text)
    assert cells
    left_out = {"except": "PS1.3 = We count otherwise\n"}
    assert send(life, PART, "confirm", cells_sha256=cells[1], **left_out).status_code == 303
    assert "We count otherwise" in life.client.get(PART).text
    assert life.client.get(f"{ROUND}/parts/{ARUN}").status_code == 404
    sign_in_as(life, "collector")
    assert "2 of 2" not in life.client.get(ROUND).text
    blank = send(life, ROUND, "freeze", why=" ")
    assert (blank.status_code, "why is blank" in blank.text.lower()) == (422, True)
    assert send(life, ROUND, "freeze", why="Now").status_code == 303
    assert life.client.get(f"{ROUND}?state=confirmed").text.count(f"{ROUND}/parts/") == 1
    sign_in_as(life, "releaser")
    assert "1 council" in life.client.get(ROUND).text
    assert send(life, ROUND, "propose").status_code == 422
    assert send(life, ROUND, "propose", **{"part:proposed": "On leave"}).status_code == 303
    assert "/releases/1/agree" not in life.client.get(ROUND).text
    sign_in_as(life, "second-releaser")
    assert "/releases/1/agree" in life.client.get(ROUND).text
    assert send(life, ROUND, "releases/1/agree", why="").status_code == 303
    sign_in_as(life, "receiver")
    page = life.client.get(ROUND).text
    receipt = re.search(r'receipt <code class="app-code">([0-9a-f]{64})', page)
    assert receipt
    assert "/parts/" not in page
    assert send(life, ROUND, "releases/1/acknowledge", receipt="0" * 64).status_code == 409
    assert send(life, ROUND, "releases/1/acknowledge", receipt=receipt[1]).status_code == 303
    assert "The department has acknowledged it" in life.client.get(ROUND).text
    token = re.search(r'name="form_token" value="([^"]+)"', life.client.get("/work").text)
    assert token
    assert life.client.post(f"{ROUND}/nothing", data={"form_token": token[1]}).status_code == 404


def test_whoever_is_signed_in_sees_only_what_is_theirs(life: Life) -> None:
    sees = {}
    for who in ("officer", "other-officer", "collector", "auditor", "receiver", "administrator", "stranger"):
        sign_in_as(life, who)
        sees[who] = [life.client.get(address).status_code for address in (ROUND, PART, "/work")]
    assert sees == {
        "officer": [200, 200, 200], "other-officer": [200, 404, 200], "collector": [200, 200, 200],
        "auditor": [200, 200, 200], "receiver": [200, 404, 200], "administrator": [404, 404, 200],
        "stranger": [404, 404, 200],
    }  # fmt: skip
    sign_in_as(life, "other-officer")
    assert "Adur" not in life.client.get(ROUND).text
