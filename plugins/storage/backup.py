"""Backup and restore: the databases as pg_dump writes them, and every object of the bucket, in a folder of files.

FOLDER/objects/<key>              every object, shared by all backups in FOLDER: objects never change, so that a backup
                                  copies only those that are new since the one before
FOLDER/<time>/warehouse.dump      our database, which knows no object that is not in `objects`: it is dumped first
FOLDER/<time>/airflow.dump        Airflow's, where its address is known
FOLDER/<time>/manifest.json       the hash and size of all of these, written last: without it there is no backup

Known   National datasets (`datasets/`) are not kept: the portal makes them again when somebody asks.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from plugins.faults import BackupDamaged, DatabaseNotEmpty
from plugins.storage.archive import CONNECTIONS, Archive
from plugins.storage.postgres_programs import run_program

OBJECTS, MANIFEST = "objects", "manifest.json"
MADE_AGAIN = ("datasets/", ".platform/")
RESTORE = ("--no-owner", "--exit-on-error", "--single-transaction", "--dbname=")
SNAPSHOTS = "snapshots/"


@dataclass(frozen=True)
class Backup:
    """One backup: where it is, and how much."""

    path: Path
    objects: int
    new_objects: int
    size: int  # bytes of objects


def back_up(databases: Mapping[str, str], archive: Archive, folder: Path, at: datetime) -> Backup:
    """Write a backup into `folder`, and return what it holds.

    Args:
        databases: The address of each database (`warehouse`, `airflow`), as its owner.
        archive: The bucket.
        folder: Where this and earlier backups are.
        at: The moment after which it is named.

    """
    target = folder / at.strftime("%Y-%m-%dT%H%M%SZ")
    target.mkdir(parents=True, mode=0o700)
    for name, url in databases.items():
        run_program("pg_dump", url, "--format=custom", f"--file={target / f'{name}.dump'}")
    keys = [key for key in archive.list_keys("") if not key.startswith(MADE_AGAIN)]
    missing = [key for key in keys if not (folder / OBJECTS / key).exists()]
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        list(pool.map(lambda key: _copy(archive, key, folder / OBJECTS / key), missing))
        hashed = dict(zip(keys, pool.map(lambda key: _sha256(folder / OBJECTS / key), keys), strict=True))
    sizes = {key: (folder / OBJECTS / key).stat().st_size for key in keys}
    manifest = {
        "program": version("council-returns"),
        "databases": {name: _sha256(target / f"{name}.dump") for name in databases},
        "objects": {key: {"size": sizes[key], "sha256": hashed[key]} for key in keys},
    }
    (target / MANIFEST).write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n")
    check_backup(folder, target)
    return Backup(target, len(keys), len(missing), sum(sizes.values()))


def newest_backup(folder: Path) -> Path:
    """Return the newest complete backup in a folder."""
    complete = sorted(path.parent for path in folder.glob(f"*/{MANIFEST}"))
    if not complete:
        raise BackupDamaged(f"There is no complete backup in {folder}.")
    return complete[-1]


def check_backup(folder: Path, backup: Path) -> None:
    """Raise where a file of a backup is missing or not what it was."""
    manifest = json.loads((backup / MANIFEST).read_text())
    expected = {backup / f"{name}.dump": sha256 for name, sha256 in manifest["databases"].items()}
    expected |= {folder / OBJECTS / key: entry["sha256"] for key, entry in manifest["objects"].items()}
    for path, sha256 in expected.items():
        if not path.exists():
            raise BackupDamaged(f"{path} is missing from the backup.")
        if _sha256(path) != sha256:
            raise BackupDamaged(f"{path} has changed since the backup.")
    for key in manifest["objects"]:
        name = key.removeprefix(SNAPSHOTS)
        if key.startswith(SNAPSHOTS) and "." not in name and manifest["objects"][key]["sha256"] != name:
            raise BackupDamaged(f"{key} does not hold the bytes that it is named after.")


def restore(databases: Mapping[str, str], archive: Archive, folder: Path, backup: Path) -> Backup:
    """Write a backup into empty databases and a bucket, and return what it held.

    A database that holds tables is refused, and a damaged backup, before anything is written.
    """
    check_backup(folder, backup)
    manifest = json.loads((backup / MANIFEST).read_text())
    restored = {name: url for name, url in databases.items() if name in manifest["databases"]}
    for name, url in restored.items():
        if _has_tables(url):
            raise DatabaseNotEmpty(f"The database {name} is not empty: restore into a new one.")
    keys = list(manifest["objects"])
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        new = list(pool.map(lambda key: _put_back(archive, key, folder / OBJECTS / key), keys))
    for name, url in restored.items():
        run_program("pg_restore", url, *_restore_options(url), str(backup / f"{name}.dump"))
    return Backup(backup, len(keys), sum(new), sum(entry["size"] for entry in manifest["objects"].values()))


def _restore_options(url: str) -> Iterator[str]:
    from sqlalchemy import make_url

    for option in RESTORE:
        yield f"{option}{make_url(url).database}" if option.endswith("=") else option


def _copy(archive: Archive, key: str, path: Path) -> None:
    """Copy an object to a file, whole or not at all."""
    partial = path.with_name(f"{path.name}.partial")
    archive.download(key, partial)
    partial.replace(path)


def _put_back(archive: Archive, key: str, path: Path) -> bool:
    """Write an object back; return whether it was missing."""
    with path.open("rb") as file:
        return archive.save(key, file)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _has_tables(url: str) -> bool:
    from sqlalchemy import create_engine, inspect

    engine = create_engine(url)
    try:
        return bool(inspect(engine).get_table_names())
    finally:
        engine.dispose()
