"""Sites: one record per authority and site reference, from the latest usable snapshot of its register.

Grain:  one record per site; where a register holds a reference twice, the latest update wins, then the later row.
Known:  one file may hold several authorities' sites. An authority's own usable file wins whole over what others publish
        of it.
Source: docs/specifications/brownfield-register.md, "Records"
"""

from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from transforms.domain.period import same_day_a_year_before
from transforms.domain.records import ISSUE_COLUMNS, Bools, Coded, Column, Days, Ints, Question, Records, Sightings

SITE_LIMIT_HECTARES = 500
METRES_ALLOWED = 500
EDITIONS = ("2017", "2026")

TEXTS = ("OwnershipStatus", "PlanningStatus", "PermissionType", "Deliverable", "Part2", "HazardousSubstances")
DAYS = ("PermissionDate", "FirstAddedDate", "LastUpdatedDate", "EndDate")


def derive_sites(sightings: Sightings, question: Question) -> Records:
    """Return the sites of every authority asked, out of the latest snapshot that holds its register."""
    sites = Sites(sightings, question)
    columns: dict[str, Column] = {name: sightings.coded(name).take(sites.row) for name in TEXTS}
    columns |= {name: sightings.days(name)[sites.row] for name in DAYS}
    return Records(
        question=question,
        sightings=sightings,
        authority=sites.authority,
        row=sites.row,
        reference=sites.text("SiteReference"),
        columns=columns
        | {
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
        },
        facts=sites.facts(),
        issues=ISSUE_COLUMNS.empty_table(),
    )


class Sites:
    """The columns of the table of sites, each derived once."""

    def __init__(self, sightings: Sightings, question: Question) -> None:
        self.sightings, self.question = sightings, question
        self.latest = _latest_per_publisher(sightings)
        self.row, self.authority = self._one_per_reference()

    @cached_property
    def published_for(self) -> "np.typing.NDArray[np.object_]":
        """Per table row: the code of the authority whose site it is."""
        publishers = np.array([one.authority_gss for one in self.sightings.snapshots], dtype=object)
        publisher = publishers[self.sightings.snapshot]
        named = self.sightings.coded("organisation_gss")
        words = np.array([*named.words, None], dtype=object)[named.positions]
        other = (named.positions >= 0) & (words != publisher)
        return np.where(other & ~self._is_foreign_throughout(named, other), words, publisher)

    def _is_foreign_throughout(self, named: Coded, other: Bools) -> Bools:
        """Return the rows of files that name one and the same foreign organisation in every row."""
        snapshots = len(self.sightings.snapshots)
        rows = np.bincount(self.sightings.snapshot, minlength=snapshots)
        foreign = np.bincount(self.sightings.snapshot[other], minlength=snapshots)
        pairs = np.unique(np.column_stack([self.sightings.snapshot, named.positions]), axis=0)
        names = np.bincount(pairs[:, 0], minlength=snapshots)
        return np.asarray(((foreign == rows) & (names == 1))[self.sightings.snapshot])

    @cached_property
    def _wanted(self) -> Bools:
        """The table rows that count: of the latest snapshots, an authority's own file winning over others'."""
        publishers = {one.authority_gss for one in self.sightings.snapshots}
        own = np.array([one.authority_gss for one in self.sightings.snapshots], dtype=object)[self.sightings.snapshot]
        is_own = self.published_for == own
        publishes = np.array([one in publishers for one in self.published_for], dtype=bool)
        asked = np.array([one in set(self.question.authorities) for one in self.published_for], dtype=bool)
        return np.asarray(self.latest[self.sightings.snapshot] & asked & (is_own | ~publishes))

    def _one_per_reference(self) -> tuple[Ints, Ints]:
        """Return the winning rows and whose they are."""
        rows = np.flatnonzero(self._wanted)
        whose = np.searchsorted(self.question.authorities, self.published_for[rows].astype(str)).astype(np.int64)
        references = Coded.of(pc.utf8_trim_whitespace(self.sightings.table.column("SiteReference"))).positions[rows]
        updated = self.sightings.days("LastUpdatedDate")[rows].astype(np.int64)  # a blank is the least number
        order = np.lexsort((np.arange(len(rows)), updated, references, whose))
        repeated = (np.diff(whose[order]) == 0) & (np.diff(references[order]) == 0)
        kept = np.sort(order[~np.append(repeated, False)[: len(order)]])
        return rows[kept], whose[kept]

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
        return _true(pc.greater(self.dwellings_from, self.dwellings_to))

    @cached_property
    def is_odd_area(self) -> Bools:
        """The area is 0, or more than any site's."""
        hectares = self.decimals("Hectares")
        return _true(pc.or_(pc.less_equal(hectares, 0), pc.greater(hectares, SITE_LIMIT_HECTARES)))

    @cached_property
    def is_outside(self) -> Bools:
        """The point lies well outside the authority."""
        from transforms.registers import metres_outside

        outside = np.zeros(len(self.row), dtype=bool)
        x, y = (self.decimals(name).cast(pa.float64()).to_numpy(zero_copy_only=False) for name in ("GeoX", "GeoY"))
        order = np.argsort(self.authority, kind="stable")
        for rows in np.split(order, np.flatnonzero(np.diff(self.authority[order])) + 1):
            if len(rows):
                gss = self.question.authorities[self.authority[rows[0]]]
                outside[rows] = metres_outside(gss, x[rows], y[rows]) > METRES_ALLOWED
        return outside

    def in_the_year(self, name: str) -> Bools:
        """Return which sites have this day in the twelve months to the reference date."""
        days = self.days(name)
        return (days > self._year_before) & (days <= np.datetime64(self.question.period.last))

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
        return np.datetime64(same_day_a_year_before(self.question.period.last))

    def facts(self) -> dict[str, Bools]:
        """Return of which authorities a register was read, and of which editions all the files that hold it are."""
        asked, snapshots = self.question.authorities, self.sightings.snapshots
        rows = np.flatnonzero(self._wanted)
        read = {*zip(self.published_for[rows].tolist(), self.sightings.snapshot[rows].tolist(), strict=True)}
        read |= {(snapshots[place].authority_gss, int(place)) for place in np.flatnonzero(self.latest)}
        of = {edition: {gss for gss, place in read if snapshots[place].edition == edition} for edition in EDITIONS}
        return {
            "has_data": np.array([any(gss in found for found in of.values()) for gss in asked], dtype=bool),
            "seen_to_the_end": np.ones(len(asked), dtype=bool),
            "is_only_2017": np.array([gss not in of["2026"] for gss in asked], dtype=bool),
            "is_only_2026": np.array([gss not in of["2017"] for gss in asked], dtype=bool),
        }


def _latest_per_publisher(sightings: Sightings) -> Bools:
    """Return which snapshots are their publisher's latest."""
    whose = np.array([one.authority_gss for one in sightings.snapshots], dtype=object)
    return np.append(whose[1:] != whose[:-1], True)[: len(whose)].astype(bool)


def _true(holds: pa.Array) -> Bools:
    return np.asarray(pc.fill_null(holds, False).to_numpy(zero_copy_only=False), dtype=bool)
