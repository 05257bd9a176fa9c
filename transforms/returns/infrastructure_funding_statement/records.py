"""Records: what the cells of the statement count, as tables, with what is known of every authority.

Source: docs/specifications/infrastructure-funding-statement.md, sections 1 to 3.
Grain:  three tables of published rows, one record for each row that counts today, and one record for each group with a
        transaction up to the year's end.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from transforms.domain.origins import RANK, Origin
from transforms.domain.records import Bools, Column, Records, RecordTable, fields_by_authority
from transforms.domain.return_request import ReturnInputs, ReturnRequest
from transforms.domain.sightings import Coded
from transforms.returns.infrastructure_funding_statement.availability import Availability
from transforms.returns.infrastructure_funding_statement.exceptions import Exceptions
from transforms.returns.infrastructure_funding_statement.group_sums import BEFORE, TO_END
from transforms.returns.infrastructure_funding_statement.history import StatementHistory
from transforms.returns.infrastructure_funding_statement.openings import Openings
from transforms.returns.infrastructure_funding_statement.origins import Origins
from transforms.returns.infrastructure_funding_statement.published_rows import PublishedRows
from transforms.returns.infrastructure_funding_statement.statement import Statement
from transforms.returns.infrastructure_funding_statement.vocabulary import (
    AGREEMENTS,
    CONTRIBUTIONS,
    PURPOSES,
    REGIMES,
    S106,
    STATUSES,
    TRANSACTIONS,
)

GROUPS = "groups"


def derive_records(inputs: ReturnInputs, request: ReturnRequest) -> Records:
    """Return the records of every authority requested, and what is known of it."""
    statement = Statement(inputs, request)
    availability, history, openings = Availability(statement), StatementHistory(statement), Openings(statement)
    origins = Origins(statement, availability, history, openings)
    exceptions = Exceptions(statement, availability, history, openings, origins)
    return Records(
        authorities=request.authorities,
        switches=request.settings,
        tables={
            AGREEMENTS: _agreements(statement),
            CONTRIBUTIONS: _contributions(statement),
            TRANSACTIONS: _transactions(statement),
            GROUPS: _groups(statement),
        },
        facts={
            "has_data": availability.has_any,
            "seen_to_the_end": availability.transactions == RANK[Origin.COMPUTED],
            **{f"{regime}_is_measured": ~opened for regime, opened in origins.is_opened().items()},
        },
        fields=_fields(statement),
        origins=origins.by_name,
        figures=openings.figures() | _rolled_forward(statement, history),
        compared=exceptions.compared_openings,
        exceptions=exceptions.table(),
    )


def _fields(statement: Statement) -> dict[str, list[frozenset[str]]]:
    """Return, per table and authority, the fields that its snapshots have a column for."""
    fields = {
        standard: fields_by_authority(sightings, statement.authorities)
        for standard, sightings in statement.sightings.items()
    }
    without_reference = statement.sightings[TRANSACTIONS].without_usable_rows
    for position, gss in enumerate(statement.authorities if without_reference else ()):
        of_files = (file.fields for file in without_reference if file.authority_gss == gss)
        fields[TRANSACTIONS][position] = fields[TRANSACTIONS][position].union(*of_files)
    return fields


def _agreements(statement: Statement) -> RecordTable:
    """Return the rows of agreements that count."""
    agreements = statement.agreements
    columns = {"regime": Coded(agreements.regime, REGIMES), "begun": agreements.rows.start}
    return _table(statement, agreements.rows, columns)


def _contributions(statement: Statement) -> RecordTable:
    """Return the contributions that count."""
    contributions = statement.contributions
    columns = {
        "regime": Coded(contributions.regime, REGIMES),
        "purpose": Coded(contributions.purpose, PURPOSES),
        "begun": contributions.begun,
        "counts": contributions.counts,
        "amount": contributions.rows.decimals("amount"),
        "units": contributions.rows.decimals("units"),
    }
    return _table(statement, contributions.rows, columns)


def _transactions(statement: Statement) -> RecordTable:
    """Return the transactions that count."""
    transactions = statement.transactions
    columns = {
        "regime": Coded(transactions.regime, REGIMES),
        "purpose": Coded(transactions.purpose, PURPOSES),
        "status": Coded(transactions.status, STATUSES),
        "moved": transactions.rows.start,
        "counts": transactions.counts,
        "amount": transactions.amount,
    }
    return _table(statement, transactions.rows, columns)


def _groups(statement: Statement) -> RecordTable:
    """Return the groups with their sums."""
    sums = statement.sums
    columns = {"regime": Coded(sums.regime, REGIMES), "purpose": Coded(sums.purpose, PURPOSES), **sums.columns()}
    return RecordTable(
        statement.request.period,
        statement.request.settings,
        statement.sightings[TRANSACTIONS],
        sums.authority,
        np.full(len(sums), -1, dtype=np.int64),
        pa.array(statement.references.text.take(sums.group).texts(), pa.string()),
        columns,
    )


def _table(statement: Statement, rows: PublishedRows, columns: Mapping[str, Column]) -> RecordTable:
    return RecordTable(
        statement.request.period,
        statement.request.settings,
        rows.sightings,
        rows.authority,
        rows.row,
        rows.references,
        {**columns, "latest_row": rows.latest},
    )


def _rolled_forward(statement: Statement, history: StatementHistory) -> dict[str, NDArray[Any]]:
    """Return, where both years have a history, by how much section 106's money differs from last year's rolled forward.

    What groups gave out beyond what they received is floored in either year: so much may it differ.
    """
    sums, position = statement.sums, REGIMES.index(S106)
    both = history.of_year.is_there[:, position] & history.of_year_before.is_there[:, position]

    def total(numbers: NDArray[Any], mask: Bools) -> Decimal:
        return statement.amounts.decimal(numbers[mask].sum())

    unspent = {day: sums.to("rec", day) - sums.to("out", day) for day in (BEFORE, TO_END)}
    gaps, floored = (np.full(len(both), None, dtype=object) for _ in range(2))
    for authority in np.flatnonzero(both).tolist():
        group_mask = (sums.authority == authority) & (sums.regime == position)
        before, after = (total(np.maximum(unspent[day], 0), group_mask) for day in (BEFORE, TO_END))
        moved = total(sums.between("rec", BEFORE, TO_END) - sums.between("out", BEFORE, TO_END), group_mask)
        gaps[authority] = abs(after - before - moved)
        floored[authority] = max(total(np.maximum(-unspent[day], 0), group_mask) for day in (BEFORE, TO_END))
    return {"rolled_forward_gap": gaps, "floored": floored}
