"""What the user asks of a return, out of the words of a command: edition, period, day, authorities, switches, files."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.cli.console import day_named, refuse
from plugins.cli.declared import declared_return, gss_of, in_words, period_of
from plugins.cli.look_files import read_look_files
from plugins.cli.snapshot_folder import ReadSnapshot, SnapshotFolder, open_folder, read_snapshots

if TYPE_CHECKING:
    import pyarrow as pa

    from transforms.domain.declared_figures import DeclaredFigures
    from transforms.domain.department_figures import DepartmentFigures
    from transforms.domain.looks import Declaration
    from transforms.domain.return_reads import Reads
    from transforms.domain.return_request import ReturnRequest
    from transforms.domain.snapshot_table import SnapshotTable
    from transforms.domain.statutory_return import StatutoryReturn


@dataclass(frozen=True)
class LookInputs:
    """What a return that counts looks reads beside snapshots, as `inputs_of` takes it."""

    unchanged: "pa.Table | None" = None
    declarations: "tuple[Declaration, ...]" = ()
    other_hashes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ReadRequest:
    """A request with what was read for it out of a folder of snapshots, and those for the returns that it reads."""

    request: "ReturnRequest"
    read: tuple[ReadSnapshot, ...]
    looks: LookInputs = field(default_factory=LookInputs)
    returns: "tuple[ReadRequest, ...]" = ()

    @property
    def tables(self) -> "dict[str, list[SnapshotTable]]":
        """The standardised tables of the snapshots, by standard."""
        return _tables(self.read)


def request_of(
    slug: str, period: str, as_known: str | None, switches: Sequence[str] | None, edition: str | None = None
) -> "ReturnRequest":
    """Return what the user asks, or say which of the words can't be understood; authorities are not chosen yet."""
    from transforms.domain.return_request import ReturnRequest

    newest = declared_return(slug)
    about = period_of(newest, period)
    definition = _edition(newest, edition) if edition else newest.for_period(about)
    settings = {}
    for setting in switches or ():
        name, equals, value = setting.partition("=")
        if not equals:
            refuse(f"“{setting}” should be --set switch=value.")
        settings[name.strip()] = value.strip()
    try:
        definition.settings(settings)
    except ValueError as error:
        refuse(f"{in_words(error)}.")
    known_on = day_named(as_known, "--as-known") if as_known else None
    return ReturnRequest(definition, about, (), known_on, settings)


def read_request(
    request: "ReturnRequest",
    folder: Path,
    authorities: Sequence[str] | None,
    declared: Path | None = None,
    department: Path | None = None,
) -> ReadRequest:
    """Return a request with its authorities chosen and its snapshots read and checked."""
    request, snapshots, looks = _up_to_day_known(request, folder)
    requested = _authorities(authorities, snapshots, folder)
    if not requested:
        refuse(f"{folder} holds no authority's folder.")
    figures = _declared(declared, request, snapshots.authorities) if declared else request.declared
    request = replace(request, department=_department(department, request)) if department else request
    request = replace(request, authorities=tuple(requested), declared=figures)
    return replace(_read(request, snapshots, {}), looks=looks)


def _up_to_day_known(request: "ReturnRequest", folder: Path) -> "tuple[ReturnRequest, SnapshotFolder, LookInputs]":
    """Return a request, what was fetched on or before its as-known day, and the looks that a return counts.

    For a return that counts looks that day is, where none is asked for, the latest of any snapshot or attempt.
    """
    if not request.definition.counts_looks:
        return request, open_folder(folder, request.definition.all_standards).up_to(request.as_known), LookInputs()
    from transforms.standards import STANDARDS

    everything = open_folder(folder, [standard.slug for standard in STANDARDS])
    files = read_look_files(folder)
    dated = replace(request, as_known=request.as_known or files.last_day(everything))
    looks = LookInputs(files.unchanged(everything), files.declarations, files.hashes)
    return dated, everything.up_to(dated.as_known), looks


def _read(
    request: "ReturnRequest", snapshots: SnapshotFolder, done: "dict[tuple[str, bool], list[ReadSnapshot]]"
) -> ReadRequest:
    """Return a request with what it reads; what is `done` already, for another one, is not read again."""

    def read(reads: "Reads") -> "list[ReadSnapshot]":
        key = (reads.standard, reads.uses_latest_snapshot_only)
        if key not in done:
            files = [
                file
                for file in snapshots.files[reads.standard]
                if reads.multi_authority_files or file.authority_gss in request.authorities
            ]
            done[key] = read_snapshots(files, reads)
        return done[key]

    return ReadRequest(
        request,
        tuple(snapshot for reads in request.definition.reads for snapshot in read(reads)),
        returns=tuple(_read(requested, snapshots, done) for requested in _requests_of_returns(request)),
    )


def _requests_of_returns(request: "ReturnRequest") -> "Iterator[ReturnRequest]":
    """Yield the requests for the periods of other returns that a return reads, of the same authorities and day."""
    from transforms.domain.return_request import ReturnRequest

    for reads in request.definition.reads_returns:
        for period in reads.periods(request.period):
            yield ReturnRequest(reads.definition.for_period(period), period, request.authorities, request.as_known)


def _edition(newest: "StatutoryReturn", name: str) -> "StatutoryReturn":
    try:
        return newest.named_edition(name)
    except LookupError as error:
        refuse(f"{in_words(error)}.")


def _authorities(requested: Sequence[str] | None, snapshots: SnapshotFolder, folder: Path) -> list[str]:
    """Return the authorities to assemble: those requested, else all in the folder."""
    if not requested:
        return list(snapshots.authorities)
    gss_codes = sorted({gss_of(code) for code in requested})
    for gss in gss_codes:
        if gss not in snapshots.authorities:
            refuse(f"{gss} has no folder in {folder}.")
    return gss_codes


def _declared(path: Path, request: "ReturnRequest", authorities: Sequence[str]) -> "DeclaredFigures":
    """Return the figures that a file declares, or say in one sentence what is wrong with it."""
    from transforms.domain.declared_figures import read_declared

    content = _content(path)
    try:
        cells = {cell.name for cell in request.definition.cells}
        return read_declared(content, cells, set(authorities), str(request.period))
    except ValueError as error:
        refuse(f"{path}, {in_words(error)}.")


def _department(path: Path, request: "ReturnRequest") -> "DepartmentFigures":
    """Return the figures of a department's file, or say in one sentence what is wrong with it."""
    from transforms.domain.department_figures import read_department
    from transforms.registers import authorities

    lines = request.definition.department_lines
    if not lines:
        refuse(f"{request.definition.slug} is not compared with a department's file.")
    try:
        codes = {body.gss for body in authorities().values()}
        return read_department(_content(path), lines, codes, str(request.period))
    except ValueError as error:
        refuse(f"{path}, {in_words(error)}.")


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        refuse(f"{path} can't be read: {error.strerror or error}.")


def _tables(read: Sequence[ReadSnapshot]) -> "dict[str, list[SnapshotTable]]":
    """Return the standardised tables of the snapshots, by standard."""
    from transforms.domain.looks import is_open_format
    from transforms.domain.snapshot_table import SnapshotTable

    tables: dict[str, list[SnapshotTable]] = {}
    for snapshot in read:
        table = SnapshotTable(
            authority_gss=snapshot.file.authority_gss,
            standard=snapshot.file.standard,
            fetched=snapshot.file.fetched,
            sha256=snapshot.sha256,
            edition=snapshot.report.edition,
            fields=frozenset(snapshot.report.columns),
            table=snapshot.report.table,
            is_open_format=is_open_format(snapshot.report.encoding, snapshot.file.name),
        )
        tables.setdefault(table.standard, []).append(table)
    return tables
