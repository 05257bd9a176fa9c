"""The options that several commands share, worded once."""

from pathlib import Path
from typing import Annotated

import typer

from plugins.cli.console import Format

Authority = Annotated[
    str | None,
    typer.Option(
        "--authority", metavar="GSS", help="The authority that publishes it; also checks that points lie in its area."
    ),
]
Authorities = Annotated[
    list[str] | None,
    typer.Option("--authority", metavar="GSS", help="Only this authority; may be given several times."),
]
OneAuthority = Annotated[
    str,
    typer.Option("--authority", metavar="GSS", help="The authority whose cell it is; E92000001 is the England total."),
]
AsKnown = Annotated[
    str | None,
    typer.Option("--as-known", metavar="YYYY-MM-DD", help="Use only snapshots fetched on or before this day."),
]
PeriodName = Annotated[
    str,
    typer.Option("--period", metavar="PERIOD", help="A quarter (2025-Q1), a year (2024-25) or a day (2025-12-31)."),
]
Folder = Annotated[
    Path | None,
    typer.Option("--from", metavar="DIR", help="Snapshots: DIR/<authority GSS>/<standard>/<fetch date>.<ext>."),
]
Switches = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="SWITCH=VALUE", help="A switch of the return; may be given several times."),
]
Declared = Annotated[
    Path | None,
    typer.Option("--declared", metavar="FILE", help="What councils declare: authority,period,cell,value,why,by."),
]
DepartmentFile = Annotated[
    Path | None,
    typer.Option("--beside", metavar="FILE", help="A department's figures: authority,period,line,value,unit."),
]
EditionName = Annotated[
    str | None, typer.Option("--edition", metavar="NAME", help="Use this edition of the return, not the period's own.")
]
ReasonGiven = Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason, in a sentence for readers.")]
YourName = Annotated[str, typer.Option("--by", metavar="NAME", help="Your name.")]
ReportFormat = Annotated[Format, typer.Option("--format", help="The output format.")]
Output = Annotated[
    Path | None, typer.Option("--output", metavar="PATH", help="Write to this file instead of standard output.")
]
ReturnName = Annotated[str, typer.Argument(metavar="RETURN", help="The return's slug; `returns` lists them.")]
