"""Creates what must exist before Airflow starts, where the services are not ours: roles, databases, tables, buckets.

    python -m plugins.storage.create_storage [--databases-only]

Known   docker-compose.yml runs it once at every start; what is there already stays as it is, and a password that was
        changed takes effect. `--databases-only` makes no tables, so that a backup can be restored.
        COUNCIL_RETURNS_DATABASE and COUNCIL_RETURNS_STORE are the owner's here.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from plugins.settings import Settings
from plugins.storage import roles
from plugins.storage.airflow_pools import ensure_pools

STORE_START_SECONDS = 120.0  # how long the store may take to start
# The environment of this command, beside the settings.
ADMIN_DATABASE = "COUNCIL_RETURNS_ADMIN_DATABASE"
PIPELINE_PASSWORD, PORTAL_PASSWORD = "COUNCIL_RETURNS_PIPELINE_PASSWORD", "COUNCIL_RETURNS_PORTAL_PASSWORD"
AIRFLOW_DATABASE = "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"
LOGS_FOLDER = "AIRFLOW__LOGGING__REMOTE_BASE_LOG_FOLDER"


@dataclass(frozen=True)
class ServerAccounts:
    """The server's administrator, the owner of each database, and the passwords of the other roles."""

    admin_url: str
    owner_url: str
    airflow_url: str
    pipeline_password: str
    portal_password: str

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "ServerAccounts | None":
        """Return what the environment says; None where roles and databases are somebody else's to make."""
        if not environment.get(ADMIN_DATABASE):
            return None
        return cls(
            admin_url=environment[ADMIN_DATABASE],
            owner_url=Settings.from_environment(environment).database,
            airflow_url=environment[AIRFLOW_DATABASE],
            pipeline_password=environment[PIPELINE_PASSWORD],
            portal_password=environment[PORTAL_PASSWORD],
        )


def create_storage(environment: Mapping[str, str], *, databases_only: bool = False) -> None:
    """Create roles, databases, Airflow's tables and pools, our tables, and the buckets, where they are missing."""
    from plugins.storage.migrations import migrate

    settings = Settings.from_environment(environment)
    accounts = ServerAccounts.from_environment(environment)
    if accounts:
        create_databases(accounts)
    if databases_only:
        return
    migrate(settings.database)
    subprocess.run([sys.executable, "-m", "airflow", "db", "migrate"], check=True, env=dict(environment))
    ensure_pools(environment[AIRFLOW_DATABASE], settings.task_slots)
    _create_buckets(settings, environment.get(LOGS_FOLDER, ""))


def create_databases(accounts: ServerAccounts) -> None:
    """Create the roles with their passwords, our database and Airflow's, each its own owner's."""
    from sqlalchemy import make_url

    ours, airflow = make_url(accounts.owner_url), make_url(accounts.airflow_url)
    passwords = {
        roles.OWNER: str(ours.password),
        roles.PIPELINE: accounts.pipeline_password,
        roles.PORTAL: accounts.portal_password,
        roles.AIRFLOW: str(airflow.password),
    }
    roles.create_roles(accounts.admin_url, passwords)
    roles.create_database(accounts.admin_url, str(ours.database), roles.OWNER, (roles.PIPELINE, roles.PORTAL))
    roles.create_database(accounts.admin_url, str(airflow.database), roles.AIRFLOW)


def _create_buckets(settings: Settings, logs_folder: str) -> None:
    """Create the bucket, which keeps every version, and that of the tasks' logs, which does not."""
    from plugins.storage.archive import Archive

    _once_the_store_answers(Archive.from_settings(settings).create_bucket)
    logs_bucket = logs_folder.removeprefix("s3://").partition("/")[0]
    if logs_bucket:
        logs = Archive(replace(settings.store, bucket=logs_bucket))
        _once_the_store_answers(lambda: logs.create_bucket(keeps_versions=False))


def _once_the_store_answers(create: Callable[[], None]) -> None:
    """Create something in the store, which may still be starting."""
    from plugins.faults import ArchiveUnavailable

    deadline = time.monotonic() + STORE_START_SECONDS
    while True:
        try:
            return create()
        except ArchiveUnavailable:
            if time.monotonic() > deadline:
                raise
            time.sleep(1)


if __name__ == "__main__":
    create_storage(os.environ, databases_only="--databases-only" in sys.argv)
