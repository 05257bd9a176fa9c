"""Parts of cells: the fields that they need, the sums that they are made of, and how they come about.

Source: docs/specifications/infrastructure-funding-statement.md, sections 2 and 3.
Unit:   pounds and pence, exact until they are written; homes, school places and other units, whole.
"""

from transforms.domain.conditions import Condition, During, Is, IsTrue
from transforms.domain.measures import (
    ByFactMeasure,
    BySwitchMeasure,
    Derived,
    FlooredTotal,
    Measure,
    NotCollected,
    Total,
)
from transforms.domain.origins import AsDerived
from transforms.domain.return_reads import FieldNeed, needs_of
from transforms.domain.statutory_return import Cell
from transforms.returns.infrastructure_funding_statement.vocabulary import (
    AGREEMENTS,
    CONTRIBUTIONS,
    LABELS,
    S106,
    SUMS,
    TRANSACTIONS,
    opening_cells,
)

PENCE = 2
GROUPS = "groups"
AGREED = (
    *needs_of(AGREEMENTS, "reference", "developer-agreement-type", "start-date"),
    *needs_of(CONTRIBUTIONS, "developer-agreement"),
)
AMOUNT_NEEDS = (*AGREED, *needs_of(CONTRIBUTIONS, "amount"))
UNIT_NEEDS = (*AGREED, *needs_of(CONTRIBUTIONS, "units", "contribution-purpose"))
MOVED_NEEDS = (
    *needs_of(TRANSACTIONS, "developer-agreement-contribution", "contribution-funding-status", "amount", "start-date"),
    *needs_of(AGREEMENTS, "developer-agreement-type"),
)
PURPOSE_NEEDS = (*MOVED_NEEDS, *needs_of(CONTRIBUTIONS, "contribution-purpose"))

COUNTIES = ("E10",)  # they and their districts may tell of the same deed, and pass on the same money
BEFORE_SUMS = tuple(f"{name}_before" for name in SUMS)
END_SUMS = tuple(f"{name}_to_end" for name in SUMS)

FROM_HISTORY = "It is computed where files reach back five years; otherwise it follows from the declared opening."
SENTENCES = {
    "year": "It is computed from the transactions of the year. It is inferred where no file is from after the year, or"
    " something of the year is not linked. There is no figure where no file covers the year.",
    "assumed": "It is inferred: the purpose of money is taken from its contribution.",
    "opening": "It is computed where the files reach back five years or more; otherwise the council declares it.",
    "history": FROM_HISTORY,
    "allocated": FROM_HISTORY,
    "split": "It is inferred, and only where files reach back five years or more: no opening is declared by purpose.",
    "agreed": "It is computed from the contributions of agreements that began in the year. It is inferred where no file"
    " is from after the year, or something of the year is not linked.",
    "agreed_assumed": "It is inferred: the standard does not say what is counted.",
    "never": "No published field holds it: the council declares it, or that there is none.",
}
SENTENCES["allocated_split"] = SENTENCES["split"]
SENTENCES["allocated_measured"] = SENTENCES["history"]
SENTENCES["year_before"] = "It is worked out where the files reach back five years or more before the year before."


def origin_of(regime: str, sort: str) -> AsDerived:
    """Return how a sort of cell of a regime comes about."""
    return AsDerived(sort if sort == "never" else f"{regime}.{sort}", SENTENCES[sort])


def of_regime(regime: str, *purposes: str) -> Condition:
    """Return the condition of the records of a regime, and of one of some purposes where they are given."""
    where: Condition = Is("regime", (regime,))
    return where & Is("purpose", purposes) if purposes else where


def moved(
    regime: str,
    *statuses: str,
    purposes: tuple[str, ...] = (),
    without: tuple[str, ...] = (),
    years_before: int = 0,
) -> Total:
    """Return the amounts of the transactions of a regime in the year, or so many years before, by their statuses."""
    where = of_regime(regime, *purposes) & IsTrue("counts") & Is("status", statuses) & During("moved", years_before)
    return Total("amount", where & ~Is("purpose", without) if without else where, PENCE, TRANSACTIONS)


def agreed(regime: str, column: str, *purposes: str) -> Total:
    """Return the amounts or units of the contributions of agreements that began in the year."""
    where = of_regime(regime, *purposes) & IsTrue("counts") & During("begun")
    return Total(column, where, PENCE if column == "amount" else 0, CONTRIBUTIONS)


def floored_total(
    regime: str,
    plus: tuple[str, ...],
    minus: tuple[str, ...] = (),
    purposes: tuple[str, ...] = (),
    sums: tuple[str, ...] = END_SUMS,
) -> FlooredTotal:
    """Return a sum over the groups of a regime, no group below nothing."""
    return FlooredTotal(plus, minus, of_regime(regime, *purposes), PENCE, GROUPS, sums)


def or_opened(regime: str, name: str, measure: Measure) -> Measure:
    """Return a measure from history, and what follows from a declared opening where there is no history."""
    opened = Derived(f"{regime}.{name}", "Worked out from the declared opening and what moved in the year", PENCE)
    return ByFactMeasure(f"{regime}_is_measured", measure, opened)


def allocated_unspent(regime: str, *purposes: str, name: str = "", at: str = "to_end") -> Measure:
    """Return what is allocated and not spent: as it stands, or what was added in the year; under a `name` if opened."""
    stock: Measure = floored_total(regime, (f"alloc_{at}",), (f"spent_{at}", f"trans_{at}"), purposes)
    column = "allocated_less_used" if at == "to_end" else "allocated_less_used_year_before"
    flow = Total(column, of_regime(regime, *purposes), PENCE, GROUPS, END_SUMS)
    return BySwitchMeasure(
        "allocated_unspent_as", (("stock", or_opened(regime, name, stock) if name else stock), ("flow", flow))
    )


def cell(name: str, label: str, measure: Measure, sort: str, needs: tuple[FieldNeed, ...] = MOVED_NEEDS) -> Cell:
    """Return a cell; those that follow from an opening know its cells, those of section 106 leave counties out."""
    regime = name.split(".")[0]
    opened = opening_cells(regime) if sort in ("history", "allocated") else ()
    return Cell(
        name,
        label,
        measure,
        origin_of(regime, sort),
        needs,
        total_without=COUNTIES if regime == S106 else (),
        from_declared=opened,
    )


def not_published(name: str, label: str, reason: str, missing_data: str) -> Cell:
    """Return a cell that no field of the standards holds; councils declare it."""
    return cell(name, label, NotCollected(reason, missing_data, PENCE), "never", ())


def opening(regime: str) -> tuple[Cell, ...]:
    """Return the two cells of what was held when the year began."""
    unallocated, allocated = opening_cells(regime)
    free = floored_total(regime, ("rec_before",), ("ret_before", "alloc_before"), sums=BEFORE_SUMS)
    unspent = floored_total(regime, ("alloc_before",), ("spent_before", "trans_before"), sums=BEFORE_SUMS)
    return (
        cell(unallocated, "Held when the year began, not allocated", free, "opening"),
        cell(allocated, "Held when the year began, allocated and not spent", unspent, "opening"),
    )


def by_purpose(prefix: str, purposes: tuple[str, ...], label: str) -> dict[str, tuple[str, str]]:
    """Return, per purpose, the name and the label of a cell."""
    return {purpose: (f"{prefix}.{purpose}", f"{label}: {LABELS[purpose]}") for purpose in purposes}
