"""`check` says how columns were read, guesses at the others, and is told otherwise by `--columns`."""

import csv
import io
from pathlib import Path

import pytest

from tests.plugins.cli.conftest import Run
from tests.plugins.command_line_inputs import case, write_cases

HEADER = "Department,Date paid,Payee name,Our sum,Net Amount,Purposes of it"


@pytest.fixture
def check(run: Run, tmp_path: Path) -> Run:
    """Check one payment under that header, with a mapping of its columns."""
    (tmp_path / "a.csv").write_text(f"{HEADER}\nHousing,2025-04-01,A LTD,600.00,12.00,Repairs\n", encoding="utf-8")

    def check_with(mapping: str = "", *words: str) -> tuple[int, str, str]:
        (tmp_path / "map.csv").write_text(mapping, encoding="utf-8")
        columns = ["--columns", tmp_path / "map.csv"] if mapping else []
        command = ["check", tmp_path / "a.csv", "--standard", "spending_over_500", *columns]
        return run(*command, "--as-at", "2026-06-30", *words)

    return check_with


def test_it_begins_with_how_the_columns_were_read_and_guesses_at_the_others(check: Run) -> None:
    _, out, err = check()
    words = " ".join((out + err).split())
    assert "“Date paid” → PaymentDate" in words
    assert "Is “Purposes of it” your Purpose? We ask because" in words
    assert "Then say so with --columns." in words
    assert words.index("Date paid") < words.index("Standard:")


def test_it_takes_the_columns_that_it_is_told(check: Run, tmp_path: Path) -> None:
    table = tmp_path / "read.csv"
    check("published,field\nOur sum,Amount\nPurposes of it,Purpose\n", "--table", str(table))
    [row] = csv.DictReader(io.StringIO(table.read_text(encoding="utf-8-sig")))
    assert (float(row["Amount"]), row["Purpose"]) == (600, "Repairs")
    check("", "--table", str(table))
    [row] = csv.DictReader(io.StringIO(table.read_text(encoding="utf-8-sig")))
    assert (float(row["Amount"]), row["Purpose"]) == (12, "")


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        ("published,field\nOur sum,Money\n", "spending_over_500 has no field “Money”"),
        ("published,field\nOur sum,Amount\nNet Amount,Amount\n", "line 3: “Amount” stands in it twice"),
        ("published,field\nOur sum,\n", "line 2: a published name and a field are needed"),
        ("column,field\nOur sum,Amount\n", "line 1: the header lacks published"),
    ],
)
def test_a_mapping_that_says_nothing_is_refused_in_one_sentence(check: Run, mapping: str, words: str) -> None:
    status, out, err = check(mapping)
    assert (status, out) == (2, "")
    assert words in err
    assert len(err.strip().splitlines()) == 1


def test_it_guesses_at_no_column_of_a_file_that_is_another_standards(run: Run, tmp_path: Path) -> None:
    file = write_cases(tmp_path / "cases.csv", [case(1), case(2)])
    _, out, _ = run("check", file, "--standard", "spending_over_500", "--as-at", "2026-06-30")
    assert "standard-mismatch" in out
    assert "Then say so with --columns" not in out
    assert "stay blank" not in out
