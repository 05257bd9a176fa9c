"""`council-returns ledger`: what nobody had to type, what is still asked, and what is asked more than once."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from plugins.cli.console import write_out
from plugins.cli.declared import gss_of
from plugins.cli.deployed import open_configured_deployment
from plugins.cli.options import Output

if TYPE_CHECKING:
    from plugins.pipeline.ledgers.reporting_ledger import FilledForm
    from transforms.domain.statutory_return import StatutoryReturn
    from transforms.reporting_ledger.facts import Contradiction


def ledger(
    authority: Annotated[
        str | None,
        typer.Option("--authority", metavar="GSS", help="Of this authority; otherwise of all together."),
    ] = None,
    every_period: Annotated[bool, typer.Option("--every-period", help="All periods instead of the newest.")] = False,
    output: Output = None,
) -> None:
    """Show for every return which cells published data fills, what would fill the rest, and what is asked twice.

    Exit status: 0 shown; 2 could not be carried out.
    """
    gss = gss_of(authority) if authority else ""
    with open_configured_deployment() as deployment:
        from plugins.pipeline.ledgers.reporting_ledger import load_contradictions, load_filled_forms, owed_returns

        forms = load_filled_forms(deployment, gss, every_period=every_period)
        differing = load_contradictions(deployment, gss)
    lines = [*_forms(forms), "", *_cells_to_fill(owed_returns(gss)), "", *_facts(differing), ""]
    write_out(["\n".join(lines).encode()], output)


def _forms(forms: "Sequence[FilledForm]") -> Iterator[str]:
    from transforms.domain.origins import Origin

    origins = list(reversed(Origin))
    words = [origin.replace("-", " ") for origin in origins]
    yield f"{'return':<34}{'period':<12}{'cells':>9}" + "".join(f"{word:>15}" for word in words)
    for form in forms:
        counts = "".join(f"{form.cells.get(origin, 0):>15,}" for origin in origins)
        yield f"{form.definition.slug:<34}{form.period:<12}{form.cell_count:>9,}{counts}"
    cells, filled = sum(form.cell_count for form in forms), sum(form.filled for form in forms)
    yield f"{filled:,} of {cells:,} cells have a value that nobody had to type again."


def _cells_to_fill(owed: "Sequence[StatutoryReturn]") -> Iterator[str]:
    from transforms.reporting_ledger.forms import form_content

    yield "What would fill the rest"
    for definition in owed:
        for gap in form_content(definition).gaps:
            cells = "1 cell" if len(gap.cells) == 1 else f"{len(gap.cells)} cells"
            missing_data = f"; councils would have to publish {gap.missing_data}" if gap.missing_data else ""
            yield f"  {definition.slug}: {cells}, {gap.reason}{missing_data}"


def _facts(differing: "Sequence[Contradiction]") -> Iterator[str]:
    from transforms.domain.facts import FACTS
    from transforms.reporting_ledger.facts import repeated_facts
    from transforms.returns import RETURNS
    from transforms.standards import STANDARDS

    yield "Asked for more than once"
    for fact in repeated_facts(RETURNS, STANDARDS):
        sources = ", ".join(f"{source.name} of {source.slug}" for source in fact.sources)
        yield f"  {fact.words}: {sources}{'. ' if fact.not_compared else ''}{fact.not_compared}"
    yield "1 contradiction" if len(differing) == 1 else f"{len(differing):,} contradictions"
    for pair in differing:
        figures = " and ".join(
            f"{source.cell} of {source.return_slug}: {source.value}" for source in (pair.first, pair.second)
        )
        yield f"  {pair.first.authority}  {pair.first.period}  {FACTS[pair.first.fact]}: {figures}"
