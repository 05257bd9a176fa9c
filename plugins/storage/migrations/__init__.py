"""Migrations of the warehouse, applied by `migrate` when the platform starts."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alembic.config import Config


def migrate(database: str) -> None:
    """Bring the warehouse at `database` to the newest revision; doing it again changes nothing."""
    from alembic import command

    command.upgrade(migration_config(database), "head")


def migration_config(database: str) -> "Config":
    """Return what Alembic needs for the warehouse at `database`."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["database"] = database
    return config
