"""The archive, on a real S3 server."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from plugins.faults import ArchiveUnavailable, InputNotReady
from plugins.settings import Settings
from plugins.storage.archive import Archive
from transforms.snapshots.needed_part import TablePart

pytestmark = pytest.mark.platform


@pytest.fixture
def archive(empty_deployment: Settings) -> Archive:
    return Archive.from_settings(empty_deployment)


def test_an_object_is_written_once_and_never_changed(archive: Archive) -> None:
    assert archive.save("snapshots/a", b"first")
    assert not archive.save("snapshots/a", b"second")
    assert archive.load("snapshots/a") == b"first"


def test_a_table_comes_back_with_just_the_columns_asked_for(archive: Archive) -> None:
    archive.save_table("standardised/a.parquet", pa.table({"a": [1, 2], "b": ["x", None]}))
    assert archive.load_table("standardised/a.parquet", ["b", "unknown"]).to_pydict() == {"b": ["x", None]}


def test_tables_come_in_the_order_asked_for(archive: Archive) -> None:
    for name in "abc":
        archive.save_table(name, pa.table({"name": [name]}))
    assert [table["name"][0].as_py() for table in archive.load_tables(["c", "a", "c", "b"])] == ["c", "a", "c", "b"]


def test_the_same_table_is_the_same_bytes(archive: Archive) -> None:
    table = pa.table({"a": list(range(1000))})
    archive.save_table("one", table)
    archive.save_table("two", table)
    assert archive.load("one") == archive.load("two")


def test_an_assembly_is_whole_when_its_manifest_is_there(archive: Archive, tmp_path: Path) -> None:
    written: list[str] = []

    class Watched(Archive):
        def save(self, key: str, *_: object) -> bool:
            written.append(key)
            return True

    for name in ("manifest.json", "z.csv", "a.csv"):
        (tmp_path / name).touch()
    Watched(archive.store).save_assembly("returns/x", tmp_path)
    assert written == ["returns/x/a.csv", "returns/x/z.csv", "returns/x/manifest.json"]


def test_a_file_in_a_folder_comes_back_where_it_was(archive: Archive, tmp_path: Path) -> None:
    for name in ("manifest.json", "releases/a.json"):
        (tmp_path / "written" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "written" / name).write_text(name)
    archive.save_assembly("returns/y", tmp_path / "written")
    keys = archive.list_keys("returns/y/")
    assert keys == ["returns/y/manifest.json", "returns/y/releases/a.json"]
    archive.download(keys[1], tmp_path / "read" / "releases" / "a.json")
    assert (tmp_path / "read" / "releases" / "a.json").read_text() == "releases/a.json"


def test_of_each_table_only_the_rows_of_some_days_are_kept_where_that_is_asked_for(archive: Archive) -> None:
    days = [date(2026, 9, 30), date(2026, 10, 1), date(2026, 10, 2)]
    archive.save_table("whole", pa.table({"paid": days, "a": [1, 2, 3], "is_usable": [False, True, True]}))
    [part] = archive.load_tables(["whole"], TablePart(span=("paid", days[1], days[2])))
    assert part["a"].to_pylist() == [2, 3]


def test_texts_are_held_once_where_that_is_asked_for_of_columns_that_the_table_has(archive: Archive) -> None:
    archive.save_table("texts", pa.table({"name": ["a", "b", "a"], "kind": ["x", "x", "y"], "count": [1, 2, 3]}))
    part = TablePart(["name", "kind", "count"], coded=["name", "count", "of another edition"])
    [table] = archive.load_tables(["texts"], part)
    assert table.to_pydict() == {"name": ["a", "b", "a"], "kind": ["x", "x", "y"], "count": [1, 2, 3]}
    assert [pa.types.is_dictionary(field.type) for field in table.schema] == [True, False, False]


def test_what_is_not_there_is_said_so(archive: Archive) -> None:
    assert not archive.exists("no-such-object")
    with pytest.raises(InputNotReady):
        archive.load("no-such-object")


def test_a_store_that_does_not_answer_is_a_fault_of_ours(archive: Archive) -> None:
    with pytest.raises(ArchiveUnavailable):
        Archive(replace(archive.store, endpoint="http://127.0.0.1:9")).load("a")
    with pytest.raises(ArchiveUnavailable):
        Archive(replace(archive.store, secret_key="wrong")).load("a")


def test_tables_come_in_the_order_asked_for_however_many_are_loaded_ahead(archive: Archive) -> None:
    names = [f"table-{number}" for number in range(40)]
    for number, name in enumerate(names):
        archive.save_table(name, pa.table({"code": ["a", "a"], "value": [name, name], "line": [number, number]}))
    found = list(archive.stream_tables(names))
    assert [table["line"][0].as_py() for table in found] == list(range(40))
    assert pa.types.is_dictionary(found[0]["code"].type)
    assert not pa.types.is_dictionary(found[0]["value"].type)
