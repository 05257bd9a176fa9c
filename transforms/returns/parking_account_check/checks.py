"""Exceptions and checks of the parking account check.

Source: docs/specifications/reconciliations.md, section 1, "Exceptions"; RO's threshold: over £1.5 million and 15 %.
"""

from transforms.domain.reasons import PUBLISH, Reason
from transforms.domain.return_checks import Check, Identity, Steady
from transforms.return_parts.department_lines import BESIDE_DIFFERS, differs
from transforms.returns.parking_account_check.pages import DEPARTMENT_LINES, LINE_CELLS, last_year

REASONS = (
    Reason(
        "surplus-differs",
        "The published surplus is not income less spending",
        fix="Correct the published surplus, or the income or spending that it is made of.",
    ),
    Reason(
        "deficit-used",
        "Money was spent from a surplus although there is a deficit",
        cells=("PKG.surplus.used",),
        fix="Check the sign of the surplus, and what is published as spent from it.",
    ),
    Reason(
        "spaces-differ",
        "Free and charged spaces do not add up to all",
        fix="Correct the number of free, charged or all spaces.",
    ),
    BESIDE_DIFFERS,
    Reason(
        "moved-against-last-year",
        "The figure has changed by more than £1.5 million, and by more than 15%, in a year",
        fix="Check the figure, and note the reason: the revenue outturn asks for it.",
    ),
    Reason("no-data", "There is nothing usable of a dataset for the year", fix=PUBLISH),
)


def _moved(cell: str) -> Check:
    return Steady(
        "steady_on_last_year",
        "No figure changes by more than £1.5 million, and by more than 15%, in a year",
        "moved-against-last-year",
        False,
        "",
        cell,
        last_year(cell),
        15,
        1_500_000,
        reference=cell,
        shows=(("now", cell), ("before", last_year(cell))),
    )


CHECKS: tuple[Check, ...] = (
    Steady(
        "surplus_as_computed",
        "The published surplus is income less spending",
        "surplus-differs",
        False,
        "",
        "PKG.surplus.published",
        "PKG.surplus.computed",
        0,
        1,
        shows=(("published", "PKG.surplus.published"), ("computed", "PKG.surplus.computed")),
    ),
    Identity(
        "spaces_add_up",
        "Free and charged spaces add up to all",
        "spaces-differ",
        False,
        "",
        ("PKG.spaces.total",),
        ("PKG.spaces.free", "PKG.spaces.charged"),
        shows=(("total", "PKG.spaces.total"), ("free", "PKG.spaces.free"), ("charged", "PKG.spaces.charged")),
    ),
    *differs(DEPARTMENT_LINES, share_pct=5, least=5_000),
    *(_moved(cell.name) for cell in LINE_CELLS),
)
