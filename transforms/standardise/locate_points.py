"""Placing records: the coordinate fields of a file as one point each, in longitude and latitude."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from transforms.domain.authority import Authority
from transforms.domain.issue import Finding, Severity
from transforms.domain.standard import Coordinates
from transforms.standardise.coordinates import DECIMALS, place_points
from transforms.standardise.organisations import groups
from transforms.standardise.parse_numbers import DECIMAL
from transforms.standardise.parsed_column import ParsedColumn

Bools = npt.NDArray[np.bool_]

PROJECTED = "OSGB36"


@dataclass(frozen=True)
class Located:
    """The coordinate columns as read, and where they were repaired or given up."""

    columns: Mapping[str, ParsedColumn]
    misplaced: Bools
    findings: Sequence[Finding] = ()


def locate(
    parsed: Mapping[str, ParsedColumn],
    coordinates: Coordinates | None,
    organisations: pa.Array,
    publisher: Authority | None,
    headers: Mapping[str, str],
) -> Located:
    """Return the coordinate columns in longitude and latitude."""
    count = len(organisations)
    if coordinates is None or coordinates.x not in parsed or coordinates.y not in parsed or not count:
        return Located({}, np.zeros(count, dtype=bool))
    x, y = (_floats(parsed[name].values) for name in (coordinates.x, coordinates.y))
    projected = _is_projected(parsed, coordinates, count)
    owners = groups(organisations, publisher.gss if publisher else None)
    placed = place_points(x, y, projected, owners)
    degrees = {coordinates.x: placed.longitudes, coordinates.y: placed.latitudes}
    columns = {
        name: _with_degrees(parsed[name], values, placed.repaired, placed.misplaced | np.isnan(values))
        for name, values in degrees.items()
    }
    rows = np.flatnonzero(placed.repaired)
    findings = [_repaired(columns[name], name, headers[name], rows) for name in columns] if len(rows) else []
    return Located(columns, placed.misplaced, findings)


def _is_projected(parsed: Mapping[str, ParsedColumn], coordinates: Coordinates, count: int) -> Bools:
    """Return which records say that their point is in eastings and northings."""
    system = parsed.get(coordinates.system or "")
    if system is None:
        return np.full(count, coordinates.default_system == PROJECTED)
    named = pc.fill_null(system.values, coordinates.default_system)
    return np.asarray(pc.equal(named, PROJECTED).to_numpy(zero_copy_only=False))


def _with_degrees(
    column: ParsedColumn, degrees: npt.NDArray[np.float64], repaired: Bools, blank: Bools
) -> ParsedColumn:
    """Return the column with repaired values put in, exact published ones kept, and those given up left blank."""
    values = column.values
    if repaired.any():
        numbers = pc.cast(pc.cast(pa.array(degrees[repaired]), pa.decimal128(9, DECIMALS), safe=False), DECIMAL)
        values = pc.replace_with_mask(values, pa.array(repaired), numbers)
    if (cleared := blank & pc.is_valid(values).to_numpy(zero_copy_only=False)).any():
        values = pc.if_else(pa.array(cleared), pa.scalar(None, DECIMAL), values)
    return replace(column, values=values)


def _repaired(column: ParsedColumn, name: str, header: str, rows: npt.NDArray[np.int64]) -> Finding:
    values = column.published.take(pa.array(rows))
    facts = {"repair": "we read it as a point in longitude and latitude"}
    return Finding("value-repaired", Severity.INFO, field=name, column=header, rows=rows, values=values, facts=facts)


def _floats(values: pa.Array) -> npt.NDArray[np.float64]:
    return np.asarray(pc.cast(values, pa.float64()).to_numpy(zero_copy_only=False), dtype=np.float64)
