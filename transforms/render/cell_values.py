"""The value of a cell as people read it: a number with commas between its thousands, a day, the words of a code."""

from datetime import date

from transforms.domain.period import day_in_words
from transforms.domain.statutory_return import Cell


def value_in_words(cell: Cell, value: str | None) -> str:
    """Return a value of `cell` as people read it; blank where there is none."""
    if value is None:
        return ""
    if cell.codes:
        return dict(cell.codes).get(value, value)
    if cell.is_day:
        return day_in_words(date.fromisoformat(value))
    whole, point, rest = value.partition(".")
    return f"{int(whole):,}{point}{rest}" if whole.lstrip("-").isdecimal() else value
