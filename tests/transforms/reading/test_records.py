"""JSON gives one row a record, with the line on which the record starts."""

import json

import pytest

from tests.transforms.reading.small_standard import Opened, Tabulate, rows_of


def test_an_array_of_records_has_its_lines(table: Tabulate) -> None:
    header, rows, lines = table(
        b'[\n  {"reference": "A", "amount": 1.50},\n  {\n   "reference": "B",\n   "notes": null}\n]'
    )
    assert (header, rows, lines) == (("reference", "amount", "notes"), [["A", "1.50", ""], ["B", "", ""]], [2, 3])


def test_a_package_gives_the_list_that_the_standard_recognises(table: Tabulate) -> None:
    content = b'{"help": [{"a": 1}, {"a": 2}, {"a": 3}],\n "result": {"records": [\n{"reference": "A", "amount": 1}]}}'
    assert table(content) == (("reference", "amount"), [["A", "1"]], [3])


def test_json_lines_are_records(table: Tabulate) -> None:
    assert table(b'{"reference": "A"}\n\n{"reference": "B", "amount": true}\n') == (
        ("reference", "amount"),
        [["A", ""], ["B", "true"]],
        [1, 3],
    )


def test_points_give_coordinates(table: Tabulate) -> None:
    point = b'{"type": "Point", "coordinates": [-1.5, 53.10]}'
    feature = b'{"type": "Feature", "properties": {"reference": "A"}, "geometry": ' + point + b"}"
    header, rows, _ = table(b'{"type": "FeatureCollection", "features": [' + feature + b"]}")
    assert (header, rows) == (("reference", "GeoX", "GeoY"), [["A", "-1.5", "53.10"]])


def test_a_map_service_gives_attributes_and_coordinates(table: Tabulate) -> None:
    content = b'{"features": [{"attributes": {"reference": "A"}, "geometry": {"x": 1, "y": 2}}]}'
    assert table(content)[:2] == (("reference", "GeoX", "GeoY"), [["A", "1", "2"]])


def test_nested_values_have_paths_and_plain_lists_are_joined(table: Tabulate) -> None:
    content = b'[{"id": "A", "dates": [{"start": "2020"}], "tags": ["x", "y"], "org": {"name": "n"}}]'
    assert table(content)[:2] == (("id", "dates/0/start", "tags", "org/name"), [["A", "2020", "x|y", "n"]])


def test_columns_and_data_are_a_table(table: Tabulate) -> None:
    assert table(b'{"columns": ["reference", "amount"],\n"data": [\n["A", 1]]}') == (
        ("reference", "amount"),
        [["A", "1"]],
        [3],
    )


def test_json_without_records_or_that_breaks_its_rules_is_refused(opened: Opened) -> None:
    assert opened(b'{"message": "not found"}').findings[0].code == "file-not-tabular"
    assert "line 2" in opened(b'[{"reference": "A"},\n{oops}]').findings[0].facts["kind"]


def test_blank_records_are_ignored_and_said(opened: Opened) -> None:
    reading = opened(b'[{"reference": "A"},\n{"reference": ""}]')
    assert rows_of(reading.sheet) == [["A"]]
    assert [(finding.code, finding.lines) for finding in reading.findings] == [("row-ignored", [2])]


def test_an_open_data_portals_rows_have_the_names_of_its_own_description(table: Tabulate) -> None:
    columns = [{"name": ":sid", "dataTypeName": "meta_data"}, {"name": "reference", "dataTypeName": "text"}]
    content = json.dumps({"meta": {"view": {"columns": columns}}, "data": [["r-1", "A"], ["r-2", None]]})
    assert table(content.encode())[:2] == (("reference",), [["A"]])


def test_bare_rows_have_the_names_of_the_first_of_them(table: Tabulate) -> None:
    rows = b'[["reference", "amount"],\n["A", 1],\n["B", 2.50]]'
    assert table(rows) == (("reference", "amount"), [["A", "1"], ["B", "2.50"]], [2, 3])
    assert table(b'{"range": "A1", "values": ' + rows + b"}")[1] == [["A", "1"], ["B", "2.50"]]


def test_a_broken_line_of_json_lines_costs_its_neighbours_nothing(opened: Opened) -> None:
    reading = opened(b'{"reference": "A"}\n{"reference": "B"}\n{"reference": oops}\n7\n{"reference": "C"}\n')
    assert rows_of(reading.sheet) == [["A"], ["B"], ["C"]]
    (finding,) = reading.findings
    assert (finding.code, finding.lines, finding.values) == ("record-unreadable", [3, 4], ['{"reference": oops}', "7"])


def test_records_that_share_no_names_do_not_fill_the_memory(opened: Opened) -> None:
    content = json.dumps([{f"name {n}": "x"} for n in range(10_000)]).encode()
    assert opened(content).findings[0].code == "file-too-large"


@pytest.mark.parametrize(
    "content", [b'{"a":' * 100_000, b"[" * 100_000, b'[{"a":' + b"[" * 5_000 + b"]" * 5_000 + b"}]"]
)
def test_json_nested_beyond_sense_is_refused(opened: Opened, content: bytes) -> None:
    assert opened(content).findings[0].code == "file-not-tabular"
