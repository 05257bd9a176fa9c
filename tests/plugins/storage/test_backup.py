"""What is backed up comes back in another place: the same rows, the same bytes."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from plugins.faults import BackupDamaged, DatabaseNotEmpty
from plugins.local.platform.home import Home
from plugins.local.platform.object_store import make_bucket
from plugins.local.platform.postgres import database_url, ensure_database
from plugins.settings import Settings
from plugins.storage.archive import Archive
from plugins.storage.backup import OBJECTS, back_up, newest_backup, restore
from plugins.storage.migrations import migrate
from plugins.storage.roles import PIPELINE

pytestmark = pytest.mark.platform

CONTENT = b"exact bytes"
NIGHT, NEXT_NIGHT = datetime(2026, 11, 28, 3, tzinfo=UTC), datetime(2026, 11, 29, 3, tzinfo=UTC)
ENTRY = "insert into explanation (kind, standard, authority_gss, why, proposed_by, proposed_on, until)"
ENTRY += " values ('waiver', 'contracts', 'E07000223', 'Our term', 'A. Officer', '2026-11-01', '2026-12-31')"


@pytest.fixture
def source(deployment: Settings) -> Settings:
    """A deployment with a row that people wrote, a snapshot and a file that can be made again."""
    archive = Archive.from_settings(deployment)
    archive.save(f"snapshots/{digest(CONTENT)}", CONTENT)
    archive.save("datasets/contracts/1.csv", b"a,b")
    with connect(deployment.database) as connection:
        connection.execute(ENTRY)
    return deployment


@pytest.fixture
def target(home: Home, services: Settings, request: pytest.FixtureRequest) -> Settings:
    """An empty database and bucket of another name."""
    name = f"restored-{abs(hash(request.node.name)) % 10**8}"
    ensure_database(home, name)
    settings = replace(services, database=database_url(home, name), store=replace(services.store, bucket=name))
    make_bucket(settings.store)
    return settings


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def connect(url: str) -> psycopg.Connection:
    return psycopg.connect(url.replace("+psycopg", ""))


def rows(url: str) -> list[tuple]:
    with connect(url) as connection:
        return connection.execute("select id, kind, why, proposed_by, written_at from explanation").fetchall()


def back_up_at(settings: Settings, folder: Path, at: datetime):  # noqa: ANN201
    return back_up({"warehouse": settings.database}, Archive.from_settings(settings), folder, at)


def test_rows_bytes_and_rights_come_back_elsewhere(
    source: Settings, target: Settings, home: Home, tmp_path: Path
) -> None:
    made = back_up_at(source, tmp_path, NIGHT)
    assert (made.objects, made.new_objects) == (1, 1), "what the portal makes again is not kept"
    archive = Archive.from_settings(target)
    restore({"warehouse": target.database}, archive, tmp_path, newest_backup(tmp_path))
    migrate(target.database)
    assert rows(target.database) == rows(source.database) != []
    assert archive.load(f"snapshots/{digest(CONTENT)}") == CONTENT
    with connect(target.database) as connection:
        connection.execute(ENTRY)
    pipeline = database_url(home, target.database.rpartition("/")[2], PIPELINE)
    with connect(pipeline) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("delete from explanation")


def test_the_next_backup_copies_only_what_is_new(source: Settings, tmp_path: Path) -> None:
    back_up_at(source, tmp_path, NIGHT)
    Archive.from_settings(source).save(f"snapshots/{digest(b'more')}", b"more")
    made = back_up_at(source, tmp_path, NEXT_NIGHT)
    assert (made.objects, made.new_objects) == (2, 1)
    assert newest_backup(tmp_path) == made.path


def test_a_backup_that_was_cut_short_is_none(source: Settings, tmp_path: Path) -> None:
    whole = back_up_at(source, tmp_path, NIGHT)
    (back_up_at(source, tmp_path, NEXT_NIGHT).path / "manifest.json").unlink()
    assert newest_backup(tmp_path) == whole.path


@pytest.mark.parametrize("damage", ["lost", "changed", "dump changed"])
def test_a_damaged_backup_is_refused_before_anything_is_written(
    source: Settings, target: Settings, tmp_path: Path, damage: str
) -> None:
    made = back_up_at(source, tmp_path, NIGHT)
    snapshot = tmp_path / OBJECTS / "snapshots" / digest(CONTENT)
    if damage == "lost":
        snapshot.unlink()
    else:
        (snapshot if damage == "changed" else made.path / "warehouse.dump").write_bytes(b"other bytes")
    with pytest.raises(BackupDamaged, match="missing" if damage == "lost" else "changed"):
        restore({"warehouse": target.database}, Archive.from_settings(target), tmp_path, made.path)
    with connect(target.database) as connection:
        assert connection.execute("select count(*) from pg_class where relname = 'attempt'").fetchone() == (0,)


def test_a_snapshot_that_rotted_before_it_was_backed_up_is_noticed(source: Settings, tmp_path: Path) -> None:
    Archive.from_settings(source).save(f"snapshots/{digest(b'what it was')}", b"what it is")
    with pytest.raises(BackupDamaged, match="named after"):
        back_up_at(source, tmp_path, NIGHT)


def test_a_restore_never_writes_over_what_is_there(source: Settings, tmp_path: Path) -> None:
    made = back_up_at(source, tmp_path, NIGHT)
    before = rows(source.database)
    with pytest.raises(DatabaseNotEmpty):
        restore({"warehouse": source.database}, Archive.from_settings(source), tmp_path, made.path)
    assert rows(source.database) == before
    assert json.loads((made.path / "manifest.json").read_text())["objects"]
