"""Followed: from a cell of a return to the records behind it and the published lines of those.

Known:  a trace loads what the assembly was assembled from: one authority's tables, and everybody's only where a file
        may hold several authorities' records. What has been loaded and followed is kept by the receipt.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING

from plugins.pipeline.assemble.load_tables import inputs_of, load_tables
from plugins.pipeline.assemble.return_request import Question
from transforms.domain.period import parse_period
from transforms.render.derived_columns import heading

if TYPE_CHECKING:
    import pyarrow as pa

    from plugins.portal.views.assemblies import AssemblyView
    from plugins.storage.deployment import Deployment
    from plugins.storage.warehouse.assembly_inputs import AssemblyInput
    from transforms.domain.snapshot_table import SnapshotTable

PAGE_ROWS = 50
LOCATED = ("authority", "fetched", "sha256", "line", "reference", "part")
_LOADING = Lock()


@dataclass(frozen=True)
class FollowedRecord:
    """One record behind a cell, and where it is published."""

    authority: str
    reference: str
    fetched: date
    sha256: str
    line: str
    publisher: str  # whose file it stands in
    rules_version: str  # under which the file was checked
    part: str  # of a difference, which of its cells counts it; blank else
    values: Mapping[str, str | None]  # the fields that the cell's rule read, and what is derived from them

    def address(self, standard: str) -> str:
        """Return the address of the published line."""
        return f"/reports/{standard}/{self.sha256}/{self.rules_version}/{self.publisher}/rows?line={self.line}"


@dataclass(frozen=True)
class Followed:
    """The records behind a cell, one page of them."""

    columns: Mapping[str, str]  # what the cell's rule read, and what is derived from it, each with its heading
    records: Sequence[FollowedRecord]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // PAGE_ROWS))


def follow(here: "Deployment", shown: "AssemblyView", gss: str, cell: str, page: int = 1) -> Followed:
    """Return one page of the records behind a cell of an authority, through the engine that gave its value."""
    asked = _Asked(here, shown, gss)
    table = _traced(asked, cell)
    sources = _sources(asked)
    page = min(page, max(1, -(-table.num_rows // PAGE_ROWS)))
    rows = table.slice((page - 1) * PAGE_ROWS, PAGE_ROWS).to_pylist()
    columns = {name: heading(name) for name in table.column_names if name not in LOCATED}
    return Followed(columns, [_record(row, sources, columns) for row in rows], table.num_rows, page)


def look_up(
    here: "Deployment", shown: "AssemblyView", gss: str, reference: str
) -> tuple[tuple[str, ...], FollowedRecord | None]:
    """Return the cells that count an authority's record with a reference, and where it is published, if it is."""
    from transforms import assemble

    asked = _Asked(here, shown, gss)
    question = asked.question
    cells, table = assemble.look_up(
        question.definition, reference, _loaded(asked)[1], question.authorities, gss, question.period,
        question.as_known, question.switches,
    )  # fmt: skip
    return cells, next((_record(row, _sources(asked), ()) for row in table.to_pylist()), None)


class _Asked:
    """Of which assembly and authority records are followed: equal by receipt, so that what was found is kept."""

    def __init__(self, here: "Deployment", shown: "AssemblyView", gss: str) -> None:
        self.here, self.shown, self.gss = here, shown, gss
        shares = shown.definition.multi_authority_files  # then everybody's files are loaded, whoever is asked about
        self._key = (here.settings.store, shown.vintage.receipt, None if shares else gss)

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Asked) and self._key == other._key

    @property
    def question(self) -> Question:
        """What the assembly was asked."""
        vintage = self.shown.vintage
        asked = Question(
            self.shown.definition, parse_period(vintage.period), vintage.as_known, (self.gss,), is_complete=True
        )
        return replace(asked, switches=dict(vintage.switches), rules_versions=tuple(vintage.rules_versions))


def _traced(asked: _Asked, cell: str) -> "pa.Table":
    return _trace(asked, asked.gss, cell)


@lru_cache(maxsize=64)
def _trace(asked: _Asked, gss: str, cell: str) -> "pa.Table":
    from transforms.assemble import trace

    question = asked.question
    return trace(
        question.definition, cell, _loaded(asked)[1], question.authorities, gss, question.period, question.as_known,
        question.switches,
    )  # fmt: skip


def _loaded(asked: _Asked) -> "tuple[list[AssemblyInput], list[SnapshotTable]]":
    with _LOADING:  # two readers of the same page load once
        return _load(asked)


@lru_cache(maxsize=12)
def _load(asked: _Asked) -> "tuple[list[AssemblyInput], list[SnapshotTable]]":
    inputs = inputs_of(asked.here, asked.question)
    return inputs, load_tables(asked.here, asked.question, inputs)


def _sources(asked: _Asked) -> "dict[tuple[str, str], AssemblyInput]":
    """Return the file of every content and day; of two bodies that publish the same, the one that is asked about."""
    inputs = _loaded(asked)[0]
    own = [one for one in inputs if one.authority_gss == asked.gss]
    return {(one.sha256, one.fetched_on.isoformat()): one for one in (*reversed(inputs), *own)}


def _record(
    row: Mapping[str, str | None], inputs: "Mapping[tuple[str, str], AssemblyInput]", columns: Iterable[str]
) -> FollowedRecord:
    source = inputs[row["sha256"] or "", row["fetched"] or ""]
    return FollowedRecord(
        authority=row["authority"] or "",
        reference=row["reference"] or "",
        fetched=date.fromisoformat(row["fetched"] or ""),
        sha256=row["sha256"] or "",
        line=row["line"] or "",
        publisher=source.authority_gss,
        rules_version=source.rules_version,
        part=row.get("part") or "",
        values={name: row[name] for name in columns},
    )
