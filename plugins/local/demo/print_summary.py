"""The account of a rehearsal, for a person: a terminal gets tables in colour, a log the same without."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from plugins.local.demo.export import FILES
from plugins.local.demo.summary import PARTLY, QUARANTINED, REFUSED, USABLE, Account, FileAccount
from plugins.storage.warehouse.summaries import AssemblySummary, CollectionSummary
from transforms.returns import RETURNS
from transforms.standards import standard

NAME_WIDTH = 44
ADDRESS_WIDTH, MOST_LISTED = 60, 60
SEVERITIES = ("critical", "warning", "info")


def tell(console: Console, account: Account, folder: Path, home: Path, portal: str, seconds: float) -> None:
    """Say what came of a rehearsal, and at which addresses the portal will show it."""
    console.print()
    console.print(_collections(account.collections))
    if account.files:
        collected = [one for one in account.files if one.is_collected]
        console.print(_files(collected) if len(collected) <= MOST_LISTED else _files_by_standard(collected))
        others = Counter(one.verdict for one in account.files if not one.is_collected)
        for reason, count in others.most_common():
            console.print(f"{count:,} files not collected: {reason}", soft_wrap=True, highlight=False)
        console.print(f"What came of each file: {_shown(folder / FILES)}", soft_wrap=True, highlight=False)
    if account.assemblies:
        console.print(_assemblies(account.assemblies))
    for run in account.failed:
        tasks = ", ".join(run.failed_tasks) or "no task"
        console.print(f"[red]Failed[/red]  {run.dag} on {run.day}: {tasks} (run {run.run_id})", soft_wrap=True)
    lines = {"Files": f"{_shown(folder)}/<return>/<period>/"} if account.assemblies else {}
    lines |= {
        "To look at it": f"COUNCIL_RETURNS_HOME={_shown(home)} make up   (the portal and Airflow, with this run)",
    }
    for name, words in lines.items():
        console.print(f"{name:<16} {words}", soft_wrap=True, highlight=False)
    pages = {portal + address: words for address, words in _pages(account).items()}
    width = max(ADDRESS_WIDTH, *map(len, pages))
    for address, words in pages.items():
        console.print(f"{'':<16} {address:<{width}} {words}", soft_wrap=True, highlight=False)
    outcome = "[green]done[/green]" if account.is_whole else "[red]failed[/red]"
    console.print(f"{outcome} in {seconds:.0f} seconds; nothing is left running", highlight=False)


def _collections(collections: Sequence[CollectionSummary]) -> Table:
    """Return what each collection brought, as a table."""
    table = _table("Collected", "standard", "day")
    for heading in ("asked", "answered", "unchanged", "failed", "last valid", "rows", "usable", *SEVERITIES):
        table.add_column(heading, justify="right")
    for one in collections:
        counts = (one.asked, one.answered, one.unchanged, one.failed, one.on_last_good, one.rows, one.rows_usable)
        found = (one.issues.get(severity, 0) for severity in SEVERITIES)
        table.add_row(one.standard, str(one.day), *(f"{count:,}" for count in (*counts, *found)))
    return table


def _assemblies(assemblies: Sequence[AssemblySummary]) -> Table:
    """Return what each return holds, as a table."""
    table = _table("Returned", "return", "period", "as known")
    for heading in ("computed", "inferred", "not derivable", "no data", "exceptions", "responded", "checks"):
        table.add_column(heading, justify="right")
    for one in assemblies:
        counts = (one.computed, one.inferred, one.not_derivable, one.no_data, one.exceptions)
        rate = "–" if one.response_rate_pct is None else f"{one.response_rate_pct} %"
        responded = f"{one.authorities_with_data} of {one.authorities} ({rate})"
        checks = "[yellow]some failed[/yellow]" if one.checks_failed else "passed"
        table.add_row(
            one.return_slug, one.period, str(one.as_known), *(f"{count:,}" for count in counts), responded, checks
        )
    return table


def _pages(account: Account) -> dict[str, str]:
    """Return the pages of the portal that show most of what was done, and what each shows."""
    pages = {"/coverage": "England as a map: who publishes what, and which returns it fills"}
    if account.most_to_mend:
        pages[f"/councils/{account.most_to_mend}"] = "a council with much to mend: what, where and what it changes"
    for assembly in account.assemblies[:1]:
        pages[f"/returns/{assembly.return_slug}/{assembly.period}"] = "a return, every cell down to the published line"
    pages["/check"] = "a file checked before it is published"
    if set(account.reports) - {slug for one in RETURNS for slug in one.reads}:
        for slug, gss in account.reports.items():
            pages[f"/councils/{gss}/{slug}"] = f"{standard(slug).title}: the report with most to mend"
    return pages


def _files(files: Sequence[FileAccount]) -> Table:
    """Return what came of each real file, as a table."""
    table = _table("Real files", "file", "authority", "verdict")
    for heading in ("rows", "usable", *SEVERITIES):
        table.add_column(heading, justify="right")
    table.add_column("critical codes", overflow="fold")
    for one in files:
        rows = ("" if count is None else f"{count:,}" for count in (one.rows, one.rows_usable))
        found = (f"{one.issues[severity]:,}" if severity in one.issues else "" for severity in SEVERITIES)
        table.add_row(_short(Path(one.file).name), one.authority_gss, one.verdict, *rows, *found, one.critical)
    return table


def _files_by_standard(files: Sequence[FileAccount]) -> Table:
    """Return what came of more real files than anybody reads one by one, as a table of the standards."""
    table = _table("Real files", "standard")
    for heading in ("files", USABLE, PARTLY, QUARANTINED, REFUSED, "rows", "usable"):
        table.add_column(heading, justify="right")
    for slug in sorted({one.standard for one in files}):
        mine = [one for one in files if one.standard == slug]
        came = Counter(one.verdict.partition(":")[0] for one in mine)
        rows = (sum(one.rows or 0 for one in mine), sum(one.rows_usable or 0 for one in mine))
        kept = [came[words] for words in (USABLE, PARTLY, QUARANTINED)]
        counts = (len(mine), *kept, len(mine) - sum(kept), *rows)
        table.add_row(slug, *(f"{count:,}" for count in counts))
    return table


def _short(name: str) -> str:
    """Return a file's name without the middle of a long one."""
    return name if len(name) <= NAME_WIDTH else f"{name[: NAME_WIDTH - 13]}…{name[-12:]}"


def _table(title: str, *columns: str) -> Table:
    """Return an empty table with its columns of words."""
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for column in columns:
        table.add_column(column, overflow="fold", no_wrap=True)
    return table


def _shown(path: Path) -> str:
    """Return a path as seen from here, where it is below here."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
