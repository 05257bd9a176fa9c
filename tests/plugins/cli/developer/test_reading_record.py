"""The record of what is read says, kind by kind and standard by standard, what came of every file of a folder."""

import re
from pathlib import Path

import pytest

from plugins.cli.developer.documentation import DOCS
from plugins.cli.developer.reading_record import record_folder, standard_of
from transforms.reading.file_format import file_kind
from transforms.registers import authorities

SHARED = Path(__file__).parents[5] / "shared" / "data"
GOOD = b"SiteReference,Hectares,GeoX,GeoY,PlanningStatus\nA,1,,,\nB,2,,,\nB,3,,,\n"


def publish(folder: Path, **files: bytes) -> Path:
    for name, content in files.items():
        path = folder / name.replace("__", "/").replace("_dot_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def test_files_are_counted_by_standard_and_kind_with_what_was_left_out(tmp_path: Path) -> None:
    folder = publish(
        tmp_path,
        brownfield_land__one_dot_csv=GOOD,
        brownfield_land__two_dot_csv=GOOD,
        elsewhere__page_dot_csv=b"<html>",
    )
    page = record_folder(folder)
    assert "| brownfield_land | CSV | 2 | 2 | 6 | 4 of 6 | `row-duplicated` 2 |  |" in page.replace(
        "`brownfield_land`", "brownfield_land"
    )
    assert "| (no standard of ours) | other | 1 | 0 | 0 |  |  | The file is a web page (HTML) |" in page
    assert "| all |  | 3 | 2 | 6 | 4 of 6 |" in page


def test_one_folder_may_hold_files_of_several_standards(tmp_path: Path) -> None:
    agreement = b"developer-agreement,organisation,entry-date,start-date\n1,x,2025-01-01,2025-01-01\n"
    folder = publish(
        tmp_path, developer_contributions__a_dot_csv=agreement, developer_contributions__b_dot_csv=b"x,y\n1,2\n"
    )
    assert standard_of(folder / "developer_contributions/a.csv", folder) == "developer_agreements"
    assert standard_of(folder / "developer_contributions/b.csv", folder) is None


@pytest.mark.parametrize(
    ("content", "kind"),
    [(b"a,b\n1,2\n", "CSV"), (b"a\tb\n1\t2\n", "tab-separated text"), (b'{"a":1}\n{"a":2}\n', "JSON lines"),
     (b'[{"a":1}]', "JSON"), (b'{"type":"FeatureCollection"}', "GeoJSON"), (b"<kml/>", "KML"), (b"<html>", "other"),
     (b"%PDF", "other"), (b"", "other"), (b"SQLite format 3\x00", "GeoPackage"), (b"PK\x03\x04", "ZIP")],
)  # fmt: skip
def test_a_file_is_of_the_kind_that_its_content_says(content: bytes, kind: str) -> None:
    assert file_kind(content) == kind


@pytest.mark.real_data
@pytest.mark.skipif(not SHARED.is_dir(), reason="the published files are not beside the checkout")
def test_the_written_record_is_what_is_read_today() -> None:
    assert (DOCS / "reading-record.md").read_text(encoding="utf-8") == record_folder(SHARED)


def test_the_written_record_names_no_council() -> None:
    page = (DOCS / "reading-record.md").read_text(encoding="utf-8").casefold()
    names = {body.name.casefold() for body in authorities().values()}
    named = [name for name in names if re.search(rf"\b{re.escape(name)}\b", page)]
    assert named == []
