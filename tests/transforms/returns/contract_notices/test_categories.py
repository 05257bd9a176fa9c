"""What is bought, by codes of the Common Procurement Vocabulary."""

import csv

import pytest

from transforms.returns.contract_notices.categories import REGISTER, category_of


@pytest.mark.parametrize(
    ("code", "category"),
    [
        ("45233141-9", "works"),
        ("45000000", "works"),
        ("01000000", "goods"),
        ("44111000-1", "goods"),
        ("48000000-8", "goods"),
        ("46000000", None),
        ("00000000", None),
        ("50000000", "services"),
        ("98300000-6", "services"),
        ("99000000", None),
        ("72000000", "services"),
        ("85311100-3", "light touch"),
        ("79110000-8", "light touch"),
        ("79430000", "light touch"),
        ("79431000", "light touch"),
        ("79440000", "services"),
        ("4523314", None),
        ("works", None),
        ("", None),
    ],
)
def test_the_category_of_a_code(code: str, category: str | None) -> None:
    assert category_of(code) == category


def test_the_register_of_light_touch_services_holds_each_code_once_and_in_order() -> None:
    with REGISTER.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    codes = [row["code"] for row in rows]
    assert codes == sorted(set(codes))
    assert all(
        len(code) == 8 and code.isdecimal() and row["description"] for code, row in zip(codes, rows, strict=True)
    )
