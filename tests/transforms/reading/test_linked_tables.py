"""Several tables of one publication are told by their names, and nothing else is taken for one."""

import io
import json
import zipfile
from collections.abc import Mapping

import pytest

from transforms.domain.linked_table import ChildTable, ForeignKey
from transforms.reading.limits import Limits
from transforms.reading.linked_tables import read_tables

LINKAGE = ForeignKey(
    main="case",
    key="reference",
    tables=(ChildTable("notice", "case", "reference", ("decision",)), ChildTable("site", "reference", "site", ())),
    not_read=("case-document",),
)
CASES = "reference,amount,site\nA,1,S\nB,2,\n"
NOTICES = "reference,case,decision\nN,A,yes\n"


def packed(members: Mapping[str, str]) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return sink.getvalue()


def tables(content: bytes, limits: Limits = Limits()) -> dict[str, tuple[list[list[str]], list[int]]]:  # noqa: B008
    found = {}
    for name, reading in read_tables(content, LINKAGE, lambda cells: len({*cells} & {"reference"}), limits).items():
        assert reading.sheet is not None
        rows = [list(row.values()) for row in reading.sheet.cells.to_pylist()]
        found[name] = (rows, list(reading.sheet.lines))
    return found


def test_members_are_told_by_the_letters_of_the_longest_name_in_theirs() -> None:
    members = {
        "2026/ADU_CASE (final).csv": CASES,
        "ADU-Notice-Q1.CSV": NOTICES,
        "adu_Case_Document.csv": "reference,url\nD,x\n",
        "__MACOSX/notice.csv": "rubbish",
        "read me.txt": "hello",
    }
    assert tables(packed(members)) == {
        "case": ([["A", "1", "S"], ["B", "2", ""]], [2, 3]),
        "notice": ([["N", "A", "yes"]], [2]),
    }


@pytest.mark.parametrize(
    "content",
    [
        packed({"case.csv": CASES}),
        packed({"case.csv": CASES, "case-document.csv": CASES}),
        packed({"notice.csv": NOTICES, "site.csv": NOTICES}),
        packed({"case 2025.csv": CASES, "case 2026.csv": CASES, "notice.csv": NOTICES}),
        CASES.encode(),
        b'[{"reference": "A"}]',
        b'{"case": [{"reference": "A"}]}',
        b'{"case": {"notice": 1}}',
        b'[{"reference": "A", "notice": "N"}]',
        b'[{"reference": "A", "geometry": {"x": 1}}]',
        b"[1, 2]",
        b'{"case": [1, 2], "notice": [3]}',
        b'{"case": [{"reference": ',
        b"PK\x03\x04 and no more",
        b"",
    ],
)
def test_anything_else_is_left_to_the_reader_of_one_table(content: bytes) -> None:
    assert tables(content) == {}


def test_lists_of_a_document_keep_their_lines() -> None:
    content = b'{"case": [\n{"reference": "A"},\n{"reference": "B"}],\n"Notices": [\n{"case": "B"}]}'
    assert tables(content) == {"case": ([["A"], ["B"]], [2, 3]), "notice": ([["B"]], [5])}


def test_nested_rows_refer_to_the_record_that_they_are_in() -> None:
    records = [
        {"reference": "A", "notice": [{"decision": "yes"}, {"decision": "no"}], "site": {"address": "x"}},
        {"reference": "B", "notice": [], "site": "S2"},
        {"reference": "C", "notice": {"decision": "yes"}, "site": {"reference": "S3"}},
    ]
    content = ("[" + ",\n".join(map(json.dumps, records)) + "]").encode()
    assert tables(content) == {
        "case": ([["A", "A"], ["B", "S2"], ["C", "S3"]], [1, 2, 3]),
        "notice": ([["yes", "A"], ["no", "A"], ["yes", "C"]], [1, 1, 3]),
        "site": ([["x", "A"], ["", "S3"]], [1, 3]),
    }


def test_a_file_above_the_limits_is_left_to_the_reader_that_refuses_it() -> None:
    content = packed({"case.csv": CASES, "notice.csv": NOTICES})
    assert tables(content, Limits(published=10)) == {}
    assert tables(content, Limits(unpacked=10)) == {}
