"""A form beside the cells: codes in words, the same throughout, days as people write them, figures as they are."""

from dataclasses import replace

import pytest

from transforms.domain.statutory_return import StatutoryReturn
from transforms.release_package.cells import AuthorityCells, CellRow
from transforms.release_package.open_document import FormCell, FormSheet, FormStyle, spreadsheet
from transforms.release_package.package_files import HeldFiles
from transforms.release_package.sdmx import COLUMNS, OBS_STATUS, structure_id
from transforms.release_package.verify.form_checks import wrong_in_forms
from transforms.returns import statutory_return

ADUR, ARUN = "E07000223", "E07000224"


def definition() -> StatutoryReturn:
    """A return with a code, a day and a figure."""
    stock = statutory_return("housing_stock_check")
    state, day, homes, _ = stock.cells
    codes = (("1", "published"), ("2", "late"), ("3", "never"))
    return replace(stock, cells=(replace(state, codes=codes), replace(day, is_day=True), homes), pages=stock.pages)


RETURN = definition()
NAMES = [cell.name for cell in RETURN.cells]
VALUES = {ADUR: ("1", "2026-01-05", "12"), ARUN: ("2", "", "7.50")}


def wrong(displayed: dict[str, tuple[object, ...]]) -> list[str]:
    """What is wrong with a form that displays these beside the values above."""
    rows = {
        gss: [CellRow(gss, *pair, "computed" if pair[1] else "no-data") for pair in zip(NAMES, values, strict=True)]
        for gss, values in VALUES.items()
    }
    lines = [["Authority", "Name", *NAMES], ["", ""], *([gss, "", *figures] for gss, figures in displayed.items())]
    cells = tuple(tuple(FormCell(value, FormStyle()) for value in line) for line in lines)  # type: ignore[arg-type]
    form = spreadsheet([FormSheet("Stock all", cells, ())], "t")
    data = [
        ",".join(["datastructure", structure_id(RETURN), "I", row.authority, "p", row.cell, row.value,
                  OBS_STATUS[row.origin], "F", row.origin])  # type: ignore[index]
        for group in rows.values() for row in group
    ]  # fmt: skip
    sdmx = "\n".join([",".join(COLUMNS), *data]) + "\n"
    files = HeldFiles({"data/f.xlsx": form, "data/f.ods": form, "data/cells.sdmx.csv": sdmx.encode()})
    groups = [AuthorityCells(gss, tuple(group), "") for gss, group in rows.items()]
    return list(wrong_in_forms(files, "f", groups, RETURN))


@pytest.mark.parametrize("words", [("published", "late"), ("on time", "too late"), (1, 2)])
def test_a_code_may_be_worded_as_the_definition_of_then_had_it(words: tuple[object, object]) -> None:
    assert wrong({ADUR: (words[0], "5 January 2026", 12), ARUN: (words[1], "[x]", 7.5)}) == []


@pytest.mark.parametrize(
    ("adur", "cell"),
    [
        (("late", "5 January 2026", 12), NAMES[0]),  # the words of another code
        (("published", "6 January 2026", 12), NAMES[1]),
        (("published", "5 January 2026", 13), NAMES[2]),
        (("published", "5 January 2026", "12"), NAMES[2]),  # a figure as text
        (("", "5 January 2026", 12), NAMES[0]),
    ],
)
def test_another_figure_day_or_code_is_found_out(adur: tuple[object, ...], cell: str) -> None:
    assert any(cell in sentence for sentence in wrong({ADUR: adur, ARUN: ("late", "[x]", 7.5)}))
