"""Figures: what the files of an assembly say, read from the archive once; they never change after they are written."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from sys import intern
from typing import Any

from plugins.storage.archive import Archive
from plugins.storage.warehouse.vintages import Vintage
from transforms.domain.statutory_return import ENGLAND, Origin

SIGNS = {Origin.INFERRED: "[e]", Origin.NOT_DERIVABLE: "[z]", Origin.NO_DATA: "[x]"}  # those of the workbook
RELEASES_KEPT = 24


@dataclass(frozen=True)
class Figure:
    """One cell as assembled."""

    value: str | None
    origin: Origin

    @property
    def sign(self) -> str:
        """The sign of its origin, readable in black and white; blank where it is computed."""
        return SIGNS.get(self.origin, "")

    @property
    def number(self) -> str:
        """The value with commas between the thousands; blank where there is none."""
        if self.value is None:
            return ""
        whole, point, rest = self.value.partition(".")
        return f"{int(whole):,}{point}{rest}" if whole.lstrip("-").isdecimal() else self.value


@dataclass(frozen=True)
class Listed:
    """One line of the exceptions."""

    authority: str
    reason: str
    reference: str
    detail: str


@dataclass(frozen=True)
class Figures:
    """The files of one assembly."""

    archive: Archive
    prefix: str

    @cached_property
    def cells(self) -> Mapping[str, Mapping[str, Figure]]:
        """Every cell by authority and name; England's under its own code."""
        table = self._table("cells.csv")
        columns = [table[name].to_pylist() for name in ("authority", "cell", "value", "origin")]
        found: dict[str, dict[str, Figure]] = {}
        alike: dict[tuple[str, str], Figure] = {}  # a few thousand different figures, however many authorities
        for authority, cell, value, origin in zip(*columns, strict=True):
            figure = alike.get((value, origin))
            if figure is None:
                figure = alike[value, origin] = Figure(value or None, Origin(origin))
            found.setdefault(authority, {})[intern(cell)] = figure
        return found

    @cached_property
    def indicators(self) -> Mapping[str, Mapping[str, float | None]]:
        """Every indicator by authority and name, in per cent."""
        if not self._has("indicators.csv"):
            return {}
        table = self._table("indicators.csv")
        found: dict[str, dict[str, float | None]] = {}
        columns = [table[name].to_pylist() for name in ("authority", "indicator", "value")]
        for authority, indicator, value in zip(*columns, strict=True):
            found.setdefault(authority, {})[indicator] = float(value) if value else None
        return found

    @cached_property
    def exceptions(self) -> Sequence[Listed]:
        """The exceptions, in their order."""
        table = self._table("exceptions.csv")
        columns = [table[name].to_pylist() for name in ("authority", "reason", "reference", "detail")]
        return [Listed(*row) for row in zip(*columns, strict=True)]

    @cached_property
    def manifest(self) -> Mapping[str, Any]:
        """The manifest."""
        read: Mapping[str, Any] = json.loads(self.archive.load(f"{self.prefix}/manifest.json"))
        return read

    @property
    def england(self) -> Mapping[str, Figure]:
        """England's cells."""
        return self.cells.get(ENGLAND, {})

    def _has(self, name: str) -> bool:
        return any(one["file"] == name for one in self.manifest["outputs"])

    def _table(self, name: str) -> Any:  # noqa: ANN401 - an Arrow table, whose library is loaded when it is needed
        import pyarrow as pa
        import pyarrow.csv

        content = self.archive.load(f"{self.prefix}/{name}")
        names = content.split(b"\n", 1)[0].decode().split(",")
        parse = pyarrow.csv.ParseOptions(newlines_in_values=True)
        options = pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()))
        return pyarrow.csv.read_csv(pa.BufferReader(content), parse_options=parse, convert_options=options)


def figures_of(archive: Archive, vintage: Vintage) -> Figures:
    """Return what the files of an assembly say."""
    return _figures(archive, vintage.prefix)


@lru_cache(maxsize=RELEASES_KEPT)
def _figures(archive: Archive, prefix: str) -> Figures:
    return Figures(archive, prefix)
