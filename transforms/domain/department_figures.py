"""Department's figures: what a department holds of lines that councils return to it, beside what they publish.

Source: docs/specifications/reconciliations.md, `--beside FILE`.
Grain:  one authority and line of one period.
Unit:   pounds, homes or posts; money may be given in thousands of pounds.
Known:  a department's file is about everybody and often about several years: other periods and authorities that are
        not requested are passed over, and so is a line whose value is blank or a marker such as [x].
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from transforms.domain.csv_lines import read_lines
from transforms.domain.period import parse_period
from transforms.domain.return_reads import DepartmentLine

COLUMNS = ("authority", "period", "line", "value", "unit")
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
MARKER = re.compile(r"\[[a-z]+\]")
UNITS: Mapping[str, Mapping[str, int]] = {
    "pounds": {"pounds": 1, "£": 1, "GBP": 1, "thousand pounds": 1000, "£ thousand": 1000, "£000": 1000},
    "homes": {"homes": 1, "dwellings": 1},
    "posts": {"posts": 1, "employees": 1},
}


@dataclass(frozen=True)
class DepartmentFigures:
    """A department's figures of a period, by authority and line, and the hash of the file that holds them."""

    figures: Mapping[tuple[str, str], Decimal] = field(default_factory=dict)
    sha256: str = ""

    def of_all(self, authorities: Sequence[str], line: str) -> list[Decimal | None]:
        """Return the figure of a line for each authority, None where there is none."""
        return [self.figures.get((authority, line)) for authority in authorities]


def read_department(
    content: bytes, lines: Sequence[DepartmentLine], authorities: Collection[str], period: str
) -> DepartmentFigures:
    """Return the figures of a CSV `authority,period,line,value,unit` that are of a period.

    Args:
        content: the file.
        lines: those that the return is set beside.
        authorities: the codes of all authorities that there are.
        period: the period of the return.

    Raises:
        ValueError: in one sentence with the number of the line, for a file that is no such table, an unknown authority,
            period, line or unit, a value that is no number, a second value, or a file without a line of the period.

    """
    import hashlib

    declared = {line.name: line for line in lines}
    figures: dict[tuple[str, str], Decimal] = {}
    periods: set[str] = set()
    for number, values in read_lines(content, COLUMNS, "the department's file"):
        _expect(values, number, declared, authorities)
        periods.add(values["period"])
        figure = _figure(values, number, declared[values["line"]])
        if values["period"] != period or figure is None:
            continue
        key = values["authority"], values["line"]
        if key in figures:
            raise ValueError(f"line {number}: a second figure for {key[1]} of {key[0]}")
        figures[key] = figure
    if period not in periods:
        raise ValueError(f"no line is of {period}; the file is of {', '.join(sorted(periods)) or 'no period at all'}")
    return DepartmentFigures(figures, hashlib.sha256(content).hexdigest())


def _expect(
    values: Mapping[str, str], number: int, lines: Mapping[str, DepartmentLine], authorities: Collection[str]
) -> None:
    if values["authority"] not in authorities:
        raise ValueError(f"line {number}: unknown authority “{values['authority']}”")
    try:
        parse_period(values["period"])
    except ValueError as error:
        raise ValueError(f"line {number}: {error}") from error
    if values["line"] not in lines:
        raise ValueError(f"line {number}: unknown line “{values['line']}”; lines look like {next(iter(lines))}")


def _figure(values: Mapping[str, str], number: int, line: DepartmentLine) -> Decimal | None:
    """Return the figure in the line's own unit; None where the department has none."""
    factors = UNITS[line.unit]
    if values["unit"] not in factors:
        raise ValueError(
            f"line {number}: {line.name} is in {line.unit}, not in “{values['unit']}”; write {' or '.join(factors)}"
        )
    if not values["value"] or MARKER.fullmatch(values["value"]):
        return None
    if not NUMBER.fullmatch(values["value"]):
        raise ValueError(f"line {number}: “{values['value']}” is not a number")
    return Decimal(values["value"]) * factors[values["unit"]]
