"""The figures of an assembly, read from its files in the archive once: the files never change once they are written."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from sys import intern
from typing import Any

from plugins.storage.archive import Archive
from plugins.storage.warehouse.vintages import Vintage
from transforms.domain.origins import MARKERS, Origin
from transforms.domain.statutory_return import ENGLAND

ASSEMBLIES_CACHED = 24


@dataclass(frozen=True)
class Figure:
    """One cell as assembled."""

    value: str | None
    origin: Origin

    @property
    def sign(self) -> str:
        """The shorthand for its origin, which does not depend on colour; blank where it is computed."""
        return MARKERS.get(self.origin, "")


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
        return by_authority

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
            by_authority.setdefault(authority, {})[indicator] = float(value) if value else None
        return by_authority

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


def load_figures(archive: Archive, vintage: Vintage) -> AssemblyFigures:
    """Return the figures of an assembly, kept in memory with those of the last few read."""
    return _figures(archive, vintage.prefix)


@lru_cache(maxsize=ASSEMBLIES_CACHED)
def _figures(archive: Archive, prefix: str) -> AssemblyFigures:
    return AssemblyFigures(archive, prefix)
