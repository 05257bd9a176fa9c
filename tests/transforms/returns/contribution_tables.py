"""Contributions and transactions drawn as tables, and what the statement makes of them."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from expectations.check_return import check_return
from tests.transforms.returns.drawn import by_standard, drawn, snapshot
from transforms.assemble import TracedCell, inputs_of
from transforms.assemble import assemble as assemble_return
from transforms.assemble import trace as trace_cell
from transforms.domain.assembled_return import AssembledReturn
from transforms.domain.declared_figures import DeclaredFigure, DeclaredFigures
from transforms.domain.period import financial_year
from transforms.domain.return_request import ReturnRequest
from transforms.domain.snapshot_table import SnapshotTable
from transforms.returns.infrastructure_funding_statement import RETURN
from transforms.returns.infrastructure_funding_statement.vocabulary import AGREEMENTS, CONTRIBUTIONS, TRANSACTIONS

ADUR, COUNTY, LONDON = "E07000223", "E10000032", "E61000001"
SHORT = {
    "type": "developer-agreement-type",
    "for": "planning-application",
    "begun": "start-date",
    "of": "developer-agreement",
    "purpose": "contribution-purpose",
    "on": "developer-agreement-contribution",
    "status": "contribution-funding-status",
    "day": "start-date",
    "ended": "end-date",
}
LEVY, OBLIGATION = "community-infrastructure-levy", "section-106"
EXAMPLE = {
    AGREEMENTS: """
        reference  type                           begun
        A1         section-106                    2025-05-01
        A2         section-106                    2020-06-01
        A3         community-infrastructure-levy  2025-07-01
        A4         community-infrastructure-levy  2023-01-10
        H1         section-106                    2015-04-01
        H2         community-infrastructure-levy  2015-04-01
    """,
    CONTRIBUTIONS: """
        reference  of  purpose                                     amount  units
        C1         A1  education                                   100000  -
        C2         A1  affordable-housing                          -       12
        C3         A2  open-space-and-leisure                      50000   -
        C4         A3  community-infrastructure-levy               80000   -
        C5         A4  community-infrastructure-levy               60000   -
        C6         A4  cil-administration-costs                    3000    -
        C7         A4  neighbourhood-community-infrastructure-levy  9000   -
        HC1        H1  other                                       10      -
        HC2        H2  other                                       10      -
    """,
    TRANSACTIONS: """
        reference  on  status       amount  day
        T1         C3  received     50000   2021-02-01
        T2         C3  allocated    30000   2022-03-31
        T3         C3  spent        20000   2025-06-30
        T4         C3  returned     1000    2025-08-01
        T5         C3  allocated    15000   2026-03-31
        T6         C1  received     40000   2026-03-31
        T7         C5  received     60000   2024-04-01
        T8         C5  allocated    25000   2025-04-01
        T9         C5  spent        10000   2026-03-31
        T10        C4  received     80000   2026-04-01
        T11        C6  received     3000    2025-04-01
        T12        C6  spent        3000    2025-12-01
        T13        C7  received     9000    2025-10-01
        T14        C7  transferred  9000    2026-01-15
    """
    + "\n".join(
        f"{status[0]}{code}{year}  {code}  {status}  1  {year}-05-01"
        for code in ("HC1", "HC2")
        for year in range(2015, 2025)
        for status in ("received", "spent")
    ),
}


def files(tables: Mapping[str, str], authority: str = ADUR, fetched: str = "2026-10-01") -> list[SnapshotTable]:
    """What an authority published on a day, of each table that is drawn."""
    return [
        snapshot(
            RETURN,
            authority,
            date.fromisoformat(fetched),
            drawn(rows, SHORT, RETURN.reads_of(table).columns) if rows else [],
            standard=table,
        )
        for table, rows in tables.items()
    ]


def request_for(
    snapshots: list[SnapshotTable],
    declared: Mapping[str, str] | None = None,
    as_known: date | None = None,
    **switches: str,
) -> ReturnRequest:
    authorities = tuple(sorted({one.authority_gss for one in snapshots} | {ADUR}))
    figures = {
        (ADUR, cell): DeclaredFigure(Decimal(value), "why", "who", line)
        for line, (cell, value) in enumerate((declared or {}).items(), 2)
    }
    return ReturnRequest(
        RETURN, financial_year(2025), authorities, as_known, switches, DeclaredFigures(figures, "ab" * 32)
    )


def assembled(snapshots: list[SnapshotTable], **options: Any) -> AssembledReturn:
    request = request_for(snapshots, **options)
    return check_return(assemble_return(request, inputs_of(request, by_standard(snapshots))))


def traced(snapshots: list[SnapshotTable], cell: str, authority: str = ADUR, **options: Any) -> TracedCell:
    request = request_for(snapshots, **options)
    return trace_cell(request, inputs_of(request, by_standard(snapshots)), cell, authority)


def figures_of(found: AssembledReturn, *cells: str, authority: str = ADUR) -> list[str]:
    """Cells as “value origin”, or the origin alone."""
    rows = {row["cell"]: row for row in found.cells.to_pylist() if row["authority"] == authority}
    return [" ".join(filter(None, (rows[cell]["value"], rows[cell]["origin"]))) for cell in cells]


def listed(found: AssembledReturn, authority: str = ADUR) -> list[tuple[str, str]]:
    return [(row["reason"], row["reference"]) for row in found.exceptions.to_pylist() if row["authority"] == authority]


EXPECTED = {
    "CIL.a": "80000.00", "CIL.b": "12000.00", "CIL.c": "35000.00", "CIL.d": "25000.00", "CIL.e": "13000.00",
    "CIL.f": "15000.00", "CIL.giii": "3000.00", "CIL.l1": "0.00", "CIL.l2": "50000.00", "S106.a": "100000.00",
    "S106.b": "40000.00", "S106.c": "4000.00", "S106.d1": "12", "S106.e": "25000.00", "S106.f": "20000.00",
    "S106.h3": "0.00", "S106.i": "69000.00",
}  # fmt: skip
BY_PURPOSE = {
    "CIL.i_parish": "9000.00",
    "S106.h1.open-space-and-leisure": "20000.00",
    "S106.g.open-space-and-leisure": "25000.00",
}


def without_history(tables: Mapping[str, str]) -> dict[str, str]:
    """The tables, without what makes their history."""
    return {
        table: "\n".join(line for line in rows.splitlines() if "HC" not in line and " H" not in line)
        for table, rows in tables.items()
    }


OPENINGS = {
    "CIL.open.unallocated": "60000",
    "CIL.open.allocated": "0",
    "S106.open.unallocated": "20000",
    "S106.open.allocated": "30000",
}
SMALL = {
    AGREEMENTS: "reference  type  begun\nA1  section-106  2025-05-01",
    CONTRIBUTIONS: "reference  of  purpose  amount\nC1  A1  education  100",
}
MOVED = "reference  on  status  amount  day  ended"


def moved(*rows: str, is_usable: bool = True, fetched: str = "2026-10-01") -> SnapshotTable:
    """A file of transactions."""
    table = files({TRANSACTIONS: "\n".join([MOVED, *rows])}, fetched=fetched)[0]
    if is_usable:
        return table
    rows_read = [{"is_usable": False} for _ in rows]
    return snapshot(RETURN, ADUR, date.fromisoformat(fetched), rows_read, standard=TRANSACTIONS)
