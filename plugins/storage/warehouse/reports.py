"""Reports: one checked file as the warehouse knows it, with the outcome of every rule.

Grain:  one file of one authority, checked under one version of the rules.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from transforms.domain.column_guess import ColumnGuess
from transforms.domain.report import Outcome

if TYPE_CHECKING:
    from sqlalchemy import Connection

CHECKED_FILE = """
select k.edition, k.encoding, k.header_line, k.rows, k.rows_usable, k.columns, k.guesses,
       fetched.file_name, fetched.url, fetched.first_on, fetched.last_on
from checked k
cross join lateral (
    select min(n.fetched_on) as first_on, max(n.fetched_on) as last_on,
           (array_agg(n.file_name order by n.fetched_on, n.fetched_at))[1] as file_name,
           (array_agg(n.url order by n.fetched_on desc, n.fetched_at desc))[1] as url
    from snapshot n
    where n.standard = k.standard and n.authority_gss = k.authority_gss and n.sha256 = k.sha256
) fetched
where k.standard = :standard and k.sha256 = :sha256 and k.authority_gss = :authority_gss
  and k.rules_version = :rules_version and fetched.file_name is not null
"""


@dataclass(frozen=True)
class ReportKey:
    """What names exactly one report."""

    standard: str
    sha256: str
    rules_version: str
    authority_gss: str


@dataclass(frozen=True)
class CheckedFile:
    """What is known of a checked file besides its findings."""

    edition: str
    encoding: str | None
    header_line: int | None
    rows: int
    rows_usable: int
    columns: Mapping[str, str]  # our field: the header as published
    guesses: Mapping[str, ColumnGuess]  # header of a column that no field reads
    file_name: str
    url: str
    first_on: date  # the first day on which these bytes were fetched
    last_on: date


def load_checked_file(connection: "Connection", key: ReportKey) -> CheckedFile | None:
    """Return what is known of a checked file, None if no such file was checked under these rules."""
    from sqlalchemy import text

    row = connection.execute(text(CHECKED_FILE), vars(key)).one_or_none()
    if row is None:
        return None
    guesses = {name: ColumnGuess(**guess) for name, guess in row.guesses.items()}
    return replace(CheckedFile(*row), guesses=guesses)


def load_outcomes(connection: "Connection", key: ReportKey) -> tuple[Outcome, ...]:
    """Return the outcome of every rule on one checked file, sorted by the rule's name."""
    from sqlalchemy import select

    from plugins.storage.warehouse.tables import OUTCOME

    c = OUTCOME.c
    query = select(c.rule, c.outcome, c.reason, c.tested, c.failed).where(
        c.standard == key.standard,
        c.sha256 == key.sha256,
        c.authority_gss == key.authority_gss,
        c.rules_version == key.rules_version,
    )
    return tuple(Outcome(*row) for row in connection.execute(query.order_by(c.rule)))
