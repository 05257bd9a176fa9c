"""Records: the payments of the year, each once however often it was published, with their service and month.

Grain:  one record per published row of a payment.
Known:  a payment with a number is that of the latest snapshot that holds it; rows without one, alike in day, amount,
        supplier and service, count as often as in the snapshot with most of them. Months that one snapshot alone holds
        need no such comparing.
"""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from transforms.domain.folded_text import fold_texts
from transforms.domain.measures import RECORDS
from transforms.domain.months import months_of
from transforms.domain.origins import RANK, Origin
from transforms.domain.records import (
    Bools,
    Ints,
    Ranks,
    Records,
    RecordTable,
    fields_by_authority,
    reach,
    rows_table,
)
from transforms.domain.return_request import ReturnInputs, ReturnRequest
from transforms.domain.sightings import Coded, Sightings
from transforms.return_parts.department_lines import department_figures
from transforms.return_parts.published_again import of_fullest_snapshot, of_latest_snapshot
from transforms.returns.contract_notices.groups import codes, trim
from transforms.returns.revenue_outturn_check.pages import SPENDING
from transforms.returns.revenue_outturn_check.services import SERVICES, UNMAPPED, service_of

MONTHS = 12
TEXTS = ("BeneficiaryName", "ServiceCategoryLabel")


def derive_records(inputs: ReturnInputs, request: ReturnRequest) -> Records:
    """Return the payments of every authority requested."""
    sightings = inputs.sightings[SPENDING]
    rows, authority, month = _payments(sightings, request)
    published = sightings.table.select(["Amount", "TransactionNumber"])
    if len(rows) < len(published):
        published = published.take(pa.array(rows))
    names = tuple(str(day) for day in _months(request))
    table = RecordTable(
        period=request.period,
        switches=request.settings,
        sightings=sightings,
        authority=authority,
        row=rows,
        reference=pc.fill_null(published.column("TransactionNumber"), "").combine_chunks(),
        columns={
            "Amount": published.column("Amount").combine_chunks(),
            "month": Coded(month, names),
            "service": _services(sightings, rows),
        },
    )
    facts = reach(sightings, request.authorities, request.period)
    seen = np.zeros((len(request.authorities), MONTHS), dtype=bool)
    seen[authority, month] = True
    return Records(
        authorities=request.authorities,
        switches=request.settings,
        tables={RECORDS: table},
        facts=facts,
        fields={SPENDING: fields_by_authority(sightings, request.authorities)},
        origins=_ranks(facts, seen),
        figures=department_figures(request) | {"largest_month_share_pct": _largest_share(table, seen)},
        exceptions=rows_table(_months_missing(request, facts["has_data"], seen, names)),
    )


def _payments(sightings: Sightings, request: ReturnRequest) -> tuple[Ints, Ints, Ints]:
    """Return the rows that count, and of each its authority and its month of the year."""
    owner = sightings.owners(request.authorities)[sightings.snapshot]
    months = months_of(sightings.days("PaymentDate"), request.period.first, request.period.last)
    rows = np.flatnonzero(months >= 0)
    rows = rows[_each_once(sightings, rows, owner[rows] * MONTHS + months[rows])]
    return rows, owner[rows], months[rows]


def _each_once(sightings: Sightings, rows: Ints, month: Ints) -> Ints:
    """Return the positions among `rows` of those that count; `month` tells the months of all authorities apart."""
    owners = [snapshot.authority_gss for snapshot in sightings.snapshots]
    if len(set(owners)) == len(owners):
        return np.arange(len(rows))
    snapshot = sightings.snapshot[rows]
    month_held = np.full((len(sightings.snapshots), MONTHS), -1, dtype=np.int64)  # by each snapshot, by month of year
    month_held[snapshot, month % MONTHS] = month
    is_compared = (np.bincount(month_held[month_held >= 0], minlength=1) > 1)[month] if len(rows) else month < 0
    compared = np.flatnonzero(is_compared)
    counted = [np.flatnonzero(~is_compared)]
    if len(compared):
        duplicates = sightings.table.take(pa.array(rows[compared]))
        number = codes(duplicates.column("TransactionNumber"), trim)
        days = sightings.days("PaymentDate")[rows[compared]].astype(np.int64)
        owner = month[compared] // MONTHS
        texts = [codes(duplicates.column(name), fold_texts) for name in TEXTS]
        amount = codes(duplicates.column("Amount").cast(pa.string()))
        numbered, others = np.flatnonzero(number >= 0), np.flatnonzero(number < 0)
        keys = [key[numbered] for key in (owner, number, days, texts[0])]
        counted.append(of_latest_snapshot(compared[numbered], snapshot[compared[numbered]], keys))
        alike = [owner, days, amount, *texts]
        counted.append(
            of_fullest_snapshot(compared[others], snapshot[compared[others]], [key[others] for key in alike])
        )
    return np.sort(np.concatenate(counted))


def _services(sightings: Sightings, rows: Ints) -> Coded:
    """Return the service of each row by its label."""
    labels = sightings.coded("ServiceCategoryLabel")
    words = (*(code.code for code in SERVICES.codes), UNMAPPED)
    positions = {word: position for position, word in enumerate(words)}
    by_label = [positions[service_of(label)] for label in labels.words]
    return Coded(np.array([*by_label, positions[UNMAPPED]], dtype=np.int64)[labels.positions[rows]], words)


def _ranks(facts: dict[str, Bools], seen: Bools) -> dict[str, Ranks]:
    """Return how surely spending is known: not at all in a year of which no month was published."""
    surely = np.where(facts["seen_to_the_end"], RANK[Origin.COMPUTED], RANK[Origin.INFERRED])
    covered = np.where(facts["has_data"], surely, RANK[Origin.NO_DATA])
    spent = np.where(seen.any(axis=1), covered, RANK[Origin.NO_DATA])
    return {"covered": covered.astype(np.int8), "spent": spent.astype(np.int8)}


def _largest_share(table: RecordTable, seen: Bools) -> NDArray[Any]:
    """Return, per authority, the largest month's share in per cent; None unless the year's spending is above zero."""
    authorities = len(seen)
    month = table.authority * MONTHS + table.column("month").positions
    everything = np.arange(len(month))
    by_month = table.amounts("Amount").sums(everything, month, authorities * MONTHS).reshape(authorities, MONTHS)
    shares: NDArray[Any] = np.full(authorities, None, dtype=object)
    for position in np.flatnonzero(seen.any(axis=1)).tolist():
        whole = sum(by_month[position], Decimal(0))
        if whole > 0:
            share = 100 * max(by_month[position][seen[position]]) / whole
            shares[position] = share.quantize(Decimal("0.1"), ROUND_HALF_UP)
    return shares


def _months_missing(request: ReturnRequest, has_data: Bools, seen: Bools, names: tuple[str, ...]) -> Any:  # noqa: ANN401
    """Yield the months of which an authority that publishes its spending has published nothing."""
    for position, month in zip(*(indices.tolist() for indices in np.nonzero(has_data[:, None] & ~seen)), strict=True):
        yield request.authorities[position], "month-missing", "", names[month]


def _months(request: ReturnRequest) -> NDArray[np.datetime64]:
    return np.datetime64(request.period.first, "M") + np.arange(MONTHS)
