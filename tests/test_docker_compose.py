"""The files for several machines, checked for all that can be checked without a container engine."""

import os
import re
import shutil
import stat
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from plugins import settings
from plugins.cli.main import app
from plugins.local.platform import components, object_store, portal
from plugins.local.platform.home import Home
from plugins.local.platform.lifecycle import EXPECTED
from plugins.storage import airflow_accounts, create_storage, object_store_access, roles

ROOT = Path(__file__).parents[1]
FILE, WORKER_FILE, EXAMPLE = ROOT / "docker-compose.yml", ROOT / "docker-compose.worker.yml", ROOT / ".env.example"
OPERATIONS = ROOT / "docs" / "operations.md"
OBSERVABILITY = {"otel-collector", "prometheus", "grafana"}  # the profile of that name
HELP = {"proxy", "redis", "storage", "accounts", "object-store-files", "airflow-clean", "worker", "backup"}
OF_OUR_IMAGE = {*components.COMPONENTS, "portal", *HELP} - {"proxy", "redis"}
UNCHECKED = {"airflow-clean", "otel-collector"}  # one sleeps, the other's image has no program to ask it with
# What only one machine needs, and what only several do.
EMBEDDED_ALONE = {
    "NO_PROXY", "no_proxy",
    "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS", "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE",
}  # fmt: skip
SEVERAL_ALONE = re.compile(
    r"AIRFLOW__CELERY.*|AIRFLOW__LOGGING__(REMOTE|DELETE|JSON).*|AIRFLOW__CORE__AUTH.*|AIRFLOW_CONN.*|OTEL_.*"
)
OF_THE_PORTAL = {settings.SIGN_IN, settings.AUDIENCE, settings.ADMINISTRATOR, settings.METRICS_TOKEN}
OF_NO_WORKER = {"FERNET_KEY", "JWT_SECRET", "API_SECRET_KEY", "AIRFLOW_DATABASE_PASSWORD", "OWNER_PASSWORD"}
OF_NO_WORKER |= {"POSTGRES_PASSWORD", "PORTAL_PASSWORD", "STORE_OWNER_SECRET_KEY", "STORE_PORTAL_SECRET_KEY"}
VARIABLE = re.compile(r"(?<!\$)\$\{(\w+)(:?[-?]?)([^}]*)\}")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return yaml.safe_load(FILE.read_text())


@pytest.fixture(scope="module")
def further_worker() -> dict[str, Any]:
    return yaml.safe_load(WORKER_FILE.read_text())["services"]["worker"]


def environment(compose: dict[str, Any], service: str) -> dict[str, str]:
    """Return a service's environment, with each variable as its default or its name."""
    given = compose["services"][service]["environment"]
    return {
        name: VARIABLE.sub(lambda use: use[3] or ("" if use[2] == ":-" else use[1].lower()), str(value))
        for name, value in given.items()
    }


def assigned(text: str) -> dict[str, str]:
    return dict(line.split("=", 1) for line in text.splitlines() if line and not line.startswith("#"))


def words(service: dict[str, Any]) -> list[str]:
    """Return what a service runs: our image's entry point is Airflow's command."""
    entrypoint = service.get("entrypoint", ["python", "-m", "airflow"])
    return [str(word) for word in [*entrypoint, *service.get("command", [])]]


def airflow_command(text: str) -> list[list[str]]:
    text = re.sub(r'"\$\$\([^)]*\)"', "2026-01-01", text)  # what the shell would say
    return [found.split() for found in re.findall(r"python -m airflow ([^\n;&]+)", text)]


def test_every_embedded_process_has_its_service(compose: dict[str, Any]) -> None:
    assert set(compose["services"]) == {*EXPECTED, *HELP, *OBSERVABILITY}


def test_airflow_components_run_the_same_command_as_on_one_machine(compose: dict[str, Any]) -> None:
    for name, arguments in components.COMPONENTS.items():
        assert compose["services"][name]["command"][0] == arguments[0]


@pytest.mark.parametrize("service", [*components.COMPONENTS, "portal", "worker", "storage"])
def test_every_setting_that_is_read_is_given(compose: dict[str, Any], service: str) -> None:
    of_others = set() if service == "portal" else OF_THE_PORTAL
    assert set(settings.VARIABLES) - of_others <= compose["services"][service]["environment"].keys()


def test_only_the_portal_knows_how_people_sign_in(compose: dict[str, Any]) -> None:
    knowing = {
        name for name, service in compose["services"].items() if OF_THE_PORTAL & {*service.get("environment", ())}
    }
    assert knowing == {"portal"}


@pytest.mark.parametrize("service", sorted(OF_OUR_IMAGE))
def test_what_a_service_starts_exists(compose: dict[str, Any], service: str) -> None:
    command = words(compose["services"][service])
    if command[0] == "council-returns":
        assert CliRunner().invoke(app, [command[1], "--help"]).exit_code == 0
    elif command[1:3] == ["-m", "airflow"] and command[3] != "celery":  # the worker's command comes with its provider
        parse_airflow(command[3:])
    elif command[1] == "-m":
        assert find_spec(command[2])


def test_health_checks_and_cleaning_are_commands_of_airflow(compose: dict[str, Any]) -> None:
    checks = [str(service.get("healthcheck", {}).get("test", "")) for service in compose["services"].values()]
    cleaning = compose["services"]["airflow-clean"]["command"][0].replace("\\\n", " ")
    commands = airflow_command("\n".join(check.rstrip("]'") for check in [*checks, cleaning]))
    assert sorted({" ".join(command[:2]) for command in commands}) == ["db clean", "jobs check"]
    for command in commands:
        parse_airflow(command)


def parse_airflow(arguments: list[str]) -> None:
    from airflow.cli.cli_parser import get_parser

    assert get_parser().parse_args(arguments)


def test_every_service_has_a_limit_and_restarts_or_ends(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        assert service.get("mem_limit"), name
        lasts = service["restart"] == "unless-stopped"
        assert bool(service.get("healthcheck")) == (lasts and name not in UNCHECKED), name


def test_the_portal_is_served_as_on_one_machine_and_reads_only(compose: dict[str, Any]) -> None:
    service, given = compose["services"]["portal"], environment(compose, "portal")
    assert words(service)[:2] == ["council-returns", portal.NAME]
    assert f"portal:{portal.PREFERRED_PORT}" in (ROOT / "Caddyfile").read_text()
    read = settings.Settings.from_environment(given)
    assert f"//{roles.PORTAL}:" in read.database
    assert read.store.access_key == roles.PORTAL
    assert [name for name in given if name.startswith("AIRFLOW")] == []


def test_airflow_is_set_as_on_one_machine(compose: dict[str, Any], tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.remember("postgres", {"port": 5432, "password": "p", "roles": {roles.AIRFLOW: "p"}})
    components.choose_airflow(home, components.PREFERRED_PORT)
    embedded = components.airflow_environment(home, {}).keys() - EMBEDDED_ALONE
    given = environment(compose, "scheduler")
    assert embedded - given.keys() == set()
    further = {name for name in given.keys() - embedded if name not in settings.VARIABLES}
    assert [name for name in further if not SEVERAL_ALONE.fullmatch(name)] == []
    assert {name: given[name] for name in components.AIRFLOW} == components.AIRFLOW


def test_every_option_of_airflow_is_one(compose: dict[str, Any]) -> None:
    from airflow.configuration import conf

    known = conf.configuration_description
    for name in environment(compose, "scheduler"):
        if name.startswith("AIRFLOW__") and "__CELERY" not in name:
            section, option = name.removeprefix("AIRFLOW__").lower().split("__")
            assert option in known[section]["options"], name


def test_the_settings_are_read_from_what_the_file_says(compose: dict[str, Any]) -> None:
    read = settings.Settings.from_environment(environment(compose, "worker"))
    assert read.store.bucket == object_store.BUCKET
    assert f"//{roles.PIPELINE}:" in read.database
    assert read.store.access_key == roles.PIPELINE
    assert not read.is_demonstration


def test_the_owner_makes_storage_and_backups(compose: dict[str, Any]) -> None:
    for service in ("storage", "backup"):
        given = environment(compose, service)
        accounts = create_storage.ServerAccounts.from_environment(given)
        assert accounts is not None
        assert f"//{roles.OWNER}:" in accounts.owner_url
        assert f"//{roles.AIRFLOW}:" in accounts.airflow_url
        assert settings.Settings.from_environment(given).store.access_key == roles.OWNER
    read = {variable for _, variable in airflow_accounts.ACCOUNTS.values()}
    assert read <= environment(compose, "accounts").keys()


def test_the_object_store_starts_with_its_files_and_without_a_back_door(
    compose: dict[str, Any], tmp_path: Path
) -> None:
    service, files = compose["services"]["object-store"], compose["services"]["object-store-files"]
    folder, reader = tmp_path / "object-store", os.getuid()
    folder.mkdir()
    given = {**environment(compose, "object-store-files"), "STORE_READER": str(reader)}
    object_store_access.main(folder, given)
    paths = [folder, *folder.rglob("*")]
    assert {str(path.relative_to(folder)) for path in paths} >= {"keys.json", "security.toml", "data"}
    for path in paths:
        assert (stat.S_IMODE(path.stat().st_mode) & 0o077, path.stat().st_uid) == (0, reader), path
    assert service["user"] == "{0}:{0}".format(files["environment"]["STORE_READER"])
    assert service["working_dir"] == words(files)[-1] == "/object-store"
    assert {"-master.telemetry=false", "-s3.iam=false", "-ip.bind=127.0.0.1"} <= set(service["command"])


def test_no_secret_has_a_default_and_each_is_explained() -> None:
    example = assigned(EXAMPLE.read_text())
    secrets = {name for name, value in example.items() if not value}
    for file in (FILE, WORKER_FILE):
        uses = VARIABLE.findall(file.read_text())
        assert {mark for name, mark, _ in uses if name in secrets} == {":?"}
        needed = {name for name, mark, _ in uses if mark == ":?"}
        assert needed - example.keys() - {"MAIN_ADDRESS"} == set()
    used = {name for name, _, _ in VARIABLE.findall(FILE.read_text())}
    assert example.keys() - used == set(), "a setting that nothing reads"


def test_a_secret_is_made_for_every_name_and_stays(tmp_path: Path) -> None:
    shutil.copy(EXAMPLE, tmp_path / EXAMPLE.name)
    command = ["make", "--file", str(ROOT / "Makefile"), "secrets"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    path = tmp_path / ".env"
    made = assigned(path.read_text())
    assert made.keys() == assigned(EXAMPLE.read_text()).keys()
    secrets = [value for name, value in made.items() if name.endswith(("PASSWORD", "KEY", "SECRET"))]
    assert len(set(secrets)) == len(secrets) == 15
    assert min(map(len, secrets)) >= 44
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert subprocess.run(command, cwd=tmp_path, check=False, capture_output=True).returncode != 0
    assert assigned(path.read_text()) == made


def test_a_further_worker_is_set_as_those_of_the_main_machine(
    compose: dict[str, Any], further_worker: dict[str, Any]
) -> None:
    main = compose["services"]["worker"]
    hosts = {"postgres:5432": ":5432", "object-store:8333": ":8333", "redis:6379": ":6379", "api-server:8080": ":8080",
             "otel-collector:4318": ":4318"}  # fmt: skip
    for name, value in further_worker["environment"].items():
        expected = str(main["environment"][name])
        for host, port in hosts.items():
            expected = expected.replace(host, "${MAIN_ADDRESS:?}" + port)
        assert str(value) == expected or name == settings.AIRFLOW, name
    missing = main["environment"].keys() - further_worker["environment"].keys()
    assert [
        name
        for name in missing
        if name in settings.VARIABLES or re.search("__CELERY|__LOGGING__REM|OTEL|LINEAGE", name)
    ] == []
    assert (further_worker["command"], further_worker["healthcheck"]) == (main["command"], main["healthcheck"])


def test_every_variable_is_named_where_secrets_are_explained() -> None:
    explained = set(re.findall(r"^(?:# )?([A-Z_]+)=", EXAMPLE.read_text(), re.M))
    used = {name for file in (FILE, WORKER_FILE) for name, _, _ in VARIABLE.findall(file.read_text())}
    assert used - explained - {"MAIN_ADDRESS"} == set()  # which only .env.worker has
    assert explained - used == {settings.METRICS_TOKEN} - used


def test_every_secret_is_changed_as_the_operator_s_guide_says() -> None:
    table = OPERATIONS.read_text().partition("## Changing a secret")[2].partition("\n## ")[0]
    changed = {name for cell in re.findall(r"^\| (`.*?) \|", table, re.M) for name in re.findall(r"`([A-Z_…]+)`", cell)}
    of_others = {settings.SIGN_IN, settings.METRICS_TOKEN, settings.MAIL, "COUNCIL_RETURNS_DESTINATION_LOGINS",
                 "COUNCIL_RETURNS_SFTP_IDENTITY", "OPENLINEAGE_TRANSPORT"}  # fmt: skip
    secrets = {name for name, value in assigned(EXAMPLE.read_text()).items() if not value} | of_others
    stores = {name for name in secrets if re.fullmatch(r"STORE_\w+_SECRET_KEY", name)}
    assert changed == secrets - stores | {"STORE_…_SECRET_KEY"}


def test_a_further_worker_gets_what_it_needs_and_no_secret_of_others(tmp_path: Path) -> None:
    """As the guide says it: the very command, on a .env in which everything is set."""
    [command] = re.findall(r"`(grep -E [^`]* > \.env\.worker)`", OPERATIONS.read_text())
    names = re.findall(r"^(?:# )?([A-Z_]+)=", EXAMPLE.read_text(), re.M)
    (tmp_path / ".env").write_text("".join(f"{name}=x\n" for name in names))
    subprocess.run(command, shell=True, cwd=tmp_path, check=True)
    carried = assigned((tmp_path / ".env.worker").read_text()).keys()
    needed = {name for name, _, _ in VARIABLE.findall(WORKER_FILE.read_text())}
    assert needed - carried == {"MAIN_ADDRESS"}
    assert carried & (OF_NO_WORKER | {settings.SIGN_IN, settings.METRICS_TOKEN}) == set()


def test_no_worker_holds_what_only_the_main_machine_needs(
    compose: dict[str, Any], further_worker: dict[str, Any]
) -> None:
    for worker in (compose["services"]["worker"], further_worker):
        held = {name for name, _, _ in VARIABLE.findall(str(worker["environment"]))}
        assert held & OF_NO_WORKER == set()
    ports = {port for service in compose["services"].values() for port in service.get("ports", ())}
    public = {port for port in ports if not port.startswith("${PRIVATE_ADDRESS:-127.0.0.1}:")}
    assert public == {"80:80", "443:443"}
