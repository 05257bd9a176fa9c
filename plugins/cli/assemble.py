"""`council-returns assemble`: one return out of a folder of snapshots, or out of what the platform collected."""

from collections import Counter
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plugins.cli.console import progress, refuse
from plugins.cli.declared import declared_standard
from plugins.cli.options import AsKnown, Authorities, Folder, PeriodName, ReturnName, Switches
from plugins.cli.publish_files import publishing_to
from plugins.cli.return_request import Question, as_tables, chosen_authorities, needed, question_of
from plugins.cli.snapshot_folder import ReadSnapshot, open_folder, read_snapshots

if TYPE_CHECKING:
    from transforms.domain.statutory_return import AssembledReturn


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
        from plugins.cli.deployed import assemble_on_platform

        raise typer.Exit(assemble_on_platform(question, authority, out))
    if out is None:
        refuse("Say with --out where the files should go.")
    raise typer.Exit(_assemble(question, folder, authority, out))


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
    from transforms.render.report_words.counts import counted

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
    from plugins.pipeline.assemble.write_files import write_return
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
