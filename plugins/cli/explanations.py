"""`explain`, `waive`, `approve` and `explanations`: what people say about findings, and who agrees."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from plugins.cli.acting import refusals_in_a_sentence
from plugins.cli.console import day_named, refuse
from plugins.cli.declared import declared_standard, gss_of
from plugins.cli.deployed import open_configured_deployment
from plugins.cli.options import ReasonGiven, YourName

if TYPE_CHECKING:
    from plugins.pipeline.ledgers.explain_findings import FindingSelection
    from transforms.findings.explanations import Explanation, ExplanationKind

Standard = Annotated[str, typer.Argument(metavar="STANDARD", help="The dataset standard of the file.")]
Authority = Annotated[str, typer.Option("--authority", metavar="GSS", help="The authority that publishes it.")]
Code = Annotated[str | None, typer.Option("--code", metavar="CODE", help="All open findings with this code…")]
Column = Annotated[str | None, typer.Option("--column", metavar="HEADER", help="…in this column, as it is published.")]
Fingerprints = Annotated[
    list[str] | None,
    typer.Option("--fingerprint", metavar="F", help="Or only this finding; may be given several times."),
]
Until = Annotated[str, typer.Option("--until", metavar="YYYY-MM-DD", help="The last day on which it applies.")]


def explain(
    standard: Standard,
    authority: Authority,
    why: ReasonGiven,
    by: YourName,
    until: Until,
    code: Code = None,
    column: Column = None,
    fingerprint: Fingerprints = None,
) -> None:
    """Explain open findings: readers see the reason, and the findings still count. It applies to today's values only.

    Exit status: 0 saved; 2 could not be carried out.
    """
    from transforms.findings.explanations import ExplanationKind

    selection = _selection(standard, authority, code, column, fingerprint)
    number, count = _propose(ExplanationKind.EXPLANATION, selection, why, by, until)
    typer.echo(f"Explanation {number} saved: {_findings(count)}, until {until}.")


def waive(
    standard: Standard,
    authority: Authority,
    why: ReasonGiven,
    by: YourName,
    until: Until,
    code: Code = None,
    column: Column = None,
    fingerprint: Fingerprints = None,
) -> None:
    """Propose that open findings no longer count against the publisher; a second person has to approve it.

    A waiver is about the report, never about the figures: a record that is excluded from returns stays excluded.

    Exit status: 0 saved; 2 could not be carried out.
    """
    from transforms.findings.explanations import ExplanationKind

    selection = _selection(standard, authority, code, column, fingerprint)
    number, count = _propose(ExplanationKind.WAIVER, selection, why, by, until)
    typer.echo(
        f"Waiver {number} proposed: {_findings(count)}, until {until}. It counts as an explanation until somebody else "
        f"approves it with `council-returns approve {number}`."
    )


def approve(
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="The waiver or explanation; see `explanations`.")],
    by: YourName,
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason, if there is one to give.")] = "",
    refused: Annotated[bool, typer.Option("--refuse", help="Refuse it instead.")] = False,
    withdrawn: Annotated[bool, typer.Option("--withdraw", help="Withdraw it instead, if you proposed it.")] = False,
) -> None:
    """Approve a waiver that somebody else proposed; or refuse or withdraw an explanation or waiver.

    Exit status: 0 saved; 2 could not be carried out.
    """
    if refused and withdrawn:
        refuse("Use either --refuse or --withdraw, not both.")
    decision = "refused" if refused else "withdrawn" if withdrawn else "approved"
    person = _person(by)
    with (
        refusals_in_a_sentence(),
        open_configured_deployment() as deployment,
        deployment.transaction() as connection,
    ):
        from plugins.storage.warehouse.explanations import load_explanations
        from plugins.submissions.finding_explanations import Author, record_decision_on

        proposals = {proposal.id: proposal for proposal in load_explanations(connection)}
        if number not in proposals:
            refuse(f"There is no explanation or waiver {number}; `council-returns explanations` lists them.")
        proposal = record_decision_on(connection, Author(person), proposals[number], decision, why.strip(), _today())
    typer.echo(f"{proposal.kind.value.capitalize()} {number} {decision} by {person}.")


def explanations(
    standard: Annotated[str | None, typer.Option(metavar="SLUG", help="Of this dataset standard only.")] = None,
    authority: Annotated[str | None, typer.Option(metavar="GSS", help="Of this authority only.")] = None,
) -> None:
    """List explanations and waivers: by whom, why, until when, and what was decided."""
    slug = declared_standard(standard).slug if standard else None
    gss = gss_of(authority) if authority else None
    with open_configured_deployment() as deployment, deployment.transaction() as connection:
        from plugins.storage.warehouse.explanations import load_explanations

        proposals = load_explanations(connection, slug, gss)
    for proposal in proposals:
        typer.echo("\n".join(_lines(proposal, _today())))
    if not proposals:
        typer.echo("There are no explanations or waivers.")


def _selection(
    standard: str, authority: str, code: str | None, column: str | None, fingerprints: Sequence[str] | None
) -> "FindingSelection":
    """Return which findings the user means."""
    from plugins.pipeline.ledgers.explain_findings import FindingSelection

    slug, gss = declared_standard(standard).slug, gss_of(authority)
    if bool(code) == bool(fingerprints) or (column and not code):
        refuse("Choose findings either with --code (and --column), or with --fingerprint.")
    return FindingSelection(slug, gss, code, column, fingerprints or ())


def _propose(kind: "ExplanationKind", selection: "FindingSelection", why: str, by: str, until: str) -> tuple[int, int]:
    """Save an explanation or a proposed waiver; return its number and how many findings it is about."""
    today, last_day = _today(), day_named(until, "--until")
    reason, person = _text(why, "--why"), _person(by)
    with refusals_in_a_sentence(), open_configured_deployment() as deployment:
        from plugins.pipeline.ledgers.explain_findings import selected_findings
        from plugins.submissions.finding_explanations import Author, propose_explanation

        subject, count = selected_findings(deployment, selection)
        with deployment.transaction() as connection:
            period = (today, last_day)
            number = propose_explanation(connection, Author(person), kind, selection.source, subject, reason, period)
    return number, count


def _lines(proposal: "Explanation", today: date) -> list[str]:
    """Return an explanation or waiver as two lines."""
    if proposal.column:
        subject = f"{proposal.code} in “{proposal.column}”"
    else:
        subject = proposal.code or f"{len(proposal.fingerprints)} fingerprints"
    decisions = [
        f"{decision} by {person}" for decision, person in zip(proposal.decisions, proposal.decided_by, strict=True)
    ]
    if not decisions and proposal.kind.value == "waiver":
        decisions = ["awaiting approval by a second person"]
    if not proposal.holds(today):
        decisions.append("no longer applies")
    status = f" ({'; '.join(decisions)})" if decisions else ""
    source = f"{proposal.standard} of {proposal.authority_gss}"
    return [
        f"{proposal.id}  {proposal.kind.value} of {subject}, {source}, until {proposal.until}{status}",
        f"    {proposal.proposed_by} on {proposal.proposed_on}: {proposal.why}",
    ]


def _findings(count: int) -> str:
    return "1 finding" if count == 1 else f"{count:,} findings"


def _text(text: str, option: str) -> str:
    """Return the text that the user gave, with single spaces; refuse an empty one."""
    words = " ".join(text.split())
    if not words:
        refuse(f"{option} is empty.")
    return words


def _person(name: str) -> str:
    """Return the name that the user gave, if it has a letter or digit."""
    from transforms.findings.explanations import folded_name

    if not folded_name(name):
        refuse("--by needs a name.")
    return _text(name, "--by")


def _today() -> date:
    return datetime.now().astimezone().date()
