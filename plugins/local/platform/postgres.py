"""The embedded PostgreSQL: a real server from a wheel, on a free loopback port, behind a password.

Known   PostgreSQL refuses to run as root. There, an account of its own runs it, which needs leave to walk (not to read)
        the folders above its programs and its data.
"""

import os
import pwd
import secrets
import shutil
import signal
import stat
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

import psutil

from plugins.local.platform.faults import DidNotStart
from plugins.local.platform.home import LOOPBACK, Home, free_ports
from plugins.local.platform.processes import Process, start, wait_until
from plugins.storage.postgres_programs import program_path
from plugins.storage.roles import AIRFLOW, OWNER, PIPELINE, PORTAL, create_database, create_roles

NAME = "postgres"
SUPERUSER = "postgres"  # and the database of that name
ACCOUNT = "embedded_postgres"
OPTIONS = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "max_wal_size": "2GB",
    "jit": "off",
    "log_min_messages": "warning",
}
# State that is deleted anyway (a demonstration, a test) need not survive a power cut.
DISPOSABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def start_postgres(home: Home, environment: dict[str, str], *, disposable: bool = False) -> Process:
    """Start the server, setting it up first if there is none yet, and return once it answers."""
    data = home.folder("postgres")
    user = _account(data)
    state = home.recall(NAME)
    password = state.get("password") or secrets.token_urlsafe(24)
    if not (data / "PG_VERSION").exists():
        _set_up(data, user, password, environment)
    _clear_stale_lock(data)
    [port] = free_ports(1, [state.get("port", 0)])
    home.remember(NAME, {"port": port, "password": password, "roles": _passwords(state.get("roles", {}))})
    options = {**OPTIONS, **(DISPOSABLE if disposable else {}), "port": str(port)}
    command = [program_path("postgres"), "-D", str(data), *[f"--{name}={value}" for name, value in options.items()]]
    process = start(home, NAME, command, environment, stop_signal=signal.SIGINT, user=user)
    if not wait_until(lambda: _answers(port), process, 60):
        raise DidNotStart(f"PostgreSQL did not start: see {home.logs / 'postgres.log'}.")
    return process


def database_url(home: Home, database: str, role: str = SUPERUSER) -> str:
    """Return the SQLAlchemy URL of one database of this server, for one of its roles."""
    state = home.recall(NAME)
    password = state["password"] if role == SUPERUSER else state["roles"][role]
    return f"postgresql+psycopg://{role}:{password}@{LOOPBACK}:{state['port']}/{database}"


def ensure_roles(home: Home) -> None:
    """Make the roles of this server that are missing, each with its password."""
    create_roles(database_url(home, SUPERUSER), home.recall(NAME)["roles"])


def ensure_database(
    home: Home, database: str, owner: str = SUPERUSER, users: tuple[str, ...] = (PIPELINE, PORTAL)
) -> None:
    """Make a database of this server if there is none of that name, that only its owner and `users` may open."""
    create_database(database_url(home, SUPERUSER), database, owner, users)


def _passwords(earlier: Mapping[str, str]) -> dict[str, str]:
    """Return the password of every role: that of an earlier start where there is one."""
    return {role: earlier.get(role) or secrets.token_urlsafe(24) for role in (OWNER, PIPELINE, PORTAL, AIRFLOW)}


def _set_up(data: Path, user: str | None, password: str, environment: dict[str, str]) -> None:
    """Set up an empty server, deleting first what an interrupted start left behind."""
    for leftover in data.iterdir():
        shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()
    with tempfile.NamedTemporaryFile("w", dir=data.parent, prefix=".password") as file:
        file.write(password)
        file.flush()
        Path(file.name).chmod(0o644 if user else 0o600)
        command = [program_path("initdb"), "-D", str(data), "-U", "postgres", f"--pwfile={file.name}", "--no-sync"]
        command += ["--auth=scram-sha-256", "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        setup = subprocess.run(  # noqa: S603  # our own program
            [*command, "--locale=C"], user=user, env=environment, cwd=data, capture_output=True, text=True, check=False
        )
    if setup.returncode:
        (data / "PG_VERSION").unlink(missing_ok=True)
        raise DidNotStart(f"PostgreSQL could not be set up: {' '.join(setup.stderr.split())}")


def _clear_stale_lock(data: Path) -> None:
    """Remove the lock of a server that has ended, even if another program has its process number by now."""
    lock = data / "postmaster.pid"
    try:
        process = psutil.Process(int(lock.read_text().splitlines()[0]))
        is_own = str(data) in process.cmdline()
    except (OSError, ValueError, IndexError, psutil.Error):
        is_own = False
    if not is_own:
        lock.unlink(missing_ok=True)


def _account(data: Path) -> str | None:
    """Return the account that runs the server, which is never root; None for our own."""
    if os.geteuid() != 0:
        return None
    account = _existing_account(ACCOUNT) or _add_account(ACCOUNT) or "nobody"
    for path in (data, Path(program_path("postgres"))):
        for folder in path.parents:
            folder.chmod(stat.S_IMODE(folder.stat().st_mode) | stat.S_IXGRP | stat.S_IXOTH)
    os.chown(data, pwd.getpwnam(account).pw_uid, pwd.getpwnam(account).pw_gid)
    data.chmod(0o700)
    return account


def _existing_account(account: str) -> str | None:
    """Return the account's name if this machine has it."""
    try:
        return pwd.getpwnam(account).pw_name
    except KeyError:
        return None


def _add_account(account: str) -> str | None:
    """Add an account that nobody can log in to and return its name, or None if that is not possible."""
    program = shutil.which("useradd")
    if program is None:
        return None
    command = [program, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", account]
    subprocess.run(command, capture_output=True, check=False)  # noqa: S603  # a fixed command
    return _existing_account(account)


def _answers(port: int) -> bool:
    """Return whether a server on the port answers, even if only to ask for a password."""
    import psycopg

    try:
        psycopg.connect(host=LOOPBACK, port=port, user="postgres", password="", dbname="postgres", connect_timeout=2)
    except psycopg.OperationalError as refusal:
        return "password" in str(refusal)
    return True
