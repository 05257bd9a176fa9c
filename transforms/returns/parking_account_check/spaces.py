"""Spaces: the places of an authority's latest list of parking spaces, or its published totals of the year.

Grain:  one record per row that is counted.
Unit:   spaces.
Known:  a list of places says of each when it was last changed, not which year the list is about: the latest list
        counts, whole. Of totals the row of the year counts, the last of several.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from transforms.domain.records import Ints, RecordTable
from transforms.domain.return_request import ReturnRequest
from transforms.domain.sightings import Sightings
from transforms.return_parts.exact_columns import EXACT, ZERO, exact, is_held
from transforms.return_parts.year_rows import (
    YearColumns,
    YearRows,
    is_own,
    last_per_authority,
    rows_of_authorities,
    rows_of_year,
)
from transforms.returns.parking_account_check import fields as f

YEAR = YearColumns(day="EffectiveDate", at_start=True)
CELLS = ("free", "charged", "total")


def spaces_of(sightings: Sightings, request: ReturnRequest) -> YearRows:
    """Return the rows that are counted of each authority."""
    is_place = is_held(exact(sightings, f.PLACE_SPACES, np.arange(len(sightings.file))))
    rows = np.flatnonzero(is_place & is_own(sightings) & sightings.is_latest)
    owners = sightings.owners(request.authorities)
    authority = owners[sightings.snapshot[rows]]
    has_list = np.bincount(authority, minlength=len(request.authorities)) > 0
    totals = rows_of_year(sightings, request.authorities, request.period.last.year, YEAR, ~is_place)
    totals = rows_of_authorities(last_per_authority(totals), ~has_list)
    latest = {int(owner): snapshot for snapshot, owner in enumerate(owners)}
    files = tuple(
        np.flatnonzero(sightings.snapshot_of_file == latest[position]) if has else totals.files[position]
        for position, has in enumerate(has_list)
    )
    return YearRows(
        np.concatenate([rows, totals.rows]),
        np.concatenate([authority, totals.authority]),
        files,
        has_list | totals.is_assumed,
    )


def spaces_table(sightings: Sightings, request: ReturnRequest, counted: YearRows) -> RecordTable:
    """Return the table of spaces."""
    rows = counted.rows
    places = exact(sightings, f.PLACE_SPACES, rows)
    locations = sightings.table.column("Location").take(pa.array(rows)).combine_chunks()
    return RecordTable(
        period=request.period,
        switches=request.settings,
        sightings=sightings,
        authority=counted.authority,
        row=rows,
        reference=pc.fill_null(locations, request.period.name),
        columns={
            "free": pc.coalesce(exact(sightings, f.FREE, rows), _flagged(sightings, f.IS_FREE, rows, places)),
            "charged": pc.coalesce(exact(sightings, f.CHARGED, rows), _flagged(sightings, f.IS_CHARGED, rows, places)),
            "total": pc.coalesce(exact(sightings, f.MARKED, rows), places),
        },
    )


def _flagged(sightings: Sightings, flag: str, rows: Ints, places: pa.Array) -> pa.Array:
    """Return the spaces of a place of which a flag says yes, zero where it says no, blank where nothing is said."""
    flags = sightings.table.column(flag).take(pa.array(rows)).combine_chunks()
    counted = pc.if_else(flags, places, ZERO)
    return pc.if_else(pc.and_(pc.is_valid(flags), pc.is_valid(places)), counted, pa.scalar(None, EXACT))
