"""Exceptions and checks of the infrastructure funding statement.

Source: docs/specifications/infrastructure-funding-statement.md, sections 1, 2 and 4; the ceiling on administration: CIL
        Regulations 2010, regulation 61.
"""

from transforms.domain.measures import Derived, Measure
from transforms.domain.return_checks import Check, FigureAtMost, Identity, ShareAtMost, Steady
from transforms.domain.statutory_return import Cell, Reason
from transforms.returns.infrastructure_funding_statement import levy, section_106
from transforms.returns.infrastructure_funding_statement.cell_parts import (
    MOVED_NEEDS,
    PENCE,
    PURPOSE_NEEDS,
    allocated_unspent,
    moved,
    origin_of,
)
from transforms.returns.infrastructure_funding_statement.vocabulary import (
    CIL,
    PARISH,
    RECEIVED,
    S106,
    SPENT,
    TRANSFERRED,
)

REASONS = (
    Reason("row-repeated", "Equal rows in one file, each after the first: all are counted unless they are to be one"),
    Reason("record-superseded", "Ended, and replaced by another row under its reference"),
    Reason("record-withdrawn", "In an earlier file of the year, and not in the latest that tells of it"),
    Reason("record-changed", "Otherwise in an earlier file of the year than in the latest that tells of it"),
    Reason("no-regime", "Neither the levy's nor section 106's: what it belongs to is not known"),
    Reason("collected-for-another", "The Mayor's levy, collected for another authority"),
    Reason("status-unreadable", "No status, or one that can't be read"),
    Reason("amount-missing", "No amount"),
    Reason("date-missing", "No date"),
    Reason("date-implausible", "A date on which it can't have been"),
    Reason("deed-of-variation", "Of a deed that varies an agreement: counted where no earlier agreement is known"),
    Reason("no-data", "No usable file is known for the period"),
    Reason("year-not-published", "No file tells of the year"),
    Reason("unlinked-share", "More than a twentieth of the year's money can't be linked or has no status"),
    Reason("negative-total", "The receipts of the year add up to less than nothing"),
    Reason("opening-differs", "The declared opening is not what the history says"),
    Reason("field-missing", "A field that cells need is not published"),
    Reason("declared-differs", "The council has declared another figure than its data give"),
    Reason("spent-before-received", "More went out than had been received"),
    Reason("spent-beyond-allocated", "More was spent than had been allocated"),
    Reason("administration-above-5-pct", "More than 5 % of the levy's receipts was spent on administration"),
    Reason("moved-against-last-year", "A figure moved by more than half and more than £100,000 against last year's"),
    Reason("identity-broken", "Figures that should add up do not"),
    Reason("counties-left-out", "Counties are left out of England's figures for section 106"),
)


def _of_year(regime: str, letter: str, years_before: int) -> Measure:
    """Return how a figure that is compared with last year's is measured."""
    if letter == "b":
        return moved(regime, RECEIVED, years_before=years_before)
    if (regime, letter) == (CIL, "e"):
        return levy.expenditure(years_before)
    if (regime, letter) == (S106, "f"):
        return moved(regime, SPENT, TRANSFERRED, years_before=years_before)
    return allocated_unspent(regime, at="before" if years_before else "to_end")


def _compared(regime: str, letter: str) -> tuple[Cell, Cell]:
    """Return a figure as it is measured, without what is declared, and last year's."""
    name, needs = f"{regime}.{letter}", PURPOSE_NEEDS if (regime, letter) == (CIL, "e") else MOVED_NEEDS
    is_stock = (regime, letter) in ((CIL, "f"), (S106, "e"))
    measured = origin_of(regime, "allocated_measured" if is_stock else "year")
    before = origin_of(regime, "year_before")
    return (
        Cell(f"{name}.measured", f"{name}, measured", _of_year(regime, letter, 0), measured, needs),
        Cell(f"{name}.year_before", f"{name} of the year before", _of_year(regime, letter, 1), before, needs),
    )


COMPARED = tuple((regime, letter) for regime in (CIL, S106) for letter in "bef")
WORKINGS = (
    *(working for regime, letter in COMPARED for working in _compared(regime, letter)),
    Cell("CIL.spent", "Levy spent in the year", moved(CIL, SPENT), origin_of(CIL, "year"), MOVED_NEEDS),
    Cell(
        "CIL.spent_for_parishes",
        "Of the parishes' share, spent in the year",
        moved(CIL, SPENT, purposes=(PARISH,)),
        origin_of(CIL, "year"),
        PURPOSE_NEEDS,
    ),
    Cell(
        "S106.rolled_forward_gap",
        "What is retained, less last year's rolled forward",
        Derived("rolled_forward_gap", "Retained less last year's, receipts added, what went out taken away", PENCE),
        origin_of(S106, "opening"),
        MOVED_NEEDS,
    ),
    Cell(
        "S106.floored",
        "What groups gave out beyond their receipts",
        Derived("floored", "What groups gave out beyond their receipts, in the one year or the other", PENCE),
        origin_of(S106, "opening"),
        MOVED_NEEDS,
    ),
)


def _adds_up(name: str, sentence: str, whole: str, parts: tuple[str, ...]) -> Check:
    return Identity(name, sentence, "identity-broken", True, "", (whole,), parts)


def _names(table: dict[str, tuple[str, str]]) -> tuple[str, ...]:
    return tuple(name for name, _ in table.values())


def _steady(regime: str, letter: str) -> Check:
    name = f"{regime}.{letter}"
    sentence = "The figure has not moved by more than half and more than £100,000 against last year's"
    return Steady(
        "steady",
        sentence,
        "moved-against-last-year",
        False,
        name,
        f"{name}.measured",
        f"{name}.year_before",
        50,
        100_000,
        reference=name,
    )


CHECKS: tuple[Check, ...] = (
    _adds_up(
        "levy_spent",
        "The levy spent by purpose adds up to what was spent of it",
        "CIL.spent",
        (*_names(levy.SPENT_ON), "CIL.giii", "CIL.spent_for_parishes"),
    ),
    _adds_up(
        "levy_allocated",
        "The levy allocated by purpose adds up to all that is allocated",
        "CIL.f",
        _names(levy.ALLOCATED_FOR),
    ),
    _adds_up(
        "obligations_spent",
        "Section 106 money spent by purpose adds up to all that was spent",
        "S106.f",
        (*_names(section_106.SPENT_ON), "S106.h3"),
    ),
    _adds_up(
        "obligations_allocated",
        "Section 106 money allocated by purpose adds up to all that is allocated",
        "S106.e",
        _names(section_106.ALLOCATED_FOR),
    ),
    FigureAtMost(
        "rolled_forward",
        "Section 106 money retained is last year's, with what came in and less what went out",
        "identity-broken",
        True,
        "",
        "S106.rolled_forward_gap",
        "S106.floored",
    ),
    ShareAtMost(
        "administration",
        "Administration takes at most 5 % of the levy's receipts",
        "administration-above-5-pct",
        False,
        "",
        ("CIL.giii",),
        ("CIL.b",),
        5,
        reference="CIL.giii",
    ),
    *(_steady(regime, letter) for regime, letter in COMPARED),
)
