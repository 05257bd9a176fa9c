"""Airflow's own processes: API server, scheduler (LocalExecutor), DAG processor and triggerer.

Source: https://airflow.apache.org/docs/apache-airflow/3.3.2/configurations-ref.html
Known   All settings are environment variables: no airflow.cfg is written, and docker-compose.yml can say the same.
        The log servers of scheduler and triggerer have fixed ports; all read one disk here, so they stay off.
"""

import os
import secrets
import subprocess
import sys
from collections.abc import Collection, Mapping

from plugins.local.platform.faults import DidNotStart
from plugins.local.platform.home import CHECKOUT, LOOPBACK, Home, free_ports
from plugins.local.platform.postgres import database_url, ensure_database
from plugins.local.platform.processes import Process, start
from plugins.settings import Settings
from plugins.storage import roles
from plugins.storage.airflow_pools import ensure_pools

NAME = "airflow"
DATABASE_NAME = "airflow"
USER = "admin"
VIEWER = "portal"  # who reads when collections run, for the portal's page
PREFERRED_PORT = 8080
PARALLELISM, PARSED_EVERY = "AIRFLOW__CORE__PARALLELISM", "AIRFLOW__DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL"
PAUSED_AT_CREATION = "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION"
METRICS_ON = "AIRFLOW__METRICS__OTEL_ON"  # to where OTEL_EXPORTER_OTLP_ENDPOINT says
LINEAGE_TO = "AIRFLOW__OPENLINEAGE__TRANSPORT"  # none where it is blank
# By the environment; ours otherwise.
OVERRIDABLE = (PARALLELISM, PARSED_EVERY, PAUSED_AT_CREATION, METRICS_ON, LINEAGE_TO)
# The next start takes up running tasks and triggers again: a stop waits for neither for long.
STOP_SECONDS = {"triggerer": 2.0}
COMPONENTS = {
    "api-server": ("api-server",),
    "scheduler": ("scheduler", "--skip-serve-logs"),
    "dag-processor": ("dag-processor",),
    "triggerer": ("triggerer", "--skip-serve-logs"),
}
# What holds wherever the system runs; docker-compose.yml repeats these.
AIRFLOW = {
    "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
    PAUSED_AT_CREATION: "False",  # the schedule runs by itself; what a person pauses later stays paused
    "AIRFLOW__CORE__MIN_SERIALIZED_DAG_UPDATE_INTERVAL": "5",
    "AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL": "30",
    PARSED_EVERY: "30",
    "AIRFLOW__SCHEDULER__SCHEDULER_IDLE_SLEEP_TIME": "0.2",
    "AIRFLOW__SCHEDULER__SCHEDULER_HEARTBEAT_SEC": "5",
    # On a busy machine the scheduler is late now and then: at the default of 30 it takes itself for dead,
    # and throws away what its tasks have done so far.
    "AIRFLOW__SCHEDULER__SCHEDULER_HEALTH_CHECK_THRESHOLD": "120",
    # A task whose process was killed says nothing more; after this many seconds of silence it is tried again. A task on
    # a busy machine speaks every 20 seconds or so.
    "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "90",
    # A worker notices up to this many seconds late that its task has ended: the default of 5 would waste half of it.
    "AIRFLOW__WORKERS__MIN_HEARTBEAT_INTERVAL": "1",
    "AIRFLOW__API__EXPOSE_CONFIG": "False",
    "AIRFLOW__LOGGING__NAMESPACE_LEVELS": "great_expectations=WARNING",
    METRICS_ON: "False",
    LINEAGE_TO: "",
    "AIRFLOW__OPENLINEAGE__NAMESPACE": "council-returns",
    "AIRFLOW__OPENLINEAGE__DISABLE_SOURCE_CODE": "True",
}


def choose_airflow(home: Home, preferred_port: int) -> None:
    """Choose the port and the secrets of Airflow: those of an earlier start, and its port if it is free."""
    state = home.recall(NAME)
    [free_port] = free_ports(1, [state.get("port") or preferred_port])
    home.remember(
        NAME,
        {
            "port": free_port,
            "password": state.get("password") or secrets.token_urlsafe(12),
            "viewer_password": state.get("viewer_password") or secrets.token_urlsafe(24),
            "fernet_key": state.get("fernet_key") or _fernet_key(),
            "secret_key": state.get("secret_key") or secrets.token_urlsafe(32),
            "jwt_secret": state.get("jwt_secret") or secrets.token_urlsafe(64),
        },
    )
    state = home.recall(NAME)
    home.remember("airflow-passwords", {USER: state["password"], VIEWER: state["viewer_password"]})


def airflow_environment(home: Home, environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of every Airflow process of this platform."""
    state = home.recall(NAME)
    database = database_url(home, DATABASE_NAME, roles.AIRFLOW)
    return {
        **environment,
        **AIRFLOW,
        "AIRFLOW_HOME": str(home.folder("airflow")),
        "PYTHONPATH": os.pathsep.join(filter(None, [str(CHECKOUT), environment.get("PYTHONPATH")])),
        "NO_PROXY": ",".join(filter(None, [environment.get("NO_PROXY"), LOOPBACK, "localhost"])),
        "no_proxy": ",".join(filter(None, [environment.get("no_proxy"), LOOPBACK, "localhost"])),
        "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
        PARALLELISM: str(cores()),
        **{name: environment[name] for name in OVERRIDABLE if environment.get(name)},
        "AIRFLOW__CORE__DAGS_FOLDER": environment.get("AIRFLOW__CORE__DAGS_FOLDER", str(CHECKOUT / "dags")),
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(CHECKOUT / "plugins"),
        "AIRFLOW__CORE__FERNET_KEY": state["fernet_key"],
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{address(home)}/execution/",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": f"{USER}:admin,{VIEWER}:viewer",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(home.root / "airflow-passwords.json"),
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": database,
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN_ASYNC": database,
        "AIRFLOW__API__HOST": LOOPBACK,
        "AIRFLOW__API__PORT": str(state["port"]),
        "AIRFLOW__API__BASE_URL": address(home),
        "AIRFLOW__API__SECRET_KEY": state["secret_key"],
        "AIRFLOW__API_AUTH__JWT_SECRET": state["jwt_secret"],
        "AIRFLOW__LOGGING__BASE_LOG_FOLDER": str(home.folder("logs", "airflow")),
        "AIRFLOW__LOGGING__DAG_PROCESSOR_CHILD_PROCESS_LOG_DIRECTORY": str(home.folder("logs", "airflow", "parsing")),
    }


def migrate_airflow(home: Home, environment: Mapping[str, str]) -> None:
    """Bring Airflow's own tables to this version."""
    ensure_database(home, DATABASE_NAME, roles.AIRFLOW, users=())
    command = [sys.executable, "-m", "airflow", "db", "migrate"]
    with (home.folder("logs") / "airflow-migrate.log").open("ab") as log:
        migration = subprocess.run(command, env=dict(environment), stdout=log, stderr=subprocess.STDOUT, check=False)  # noqa: S603
    if migration.returncode:
        raise DidNotStart(f"Airflow's tables could not be made: see {home.logs / 'airflow-migrate.log'}.")


def start_airflow(
    home: Home, environment: Mapping[str, str], names: Collection[str] = tuple(COMPONENTS)
) -> list[Process]:
    """Start Airflow's processes, or those of these names, all at once."""
    if "scheduler" in names:
        _end_jobs_of_schedulers(home)
        ensure_pools(
            database_url(home, DATABASE_NAME, roles.AIRFLOW), Settings.from_environment(environment).task_slots
        )
    return [
        start(
            home,
            name,
            [sys.executable, "-m", "airflow", *arguments],
            environment,
            stop_seconds=STOP_SECONDS.get(name, 6),
        )
        for name, arguments in COMPONENTS.items()
        if name in names
    ]


def _end_jobs_of_schedulers(home: Home) -> None:
    """Write down that no scheduler runs, so that the next one takes up its tasks at once.

    One that was killed says nothing: the next would wait for its heartbeat to be overdue, and the tasks with it.
    """
    import psycopg

    url = database_url(home, DATABASE_NAME, roles.AIRFLOW).replace("+psycopg", "")
    with psycopg.connect(url) as connection:
        connection.execute("update job set state = 'failed' where job_type = 'SchedulerJob' and state = 'running'")


def cores() -> int:
    """Return how many tasks this machine computes at once, two at least."""
    return max(2, os.cpu_count() or 2)


def address(home: Home) -> str:
    """Return the address of Airflow's user interface and API."""
    return f"http://{LOOPBACK}:{port(home)}"


def viewer_address(home: Home) -> str:
    """Return the address of Airflow with the account that the portal reads it with."""
    return f"http://{VIEWER}:{home.recall(NAME)['viewer_password']}@{LOOPBACK}:{port(home)}"


def port(home: Home) -> int:
    """Return the port of Airflow's user interface and API."""
    return int(home.recall(NAME)["port"])


def is_taken(home: Home) -> bool:
    """Return whether another program has taken the chosen port in the seconds before the start."""
    return free_ports(1, [port(home)]) != [port(home)]


def _fernet_key() -> str:
    """Return a new key for what Airflow encrypts in its database."""
    from cryptography.fernet import Fernet

    return Fernet.generate_key().decode()
