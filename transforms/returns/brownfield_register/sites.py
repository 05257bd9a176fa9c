"""Sites: one record per authority and site reference, from the latest usable snapshot of its register.

Grain:  one record per site; where a register holds a reference twice, the latest update wins, then the later row.
Known:  one file may hold several authorities' sites: `transforms/domain/row_owners.py` says whose each is.
Source: docs/specifications/brownfield-register.md, "Records"
"""

from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from transforms.domain.measures import RECORDS
from transforms.domain.period import same_day_a_year_before
from transforms.domain.records import Bools, Column, Days, Ints, Records, RecordTable, is_true
from transforms.domain.return_request import ReturnInputs, ReturnRequest
from transforms.domain.row_owners import row_owners
from transforms.domain.sightings import Coded, Sightings

STANDARD = "brownfield_land"
SITE_LIMIT_HECTARES = 500
METRES_ALLOWED = 500

TEXTS = ("OwnershipStatus", "PlanningStatus", "PermissionType", "Deliverable", "Part2", "HazardousSubstances")
DAYS = ("PermissionDate", "FirstAddedDate", "LastUpdatedDate", "EndDate")


def derive_sites(inputs: ReturnInputs, request: ReturnRequest) -> Records:
    """Return the sites of every authority requested, out of the latest snapshot that holds its register."""
    sightings = inputs.sightings[STANDARD]
    sites = Sites(sightings, request)
    columns: dict[str, Column] = {name: sightings.coded(name).take(sites.row) for name in TEXTS}
    columns |= {name: sightings.days(name)[sites.row] for name in DAYS}
    columns |= {
        "Hectares": sites.decimals("Hectares"),
        "dwellings_from": sites.dwellings_from,
        "dwellings_to": sites.dwellings_to,
        "is_reversed": sites.is_reversed,
        "is_odd_area": sites.is_odd_area,
        "is_outside": sites.is_outside,
        "is_recent": sites.in_the_year("LastUpdatedDate"),
        "is_added": sites.in_the_year("FirstAddedDate"),
        "is_ended": sites.in_the_year("EndDate"),
        "is_overdue": sites.is_overdue,
        "is_updated_before_added": sites.is_updated_before_added,
    }
    table = RecordTable(
        period=request.period,
        switches=request.settings,
        sightings=sightings,
        authority=sites.authority,
        row=sites.row,
        reference=sites.text("SiteReference"),
        columns=columns,
    )
    return Records(
        authorities=request.authorities,
        switches=request.settings,
        tables={RECORDS: table},
        facts=sites.facts(),
        fields={STANDARD: sites.fields()},
    )


class Sites:
    """The columns of the table of sites, each derived once."""

    def __init__(self, sightings: Sightings, request: ReturnRequest) -> None:
        self.sightings, self.authorities, self.reference_day = sightings, request.authorities, request.period.last
        self.latest, self.owners = _latest_per_publisher(sightings), row_owners(sightings, request.authorities)
        self.row, self.authority = self._one_per_reference()

    @cached_property
    def _is_counted(self) -> Bools:
        """The table rows that count: of each publisher's latest snapshot, of authorities requested."""
        return self.latest[self.sightings.file] & (self.owners.of_row >= 0)

    def _one_per_reference(self) -> tuple[Ints, Ints]:
        """Return the winning rows and the positions of the authorities that they are of."""
        rows = np.flatnonzero(self._is_counted)
        owner = self.owners.of_row[rows]
        references = Coded.of(pc.utf8_trim_whitespace(self.sightings.table.column("SiteReference"))).positions[rows]
        updated = self.sightings.days("LastUpdatedDate")[rows].astype(np.int64)  # a blank is the least number
        order = np.lexsort((np.arange(len(rows)), updated, references, owner))
        repeated = (np.diff(owner[order]) == 0) & (np.diff(references[order]) == 0)
        first_rows = np.sort(order[~np.append(repeated, False)[: len(order)]])
        return rows[first_rows], owner[first_rows]

    def text(self, name: str) -> pa.Array:
        """Return a text field of every site."""
        return self.sightings.table.column(name).take(pa.array(self.row)).combine_chunks()

    def decimals(self, name: str) -> pa.Array:
        """Return an exact decimal field of every site."""
        return self.sightings.table.column(name).take(pa.array(self.row)).combine_chunks()

    def days(self, name: str) -> Days:
        """Return a day of every site."""
        return self.sightings.days(name)[self.row]

    @cached_property
    def dwellings_from(self) -> pa.Array:
        """The least number of homes: the range's start, else the minimum, else where the end is itself a range."""
        end_is_range = pc.is_valid(self.decimals("NetDwellingsRangeTo__upper"))
        nothing = pa.nulls(len(self.row), self.decimals("NetDwellingsRangeTo").type)
        of_the_end = pc.if_else(end_is_range, self.decimals("NetDwellingsRangeTo"), nothing)
        return pc.coalesce(self.decimals("NetDwellingsRangeFrom"), self.decimals("MinNetDwellings"), of_the_end)

    @cached_property
    def dwellings_to(self) -> pa.Array:
        """The greatest number of homes: the range's end, else the end of a range in one cell, else the start."""
        starts_in_from = pc.is_valid(self.decimals("NetDwellingsRangeFrom"))
        upper = pc.if_else(
            starts_in_from, self.decimals("NetDwellingsRangeFrom__upper"), self.decimals("MinNetDwellings__upper")
        )
        published = pc.coalesce(self.decimals("NetDwellingsRangeTo__upper"), self.decimals("NetDwellingsRangeTo"))
        return pc.coalesce(published, upper, self.dwellings_from)

    @cached_property
    def is_reversed(self) -> Bools:
        """The least number of homes is more than the greatest."""
        return is_true(pc.greater(self.dwellings_from, self.dwellings_to))

    @cached_property
    def is_odd_area(self) -> Bools:
        """The area is 0, or more than any site's."""
        hectares = self.decimals("Hectares")
        return is_true(pc.or_(pc.less_equal(hectares, 0), pc.greater(hectares, SITE_LIMIT_HECTARES)))

    @cached_property
    def is_outside(self) -> Bools:
        """The point lies well outside the authority."""
        from transforms.registers import metres_outside

        outside = np.zeros(len(self.row), dtype=bool)
        x, y = (self.decimals(name).cast(pa.float64()).to_numpy(zero_copy_only=False) for name in ("GeoX", "GeoY"))
        order = np.argsort(self.authority, kind="stable")
        for rows in np.split(order, np.flatnonzero(np.diff(self.authority[order])) + 1):
            if len(rows):
                gss = self.authorities[self.authority[rows[0]]]
                outside[rows] = metres_outside(gss, x[rows], y[rows]) > METRES_ALLOWED
        return outside

    def in_the_year(self, name: str) -> Bools:
        """Return which sites have this day in the twelve months to the reference date."""
        days = self.days(name)
        return (days > self._year_before) & (days <= np.datetime64(self.reference_day))

    @cached_property
    def is_overdue(self) -> Bools:
        """The entry was last updated more than twelve months before the reference date, or nobody says when."""
        updated = self.days("LastUpdatedDate")
        return np.isnat(updated) | (updated < self._year_before)

    @cached_property
    def is_updated_before_added(self) -> Bools:
        """The last update is before the first entry."""
        return np.asarray(self.days("LastUpdatedDate") < self.days("FirstAddedDate"))

    @property
    def _year_before(self) -> np.datetime64:
        return np.datetime64(same_day_a_year_before(self.reference_day))

    @cached_property
    def _read(self) -> list[set[int]]:
        """Per authority: the files that its register was read from."""
        rows, latest = np.flatnonzero(self._is_counted), np.flatnonzero(self.latest)
        pairs = {*zip(self.owners.of_row[rows].tolist(), self.sightings.file[rows].tolist(), strict=True)}
        pairs |= {*zip(self.owners.of_file[latest].tolist(), latest.tolist(), strict=True)}
        read: list[set[int]] = [set() for _ in self.authorities]
        for authority, file in pairs:
            if authority >= 0:
                read[authority].add(file)
        return read

    def facts(self) -> dict[str, Bools]:
        """Return of which authorities a register was read, and of which editions all the files that hold it are."""
        editions = [{self.sightings.files[file].edition for file in files} for files in self._read]
        return {
            "has_data": np.array([bool(files) for files in self._read], dtype=bool),
            "seen_to_the_end": np.ones(len(self.authorities), dtype=bool),
            "is_only_2017": np.array(["2026" not in names for names in editions], dtype=bool),
            "is_only_2026": np.array(["2017" not in names for names in editions], dtype=bool),
        }

    def fields(self) -> list[frozenset[str]]:
        """Return, per authority, the fields that the files which hold its register have a column for."""
        return [frozenset().union(*(self.sightings.files[file].fields for file in files)) for files in self._read]


def _latest_per_publisher(sightings: Sightings) -> Bools:
    """Return which files are of their publisher's latest snapshot."""
    owners = np.array([snapshot.authority_gss for snapshot in sightings.snapshots], dtype=object)
    latest = np.append(owners[1:] != owners[:-1], True)[: len(owners)].astype(bool)
    return np.asarray(latest[sightings.snapshot_of_file])
