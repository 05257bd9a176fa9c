"""England as hexagons, one for every council that has an area of its own below the county.

Source: Open Innovations, UK local authority districts (2023) as HexJSON; MIT licence, © 2017– Open Innovations.
Unit:   columns `q` from west to east and rows `r` from south to north; odd rows are shifted right by half a hexagon.
Known:  filed under today's codes (Barnsley, Sheffield). Counties, parks and corporations have no hexagon.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from transforms.registers.tables import table


@cache
def hexes() -> Mapping[str, tuple[int, int]]:
    """Return the column and the row of every council's hexagon by GSS code."""
    return MappingProxyType({row["gss"]: (int(row["q"]), int(row["r"])) for row in table("hexes")})
