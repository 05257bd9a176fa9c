"""The reporting ledger of a deployment: how every return is filled, and which figures contradict each other.

Known:  the files of an assembly never change, so what was read of one is kept in memory by its place in the archive.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from plugins.storage.archive import Archive
from plugins.storage.warehouse.vintages import Vintage, load_vintages, newest_of_each_period
from plugins.submissions.assembly_reader import EVERYTHING, AssemblyReader
from transforms.domain.origins import WITH_VALUE, Origin
from transforms.domain.statutory_return import StatutoryReturn
from transforms.registers import authorities as registered_authorities
from transforms.registers.respondents import is_member, who_owes
from transforms.reporting_ledger.facts import Contradiction, FactFigure, contradictions, fact_cells
from transforms.returns import RETURNS

if TYPE_CHECKING:
    import pyarrow as pa

    from plugins.storage.deployment import Deployment


@dataclass(frozen=True)
class FilledForm:
    """How the form of one return and period is filled, for one authority, a total area, or all authorities together."""

    definition: StatutoryReturn
    period: str
    as_known: date
    authority_gss: str  # blank for all authorities together
    forms: int  # how many forms are counted: one for each authority that owes the return
    cells: Mapping[Origin, int]

    @property
    def cell_count(self) -> int:
        """The number of cells on the forms."""
        return sum(self.cells.values())

    @property
    def filled(self) -> int:
        """The number of cells with a value that nobody had to type again."""
        return sum(self.cells.get(origin, 0) for origin in WITH_VALUE)


def load_filled_forms(
    deployment: "Deployment",
    authority_gss: str = "",
    reader: AssemblyReader = EVERYTHING,
    *,
    every_period: bool = False,
) -> list[FilledForm]:
    """Return how every return is filled, its newest period or all of them, the newest first.

    Args:
        deployment: where the assemblies are.
        authority_gss: an authority or a total area; blank for all authorities together.
        reader: of whom; only what they see counts.
        every_period: all periods instead of the newest.

    """
    return [
        form
        for definition, vintage in _vintages(deployment, reader, authority_gss, every_period=every_period)
        for form in _filled_form(deployment.archive, definition, vintage, authority_gss)
    ]


def owed_returns(authority_gss: str = "") -> tuple[StatutoryReturn, ...]:
    """Return the returns that an authority owes; all of them for a total area, or for all authorities together."""
    body = registered_authorities().get(authority_gss)
    return tuple(definition for definition in RETURNS if body is None or is_member(body, definition.owed_by))


def load_contradictions(
    deployment: "Deployment", authority_gss: str = "", reader: AssemblyReader = EVERYTHING
) -> tuple[Contradiction, ...]:
    """Return the figures of one fact and period that differ between returns, of one authority or of all."""
    figures = [
        figure
        for definition, vintage in _vintages(deployment, reader, authority_gss, every_period=True)
        if fact_cells(definition)
        for figure in _fact_figures(deployment.archive, definition.slug, vintage.period, vintage.prefix)
        if not authority_gss or figure.authority == authority_gss
    ]
    return contradictions(figures)


def forget_assemblies() -> None:
    """Forget what was read of assemblies, so that the next ledger reads it anew."""
    _counts.cache_clear()
    _fact_figures.cache_clear()


def _vintages(
    deployment: "Deployment", reader: AssemblyReader, gss: str, *, every_period: bool
) -> Iterator[tuple[StatutoryReturn, Vintage]]:
    """Yield the newest vintage of the newest period of every return that a reader sees, or of all its periods."""
    with deployment.transaction() as connection:
        by_return = [
            (definition, newest_of_each_period(reader.readable(load_vintages(connection, definition.slug), gss)))
            for definition in RETURNS
        ]
    for definition, vintages in by_return:
        for vintage in vintages if every_period else vintages[:1]:
            yield definition, vintage


def _filled_form(
    archive: Archive, definition: StatutoryReturn, vintage: Vintage, authority_gss: str
) -> Iterator[FilledForm]:
    """Yield how an assembly fills the form of an authority; nothing where it does not owe the return."""
    counts = _counts(archive, vintage.prefix)
    owing = {body.gss for body in who_owes(definition.owed_by, vintage.as_known)}
    if authority_gss:
        if authority_gss in counts and (authority_gss in owing or definition.total_area(authority_gss)):
            cells = counts[authority_gss]
            yield FilledForm(definition, vintage.period, vintage.as_known, authority_gss, 1, cells)
        return
    authorities = [gss for gss in counts if gss in owing]
    cells = {origin: sum(counts[gss].get(origin, 0) for gss in authorities) for origin in reversed(Origin)}
    yield FilledForm(definition, vintage.period, vintage.as_known, "", len(authorities), cells)


@lru_cache(maxsize=256)
def _counts(archive: Archive, prefix: str) -> Mapping[str, Mapping[Origin, int]]:
    """Return how many cells of each origin every authority and total area has."""
    table = _columns(archive, prefix, ("authority", "origin"))
    grouped = table.group_by(["authority", "origin"]).aggregate([("origin", "count")])
    counts: dict[str, dict[Origin, int]] = {}
    for row in grouped.to_pylist():
        counts.setdefault(row["authority"], {})[Origin(row["origin"])] = row["origin_count"]
    return counts


@lru_cache(maxsize=256)
def _fact_figures(archive: Archive, slug: str, period: str, prefix: str) -> Sequence[FactFigure]:
    """Return the figures of an assembly that tell a fact and have a value."""
    import pyarrow as pa
    import pyarrow.compute as pc

    definition = next(declared for declared in RETURNS if declared.slug == slug)
    facts = fact_cells(definition)
    table = _columns(archive, prefix, ("authority", "cell", "value"))
    of_facts = table.filter(pc.is_in(table["cell"].cast(pa.string()), value_set=pa.array(list(facts), pa.string())))
    return [
        FactFigure(facts[row["cell"]], slug, row["cell"], row["authority"], period, row["value"])
        for row in of_facts.to_pylist()
        if row["value"]
    ]


def _columns(archive: Archive, prefix: str, names: Sequence[str]) -> "pa.Table":
    """Return some columns of the cells of an assembly, as text."""
    import pyarrow as pa
    import pyarrow.csv

    types = {name: pa.string() if name == "value" else pa.dictionary(pa.int32(), pa.string()) for name in names}
    options = pyarrow.csv.ConvertOptions(include_columns=list(names), column_types=types)
    content = pa.BufferReader(archive.load(f"{prefix}/cells.csv"))
    return pyarrow.csv.read_csv(content, convert_options=options).unify_dictionaries().combine_chunks()
