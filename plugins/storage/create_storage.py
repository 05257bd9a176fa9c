"""Creates what must exist before Airflow starts, where the services are not ours: databases, tables, the bucket.

    python -m plugins.storage.create_storage

Known   docker-compose.yml runs it once at every start; what is there already stays as it is.
"""

import subprocess
import sys
import time

from plugins.settings import Settings

STORE_START_SECONDS = 120.0  # how long the store may take to start


def create_storage(settings: Settings) -> None:
    """Create our database, Airflow's tables, our tables and the bucket, where they are missing."""
    from plugins.storage.migrations import migrate

    _create_database(settings.database)
    migrate(settings.database)
    subprocess.run([sys.executable, "-m", "airflow", "db", "migrate"], check=True)  # a fixed command
    _create_bucket(settings)


def _create_database(url: str) -> None:
    """Create the database that the URL names, unless the server has it."""
    from sqlalchemy import create_engine, make_url, text

    address = make_url(url)
    engine = create_engine(address.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        parameters = {"name": address.database}
        if not connection.execute(text("select 1 from pg_database where datname = :name"), parameters).first():
            quoted = engine.dialect.identifier_preparer.quote(str(address.database))
            connection.execute(text(f"create database {quoted}"))
    engine.dispose()


def _create_bucket(settings: Settings) -> None:
    """Create the bucket; the store may still be starting."""
    from plugins.faults import ArchiveUnavailable
    from plugins.storage.archive import Archive

    deadline = time.monotonic() + STORE_START_SECONDS
    while True:
        try:
            return Archive.from_settings(settings).create_bucket()
        except ArchiveUnavailable:
            if time.monotonic() > deadline:
                raise
            time.sleep(1)


if __name__ == "__main__":
    create_storage(Settings.from_environment())
