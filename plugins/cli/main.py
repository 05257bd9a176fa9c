"""The console script `council-returns`: its commands, an example for each, and the exit status of a failure.

`check`, `assemble --from` and `trace --from` need no service, no network and no Airflow; the others drive the platform.
A command imports what it needs when it runs, so that `--help` and the first line of a check appear at once.
"""

import logging
import os
import sys
from importlib import metadata
from typing import TYPE_CHECKING, Annotated

import typer
from typer.core import TyperGroup

from plugins.cli import (
    assemble,
    audit,
    backup,
    check,
    compare_definitions,
    declared,
    deployed,
    discover,
    explanations,
    findings,
    ledger,
    package,
    parts,
    people,
    platform,
    portal,
    proposals,
    quarantine,
    releases,
    rounds,
    suite,
    trace,
    verify,
)
from plugins.cli.console import NOT_CARRIED_OUT, FirstLines
from plugins.cli.developer import docs, national_sources_command, reading_record_command, scaffold

if TYPE_CHECKING:
    from typer._click import Context, HelpFormatter

INTERNAL_ERROR = 70  # never to be taken for a verdict
INTERRUPTED = 130

EXAMPLE_FINDINGS = "planning_applications --authority E07000223 --code code-unknown --column Decision"
EXAMPLE_PART = "planning_matters --period 2025-Q1 --authority E07000223"
EXAMPLE_RELEASE = "planning_matters --period 2025-Q1 --version 1"
EXAMPLE_PERSON = "--by 'A. Officer' --until 2026-12-31"

COMMANDS = (
    (check.check, "check register.csv --standard brownfield_land --authority E07000223"),
    (assemble.assemble, "assemble planning_matters --period 2025-Q1 --from snapshots --out returned"),
    (trace.trace, "trace planning_matters PS2.Q21.a --authority E07000223 --period 2025-Q1 --from snapshots"),
    (
        compare_definitions.compare_definitions,
        "compare-definitions planning_matters --period 2025-Q1 --set split_counts_as=refused --from snapshots",
    ),
    (package.package, "package returned --key KEY.pem --out planning_matters-2025-Q1.zip"),
    (verify.verify, "verify planning_matters-2025-Q1-v2.zip --keys keys.json"),
    (declared.standards, "standards"),
    (suite.suite, "suite brownfield_land --output brownfield_land.json"),
    (declared.returns, "returns"),
    (declared.authorities, "authorities adur"),
    (platform.up, "up"),
    (platform.down, "down"),
    (platform.status, "status"),
    (portal.portal, "portal --port 8000"),
    (platform.run, "run --authorities 12"),
    (backup.backup, "backup /srv/backup"),
    (backup.restore, "restore /srv/backup"),
    (deployed.collect, "collect planning_applications brownfield_land"),
    (quarantine.collect_now, "collect-now brownfield_land --authority E07000223 --why 'They have fixed it' --by carol"),
    (deployed.replay, "replay planning_matters --period 2025-Q1 --as-known 2025-05-01 --out returned"),
    (ledger.ledger, "ledger --authority E07000223"),
    (findings.findings, "findings --authority E07000223 --standard planning_applications"),
    (explanations.explain, f"explain {EXAMPLE_FINDINGS} --why 'Our own term' {EXAMPLE_PERSON}"),
    (explanations.waive, f"waive {EXAMPLE_FINDINGS} --why 'Our own term' {EXAMPLE_PERSON}"),
    (explanations.approve, "approve 7 --by 'B. Manager'"),
    (explanations.explanations, "explanations --authority E07000223"),
    (parts.confirm, f"confirm {EXAMPLE_PART} --cells SHA256 --by ada"),
    (parts.dispute, f"dispute {EXAMPLE_PART} --cell PS1.2 --value 33 --why 'Two are missing' --by ada"),
    (parts.declare, f"declare {EXAMPLE_PART} --cell PS1.6 --value nil --why 'We served none' --by ada"),
    (parts.accept, f"accept {EXAMPLE_PART} --cell PS1.2 --why 'Their register shows it' --by carol"),
    (releases.withdraw, f"withdraw {EXAMPLE_RELEASE} --why 'A wrong file' --by eve"),
    (releases.acknowledge, f"acknowledge {EXAMPLE_RELEASE} --receipt SHA256 --by fay"),
    (discover.discover, "discover --authority E07000223"),
    (docs.docs, "docs --check"),
    (scaffold.scaffold, "scaffold street_lights"),
    (national_sources_command.national_sources, "national-sources endpoints.csv"),
    (reading_record_command.reading_record, "reading-record --from published"),
)

GROUPS = (
    (audit.app, "audit"),
    (people.app, "people"),
    (quarantine.app, "quarantine"),
    (releases.app, "release"),
    (rounds.app, "round"),
    (proposals.app, "sources"),
)

SECTIONS = {
    "On your own computer, without any service": "check assemble trace compare-definitions package verify",
    "What is declared": "standards returns authorities suite",
    "The platform": "up down status run portal collect collect-now replay backup restore quarantine",
    "What was found in published files": "findings explain waive approve explanations ledger",
    "The life of a return": "round confirm dispute declare accept release withdraw acknowledge people audit",
    "Where councils publish": "sources discover national-sources",
}


class CommandsBySection(TyperGroup):
    """The commands, listed by what they are for, each with its whole first sentence."""

    def format_commands(self, ctx: "Context", formatter: "HelpFormatter") -> None:
        """Write the sections; a command that stands in none of them is a developer's."""
        names = {title: words.split() for title, words in SECTIONS.items()}
        in_sections = {name for of_section in names.values() for name in of_section}
        names["For developers"] = [name for name in self.list_commands(ctx) if name not in in_sections]
        for title, of_section in names.items():
            commands = [(name, self.get_command(ctx, name)) for name in of_section]
            with formatter.section(title):
                formatter.write_dl([(name, command.get_short_help_str(200)) for name, command in commands if command])


app = typer.Typer(
    cls=CommandsBySection,
    name="council-returns",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def print_version(is_wanted: bool) -> None:
    """Print the version and end, where that is asked for."""
    if is_wanted:
        typer.echo(f"council-returns {metadata.version('council-returns')}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Check what councils publish, and assemble central-government returns from it."""


for command, example in COMMANDS:
    app.command(epilog=f"\b\nExample:\n  council-returns {example}")(command)
for group, name in GROUPS:
    app.add_typer(group, name=name)


def main() -> None:
    """Run the command line: a user's mistake gives one sentence, an error of ours a traceback."""
    _print_first_lines("plugins.reading")
    try:
        status = app(sys.argv[1:] or ["--help"], standalone_mode=False) or 0
        sys.stdout.flush()
    except typer.TyperException as error:
        status = _print_refusal(error)
    except (typer.Abort, KeyboardInterrupt):
        status = INTERRUPTED
    except BrokenPipeError:  # the reader of our output has gone, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 0
    except Exception:
        logging.getLogger("council-returns").exception("An error in council-returns itself; please report it.")
        status = INTERNAL_ERROR
    sys.exit(status)


def _print_first_lines(name: str) -> None:
    """Print only sentences of what a package logs."""
    logger = logging.getLogger(name)
    if not any(isinstance(handler, FirstLines) for handler in logger.handlers):
        handler = FirstLines()
        handler.setLevel(logging.WARNING)
        logger.addHandler(handler)


def _print_refusal(error: typer.TyperException) -> int:
    """Print in one sentence what is wrong with the command as given, and return its exit status."""
    message = error.format_message() if hasattr(error, "format_message") else str(error)
    print(f"council-returns: {' '.join(message.replace('Value error, ', '').split())}", file=sys.stderr)
    return NOT_CARRIED_OUT


if __name__ == "__main__":
    main()
