"""`explain`, `waive`, `approve` and `explanations`: what people say about findings, and who agrees."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from plugins.cli.console import day_named, refuse
from plugins.cli.declared import declared_standard, gss_of
from plugins.cli.deployed import open_deployment

if TYPE_CHECKING:
    from plugins.storage.deployment import Deployment
    from transforms.findings.explanations import Explanation, Kind

MOST_VALUES = 1000

Standard = Annotated[str, typer.Argument(metavar="STANDARD", help="The dataset standard of the source.")]
Authority = Annotated[str, typer.Option("--authority", metavar="GSS", help="The authority that publishes it.")]
Code = Annotated[str | None, typer.Option("--code", metavar="CODE", help="All open findings of this code…")]
Column = Annotated[str | None, typer.Option("--column", metavar="HEADER", help="…in this column, as it is published.")]
Fingerprints = Annotated[
    list[str] | None, typer.Option("--fingerprint", metavar="F", help="Or this finding; may be given several times.")
]
Why = Annotated[str, typer.Option("--why", metavar="WORDS", help="The reason, in a sentence for readers.")]
Who = Annotated[str, typer.Option("--by", metavar="NAME", help="Who says so.")]
Until = Annotated[str, typer.Option("--until", metavar="YYYY-MM-DD", help="The last day on which it holds.")]


def explain(
    standard: Standard,
    authority: Authority,
    why: Why,
    by: Who,
    until: Until,
    code: Code = None,
    column: Column = None,
    fingerprint: Fingerprints = None,
) -> None:
    """Explain open findings: readers see why, and they still count. Holds as long as the values stand.

    Exit status: 0 written down; 2 could not be carried out.
    """
    from transforms.findings.explanations import Kind

    number, count = _propose(Kind.EXPLANATION, standard, authority, code, column, fingerprint, why, by, until)
    typer.echo(f"Number {number} explains {_findings(count)} until {until}.")


def waive(
    standard: Standard,
    authority: Authority,
    why: Why,
    by: Who,
    until: Until,
    code: Code = None,
    column: Column = None,
    fingerprint: Fingerprints = None,
) -> None:
    """Propose that open findings no longer count against the publisher; a second person has to approve it.

    A waiver is about the report, never about the number: what is left out of returns stays left out.

    Exit status: 0 written down; 2 could not be carried out.
    """
    from transforms.findings.explanations import Kind

    number, count = _propose(Kind.WAIVER, standard, authority, code, column, fingerprint, why, by, until)
    typer.echo(
        f"Number {number} asks to waive {_findings(count)} until {until}. Until somebody else approves it "
        f"(`council-returns approve {number}`) it is an explanation only."
    )


def approve(
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="What to decide on; `explanations` lists it.")],
    by: Who,
    why: Annotated[str, typer.Option("--why", metavar="WORDS", help="The reason, where there is one to give.")] = "",
    refused: Annotated[bool, typer.Option("--refuse", help="Refuse it instead.")] = False,
    withdrawn: Annotated[bool, typer.Option("--withdraw", help="Withdraw it, as who proposed it.")] = False,
) -> None:
    """Approve a waiver that somebody else proposed; or refuse or withdraw an explanation or waiver.

    Exit status: 0 written down; 2 could not be carried out.
    """
    from transforms.findings.explanations import Kind

    if refused and withdrawn:
        refuse("--refuse and --withdraw exclude each other.")
    decision = "refused" if refused else "withdrawn" if withdrawn else "approved"
    with open_deployment() as here, here.transaction() as connection:
        from plugins.storage.warehouse.explanations import load_explanations, record_decision

        known = {one.id: one for one in load_explanations(connection)}
        if number not in known:
            refuse(f"Nothing has the number {number}; `council-returns explanations` lists what there is.")
        asked = known[number]
        if asked.kind is Kind.EXPLANATION and decision == "approved":
            refuse(f"Number {number} is an explanation and needs no approval; only a waiver does.")
        if asked.decisions:
            said = f"{asked.decisions[-1]} by {asked.decided_by[-1]}"
            if decision in asked.decisions or asked.decisions[-1] != "approved":
                refuse(f"Number {number} was {said} already.")
        record_decision(connection, asked, decision, _person(by), why, _today())
    typer.echo(f"Number {number}: {decision} by {by}.")


def explanations(
    standard: Annotated[str | None, typer.Option(metavar="SLUG", help="Of this dataset standard only.")] = None,
    authority: Annotated[str | None, typer.Option(metavar="GSS", help="Of this authority only.")] = None,
) -> None:
    """List what has been explained and waived: by whom, why, until when, and what was decided."""
    slug = declared_standard(standard).slug if standard else None
    gss = gss_of(authority) if authority else None
    with open_deployment() as here, here.transaction() as connection:
        from plugins.storage.warehouse.explanations import load_explanations

        found = load_explanations(connection, slug, gss)
    for one in found:
        typer.echo("\n".join(_told(one, _today())))
    if not found:
        typer.echo("Nothing has been explained or waived.")


def _propose(
    kind: "Kind",
    standard: str,
    authority: str,
    code: str | None,
    column: str | None,
    fingerprints: Sequence[str] | None,
    why: str,
    by: str,
    until: str,
) -> tuple[int, int]:
    """Write down what somebody asks, if there are such findings; return its number and how many it is about."""
    slug, gss = declared_standard(standard).slug, gss_of(authority)
    if bool(code) == bool(fingerprints) or (column and not code):
        refuse("Say which findings: --code with --column, or --fingerprint.")
    today, last = _today(), day_named(until, "--until")
    if last < today:
        refuse(f"{until} has passed; --until is the last day on which it holds.")
    reason, who = _words(why, "--why"), _person(by)
    with open_deployment() as here:
        about, count = _about(here, slug, gss, code, column, fingerprints or ())
        with here.transaction() as connection:
            from plugins.storage.warehouse.explanations import record_proposal

            return record_proposal(connection, kind, (slug, gss), about, reason, who, (today, last)), count


def _about(
    here: "Deployment", slug: str, gss: str, code: str | None, column: str | None, fingerprints: Sequence[str]
) -> tuple[tuple[str, str | None, list[str | None]] | list[str], int]:
    """Return what is to be explained as it stands now, and how many open findings that is."""
    import pyarrow.compute as pc

    from plugins.pipeline.ledgers.open_findings import load_open_findings_of_authority

    found = load_open_findings_of_authority(here, gss, slug)
    if not found:
        refuse(f"Nothing has been collected of {slug} from {gss} yet.")
    table = found[0][1]
    if fingerprints:
        known = set(table["fingerprint"].to_pylist())
        if unknown := [one for one in fingerprints if one not in known]:
            refuse(f"No open finding of {slug} at {gss} has the fingerprint {' or '.join(unknown)}.")
        return list(fingerprints), len(set(fingerprints))
    columns = [table[name].cast("string") for name in ("code", "column")]
    is_there = pc.equal(columns[0], code)
    same = pc.equal(columns[1], column) if column else pc.is_null(columns[1])
    mine = table.filter(pc.fill_null(pc.and_(is_there, same), False))
    if not mine.num_rows:
        refuse(f"{slug} of {gss} has no open finding {code} {f'in “{column}”' if column else 'about the file'}.")
    values = mine["value"].unique().to_pylist()
    if len(values) > MOST_VALUES:
        refuse(f"{len(values):,} different values stand there, too many to explain as one; mend the column instead.")
    return (str(code), column, values), mine.num_rows


def _told(one: "Explanation", today: date) -> list[str]:
    """Return one explanation as two lines."""
    about = f"{one.code} in “{one.column}”" if one.column else one.code or f"{len(one.fingerprints)} fingerprints"
    decided = "; ".join(f"{what} by {who}" for what, who in zip(one.decisions, one.decided_by, strict=True))
    standing = decided or ("waits for a second person" if one.kind.value == "waiver" else "")
    over = "" if one.holds(today) else "no longer in force"
    state = "; ".join(filter(None, (standing, over)))
    return [
        f"{one.id}  {one.kind.value} of {about}, {one.standard} of {one.authority_gss}, until {one.until}"
        + (f" ({state})" if state else ""),
        f"    {one.proposed_by} on {one.proposed_on}: {one.why}",
    ]


def _findings(count: int) -> str:
    return "1 finding" if count == 1 else f"{count:,} findings"


def _words(text: str, option: str) -> str:
    """Return what the user wrote, if it says anything."""
    words = " ".join(text.split())
    if not words:
        refuse(f"{option} is empty; who reads the report needs to know.")
    return words


def _person(name: str) -> str:
    """Return the name that the user gave, if there is a letter or digit in it."""
    from transforms.findings.explanations import folded_name

    if not folded_name(name):
        refuse("--by needs a name.")
    return _words(name, "--by")


def _today() -> date:
    return datetime.now().astimezone().date()
