"""The screening list: a row for each award above the limit, with what it can fill of the database's template."""

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from transforms.domain.measures import RECORDS
from transforms.domain.records import Ints, RecordTable
from transforms.registers import authorities
from transforms.return_parts.department_lines import text_table
from transforms.returns.subsidy_screen import RECIPIENT, SCREENED
from transforms.returns.subsidy_screen.template import CHARITY, COLUMNS, COMPANY, INSTRUMENT, SCREEN, STATE

if TYPE_CHECKING:
    from transforms.domain.assembled_return import AssembledReturn

PUBLISHED = {
    "Title": "title",
    "Description": "description",
    "Public Authority URL": "url",
    "Beneficiary": f"{RECIPIENT}/name",
}


def files(assembled: "AssembledReturn") -> Iterator[tuple[str, pa.Table]]:
    """Yield the list, by authority, award and day."""
    yield "awards.csv", text_table(SCREEN, sorted(_rows(assembled)))


def _rows(assembled: "AssembledReturn") -> Iterator[tuple[str, ...]]:
    records = assembled.records
    table: RecordTable = records.tables[RECORDS]
    rows = np.flatnonzero(table.mask(SCREENED))
    bodies = authorities()
    codes = [records.authorities[position] for position in table.authority[rows].tolist()]
    with_data = set(assembled.with_data)
    references = table.reference.take(pa.array(rows)).to_pylist()
    due = table.column("due")[rows].astype(str).tolist()
    for gss, reference, last, filled in zip(codes, references, due, _filled(table, rows), strict=True):
        if gss in with_data:
            body = bodies.get(gss)
            of_authority = {"GA Name": body.name, "Region": body.region} if body else {}
            entry = filled | of_authority
            yield gss, assembled.period.name, reference, last, STATE, *(entry.get(name, "") for name in COLUMNS)


def _filled(table: RecordTable, rows: Ints) -> Iterator[dict[str, str]]:
    """Yield what the grants at some rows can fill, by column of the template."""
    published = table.sightings.table.take(pa.array(table.row[rows]))
    texts = {column: published.column(name).to_pylist() for column, name in PUBLISHED.items()}
    numbers = [published.column(f"{RECIPIENT}/{name}").to_pylist() for name in ("charityNumber", "companyNumber", "id")]
    amounts = published.column("amountAwarded").to_pylist()
    days = published.column("awardDate").to_pylist()
    for position, (amount, day) in enumerate(zip(amounts, days, strict=True)):
        kind, number = _identifier(*(column[position] for column in numbers))
        yield {
            **{column: values[position] or "" for column, values in texts.items()},
            "Instrument": INSTRUMENT,
            "Full Exact": f"{Decimal(amount):.2f}",
            "ID Type": kind,
            "ID": number,
            "Legal Granting Date": day.isoformat(),
        }


def _identifier(charity: str | None, company: str | None, identifier: str | None) -> tuple[str, str]:
    """Return the kind and the number of the recipient's entry in a register: a company's before a charity's."""
    prefix, _, number = (identifier or "").rpartition("-")
    if company or prefix == "GB-COH":
        return COMPANY, company or number
    if charity or prefix == "GB-CHC":
        return CHARITY, charity or number
    return "", ""
