"""Every real published file is read, or refused in words."""

from collections.abc import Callable

import pytest

from tests.conftest import FILE_READ
from tests.transforms.reading.small_standard import published, recognise, rows_of
from transforms.domain.sheet import Reading
from transforms.reading import read

LEFT_OUT = ("reference/", "corrections-others-needed/", "README.md", "PROVENANCE.tsv")

pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(not published().is_dir(), reason="the published files are not beside the checkout"),
]


def test_every_published_file_is_read_or_refused_with_a_reason(record_property: Callable[[str, str], None]) -> None:
    read_or_refused = 0
    for path in sorted(published().rglob("*")):
        name = path.relative_to(published()).as_posix()
        if not path.is_file() or name.startswith(LEFT_OUT):
            continue
        read_or_refused += 1
        reading = read(path.read_bytes(), path.name, recognise)
        if reading.sheet is None:
            (refusal,) = reading.findings
            assert refusal.code in {"file-not-tabular", "file-empty", "file-too-large"}, name
            record_property(FILE_READ, f"{name}: refused, {refusal.facts['kind']}")
            continue
        sheet = reading.sheet
        assert len(sheet.lines) == len(sheet.widths) == sheet.cells.num_rows
        assert sheet.cells.num_columns == len(sheet.header), name
        noted = sorted({finding.code for finding in reading.findings})
        shape = f"{sheet.cells.num_rows} rows of {len(sheet.header)} columns, header on line {sheet.header_line}"
        said = ", ".join(filter(None, [reading.table_name, reading.encoding, shape, *noted]))
        record_property(FILE_READ, f"{name}: {said}")
    assert read_or_refused > 200


def opened(path: str) -> Reading:
    reading = read((published() / path).read_bytes(), path, recognise)
    assert reading.sheet is not None
    return reading


def test_one_register_is_the_same_table_in_every_format() -> None:
    folder = "brownfield_land/one-register-many-formats/test-brownfield-register"
    sheets = {kind: opened(f"{folder}.{kind}").sheet for kind in ("csv", "xls", "xlsx", "xlsm")}
    first = sheets["xlsx"]
    for kind, sheet in sheets.items():
        assert sheet.header == first.header, kind
        assert list(sheet.lines) == list(first.lines), kind
    dates = {i for i, name in enumerate(first.header) if name.endswith("Date")}
    plain = {
        kind: [[cell for i, cell in enumerate(row) if i not in dates] for row in rows_of(sheet)]
        for kind, sheet in sheets.items()
    }
    assert plain["csv"] == plain["xls"] == plain["xlsx"] == plain["xlsm"]


@pytest.mark.parametrize(
    ("path", "rows", "columns", "header_line", "encoding"),
    [
        ("spending_over_500/as-published/hyndburn__December-2020.csv", 205, 7, 1, "cp850"),
        ("spending_over_500/as-published/hyndburn__April-2023.csv", 502, 7, 2, "cp1252"),
        ("spending_over_500/as-published/hyndburn__January-25-CSV.csv", 821, 8, 1, "utf-8"),
        ("awkward/elections/democracy-counts-utf-16le.csv", 34, 12, 1, "utf-16-le"),
        ("awkward/elections/ext-tsv-with-csv-ext.csv", 9, 38, 1, "utf-8"),
        ("awkward/elections/not-a-csv.csv", 9, 19, 1, "utf-8"),
        ("public_toilets/as-published/lambeth_raw.xls", 17, 5, 3, None),
        ("brownfield_land/as-published/BRW__brentwood-full-template.xlsm", 46, 28, 1, None),
        ("spending_over_500/as-published/csvs__pcc-2024-25.xlsx", 7857, 4, 1, None),
    ],
)
def test_odd_files_have_the_rows_and_columns_that_a_person_counts(
    path: str, rows: int, columns: int, header_line: int, encoding: str | None
) -> None:
    reading = opened(path)
    sheet = reading.sheet
    assert (sheet.cells.num_rows, len(sheet.header), sheet.header_line, reading.encoding) == (
        rows,
        columns,
        header_line,
        encoding,
    )
