"""`backup` and `restore`: everything that a deployment keeps, in a folder of files and out of it again."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plugins.cli.console import refuse
from plugins.cli.deployed import platform_errors

if TYPE_CHECKING:
    from plugins.settings import Settings

Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder of all backups.")]


def backup(folder: Folder) -> None:
    """Write the databases and every object into FOLDER; only objects that are new since the last time are copied.

    It needs the owner's rights: the running platform, or the settings of the service `backup` (docs/operations.md).
    """
    with platform_errors():
        from datetime import UTC, datetime

        from plugins.storage.archive import Archive
        from plugins.storage.backup import back_up

        settings, databases = _as_owner()
        done = back_up(databases, Archive.from_settings(settings), folder.resolve(), datetime.now(UTC))
    size = f"{done.size / 1e6:.1f} MB"
    typer.echo(f"{done.path}: {', '.join(databases)}, {done.objects} objects of {size}, {done.new_objects} of them new")


def restore(
    folder: Folder,
    name: Annotated[
        str | None, typer.Option("--backup", help="Which of them. Default: the newest complete one.")
    ] = None,
) -> None:
    """Write a backup into new, empty databases and their bucket, then bring the tables to this version."""
    with platform_errors():
        from plugins.storage.archive import Archive
        from plugins.storage.backup import MANIFEST, newest_backup, restore
        from plugins.storage.migrations import migrate

        backup = folder.resolve() / name if name else newest_backup(folder.resolve())
        if not (backup / MANIFEST).exists():
            refuse(f"{backup} is no complete backup.")
        settings, databases = _as_owner()
        archive = Archive.from_settings(settings)
        archive.create_bucket()
        done = restore(databases, archive, folder.resolve(), backup)
        migrate(settings.database)
    typer.echo(f"{done.path}: {', '.join(databases)}, {done.objects} objects of {done.size / 1e6:.1f} MB are back")


def _as_owner() -> "tuple[Settings, dict[str, str]]":
    """Return the settings with the owner's rights, and the databases that they reach."""
    from plugins.local.platform.lifecycle import running_settings
    from plugins.settings import DATABASE, Settings
    from plugins.storage.create_storage import AIRFLOW_DATABASE
    from plugins.storage.roles import OWNER

    if not os.environ.get(DATABASE):
        settings = running_settings(role=OWNER)
        return settings, {"warehouse": settings.database}
    settings = Settings.from_environment()
    airflow = os.environ.get(AIRFLOW_DATABASE)
    return settings, {"warehouse": settings.database, **({"airflow": airflow} if airflow else {})}
