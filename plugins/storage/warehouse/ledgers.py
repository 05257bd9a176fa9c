"""Ledgers: the steps of each source's ledger, of which the last one counts, and the number of entries in each state.

A step is written once. Where an older publication turns up late, or a quarantined file is confirmed, the ledger is
made again from there on, as other steps; the step written last is the one that counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from plugins.storage.warehouse.publications import PUBLICATION_RUNS

if TYPE_CHECKING:
    import pyarrow as pa
    from sqlalchemy import Column, Connection

# One hash per source over its settled publications and how many of them have been compared.
HISTORIES = f"""{PUBLICATION_RUNS}
select runs.authority_gss,
       md5(string_agg(runs.first_on || runs.sha256 || runs.state, ',' order by run)) || ':'
       || (select count(*) from comparison c
           where c.standard = :standard and c.authority_gss = runs.authority_gss) as history
from runs where runs.state <> 'collected' group by runs.authority_gss
"""  # noqa: S608


@dataclass(frozen=True)
class LedgerStep:
    """One step of a source's ledger, as it is recorded."""

    standard: str
    authority_gss: str
    chain: str
    follows: str | None
    day: date
    sha256: str
    by: str
    rules_version: str
    is_in_use: bool
    before_sha256: str | None
    seen_from: date | None
    seen_until: date | None
    history: str
    entries: int = 0
    id: int | None = None


def load_stale_sources(connection: "Connection", standard: str, rules_version: str) -> dict[str, str]:
    """Return the sources whose ledger is out of date, each with the hash over its publications as now known."""
    from sqlalchemy import text

    parameters = {"standard": standard, "authorities": None}
    digests = {row.authority_gss: row.history for row in connection.execute(text(HISTORIES), parameters)}
    last_steps = {
        step.authority_gss: (step.history, step.rules_version) for step in load_last_steps(connection, standard)
    }
    return {gss: digest for gss, digest in digests.items() if last_steps.get(gss) != (digest, rules_version)}


def load_last_steps(
    connection: "Connection", standard: str | None = None, authority_gss: str | None = None
) -> list[LedgerStep]:
    """Return the last step of every source's ledger."""
    from sqlalchemy import select

    from plugins.storage.warehouse.tables import LEDGER

    c = LEDGER.c
    query = select(*_columns()).order_by(c.standard, c.authority_gss, c.id.desc()).distinct(c.standard, c.authority_gss)
    if standard is not None:
        query = query.where(c.standard == standard)
    if authority_gss is not None:
        query = query.where(c.authority_gss == authority_gss)
    return [LedgerStep(*row) for row in connection.execute(query)]


def load_steps(connection: "Connection", standard: str, authority_gss: str) -> list[LedgerStep]:
    """Return the steps of a source's ledger from the first to the last, without those that were made again."""
    from sqlalchemy import select

    from plugins.storage.warehouse.tables import LEDGER

    c = LEDGER.c
    query = select(*_columns()).where(c.standard == standard, c.authority_gss == authority_gss).order_by(c.id)
    recorded = [LedgerStep(*row) for row in connection.execute(query)]
    by_chain = {step.chain: step for step in recorded}
    steps: list[LedgerStep] = []
    step = recorded[-1] if recorded else None
    while step is not None:
        steps.append(step)
        step = by_chain[step.follows] if step.follows else None
    return steps[::-1]


def record_steps(connection: "Connection", steps: "Sequence[tuple[LedgerStep, pa.Table]]") -> None:
    """Write the steps of one source's ledger with the counts of each; a step that is there already stays."""
    from sqlalchemy.dialects.postgresql import insert

    from plugins.storage.warehouse.tables import LEDGER, LEDGER_COUNT

    for step, counts in steps:
        values = {name: getattr(step, name) for name in LEDGER.c.keys() if name not in ("id", "made_at")}  # noqa: SIM118
        ledger_id = connection.scalar(insert(LEDGER).values(values).on_conflict_do_nothing().returning(LEDGER.c.id))
        rows = [{**row, "column": row["column"] or "", "ledger_id": ledger_id} for row in counts.to_pylist()]
        if ledger_id is not None and rows:
            connection.execute(LEDGER_COUNT.insert(), rows)


def _columns() -> "list[Column[Any]]":
    from plugins.storage.warehouse.tables import LEDGER

    return [LEDGER.c[name] for name in LedgerStep.__dataclass_fields__]
