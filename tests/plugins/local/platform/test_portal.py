"""The portal as a process of the platform."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from plugins.local.platform import portal
from plugins.local.platform.faults import DidNotStart
from plugins.local.platform.home import CHECKOUT, LOOPBACK, Home
from plugins.local.platform.processes import recorded, stop
from plugins.settings import DATABASE, Settings, Store

NOWHERE = Settings("postgresql+psycopg://nobody@127.0.0.1:1/nothing", Store("nothing"))
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(CHECKOUT), **NOWHERE.environment()}


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """A platform's folder; what is started in it is ended."""
    home = Home(tmp_path)
    portal.choose_portal(home, 0)
    yield home
    stop(home, recorded(home))


def test_it_answers_where_it_says_and_keeps_its_port(home: Home) -> None:
    chosen = portal.port(home)
    portal.start_portal(home, ENVIRONMENT)
    portal.ensure_portal(home, lambda: ENVIRONMENT)
    assert portal.port(home) == chosen
    assert httpx.get(f"{portal.address(home)}/standards", trust_env=False).is_success
    stop(home, recorded(home))
    portal.choose_portal(home, 0)
    assert portal.port(home) == chosen


def test_another_port_is_taken_where_somebody_took_its_own(home: Home) -> None:
    taken = portal.port(home)
    with socket.create_server((LOOPBACK, taken)):
        portal.start_portal(home, ENVIRONMENT)
        portal.ensure_portal(home, lambda: ENVIRONMENT)
        assert portal.port(home) != taken
        assert httpx.get(f"{portal.address(home)}/standards", trust_env=False).is_success


def test_one_that_can_not_start_says_where_to_look(home: Home) -> None:
    without = {**ENVIRONMENT, DATABASE: ""}
    portal.start_portal(home, {**without, "COUNCIL_RETURNS_HOME": str(home.root)})
    with pytest.raises(DidNotStart, match=r"portal\.log"):
        portal.ensure_portal(home, lambda: without)
