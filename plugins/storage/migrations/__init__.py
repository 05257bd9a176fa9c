"""Migrations of the warehouse, applied by `migrate` when the platform starts."""

from pathlib import Path


def migrate(database: str) -> None:
    """Bring the warehouse at `database` to the newest revision; doing it again changes nothing."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["database"] = database
    command.upgrade(config, "head")
