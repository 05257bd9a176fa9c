"""A department's file: what it may hold, and the sentence that says what is wrong with it."""

import re
from decimal import Decimal

import pytest

from transforms.domain.department_figures import read_department
from transforms.domain.return_reads import DepartmentLine

LINES = (DepartmentLine("A.net", "Net", "A.net"), DepartmentLine("A.homes", "Homes", "A.homes", "homes"))
ADUR, ARUN = "E07000223", "E07000224"
HEADER = "authority,period,line,value,unit\n"


def read(text: str) -> dict[tuple[str, str], Decimal]:
    return dict(read_department((HEADER + text).encode(), LINES, {ADUR, ARUN}, "2024-25").figures)


def test_money_may_be_given_in_thousands_and_a_marker_is_no_figure() -> None:
    rows = [
        f"{ADUR},2024-25,A.net,12.5,£000",
        f"{ARUN},2024-25,A.net,-3,pounds",
        f"{ADUR},2024-25,A.homes,7,dwellings",
        f"{ARUN},2024-25,A.homes,[x],homes",
        f"{ADUR},2023-24,A.net,9,pounds",
        "",
    ]
    assert read("\n".join(rows)) == {
        (ADUR, "A.net"): Decimal(12500),
        (ARUN, "A.net"): Decimal(-3),
        (ADUR, "A.homes"): Decimal(7),
    }


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (f"{ADUR},2024-25,A.gross,1,pounds", "line 2: unknown line “A.gross”; lines look like A.net"),
        ("E06009999,2024-25,A.net,1,pounds", "line 2: unknown authority “E06009999”"),
        (f"{ADUR},2024/25,A.net,1,pounds", "line 2: “2024/25” is not a period"),
        (f"{ADUR},2024-25,A.net,1,euros", "line 2: A.net is in pounds, not in “euros”; write pounds or £"),
        (f"{ADUR},2024-25,A.net,12k,pounds", "line 2: “12k” is not a number"),
        (f"{ADUR},2024-25,A.net", "line 2: 3 values beneath 5 column names"),
        (f"{ADUR},2023-24,A.net,1,pounds", "no line is of 2024-25; the file is of 2023-24"),
        ("", "no line is of 2024-25; the file is of no period at all"),
        (f"{ADUR},2024-25,A.net,1,£\n{ADUR},2024-25,A.net,1,£", "line 3: a second figure for A.net of E07000223"),
    ],
)
def test_what_can_not_be_read_is_said_in_one_sentence(row: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=re.escape(sentence)):
        read(row)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xff\xfe\x00", "the department's file is not UTF-8 text"),
        (b"authority,line,value\n", "line 1: the header lacks period, unit; it should be"),
    ],
)
def test_what_is_no_such_table_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(ValueError, match=re.escape(sentence)):
        read_department(content, LINES, {ADUR}, "2024-25")
