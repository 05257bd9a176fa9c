"""A demonstration remembers that it is one, and what keeps it away from real councils."""

import os
from datetime import date
from pathlib import Path

import httpx
import pytest

from plugins.local.platform import components
from plugins.local.platform.demonstration import (
    Demonstration,
    demonstration_settings,
    move_to_day,
    publishers_hello,
    recall_demonstration,
    remember_demonstration,
    start_publishers,
    wait_for_publishers,
)
from plugins.local.platform.faults import PlatformFault
from plugins.local.platform.home import Home
from plugins.local.platform.lifecycle import platform_environment
from plugins.local.platform.processes import recorded, stop
from plugins.settings import Settings
from plugins.storage.roles import AIRFLOW, PIPELINE

OPENED, LATER = date(2025, 9, 29), date(2026, 1, 5)
SMALL = Demonstration(("--authorities", "2", "--seed", "1", "--standards", "brownfield_land"), OPENED, OPENED)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """The folder of a platform that has been started before."""
    home = Home(tmp_path)
    home.remember("postgres", {"port": 5432, "password": "p", "roles": dict.fromkeys((AIRFLOW, PIPELINE), "p")})
    keys = {PIPELINE: {"access_key": "a", "secret_key": "s"}}
    home.remember("object-store", {"ports": {"s3": 8333}, "keys": keys})
    components.choose_airflow(home, 0)
    return home


def settings_of(home: Home, **environment: str) -> Settings:
    return Settings.from_environment(platform_environment(home, environment))


def test_a_folder_is_the_home_of_a_demonstration_once_it_is_remembered(home: Home) -> None:
    assert recall_demonstration(home) is None
    assert demonstration_settings(home) == {}
    remember_demonstration(home, SMALL)
    assert recall_demonstration(home) == SMALL


def test_a_demonstration_stays_with_its_publishers_whatever_the_environment_says(home: Home) -> None:
    remember_demonstration(home, SMALL)
    elsewhere = {
        "COUNCIL_RETURNS_SOURCES": "transforms/registers/sources.csv",
        "COUNCIL_RETURNS_ALLOW_HOSTS": "council.gov.uk:443",
        "COUNCIL_RETURNS_DEMONSTRATION": "",
        "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
    }
    settings = settings_of(home, **elsewhere)
    assert settings.is_demonstration
    assert settings.sources == home.root / "sources.csv"
    assert settings.allow_hosts == {"127.0.0.1:0"}
    assert platform_environment(home, elsewhere)["AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION"] == "True"


def test_the_schedule_of_another_platform_runs_by_itself(home: Home) -> None:
    assert platform_environment(home, {})["AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION"] == "False"
    assert not settings_of(home).is_demonstration
    assert settings_of(home).sources is None


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"arguments": []}', '{"opened": "soon"}'])
def test_a_mark_that_can_not_be_read_is_a_fault_and_not_a_platform_of_real_councils(home: Home, damage: str) -> None:
    (home.root / "demonstration.json").write_text(damage)
    with pytest.raises(PlatformFault, match=r"demonstration\.json can't be read"):
        platform_environment(home, {})


def test_the_publishers_come_back_on_their_port_and_show_the_day_that_they_showed_last(home: Home) -> None:
    remember_demonstration(home, SMALL)
    try:
        start_publishers(home, dict(os.environ))
        control = publishers_hello(home)["control"]
        move_to_day(home, control, LATER)
        stop(home, recorded(home))
        start_publishers(home, dict(os.environ))
        wait_for_publishers(home)
        assert publishers_hello(home)["control"] == control
        assert httpx.get(control, trust_env=False).json()["day"] == str(LATER)
        register = (home.root / "sources.csv").read_text().splitlines()
        [allowed] = settings_of(home).allow_hosts
        assert len(register) == 3
        assert all(f"http://{allowed}/" in line for line in register[1:])
    finally:
        stop(home, recorded(home))
