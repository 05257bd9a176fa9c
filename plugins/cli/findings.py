"""`findings`: what is open at an authority, since when, what changed last, and how long mending takes there."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from plugins.cli.console import Format, refuse, write_out
from plugins.cli.declared import declared_standard, gss_of
from plugins.cli.deployed import open_deployment
from plugins.cli.options import Output, ReportFormat

if TYPE_CHECKING:
    import pyarrow as pa
    from sqlalchemy import Connection

    from plugins.pipeline.ledgers.open_findings import FollowedSource


def findings(
    authority: Annotated[str, typer.Option("--authority", metavar="GSS", help="Whose files.")],
    standard: Annotated[str | None, typer.Option(metavar="SLUG", help="Of this dataset standard only.")] = None,
    report_format: ReportFormat = Format.TEXT,
    output: Output = None,
) -> None:
    """List what is open in an authority's files as last collected, since when, and who has explained it.

    Exit status: 0 listed; 2 could not be carried out.
    """
    slug = declared_standard(standard).slug if standard else None
    gss = gss_of(authority)
    today = datetime.now().astimezone().date()
    with open_deployment() as here:
        from plugins.pipeline.ledgers.open_findings import load_open_findings_of_authority

        found = load_open_findings_of_authority(here, gss, slug, today)
        if not found:
            refuse(f"Nothing has been collected{f' of {slug}' if slug else ''} from {gss} yet.")
        if report_format is not Format.TEXT:
            write_out(_written([_placed(source, table) for source, table in found], report_format), output)
            return
        with here.transaction() as connection:
            text = "\n".join(line for source, table in found for line in _told(connection, source, table))
    write_out([f"{text}\n".encode()], output)


def _placed(source: "FollowedSource", table: "pa.Table") -> "pa.Table":
    """Return the findings with the standard that they are about in front."""
    import pyarrow as pa

    from transforms.findings.issue_table import plain

    return plain(table).add_column(0, "standard", pa.array([source.last.standard] * table.num_rows, pa.string()))


def _written(tables: "list[pa.Table]", report_format: Format) -> Iterator[bytes]:
    import pyarrow as pa

    table = pa.concat_tables(tables, promote_options="default")
    if report_format is Format.CSV:
        from transforms.render.csv_text import csv_pieces

        yield from csv_pieces(table, guard=("column", "value", "message", "fix"))
        return
    yield json.dumps(table.to_pylist(), ensure_ascii=False, indent=1, default=str).encode() + b"\n"


def _told(connection: "Connection", source: "FollowedSource", table: "pa.Table") -> Iterator[str]:
    """Yield the lines about one source."""
    from plugins.pipeline.ledgers.changes_between_files import load_changes, load_median_days_to_fix
    from transforms.render.report_words.counts import counted

    slug, gss = source.last.standard, source.last.authority_gss
    yield f"{slug} of {gss}, last seen on {source.seen_on}: {counted(table.num_rows, 'open finding')}"
    yield from _groups(table)
    if changed := load_changes(connection, slug, gss):
        yield "  Since the file before:"
    for one in changed:
        rules = f", {one.by_rules:+,} by new rules" if one.by_rules else ""
        where = f" in “{one.column}”" if one.column else ""
        yield f"    {one.difference:+,} {one.code}{where} ({one.before:,} to {one.after:,}{rules})"
    if fixed := load_median_days_to_fix(connection, slug, gss):
        yield "  Mended so far, and in how many days (the middle one):"
    for (_, code, column), (count, days) in fixed.items():
        yield f"    {count:,} {code}{f' in “{column}”' if column else ''}: {counted(days, 'day')}"
    yield ""


def _groups(table: "pa.Table") -> Iterator[str]:
    """Yield a line for every code and column, critical ones and the oldest first."""
    from transforms.render.report_words.counts import counted

    names = ["severity", "code", "column", "standing", "opened_by"]
    if not table.num_rows:
        return
    rows = table.select([*names, "since", "age_days", "recurred"])
    for place, name in enumerate(names):
        rows = rows.set_column(place, name, rows[name].cast("string"))
    grouped = rows.group_by(names).aggregate(
        [("age_days", "max"), ("since", "min"), ("recurred", "max"), ([], "count_all")]
    )
    for row in sorted(grouped.to_pylist(), key=lambda row: (row["severity"], -row["age_days_max"], row["code"])):
        where = f" in “{row['column']}”" if row["column"] else ""
        said = [f"open since {row['since_min']} ({counted(row['age_days_max'], 'day')})"]
        said += ["opened by new rules"] if row["opened_by"] == "rules" else []
        said += ["some have come back"] if row["recurred_max"] else []
        said += [row["standing"]] if row["standing"] != "open" else []
        yield f"  {row['severity']:<9}{row['count_all']:>7,}  {row['code']}{where}: {', '.join(said)}"
