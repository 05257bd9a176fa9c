"""Attempts and declarations are read line by line, and an unchanged answer saw the file before it."""

from datetime import date

import pytest

from transforms.domain.looks import (
    Attempt,
    Declaration,
    is_open_format,
    read_attempts,
    read_declarations,
    unchanged_answers,
)

CODES = {"E07000123": "E07000123", "PRT": "E07000123"}
STANDARDS = ("contracts", "grants")


def test_attempts_are_read_under_the_code_of_today_in_any_order_of_columns() -> None:
    content = "\ufeffstandard,day,authority,outcome\ncontracts,2025-07-01,prt,unchanged\n\n".encode()
    assert read_attempts(content, CODES, STANDARDS) == [
        Attempt("E07000123", "contracts", date(2025, 7, 1), "unchanged")
    ]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("E07999999,contracts,2025-07-01,unchanged", "line 3: unknown authority “E07999999”"),
        ("E07000123,contract,2025-07-01,unchanged", "line 3: unknown dataset standard “contract”"),
        ("E07000123,contracts,01/07/2025,unchanged", "line 3: “01/07/2025” is not a day; write it as 2025-10-06"),
        ("E07000123,contracts,20250701,unchanged", "line 3: “20250701” is not a day; write it as 2025-10-06"),
        ("E07000123,contracts,2025-02-30,unchanged", "line 3: “2025-02-30” is not a day; write it as 2025-10-06"),
        ("E07000123,contracts,2025-07-01", "line 3: 3 values beneath 4 column names"),
        (
            "E07000123,contracts,2025-07-01,failed",
            (
                "line 3: the outcome is one of answered, unchanged, unreachable, refused, too-large, "
                "disallowed, nothing-listed, not “failed”"
            ),
        ),
    ],
)
def test_a_line_that_cannot_be_meant_is_named_by_its_number(line: str, sentence: str) -> None:
    content = f"authority,standard,day,outcome\nE07000123,contracts,2025-07-01,unchanged\n{line}\n".encode()
    with pytest.raises(ValueError, match="line 3") as refused:
        read_attempts(content, CODES, STANDARDS)
    assert str(refused.value) == sentence


def test_a_header_without_a_column_is_said() -> None:
    with pytest.raises(ValueError, match="line 1: the header lacks outcome"):
        read_attempts(b"authority,standard,day\n", CODES, STANDARDS)
    with pytest.raises(ValueError, match="the file of declarations is not UTF-8 text"):
        read_declarations(b"\xff\xfe", CODES, STANDARDS)


def test_a_declaration_holds_on_both_its_days_and_may_be_open() -> None:
    content = (
        b"authority,standard,from,until,why\nE07000123,grants,2025-04-01,2025-04-30,none given\nPRT,contracts,,,\n"
    )
    closed, opened = read_declarations(content, CODES, STANDARDS)
    assert closed == Declaration("E07000123", "grants", date(2025, 4, 1), date(2025, 4, 30), "none given")
    days = [date(2025, 3, 31), date(2025, 4, 1), date(2025, 4, 30), date(2025, 5, 1)]
    assert [closed.holds(day) for day in days] == [False, True, True, False]
    assert all(map(opened.holds, days))


def test_a_declaration_that_ends_before_it_begins_is_refused() -> None:
    content = b"authority,standard,from,until,why\nE07000123,grants,2025-04-02,2025-04-01,\n"
    with pytest.raises(ValueError, match="line 2: it holds until 2025-04-01, which is before 2025-04-02"):
        read_declarations(content, CODES, STANDARDS)


def test_an_unchanged_answer_saw_the_file_of_an_earlier_day_and_no_other_answer_saw_any() -> None:
    days = {("E07000123", "contracts"): [date(2025, 5, 1), date(2025, 7, 1), date(2025, 6, 1)]}
    asked = [
        Attempt("E07000123", "contracts", date(2025, 7, 1), "unchanged"),
        Attempt("E07000123", "contracts", date(2025, 8, 1), "unchanged"),
        Attempt("E07000123", "contracts", date(2025, 5, 1), "unchanged"),
        Attempt("E07000123", "contracts", date(2025, 8, 2), "refused"),
        Attempt("E07000123", "grants", date(2025, 8, 2), "unchanged"),
    ]
    assert [answer[2:] for answer in unchanged_answers(asked, days)] == [
        (date(2025, 7, 1), date(2025, 6, 1)),
        (date(2025, 8, 1), date(2025, 7, 1)),
    ]


@pytest.mark.parametrize(
    ("encoding", "name", "is_open"),
    [("utf-8", "a.csv", True), ("cp1252", "a.xlsx", True), (None, "a.ODS", True), (None, "a.xlsx", False)],
)
def test_text_and_opendocument_are_open(encoding: str | None, name: str, is_open: bool) -> None:
    assert is_open_format(encoding, name) is is_open
