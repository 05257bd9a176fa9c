"""`findings`: what is open at an authority, since when, what changed last, and how long fixing takes there."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from plugins.cli.console import Format, refuse, write_out
from plugins.cli.declared import declared_standard, gss_of
from plugins.cli.deployed import open_configured_deployment
from plugins.cli.options import Output, ReportFormat

if TYPE_CHECKING:
    import pyarrow as pa
    from sqlalchemy import Connection

    from plugins.pipeline.ledgers.open_findings import FollowedSource


def findings(
    authority: Annotated[str, typer.Option("--authority", metavar="GSS", help="The authority that publishes.")],
    standard: Annotated[str | None, typer.Option(metavar="SLUG", help="Of this dataset standard only.")] = None,
    report_format: ReportFormat = Format.TEXT,
    output: Output = None,
) -> None:
    """List the open findings in an authority's files: since when they are open, and who has explained them.

    Exit status: 0 listed; 2 could not be carried out.
    """
    slug = declared_standard(standard).slug if standard else None
    gss = gss_of(authority)
    today = datetime.now().astimezone().date()
    with open_configured_deployment() as deployment:
        from plugins.pipeline.ledgers.open_findings import load_open_findings_of_authority

        sources = load_open_findings_of_authority(deployment, gss, slug, today)
        if not sources:
            refuse(f"No file{f' of {slug}' if slug else ''} has been collected from {gss} yet.")
        if report_format is not Format.TEXT:
            write_out(_render([_with_standard(source, table) for source, table in sources], report_format), output)
            return
        with deployment.transaction() as connection:
            text = "\n".join(line for source, table in sources for line in _lines(connection, source, table))
    write_out([f"{text}\n".encode()], output)


def _with_standard(source: "FollowedSource", table: "pa.Table") -> "pa.Table":
    """Return the findings with their dataset standard as the first column."""
    import pyarrow as pa

    from transforms.findings.issue_table import plain

    return plain(table).add_column(0, "standard", pa.array([source.last.standard] * table.num_rows, pa.string()))


def _render(tables: "list[pa.Table]", report_format: Format) -> Iterator[bytes]:
    """Yield the findings of all sources as CSV or JSON."""
    import pyarrow as pa

    table = pa.concat_tables(tables, promote_options="default")
    if report_format is Format.CSV:
        from transforms.render.csv_text import csv_pieces

        yield from csv_pieces(table, guard=("column", "value", "message", "fix"))
        return
    yield json.dumps(table.to_pylist(), ensure_ascii=False, indent=1, default=str).encode() + b"\n"


def _lines(connection: "Connection", source: "FollowedSource", table: "pa.Table") -> Iterator[str]:
    """Yield the lines about one source."""
    from plugins.pipeline.ledgers.changes_between_files import load_changes, load_median_days_to_fix
    from transforms.render.report_words.counts import counted

    slug, gss = source.last.standard, source.last.authority_gss
    yield f"{slug} of {gss}, last seen on {source.seen_on}: {counted(table.num_rows, 'open finding')}"
    yield from _groups(table)
    if changes := load_changes(connection, slug, gss):
        yield "  Changes since the previous file:"
    for change in changes:
        rules = f", {change.by_rules:+,} by new rules" if change.by_rules else ""
        where = f" in “{change.column}”" if change.column else ""
        yield f"    {change.difference:+,} {change.code}{where} ({change.before:,} to {change.after:,}{rules})"
    if fixed := load_median_days_to_fix(connection, slug, gss):
        yield "  Fixed so far, and the median time that it took:"
    for (_, code, column), (count, days) in fixed.items():
        yield f"    {count:,} {code}{f' in “{column}”' if column else ''}: {counted(days, 'day')}"
    yield ""


def _groups(table: "pa.Table") -> Iterator[str]:
    """Yield a line for every code and column: critical findings first, then by age, oldest first."""
    names = ["severity", "code", "column", "finding_status", "opened_by"]
    if not table.num_rows:
        return
    rows = table.select([*names, "since", "age_days", "recurred"])
    for index, name in enumerate(names):
        rows = rows.set_column(index, name, rows[name].cast("string"))
    grouped = rows.group_by(names).aggregate(
        [("age_days", "max"), ("since", "min"), ("recurred", "max"), ([], "count_all")]
    )
    for group in sorted(
        grouped.to_pylist(), key=lambda group: (group["severity"], -group["age_days_max"], group["code"])
    ):
        yield _group_in_words(group)


def _group_in_words(group: dict[str, Any]) -> str:
    """Return the line about the open findings of one code in one column."""
    from transforms.render.report_words.counts import counted

    where = f" in “{group['column']}”" if group["column"] else ""
    remarks = [f"open since {group['since_min']} ({counted(group['age_days_max'], 'day')})"]
    remarks += ["opened by new rules"] if group["opened_by"] == "rules" else []
    remarks += ["some have recurred"] if group["recurred_max"] else []
    remarks += [group["finding_status"]] if group["finding_status"] != "open" else []
    return f"  {group['severity']:<9}{group['count_all']:>7,}  {group['code']}{where}: {', '.join(remarks)}"
