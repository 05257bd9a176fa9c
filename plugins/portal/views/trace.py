"""Trace: from a cell of a return to the records behind it and the lines on which they are published.

Known:  a trace loads the inputs of the assembly: one authority's tables, and everybody's only where a file may hold
        several authorities' records. What was loaded and traced is kept in memory by the assembly's receipt.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING

from plugins.pipeline.assemble.load_tables import load_inputs, stored_inputs
from plugins.pipeline.assemble.make_assembly import receipts_read
from plugins.pipeline.assemble.read_assemblies import known_assemblies
from transforms.domain.period import parse_period
from transforms.standards import standard

if TYPE_CHECKING:
    import pyarrow as pa

    from plugins.portal.views.assemblies import AssemblyView
    from plugins.storage.deployment import Deployment
    from plugins.storage.warehouse.assembly_inputs import AssemblyInput
    from transforms.domain.declared_figures import DeclaredFigures
    from transforms.domain.return_request import ReturnInputs, ReturnRequest

PAGE_ROWS = 50
DECLARED_BY = "by"  # whom we know, and nobody else has to
RELEASES = "releases/"  # how the keys of released files begin
LOCATION_COLUMNS = ("authority", "standard", "fetched", "sha256", "line", "reference", "part")
_LOADING = Lock()


@dataclass(frozen=True)
class TracedRecord:
    """One record behind a cell, and where it is published.

    Known:  what stands for the absence of a file, or for sums of several lines, is on no line: it has no `fetched` and
            no address.
    """

    authority: str
    reference: str
    fetched: date | None
    sha256: str
    line: str
    standard: str  # that it is published under
    publisher: str  # the authority whose file has it
    rules_version: str  # under which the file was checked
    part: str  # of a difference, the cell that counts it; otherwise blank
    values: Mapping[str, str | None]  # the fields that the cell's rule read, and what is derived from them

    @property
    def dataset(self) -> str:
        """The title of the standard that it is published under; blank where there is no file."""
        return standard(self.standard).title if self.standard else ""

    @property
    def address(self) -> str:
        """The address of the published line; blank for what is on none, as what a council has declared to us."""
        if not self.line or not self.standard:
            return ""
        return f"/reports/{self.standard}/{self.sha256}/{self.rules_version}/{self.publisher}/rows?line={self.line}"


@dataclass(frozen=True)
class TracePage:
    """One page of the records behind a cell."""

    columns: Mapping[str, str]  # what the cell's rule read and what is derived from it, each with its heading
    records: Sequence[TracedRecord]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // PAGE_ROWS))


def trace_cell(deployment: "Deployment", assembly: "AssemblyView", gss: str, cell: str, page: int = 1) -> TracePage:
    """Return one page of the records behind a cell of an authority, through the engine that computed its value."""
    scope = _TraceScope(deployment, assembly, gss)
    table = _trace(scope, gss, cell)
    sources = _sources(scope)
    page = min(page, max(1, -(-table.num_rows // PAGE_ROWS)))
    rows = table.slice((page - 1) * PAGE_ROWS, PAGE_ROWS).to_pylist()
    heading = assembly.definition.words.columns.heading
    columns = {name: heading(name) for name in table.column_names if name not in LOCATION_COLUMNS}
    return TracePage(columns, [traced_record(row, sources, columns) for row in rows], table.num_rows, page)


def find_record(
    deployment: "Deployment", assembly: "AssemblyView", gss: str, reference: str
) -> tuple[tuple[str, ...], TracedRecord | None]:
    """Return the cells that count an authority's record with a reference, and the record itself if it is published."""
    from transforms import assemble

    scope = _TraceScope(deployment, assembly, gss)
    cells, table = assemble.look_up(scope.request, _loaded(scope)[1], gss, reference)
    return cells, next((traced_record(row, _sources(scope), ()) for row in table.to_pylist()), None)


class _TraceScope:
    """The assembly and the authority whose records are traced; two with the same inputs are equal, for the caches."""

    def __init__(self, deployment: "Deployment", assembly: "AssemblyView", gss: str) -> None:
        self.deployment, self.assembly, self.gss = deployment, assembly, gss
        loads_everybody = any(reads.multi_authority_files for reads in assembly.definition.reads)
        self._key = (deployment.settings.store, assembly.vintage.prefix, None if loads_everybody else gss)

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _TraceScope) and self._key == other._key

    @property
    def request(self) -> "ReturnRequest":
        """The request that the assembly answered, for this authority."""
        from transforms.domain.return_request import ReturnRequest

        vintage = self.assembly.vintage
        return ReturnRequest(
            definition=self.assembly.definition,
            period=parse_period(vintage.period),
            authorities=(self.gss,),
            as_known=vintage.as_known,
            switches=dict(vintage.switches),
            rules_versions=tuple(vintage.rules_versions),
            receipts=receipts_read(self.deployment, vintage.prefix) if self.assembly.definition.reads_returns else (),
            declared=self._declared(),
        )

    def _declared(self) -> "DeclaredFigures":
        """Return what councils declared besides what was assembled; nothing unless it was released so."""
        from transforms.domain.declared_figures import DECLARED, DeclaredFigures, read_declared

        vintage, manifest = self.assembly.vintage, self.assembly.figures.manifest
        if not vintage.prefix.startswith(RELEASES) or "declared" not in manifest:
            return DeclaredFigures()
        cells = [cell.name for cell in self.assembly.definition.cells]
        content = self.deployment.archive.load(f"{vintage.prefix}/{DECLARED}")
        return read_declared(content, cells, vintage.authorities, vintage.period)


@lru_cache(maxsize=64)
def _trace(scope: _TraceScope, gss: str, cell: str) -> "pa.Table":
    from transforms.assemble import trace

    table = trace(scope.request, _loaded(scope)[1], cell, gss).records
    return table.drop_columns([DECLARED_BY]) if DECLARED_BY in table.column_names else table


def _loaded(scope: _TraceScope) -> "tuple[list[AssemblyInput], ReturnInputs]":
    with _LOADING:  # two readers of the same page load once
        return _load(scope)


@lru_cache(maxsize=12)
def _load(scope: _TraceScope) -> "tuple[list[AssemblyInput], ReturnInputs]":
    request = scope.request
    inputs = stored_inputs(scope.deployment, request)
    of_returns = [
        source
        for _, read in known_assemblies(scope.deployment, request)
        for source in stored_inputs(scope.deployment, read)
    ]
    return [*inputs, *of_returns], load_inputs(scope.deployment, request, inputs)


def _sources(scope: _TraceScope) -> "dict[tuple[str, str], AssemblyInput]":
    """Return the file of every content and day; where two authorities publish the same bytes, the scope's own."""
    inputs = _loaded(scope)[0]
    own = [source for source in inputs if source.authority_gss == scope.gss]
    return {(source.sha256, source.fetched_on.isoformat()): source for source in (*reversed(inputs), *own)}


def traced_record(
    row: Mapping[str, str | None], inputs: "Mapping[tuple[str, str], AssemblyInput]", columns: Iterable[str]
) -> TracedRecord:
    """Return a traced record, given as its row and the files by content and day."""
    source = inputs.get((row["sha256"] or "", row["fetched"] or ""))
    return TracedRecord(
        authority=row["authority"] or "",
        reference=row["reference"] or "",
        fetched=date.fromisoformat(row["fetched"]) if row["fetched"] else None,
        sha256=row["sha256"] or "",
        line=row["line"] or "",
        standard=source.standard if source else "",
        publisher=source.authority_gss if source else "",
        rules_version=source.rules_version if source else "",
        part=row.get("part") or "",
        values={name: row[name] for name in columns},
    )
