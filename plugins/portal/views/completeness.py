"""Filled: how much of each return an authority's data fills, and what would have to be published to fill the rest."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from plugins.storage.archive import Archive
from plugins.storage.warehouse.assemblies import Assembly, load_last_period_assembly
from transforms.domain.statutory_return import Origin, StatutoryReturn
from transforms.render.cells_not_filled import Unfilled, unfilled
from transforms.returns import RETURNS, statutory_return
from transforms.standards import standard

if TYPE_CHECKING:
    from datetime import date

    import pyarrow as pa

    from plugins.storage.deployment import Deployment

ORIGIN_WORDS = {
    Origin.COMPUTED: "computed",
    Origin.INFERRED: "inferred",
    Origin.NOT_DERIVABLE: "not derivable",
    Origin.NO_DATA: "no data",
}
ORIGIN_MEANINGS = {
    Origin.COMPUTED: "filled from published records",
    Origin.INFERRED: "filled on an assumption, which the council should confirm",
    Origin.NOT_DERIVABLE: "cannot be filled from what is published",
    Origin.NO_DATA: "not filled: no usable file reaches the period",
}


@dataclass(frozen=True)
class Filled:
    """What one authority's data fills of one return for one period."""

    definition: StatutoryReturn
    period: str
    as_known: "date"
    cells: Mapping[Origin, int]
    rest: tuple[Unfilled, ...]

    @property
    def number(self) -> int:
        """All cells of the form."""
        return sum(self.cells.values())


def filled_by(here: "Deployment", authority_gss: str) -> list[Filled]:
    """Return what an authority's data fills of every return that it is asked for, for the last period assembled."""
    with here.transaction() as connection:
        assemblies = [load_last_period_assembly(connection, definition.slug) for definition in RETURNS]
    return [
        _filled(here.archive, one.return_slug, one.period, one.as_known, one.prefix, authority_gss)
        for one in assemblies
        if one and authority_gss in one.authorities
    ]


def newest_for(here: "Deployment", return_slug: str, as_known: "date | None" = None) -> Assembly | None:
    """Return the newest complete assembly of a return's last period, as known on or before a day."""
    with here.transaction() as connection:
        return load_last_period_assembly(connection, return_slug, as_known)


def counts_of(here: "Deployment", assembly: Assembly) -> dict[str, dict[Origin, int]]:
    """Return how many cells of each origin every authority of an assembly has."""
    counted = _origins(here.archive, assembly.prefix).group_by(["authority", "origin"]).aggregate([("cell", "count")])
    found: dict[str, dict[Origin, int]] = {}
    for row in counted.to_pylist():
        found.setdefault(row["authority"], {})[Origin(row["origin"])] = row["cell_count"]
    return found


@lru_cache(maxsize=1024)
def _filled(
    archive: Archive, return_slug: str, period: str, as_known: "date", prefix: str, authority_gss: str
) -> Filled:
    """Return what an authority's data fills of an assembly, which never changes once it is written."""
    import pyarrow.compute as pc

    definition, table = statutory_return(return_slug), _origins(archive, prefix)
    mine = table.filter(pc.equal(table["authority"], authority_gss))
    origins = dict(zip(mine["cell"].to_pylist(), map(Origin, mine["origin"].to_pylist()), strict=True))
    cells = {origin: sum(one is origin for one in origins.values()) for origin in reversed(Origin)}
    dataset = standard(definition.standard).title
    return Filled(definition, period, as_known, cells, unfilled(definition, origins, dataset))


@lru_cache(maxsize=16)
def _origins(archive: Archive, prefix: str) -> "pa.Table":
    """Return authority, cell and origin of every cell of an assembly."""
    import pyarrow as pa
    import pyarrow.csv

    words = pa.dictionary(pa.int32(), pa.string())
    names = ["authority", "cell", "origin"]
    options = pyarrow.csv.ConvertOptions(include_columns=names, column_types=dict.fromkeys(names, words))
    content = pa.BufferReader(archive.load(f"{prefix}/cells.csv"))
    return pyarrow.csv.read_csv(content, convert_options=options).unify_dictionaries().combine_chunks()
