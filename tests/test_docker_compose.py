import re
from pathlib import Path

import pytest
import yaml

from plugins import settings
from plugins.local.platform import components, object_store, portal
from plugins.local.platform.lifecycle import EXPECTED

FILE = Path(__file__).parents[1] / "docker-compose.yml"
# What only one machine needs, and what only several do.
EMBEDDED_ALONE = {"NO_PROXY", "no_proxy"}
SEVERAL_ALONE = {"AIRFLOW__CELERY__BROKER_URL", "AIRFLOW__CELERY__RESULT_BACKEND"}


@pytest.fixture(scope="module")
def compose() -> dict:
    return yaml.safe_load(FILE.read_text())


def test_every_embedded_process_has_its_service(compose: dict) -> None:
    assert set(compose["services"]) == {*EXPECTED, "redis", "tables", "worker"}


def test_airflow_components_run_the_same_command_as_on_one_machine(compose: dict) -> None:
    for name, arguments in components.COMPONENTS.items():
        assert compose["services"][name]["command"] == [arguments[0]]


@pytest.mark.parametrize("service", [*components.COMPONENTS, "portal", "worker", "tables"])
def test_every_setting_that_is_read_is_given(compose: dict, service: str) -> None:
    assert set(settings.VARIABLES) <= compose["services"][service]["environment"].keys()


def test_the_portal_is_served_as_on_one_machine(compose: dict) -> None:
    service = compose["services"]["portal"]
    assert service["entrypoint"][1:] == ["-m", "plugins.cli.main"]
    assert service["command"][0] == portal.NAME
    assert str(service["ports"][0]).endswith(f":{portal.PREFERRED_PORT}")
    assert service["environment"]["COUNCIL_RETURNS_PORTAL"].endswith(f":{portal.PREFERRED_PORT}}}")


def test_airflow_is_set_as_on_one_machine(compose: dict, tmp_path: Path) -> None:
    from plugins.local.platform.home import Home

    home = Home(tmp_path)
    home.remember("postgres", {"port": 5432, "password": "p"})
    components.choose_airflow(home, components.PREFERRED_PORT)
    embedded = components.airflow_environment(home, {}).keys() - EMBEDDED_ALONE
    given = compose["services"]["scheduler"]["environment"]
    assert embedded - given.keys() == set()
    assert {name for name in given.keys() - embedded if name not in settings.VARIABLES} == SEVERAL_ALONE
    assert {name: given[name] for name in components.AIRFLOW} == components.AIRFLOW


def test_the_settings_are_read_from_what_the_file_says(compose: dict) -> None:
    given = compose["services"]["worker"]["environment"]
    filled = {name: re.sub(r"\$\{\w+:?[-?]?([^}]*)\}", r"\1", str(value)) for name, value in given.items()}
    filled["COUNCIL_RETURNS_STORE"] = filled["COUNCIL_RETURNS_STORE"].replace("//:@", "//key:secret@")
    read = settings.Settings.from_environment(filled)
    assert read.store.bucket == object_store.BUCKET
    assert not read.is_demonstration


def test_no_secret_has_a_default(compose: dict) -> None:
    secrets = re.findall(r"\$\{(\w*(?:PASSWORD|KEY|SECRET)\w*)([^}]*)\}", FILE.read_text())
    assert secrets
    assert {rest for _, rest in secrets} == {":?"}


def test_the_store_reports_to_nobody(compose: dict) -> None:
    assert "-master.telemetry=false" in compose["services"]["object-store"]["command"]
