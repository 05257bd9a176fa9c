"""The figures of an assembly, read from its files in the archive once: the files never change once they are written."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from sys import intern
from typing import Any

from plugins.storage.archive import Archive
from plugins.storage.warehouse.vintages import Vintage
from transforms.disclosure.public_figures import SUPPRESSED, public_figures
from transforms.domain.origins import MARKERS, Origin
from transforms.domain.period import parse_period
from transforms.domain.statutory_return import ENGLAND, StatutoryReturn
from transforms.returns import statutory_return

ASSEMBLIES_CACHED = 24


@dataclass(frozen=True)
class Figure:
    """One cell as assembled."""

    value: str | None
    origin: Origin
    is_suppressed: bool = False  # there is a value, which the public does not see

    @property
    def sign(self) -> str:
        """The shorthand for its origin, which does not depend on colour; blank where it is computed."""
        return SUPPRESSED if self.is_suppressed else MARKERS.get(self.origin, "")


@dataclass(frozen=True)
class ExceptionRow:
    """One row of exceptions.csv."""

    authority: str
    reason: str
    reference: str
    detail: str


@dataclass(frozen=True)
class AssemblyFigures:
    """What the files of one assembly say, each read when it is first needed."""

    archive: Archive
    prefix: str

    @cached_property
    def cells(self) -> Mapping[str, Mapping[str, Figure]]:
        """Every cell by authority and name; England's under its own code."""
        table = self._table("cells.csv")
        columns = [table[name].to_pylist() for name in ("authority", "cell", "value", "origin")]
        by_authority: dict[str, dict[str, Figure]] = {}
        distinct: dict[tuple[str, str], Figure] = {}  # a few thousand different figures, however many authorities
        for authority, cell, value, origin in zip(*columns, strict=True):
            figure = distinct.get((value, origin))
            if figure is None:
                figure = distinct[value, origin] = Figure(value or None, Origin(origin))
            by_authority.setdefault(authority, {})[intern(cell)] = figure
        return as_public(self.definition, by_authority)

    def has_data(self, gss: str) -> bool:
        """Return whether something usable was known of an authority."""
        return any(figure.origin is not Origin.NO_DATA for figure in self.cells.get(gss, {}).values())

    @cached_property
    def indicators(self) -> Mapping[str, Mapping[str, float | None]]:
        """Every indicator by authority and name, in per cent."""
        if not self._has("indicators.csv"):
            return {}
        table = self._table("indicators.csv")
        by_authority: dict[str, dict[str, float | None]] = {}
        columns = [table[name].to_pylist() for name in ("authority", "indicator", "value")]
        for authority, indicator, value in zip(*columns, strict=True):
            is_shown = bool(value) and not self._rests_on_suppressed(authority, indicator)
            by_authority.setdefault(authority, {})[indicator] = float(value) if is_shown else None
        return by_authority

    def _rests_on_suppressed(self, authority: str, name: str) -> bool:
        """Return whether an indicator is made of a figure that the public does not see."""
        if self.definition.disclosure is None:
            return False
        indicator = next(rate for rate in self.definition.indicators if rate.name == name)
        parts = indicator.measure.cells(self.definition.settings(self.manifest["switches"]))
        cells = self.cells.get(authority, {})
        return any(cells[part].is_suppressed for part in parts if part in cells)

    @cached_property
    def definition(self) -> StatutoryReturn:
        """The edition of the return that was assembled."""
        newest = statutory_return(self.prefix.split("/")[1])
        if all(edition.disclosure is None for edition in newest.editions):
            return newest  # which edition it is makes no difference here
        return newest.made_under(self.manifest["edition"], parse_period(self.manifest["period"]))

    @property
    def public_outputs(self) -> Sequence[Mapping[str, Any]]:
        """The files that the public may fetch: where figures are suppressed, those alone that hold none."""
        outputs: Sequence[Mapping[str, Any]] = self.manifest["outputs"]
        if self.definition.disclosure is None:
            return outputs
        return [output for output in outputs if output["file"] == "issues.csv"]

    @cached_property
    def exceptions(self) -> Sequence[ExceptionRow]:
        """The exceptions, in the order of the file."""
        table = self._table("exceptions.csv")
        columns = [table[name].to_pylist() for name in ("authority", "reason", "reference", "detail")]
        return [ExceptionRow(*row) for row in zip(*columns, strict=True)]

    @cached_property
    def manifest(self) -> Mapping[str, Any]:
        """The manifest."""
        manifest: Mapping[str, Any] = json.loads(self.archive.load(f"{self.prefix}/manifest.json"))
        return manifest

    @property
    def england(self) -> Mapping[str, Figure]:
        """England's cells."""
        return self.cells.get(ENGLAND, {})

    def _has(self, name: str) -> bool:
        return any(output["file"] == name for output in self.manifest["outputs"])

    def _table(self, name: str) -> Any:  # noqa: ANN401 - an Arrow table, whose library is loaded when it is needed
        import pyarrow as pa
        import pyarrow.csv

        content = self.archive.load(f"{self.prefix}/{name}")
        names = content.split(b"\n", 1)[0].decode().split(",")
        parse = pyarrow.csv.ParseOptions(newlines_in_values=True)
        options = pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()))
        return pyarrow.csv.read_csv(pa.BufferReader(content), parse_options=parse, convert_options=options)


def as_public(
    definition: StatutoryReturn, cells: Mapping[str, Mapping[str, Figure]]
) -> Mapping[str, Mapping[str, Figure]]:
    """Return the cells by authority and name as the public sees them, by the policy of the return."""
    if definition.disclosure is None:
        return cells
    values = {(gss, name): cell.value for gss, named in cells.items() for name, cell in named.items() if cell.value}
    public = public_figures(definition, values)

    def seen(gss: str, name: str, figure: Figure) -> Figure:
        if (gss, name) in public.suppressed:
            return Figure(None, figure.origin, is_suppressed=True)
        return Figure(public.shown_values.get((gss, name)), figure.origin)

    return {gss: {name: seen(gss, name, figure) for name, figure in named.items()} for gss, named in cells.items()}


def load_figures(archive: Archive, vintage: Vintage) -> AssemblyFigures:
    """Return the figures of an assembly, kept in memory with those of the last few read."""
    return _figures(archive, vintage.prefix)


@lru_cache(maxsize=ASSEMBLIES_CACHED)
def _figures(archive: Archive, prefix: str) -> AssemblyFigures:
    return AssemblyFigures(archive, prefix)
