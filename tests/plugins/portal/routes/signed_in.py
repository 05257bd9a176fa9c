"""An open round with its portal, and people who sign in at the demonstration's provider and send forms."""

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

import httpx
import pytest
from starlette.testclient import TestClient

from plugins.portal.application import create_application
from plugins.settings import IdentityProvider, Settings
from plugins.storage.deployment import open_deployment
from tests.plugins.conftest import Site
from tests.plugins.submissions.life import ADUR, PERIOD, RETURN, Life

ROUND = f"/work/rounds/{RETURN}/{PERIOD}"
PART = f"{ROUND}/parts/{ADUR}"


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
