"""The summary of a demonstration, for a person: a terminal gets tables in colour, a log the same without."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from plugins.local.demo.export import REAL_FILES
from plugins.local.demo.summary import PARTLY, QUARANTINED, REFUSED, USABLE, DemoSummary, RealFileSummary
from plugins.local.demo.trigger_runs import TriggeredRun
from plugins.storage.warehouse.summaries import AssemblySummary, CollectionSummary
from transforms.render.report_words.counts import counted
from transforms.returns import RETURNS
from transforms.standards import standard

NAME_WIDTH, END_WIDTH = 44, 12  # of a file's name, and of its end where the middle is left out
ADDRESS_WIDTH, MOST_LISTED = 60, 60
SEVERITIES = ("critical", "warning", "info")


def print_summary(
    console: Console, summary: DemoSummary, folder: Path, home: Path, portal: str, seconds: float
) -> None:
    """Print the results of a demonstration.

    Args:
        console: where to.
        summary: the results.
        folder: the exported files.
        home: the state of the demonstration's platform.
        portal: the address that its portal will have.
        seconds: how long the demonstration took.

    """
    console.print()
    console.print(_collections(summary.collections))
    _print_real_files(console, summary.real_files, folder)
    if summary.assemblies:
        console.print(_assemblies(summary.assemblies))
    for sentence in summary.release:
        console.print(
            f"{'Released' if sentence == summary.release[0] else '':<16} {sentence}", soft_wrap=True, highlight=False
        )
    for run in summary.failed:
        _print_failed_run(console, run)
    lines = {"Files": f"{_relative(folder)}/<return>/<period>/"} if summary.assemblies else {}
    lines["Look at it with"] = f"COUNCIL_RETURNS_HOME={_relative(home)} make up   (the portal and Airflow)"
    for name, text in lines.items():
        console.print(f"{name:<16} {text}", soft_wrap=True, highlight=False)
    if summary.release:
        lines_of_people = "officer, certifier, collector, releaser, second-releaser, receiver, auditor, …"
        console.print(f"{'Sign in as':<16} {lines_of_people}   {portal}/work", soft_wrap=True, highlight=False)
    pages = {portal + path: text for path, text in _pages(summary).items()}
    width = max(ADDRESS_WIDTH, *map(len, pages))
    for address, text in pages.items():
        console.print(f"{'':<16} {address:<{width}} {text}", soft_wrap=True, highlight=False)
    outcome = "[green]done[/green]" if summary.is_complete else "[red]failed[/red]"
    console.print(f"{outcome} in {seconds:.0f} seconds; nothing is left running", highlight=False)


def _print_real_files(console: Console, files: Sequence[RealFileSummary], folder: Path) -> None:
    """Print the results of the real files, and where all of them are listed."""
    if not files:
        return
    collected = [file for file in files if file.is_collected]
    console.print(_real_files(collected) if len(collected) <= MOST_LISTED else _real_files_by_standard(collected))
    reasons = Counter(file.verdict for file in files if not file.is_collected)
    for reason, count in reasons.most_common():
        console.print(f"{counted(count, 'file')} not collected: {reason}", soft_wrap=True, highlight=False)
    console.print(f"Result of every file: {_relative(folder / REAL_FILES)}", soft_wrap=True, highlight=False)


def _print_failed_run(console: Console, run: TriggeredRun) -> None:
    """Print which tasks of a run failed."""
    tasks = ", ".join(run.failed_tasks) or "no task"
    console.print(f"[red]Failed[/red]  {run.dag} on {run.day}: {tasks} (run {run.run_id})", soft_wrap=True)


def _collections(collections: Sequence[CollectionSummary]) -> Table:
    """Return the results of each collection as a table."""
    table = _table("Collected", "standard", "day")
    for heading in ("asked", "answered", "unchanged", "failed", "last valid", "rows", "usable", *SEVERITIES):
        table.add_column(heading, justify="right")
    for collection in collections:
        counts = (
            collection.sources, collection.answered, collection.unchanged, collection.failed, collection.on_last_valid,
            collection.rows, collection.rows_usable,
        )  # fmt: skip
        issues = (collection.issues.get(severity, 0) for severity in SEVERITIES)
        table.add_row(collection.standard, str(collection.day), *(f"{count:,}" for count in (*counts, *issues)))
    return table


def _assemblies(assemblies: Sequence[AssemblySummary]) -> Table:
    """Return the cells of each return as a table."""
    table = _table("Assembled", "return", "period", "as known")
    for heading in ("computed", "inferred", "not derivable", "no data", "exceptions", "responded", "anew", "checks"):
        table.add_column(heading, justify="right")
    for assembly in assemblies:
        counts = (
            assembly.computed, assembly.inferred, assembly.not_derivable, assembly.no_data, assembly.exceptions
        )  # fmt: skip
        rate = "–" if assembly.response_rate_pct is None else f"{assembly.response_rate_pct} %"
        responded = f"{assembly.authorities_with_data} of {assembly.authorities_owing} ({rate})"
        checks = "[yellow]some failed[/yellow]" if assembly.checks_failed else "passed"
        names = (assembly.return_slug, assembly.period, str(assembly.as_known))
        anew = "–" if assembly.authorities_computed is None else f"{assembly.authorities_computed:,}"
        table.add_row(*names, *(f"{count:,}" for count in counts), responded, anew, checks)
    return table


def _pages(summary: DemoSummary) -> dict[str, str]:
    """Return the pages of the portal that show most of the results, and what each shows."""
    pages = {"/coverage": "England as a map: who publishes what, and which returns it fills"}
    if summary.most_to_fix:
        pages[f"/councils/{summary.most_to_fix}"] = "a council with many findings: what to fix, where and why"
    for assembly in summary.assemblies[:1]:
        pages[f"/returns/{assembly.return_slug}/{assembly.period}"] = "a return, every cell down to the published line"
    pages["/check"] = "a file checked before it is published"
    if set(summary.reports) - {slug for definition in RETURNS for slug in definition.standards}:
        for slug, gss in summary.reports.items():
            pages[f"/councils/{gss}/{slug}"] = f"{standard(slug).title}: the report with most findings"
    return pages


def _real_files(files: Sequence[RealFileSummary]) -> Table:
    """Return the result of each real file as a table."""
    table = _table("Real files", "file", "authority", "verdict")
    for heading in ("rows", "usable", *SEVERITIES):
        table.add_column(heading, justify="right")
    table.add_column("critical codes", overflow="fold")
    for file in files:
        rows = ("" if count is None else f"{count:,}" for count in (file.rows, file.rows_usable))
        issues = (f"{file.issues[severity]:,}" if severity in file.issues else "" for severity in SEVERITIES)
        table.add_row(_short(Path(file.file).name), file.authority_gss, file.verdict, *rows, *issues, file.critical)
    return table


def _real_files_by_standard(files: Sequence[RealFileSummary]) -> Table:
    """Return the results of more real files than anybody reads one by one, as a table of the standards."""
    table = _table("Real files", "standard")
    for heading in ("files", USABLE, PARTLY, QUARANTINED, REFUSED, "rows", "usable"):
        table.add_column(heading, justify="right")
    for slug in sorted({file.standard for file in files}):
        of_standard = [file for file in files if file.standard == slug]
        verdicts = Counter(file.verdict.partition(":")[0] for file in of_standard)
        rows = (sum(file.rows or 0 for file in of_standard), sum(file.rows_usable or 0 for file in of_standard))
        readable = [verdicts[verdict] for verdict in (USABLE, PARTLY, QUARANTINED)]
        counts = (len(of_standard), *readable, len(of_standard) - sum(readable), *rows)
        table.add_row(slug, *(f"{count:,}" for count in counts))
    return table


def _short(name: str) -> str:
    """Return a file's name without the middle of a long one."""
    return name if len(name) <= NAME_WIDTH else f"{name[: NAME_WIDTH - END_WIDTH - 1]}…{name[-END_WIDTH:]}"


def _table(title: str, *columns: str) -> Table:
    """Return an empty table with its columns of words."""
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for column in columns:
        table.add_column(column, overflow="fold", no_wrap=True)
    return table


def _relative(path: Path) -> str:
    """Return a path relative to the working directory, where it is below that."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
