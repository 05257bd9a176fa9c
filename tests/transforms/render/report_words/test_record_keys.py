"""What records are known by, beside their lines."""

import pyarrow as pa

from transforms.render.report_words.record_keys import key_fields, keys_on_lines, shown_columns
from transforms.standards import STANDARDS, standard

TABLE = pa.table({"source_line": [2, 3, 5], "Reference": ["A1", None, "A" * 100], "Day": [1, None, 3]})


def test_the_key_of_each_record_stands_beside_its_line() -> None:
    assert keys_on_lines(TABLE, ["Reference", "Day"], [2, 3, 4, None]) == {2: "A1 · 1"}
    assert keys_on_lines(TABLE, ["Reference"], [5]) == {5: "A" * 60}
    assert keys_on_lines(TABLE, ["Elsewhere"], [2]) == {}
    assert keys_on_lines(TABLE, ["Reference"], []) == {}


def test_records_are_known_by_their_key_or_else_by_what_is_essential() -> None:
    brownfield, spending = standard("brownfield_land"), standard("spending_over_500")
    assert key_fields(brownfield, brownfield.editions[0]) == ["SiteReference"]
    assert key_fields(spending, spending.editions[0]) == [field.name for field in spending.editions[0].essential]


def test_what_pages_show_is_in_the_table_of_every_standard() -> None:
    for declared in STANDARDS:
        for edition in declared.editions:
            names = {field.name for field in edition.fields} | {"source_line", "is_usable"}
            assert set(shown_columns(declared, edition)) <= names
