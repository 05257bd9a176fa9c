"""Department's lines: what a reconciliation has of them as workings, checks and a file.

Each sets a cell, worked out from what councils publish, beside a line that they also return to a department.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from transforms.domain.measures import Derived
from transforms.domain.reasons import Reason
from transforms.domain.return_checks import Check, Steady
from transforms.domain.return_reads import DepartmentLine
from transforms.domain.statutory_return import Cell

if TYPE_CHECKING:
    import pyarrow as pa

    from transforms.domain.assembled_return import AssembledReturn
    from transforms.domain.return_request import ReturnRequest

BESIDE_DIFFERS = Reason(
    "beside-differs",
    "The published figure differs from the department’s",
    fix="Find out which of the two is right, and correct the other: the published file or the department’s line.",
)
HEADER = ("authority", "period", "line", "unit", "published", "department", "difference")


def working_name(line: DepartmentLine) -> str:
    """Return the name of the working that holds a department's figure."""
    return f"department.{line.name}"


def workings_of(lines: Sequence[DepartmentLine]) -> tuple[Cell, ...]:
    """Return a working for each line: the department's figure."""
    return tuple(
        Cell(working_name(line), f"{line.label}, as the department has it", _measure(line), has_total=False)
        for line in lines
    )


def _measure(line: DepartmentLine) -> Derived:
    return Derived(working_name(line), "The department’s own figure, from its file", 2)


def department_figures(request: "ReturnRequest") -> dict[str, Any]:
    """Return the department's figure of each line per authority, as the records carry figures."""
    import numpy as np

    figures = {}
    for line in request.definition.department_lines:
        values = np.empty(len(request.authorities), dtype=object)
        values[:] = request.department.of_all(request.authorities, line.name)
        figures[working_name(line)] = values
    return figures


def differs(lines: Sequence[DepartmentLine], share_pct: int, least: int) -> tuple[Check, ...]:
    """Return that each cell is the department's but for a share of its figure and a number."""
    return tuple(
        Steady(
            "as_the_department_has_it",
            "The published figure equals the department’s, but for the difference allowed",
            BESIDE_DIFFERS.name,
            False,
            "",
            line.cell,
            working_name(line),
            share_pct,
            least,
            reference=line.cell,
            shows=(("published", line.cell), ("department", working_name(line))),
        )
        for line in lines
    )


def files(assembled: "AssembledReturn") -> "Iterator[tuple[str, pa.Table]]":
    """Yield `beside.csv`: every line of the department with the published figure, where a file was given."""
    lines = list(_lines(assembled))
    if lines:
        yield "beside.csv", text_table(HEADER, lines)


def text_table(names: Sequence[str], rows: Sequence[tuple[str, ...]]) -> "pa.Table":
    """Return rows of text as a table."""
    import pyarrow as pa

    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    return pa.table([pa.array(column, pa.string()) for column in columns], names=list(names))


def _lines(assembled: "AssembledReturn") -> Iterator[tuple[str, ...]]:
    """Yield, by authority and in the order of the lines, both figures and by how much the published one is more."""
    names = [(line, working_name(line)) for line in assembled.definition.department_lines]
    figures = {name: assembled.figures.column(name).to_pylist() for name in _columns(names)}
    for position, authority in enumerate(assembled.figures.column("authority").to_pylist()):
        for line, working in names:
            department, published = figures[working][position], figures[line.cell][position]
            if department is None:
                continue
            difference = None if published is None else published - department
            written = [_written(figure, line) for figure in (published, department, difference)]
            yield (authority, assembled.period.name, line.name, line.unit, *written)


def _columns(names: Sequence[tuple[DepartmentLine, str]]) -> list[str]:
    return list(dict.fromkeys(name for line, working in names for name in (line.cell, working)))


def _written(figure: Any, line: DepartmentLine) -> str:  # noqa: ANN401
    """Return a figure as it is written: money with two digits, others whole; blank for none."""
    if figure is None:
        return ""
    return f"{figure:.2f}" if line.unit == "pounds" else f"{figure:.0f}"
