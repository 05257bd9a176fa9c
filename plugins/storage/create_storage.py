"""What must be there before Airflow starts, where services are somebody else's: databases, tables, the bucket.

    python -m plugins.storage.create_storage

Known   docker-compose.yml runs it once at every start; what is there already stays as it is.
"""

import subprocess
import sys
import time

from plugins.settings import Settings

WITHIN_SECONDS = 120.0


def create_storage(settings: Settings) -> None:
    """Make our database, Airflow's tables, our tables and the bucket, where they are missing."""
    from plugins.storage.migrations import migrate

    _make_database(settings.database)
    migrate(settings.database)
    subprocess.run([sys.executable, "-m", "airflow", "db", "migrate"], check=True)  # a fixed command
    _make_bucket(settings)


def _make_database(url: str) -> None:
    """Make the database that the URL names where the server has none of that name."""
    from sqlalchemy import create_engine, make_url, text

    wanted = make_url(url)
    engine = create_engine(wanted.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        named = {"name": wanted.database}
        if not connection.execute(text("select 1 from pg_database where datname = :name"), named).first():
            quoted = engine.dialect.identifier_preparer.quote(str(wanted.database))
            connection.execute(text(f"create database {quoted}"))
    engine.dispose()


def _make_bucket(settings: Settings) -> None:
    """Make the bucket; the store may take a while longer to start than we did."""
    from plugins.faults import ArchiveUnavailable
    from plugins.storage.archive import Archive

    deadline = time.monotonic() + WITHIN_SECONDS
    while True:
        try:
            return Archive.from_settings(settings).create_bucket()
        except ArchiveUnavailable:
            if time.monotonic() > deadline:
                raise
            time.sleep(1)


if __name__ == "__main__":
    create_storage(Settings.from_environment())
