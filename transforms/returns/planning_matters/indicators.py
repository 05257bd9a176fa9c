"""Indicators of the planning return: speed of decisions, and what they were.

Source: docs/specifications/planning-matters.md, section 6.
"""

from transforms.domain.measures import Share
from transforms.domain.statutory_return import Indicator
from transforms.returns.planning_matters.classification import MAJOR, MINOR
from transforms.returns.planning_matters.ps2 import cell_name

NON_MAJOR = (*MINOR, "Q20", "Q21")


def cells_of(rows: tuple[str, ...], *columns: str) -> tuple[str, ...]:
    """Return the names of the cells of `rows` in `columns`."""
    return tuple(cell_name(row, column) for row in rows for column in columns)


INDICATORS = (
    Indicator(
        "majors_in_time_pct",
        "Major developments decided in time",
        Share(
            (*cells_of(MAJOR[:-1], "d", "e"), *cells_of(("Q07",), "d", "e1")),
            cells_of(("MAJ",), "a"),
            where_on=("infer_agreements", "on", cells_of(MAJOR, "k")),
        ),
        threshold_pct=60,
    ),
    Indicator(
        "non_majors_in_time_pct",
        "Non-major developments decided in time",
        Share(
            cells_of(NON_MAJOR, "d"),
            cells_of(NON_MAJOR, "a"),
            where_on=("infer_agreements", "on", cells_of(NON_MAJOR, "k")),
        ),
        threshold_pct=70,
    ),
    Indicator("granted_pct", "Decisions granted", Share(cells_of(("TOT",), "b"), cells_of(("TOT",), "b", "c"))),
    Indicator("delegated_pct", "Decisions delegated to officers", Share(("PS1.4a",), ("PS1.4",))),
)
