"""`council-returns assemble`: one return out of a folder of snapshots, or out of what the platform collected."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plugins.commands.console import day_named, progress, refuse
from plugins.commands.declared import declared_return, declared_standard, gss_of, in_words, period_of
from plugins.commands.options import AsKnown, Authorities, Folder, PeriodName, ReturnName, Switches
from plugins.commands.publish_files import publishing_to
from plugins.commands.snapshots import ReadSnapshot, SnapshotFile, open_folder, read_snapshots

if TYPE_CHECKING:
    from transforms.domain.period import Period
    from transforms.domain.statutory_return import AssembledReturn, SnapshotTable, StatutoryReturn


@dataclass(frozen=True)
class Question:
    """What the user asks of a return: its period, known when, of whom, and how its switches stand."""

    definition: "StatutoryReturn"
    period: "Period"
    as_known: date | None
    switches: Mapping[str, str]


def assemble(
    slug: ReturnName,
    period: PeriodName,
    folder: Folder = None,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Where the files go, whole or not at all.")] = None,
    as_known: AsKnown = None,
    authority: Authorities = None,
    switch: Switches = None,
) -> None:
    """Assemble a return from snapshots (--from), or through the platform.

    Exit status: 0 assembled; 1 assembled, but a check on the return failed; 2 could not be carried out.
    """
    question = question_of(slug, period, as_known, switch)
    if folder is None:
        from plugins.commands.platform import assemble_on_platform

        raise typer.Exit(assemble_on_platform(question, authority, out))
    if out is None:
        refuse("Say with --out where the files should go.")
    raise typer.Exit(_assemble(question, folder, authority, out))


def question_of(slug: str, period: str, as_known: str | None, switches: Sequence[str] | None) -> Question:
    """Return what the user asks, or say which of the words can't be understood."""
    definition = declared_return(slug)
    chosen = {}
    for setting in switches or ():
        name, equals, value = setting.partition("=")
        if not equals:
            refuse(f"“{setting}” should be --set switch=value.")
        chosen[name.strip()] = value.strip()
    try:
        definition.settings(chosen)
    except ValueError as error:
        refuse(f"{in_words(error)}.")
    known = day_named(as_known, "--as-known") if as_known else None
    return Question(definition, period_of(definition, period), known, chosen)


def chosen_authorities(asked: Sequence[str] | None, present: Sequence[str], folder: Path) -> list[str]:
    """Return the authorities to assemble: those asked for, else all in the folder."""
    if not asked:
        return list(present)
    chosen = sorted({gss_of(code) for code in asked})
    for gss in chosen:
        if gss not in present:
            refuse(f"{gss} has no folder in {folder}.")
    return chosen


def needed(
    files: Sequence[SnapshotFile], definition: "StatutoryReturn", authorities: Sequence[str]
) -> list[SnapshotFile]:
    """Return the files to read: where a file may hold another authority's records, everybody's."""
    return [file for file in files if definition.shares_files or file.authority_gss in authorities]


def as_tables(read: Sequence[ReadSnapshot]) -> "list[SnapshotTable]":
    """Return the standardised tables of the snapshots."""
    from transforms.domain.statutory_return import SnapshotTable

    return [
        SnapshotTable(
            authority_gss=one.file.authority_gss,
            fetched=one.file.fetched,
            sha256=one.sha256,
            edition=one.report.edition,
            table=one.report.table,
        )
        for one in read
    ]


def _assemble(question: Question, folder: Path, asked: Sequence[str] | None, out: Path) -> int:
    from expectations.return_rules import check_return
    from transforms.assemble import assemble as assemble_return

    definition = question.definition
    found = open_folder(folder, definition.standard, question.as_known)
    authorities = chosen_authorities(asked, found.authorities, folder)
    if not authorities:
        refuse(f"{folder} holds no authority's folder.")
    standard = declared_standard(definition.standard)
    read = read_snapshots(needed(found.snapshots, definition, authorities), standard, definition)
    progress(f"Assembling {definition.slug} {question.period} for {len(authorities)} authorities…")
    assembled = assemble_return(
        definition, as_tables(read), authorities, question.period, question.as_known, question.switches
    )
    assembled = check_return(assembled)
    with publishing_to(out) as folder:
        _write(folder, assembled, authorities, read)
    for sentence in what_came_of_it(assembled, out):
        typer.echo(sentence)
    return 1 if assembled.checks_failed else 0


def what_came_of_it(assembled: "AssembledReturn", out: Path) -> Iterator[str]:
    """Yield what a person wants to know of a return at once: coverage, cells by origin, exceptions, where it is."""
    from expectations.return_rules import FAILING
    from transforms.domain.statutory_return import ENGLAND
    from transforms.render.words import counted

    definition = assembled.definition
    covered = f"{assembled.responded:,} of {assembled.asked:,} authorities with data"
    yield f"{definition.title}, {assembled.period}: {covered}."
    cells = zip(*(assembled.cells[name].to_pylist() for name in ("authority", "origin")), strict=True)
    origins = Counter(origin for authority, origin in cells if authority != ENGLAND)
    yield "Cells: " + ", ".join(f"{number:,} {origin}" for origin, number in origins.most_common()) + "."
    reasons = Counter(assembled.exceptions["reason"].to_pylist())
    listed = ", ".join(f"{reason} {number:,}" for reason, number in reasons.most_common())
    yield f"{counted(sum(reasons.values()), 'exception')}{': ' if listed else ''}{listed}."
    if assembled.checks_failed:
        failed = " and ".join(sorted(FAILING & reasons.keys()))
        yield f"A CHECK ON THE RETURN FAILED: {failed}; exceptions.csv says for whom."
    yield f"The files are in {out}."


def _write(
    folder: Path, assembled: "AssembledReturn", authorities: Sequence[str], read: Sequence[ReadSnapshot]
) -> None:
    from plugins.releasing.write import write_return
    from transforms.render import Input, SnapshotIssues, Versions

    standard = declared_standard(assembled.definition.standard)
    issues = [
        SnapshotIssues(Input(one.file.authority_gss, standard.slug, one.file.fetched, one.sha256), one.report.issues)
        for one in read
    ]
    issues.sort(key=lambda one: one.snapshot.place)
    versions = Versions(
        program=version("council-returns"),
        standards={standard.slug: standard.version},
        rules=tuple(sorted({one.report.rules_version for one in read})),
    )
    write_return(folder, assembled, authorities, [one.snapshot for one in issues], issues, versions)
