"""Exceptions and checks of the infrastructure funding statement.

Source: docs/specifications/infrastructure-funding-statement.md, sections 1, 2 and 4; the ceiling on administration: CIL
        Regulations 2010, regulation 61.
"""

from transforms.domain.measures import Derived, Measure
from transforms.domain.reasons import DECLARED_DIFFERS, FIELD_MISSING, IDENTITY_BROKEN, PUBLISH, Reason
from transforms.domain.return_checks import Check, FigureAtMost, Identity, ShareAtMost, Steady
from transforms.domain.statutory_return import Cell
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
    Reason(
        "row-repeated",
        "The row equals another one in the same file; both are counted unless equal rows count once",
        fix="Check whether the rows are payments of their own. If one is a copy, remove it.",
    ),
    Reason(
        "record-superseded",
        "It has ended, and another row with its reference has replaced it",
        fix="Nothing, if the row was meant to replace it.",
    ),
    Reason(
        "record-withdrawn",
        "It is in an earlier file, and no longer in the latest file that covers the year",
        fix="Publish the record again if it was left out by mistake.",
    ),
    Reason(
        "record-changed",
        "It differs between an earlier file and the latest file that covers the year",
        fix="Nothing, if the record was corrected: the later figures count.",
    ),
    Reason(
        "no-regime",
        "It is not known whether it belongs to the levy or to section 106",
        fix="Publish developer-agreement-type, and in each record the reference of the one that it belongs to.",
    ),
    Reason(
        "collected-for-another",
        "It is the Mayor’s levy, collected for another authority",
        fix="Nothing: it is not the council’s own money.",
    ),
    Reason(
        "status-unreadable",
        "The status is missing or can’t be read",
        fix="Use a status from the standard’s list in contribution-funding-status.",
    ),
    Reason("amount-missing", "There is no amount", fix="Publish amount."),
    Reason("date-missing", "There is no date", fix="Publish start-date."),
    Reason("date-implausible", "The date can’t be right", fix="Correct start-date."),
    Reason(
        "deed-of-variation",
        "It varies an agreement: counted only where no earlier agreement is known",
        fix="Check that the contributions are not published with the first agreement too.",
    ),
    Reason("no-data", "There is no usable file for the period", fix=PUBLISH),
    Reason(
        "year-not-published",
        "No file covers the year",
        fix="Publish the transactions and agreements of the year; if there were none, a file with a header alone.",
    ),
    Reason(
        "unlinked-share",
        "More than a twentieth of the year’s money can’t be linked or has no status",
        fix="Publish in each record a status, and the reference of the one that it belongs to.",
    ),
    Reason(
        "negative-total",
        "The receipts of the year add up to less than zero",
        fix="Check the signs of amounts, and publish refunds of receipts under the status returned.",
    ),
    Reason(
        "opening-differs",
        "The declared opening differs from what earlier transactions give",
        fix="Correct the declared opening, or publish the transactions of earlier years that are missing.",
    ),
    FIELD_MISSING,
    DECLARED_DIFFERS,
    Reason(
        "spent-before-received",
        "More was spent, passed on or returned than had been received",
        fix="Publish the receipts that are missing, or correct the contribution that a transaction names.",
    ),
    Reason(
        "spent-beyond-allocated",
        "More was spent than had been allocated",
        fix="Publish the allocations that are missing.",
    ),
    Reason(
        "administration-above-5-pct",
        "More than 5% of the levy’s receipts was spent on administration",
        fix="Check which spending is on administration: regulation 61 allows 5 per cent of receipts.",
    ),
    Reason(
        "moved-against-last-year",
        "The figure has changed by more than half, and by more than £100,000, in a year",
        fix="Check the figure. If it is right, note the reason for the change.",
    ),
    IDENTITY_BROKEN,
    Reason(
        "counties-left-out",
        "Counties are left out of England’s figures for section 106",
        fix="Nothing: counties and districts may tell of the same agreement, and its money is counted once.",
    ),
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
        "What went out of groups beyond their receipts",
        Derived("floored", "What went out of groups beyond their receipts, in the one year or the other", PENCE),
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
    sentence = "The figure has not changed by more than half, and by more than £100,000, in a year"
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
        "Section 106 money retained is last year’s, plus what came in and minus what went out",
        "identity-broken",
        True,
        "",
        "S106.rolled_forward_gap",
        "S106.floored",
    ),
    ShareAtMost(
        "administration",
        "At most 5% of the levy’s receipts is spent on administration",
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
