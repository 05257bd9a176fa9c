"""Completeness: how much of each return an authority's data fills, and what would fill the rest."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from plugins.portal.views.fields_used import datasets_in_words
from plugins.storage.archive import Archive
from plugins.storage.warehouse.assemblies import Assembly, list_by_period
from plugins.submissions.assembly_reader import AssemblyReader
from transforms.domain.origins import Origin
from transforms.domain.period import parse_period
from transforms.domain.statutory_return import StatutoryReturn
from transforms.render.cells_not_filled import Unfilled, unfilled
from transforms.returns import RETURNS, statutory_return

if TYPE_CHECKING:
    from datetime import date

    import pyarrow as pa
    from sqlalchemy import Connection

    from plugins.storage.deployment import Deployment

ORIGIN_WORDS = {
    Origin.COMPUTED: "computed",
    Origin.INFERRED: "inferred",
    Origin.DECLARED: "declared",
    Origin.NOT_DERIVABLE: "not derivable",
    Origin.NO_DATA: "no data",
}
ORIGIN_MEANINGS = {
    Origin.COMPUTED: "filled from published records",
    Origin.INFERRED: "filled on an assumption, which the council should confirm",
    Origin.DECLARED: "filled with a figure from the council, because no published field has it",
    Origin.NOT_DERIVABLE: "cannot be filled from what is published",
    Origin.NO_DATA: "not filled: there is no usable file for the period",
}


@dataclass(frozen=True)
class ReturnCompleteness:
    """How much of one return for one period an authority's data fills."""

    definition: StatutoryReturn
    period: str
    as_known: "date"
    cells: Mapping[Origin, int]
    unfilled: tuple[Unfilled, ...]

    @property
    def number(self) -> int:
        """The number of cells of the form."""
        return sum(self.cells.values())


def list_completeness(deployment: "Deployment", reader: AssemblyReader, authority_gss: str) -> list[ReturnCompleteness]:
    """Return how much an authority's data fills of every return asked of it, in the last period that a reader sees."""
    with deployment.transaction() as connection:
        assemblies = [
            _last_readable(connection, reader, definition.slug, None, authority_gss) for definition in RETURNS
        ]
    return [
        _completeness(
            deployment.archive,
            (assembly.return_slug, assembly.edition, assembly.period),
            assembly.as_known,
            assembly.prefix,
            authority_gss,
        )
        for assembly in assemblies
        if assembly and authority_gss in assembly.authorities
    ]


def newest_assembly_of(
    deployment: "Deployment", reader: AssemblyReader, return_slug: str, as_known: "date | None" = None
) -> Assembly | None:
    """Return the newest complete assembly of the last period that a reader sees, as known on or before a day."""
    with deployment.transaction() as connection:
        return _last_readable(connection, reader, return_slug, as_known)


def count_origins(deployment: "Deployment", assembly: Assembly) -> dict[str, dict[Origin, int]]:
    """Return how many cells of each origin every authority of an assembly has."""
    table = (
        _origins(deployment.archive, assembly.prefix).group_by(["authority", "origin"]).aggregate([("cell", "count")])
    )
    counts: dict[str, dict[Origin, int]] = {}
    for row in table.to_pylist():
        counts.setdefault(row["authority"], {})[Origin(row["origin"])] = row["cell_count"]
    return counts


def _last_readable(
    connection: "Connection", reader: AssemblyReader, return_slug: str, as_known: "date | None", gss: str = ""
) -> Assembly | None:
    newest_first = list_by_period(connection, return_slug, as_known)
    return next((assembly for assembly in newest_first if reader.reads(assembly, gss)), None)


@lru_cache(maxsize=1024)
def _completeness(
    archive: Archive, return_name: tuple[str, str, str], as_known: "date", prefix: str, authority_gss: str
) -> ReturnCompleteness:
    """Return how much of an assembly an authority's data fills; an assembly never changes once it is written.

    Its return is named by slug, edition and period.
    """
    import pyarrow.compute as pc

    slug, edition, period = return_name
    definition = statutory_return(slug).made_under(edition, parse_period(period))
    table = _origins(archive, prefix)
    own = table.filter(pc.equal(table["authority"], authority_gss))
    origins = dict(zip(own["cell"].to_pylist(), map(Origin, own["origin"].to_pylist()), strict=True))
    cells = {origin: list(origins.values()).count(origin) for origin in reversed(Origin)}
    unfilled_cells = unfilled(definition, origins, datasets_in_words(definition))
    return ReturnCompleteness(definition, period, as_known, cells, unfilled_cells)


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
