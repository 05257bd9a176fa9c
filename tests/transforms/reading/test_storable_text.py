"""What a database can't hold is taken out of names, cells and findings, whatever the format, and is said."""

import io
import json
import sqlite3
import zipfile
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from expectations.check import PublishedFile, check_files
from tests.transforms.reading.small_standard import Opened, recognise, rows_of
from transforms.domain.linked_table import ChildTable, ForeignKey
from transforms.domain.sheet import Reading
from transforms.reading import read
from transforms.reading.linked_tables import read_tables
from transforms.reading.storable_text import NAME_CHANGED, VALUE_CHANGED, storable
from transforms.standards import standard

CASES = Path(__file__).parents[4] / "shared" / "cases"
LONG = "a file in which more than one character in fifty is a control character is refused as binary data"
ANY_TEXT = st.text(st.characters(), max_size=8)  # every character, half pairs and NUL among them


def texts(reading: Reading) -> list[str]:
    """Return every text of a reading."""
    found = [str(reading.table_name)]
    for finding in reading.findings:
        facts = [fact for fact in finding.facts.values() if isinstance(fact, str)]
        found += [finding.column or "", *facts, *(str(value) for value in pa.array(finding.values or []).to_pylist())]
    if reading.sheet is not None:
        found += [*reading.sheet.header, *(cell or "" for row in rows_of(reading.sheet) for cell in row)]
    return found


def changes(reading: Reading) -> list[tuple[str | None, list[int], object]]:
    repaired = [one for one in reading.findings if one.code == "value-repaired"]
    return [(one.column, list(map(int, one.lines)), one.facts["repair"]) for one in repaired]


def assert_storable(reading: Reading) -> None:
    for text in texts(reading):
        assert "\0" not in text
        text.encode()


@pytest.mark.parametrize(
    "content",
    [
        f"SiteReference,Hectares\0,Notes\nA,1,{LONG}\n",
        json.dumps([{"SiteReference": "A", "Hectares\0": 1, "Notes": LONG}]),
    ],
    ids=["csv", "json"],
)
def test_a_nul_in_a_name_is_left_out_and_said(opened: Opened, content: str) -> None:
    reading = opened(content.encode())
    assert reading.sheet is not None
    assert reading.sheet.header == ("SiteReference", "Hectares", "Notes")
    assert rows_of(reading.sheet) == [["A", "1", LONG]]
    assert changes(reading) == [("Hectares", [1], NAME_CHANGED)]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (f"SiteReference,Notes\nA,{LONG}\nB,y\0y\n", 3),
        (f'SiteReference,Notes\nA,"{LONG}\nx"\nB,"y\0y"\n', 4),
        (f'{{"SiteReference":"A","Notes":"{LONG}"}}\n{{"SiteReference":"B","Notes":"y\\u0000y"}}\n', 2),
    ],
    ids=["csv", "csv in quotation marks", "json lines"],
)
def test_a_nul_in_a_cell_is_left_out_and_said_on_its_line(opened: Opened, content: str, line: int) -> None:
    reading = opened(content.encode())
    assert reading.sheet is not None
    assert rows_of(reading.sheet)[1] == ["B", "yy"]
    assert changes(reading) == [("Notes", [line], VALUE_CHANGED)]


def test_half_a_pair_becomes_the_replacement_character_in_names_and_cells(opened: Opened) -> None:
    reading = opened(b'[{"SiteReference":"A","Notes\\ud800":"x\\udfff\\ud83d\\ude00"}]')
    assert reading.sheet is not None
    assert reading.sheet.header == ("SiteReference", "Notes\ufffd")
    assert rows_of(reading.sheet) == [["A", "x\ufffd\U0001f600"]]
    assert changes(reading) == [("Notes\ufffd", [1], NAME_CHANGED), ("Notes\ufffd", [1], VALUE_CHANGED)]


def test_names_that_become_one_stay_two_columns(opened: Opened) -> None:
    reading = opened(b'[{"SiteReference":"A","Notes":"x","Notes\\u0000":"y"}]')
    assert reading.sheet is not None
    assert reading.sheet.header == ("SiteReference", "Notes", "Notes")
    assert rows_of(reading.sheet) == [["A", "x", "y"]]


def test_text_that_can_be_stored_is_left_as_it_is(opened: Opened) -> None:
    content = f"SiteReference,Hectares,Notes\nA,1,\ufffd £ \U0001f600 \x1f\nB,2,{LONG}\n".encode()
    reading = opened(content)
    assert reading.sheet is not None
    assert rows_of(reading.sheet) == [["A", "1", "\ufffd £ \U0001f600 \x1f"], ["B", "2", LONG]]
    assert changes(reading) == []


def test_titles_and_broken_lines_are_shown_without_what_cannot_be_stored(opened: Opened) -> None:
    assert_storable(opened(f"Our\0register\n\nSiteReference,Hectares,Notes\nA,1,{LONG}\n".encode()))
    assert_storable(opened(b'{"SiteReference":"A"}\n{"SiteReference": \0}\n{"SiteReference":"B"}\n'))


def test_a_database_is_read_without_what_cannot_be_stored(opened: Opened) -> None:
    with sqlite3.connect(":memory:") as database:
        database.execute("CREATE TABLE sites (SiteReference TEXT, Notes TEXT)")
        database.execute("INSERT INTO sites VALUES ('A', 'x' || char(0) || 'y')")
        database.commit()
        reading = opened(database.serialize())
    assert reading.sheet is not None
    assert rows_of(reading.sheet) == [["A", "xy"]]
    assert changes(reading) == [("Notes", [2], VALUE_CHANGED)]


LINKAGE = ForeignKey("application", "reference", (ChildTable("decision", "application", "reference", ("decision",)),))
TABLES = {
    "application": [{"reference": "1", "name\ud800": "x"}],
    "decision": [{"application": "1", "decision": "a\0pproved"}],
}


def test_linked_tables_are_read_without_what_cannot_be_stored() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("application.csv", f"reference,name\n1,x\0\n2,{LONG}\n")
        archive.writestr("decision.csv", f"application,decision\0\n1,{LONG}\n")
    for content in (json.dumps(TABLES).encode(), packed.getvalue()):
        tables = read_tables(content, LINKAGE, recognise)
        assert set(tables) == {"application", "decision"}
        for reading in tables.values():
            assert_storable(reading)
            assert len(changes(reading)) == 1


@pytest.mark.real_data
@pytest.mark.skipif(not CASES.is_dir(), reason="the cases are not beside the checkout")
@pytest.mark.parametrize("name", ["02-nul-in-header-stops-batch", "03-surrogate-in-json-key-crash"])
def test_published_names_that_cannot_be_stored_are_read_without(opened: Opened, name: str) -> None:
    paths = [path for path in (CASES / name).iterdir() if path.suffix in (".csv", ".json")]
    assert paths
    for path in paths:
        reading = opened(path.read_bytes())
        assert reading.sheet is not None
        assert_storable(reading)
        assert NAME_CHANGED in {repair for _, _, repair in changes(reading)}


@given(st.lists(st.dictionaries(ANY_TEXT, ANY_TEXT, min_size=1), min_size=1))
def test_whatever_json_holds_can_be_stored(records: list[dict[str, str]]) -> None:
    assert_storable(read(json.dumps(records).encode(), "file", recognise))


@given(ANY_TEXT)
def test_what_is_made_storable_is_not_changed_again(text: str) -> None:
    assert storable(storable(text)) == storable(text)
    storable(text).encode()


def test_a_file_with_a_nul_in_a_value_is_checked_like_any_other() -> None:
    content = f"SiteReference,Hectares,Notes\nA\0,1,{LONG}\nB,2,y\n".encode()
    [finding] = [each for each in read(content, "a.csv", recognise).findings if each.code == "value-repaired"]
    assert finding.values == ["A"]
    [report] = check_files([PublishedFile("a.csv", content, None, date(2026, 1, 1))], standard("brownfield_land"))
    assert report.rows == 2
