"""Categories of what is bought, from codes of the Common Procurement Vocabulary.

Source: docs/specifications/contract-notices.md, section 1.4; light touch services: Procurement Regulations 2024, SI
        2024/692, regulation 42 and Schedule 1
Known:  `light_touch_services.csv` was compiled from the services that Schedule 3 of the Public Contracts Regulations
        2015 named, which Schedule 1 carried over for the greater part; it has not been held against the Schedule line
        by line. It is corrected there, a line a code. Codes that the older Schedule named as headings only (64000000,
        98000000) are not in it, since a code covers what is beneath it.
        A code is eight digits; anything else is of no known category, as are divisions outside the ranges.
"""

import csv
from functools import cache
from pathlib import Path

CATEGORIES = ("goods", "services", "works", "light touch")
UNKNOWN = 1 << len(CATEGORIES)  # the bit of a code of no known category
REGISTER = Path(__file__).with_name("light_touch_services.csv")
LENGTH, DIVISION = 8, 2
WORKS, SOFTWARE = 45, 48


@cache
def light_touch_codes() -> tuple[str, ...]:
    """Return how the codes of light touch services and of what is beneath them begin."""
    with REGISTER.open(newline="", encoding="utf-8") as file:
        codes = [row["code"] for row in csv.DictReader(file)]
    return tuple(code[:DIVISION] + code[DIVISION:].rstrip("0") for code in codes)


def category_of(code: str) -> str | None:
    """Return the category of one code, its check digit given or not; None where there is none."""
    digits = code.strip().partition("-")[0]
    if len(digits) != LENGTH or not digits.isdecimal():
        return None
    if digits.startswith(light_touch_codes()):
        return "light touch"
    division = int(digits[:DIVISION])
    if division == WORKS:
        return "works"
    if 1 <= division < WORKS or division == SOFTWARE:
        return "goods"
    return "services" if 50 <= division <= 98 else None


def category_bits(text: str | None) -> int:
    """Return a bit for each category that a cell's codes are of, several joined by a pipe; none for no code."""
    bits = 0
    for code in (text or "").split("|"):
        if code.strip():
            category = category_of(code)
            bits |= UNKNOWN if category is None else 1 << CATEGORIES.index(category)
    return bits
