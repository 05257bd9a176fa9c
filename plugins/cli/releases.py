"""`release`, `withdraw` and `acknowledge`: versions of a return that people agree to publish and deliver."""

from typing import Annotated

import typer

from plugins.cli.acting import By, ReleaseVersion, Why, acting
from plugins.cli.console import refuse
from plugins.cli.deployed import open_configured_deployment
from plugins.cli.options import PeriodName, ReturnName

EXAMPLE = "planning_matters --period 2025-Q1"
app = typer.Typer(help="Propose a release, agree to one or refuse it.")
Answers = Annotated[
    list[str] | None,
    typer.Option("--answer", metavar="CHECK_OR_PART=WHY", help="A failed check, an authority or a state, and why."),
]


@app.command(epilog=f"\b\nExample:\n  council-returns release propose {EXAMPLE} --answer 'proposed=Asked' --by dan")
def propose(slug: ReturnName, period: PeriodName, by: By, answer: Answers = None) -> None:
    """Propose a release; failed checks and unconfirmed parts are answered in words first.

    Exit status: 0 proposed; 2 could not be carried out.
    """
    answers = [_answer(text) for text in answer or ()]
    with acting(by) as actor:
        from plugins.submissions.releases import propose_release

        release = propose_release(actor.connection, actor.archive, actor.access, (slug, period), answers, actor.day)
    typer.echo(f"{slug}/{period}/v{release.version}: {release.state}.")


@app.command(epilog=f"\b\nExample:\n  council-returns release agree {EXAMPLE} --version 1 --by eve")
def agree(
    slug: ReturnName,
    period: PeriodName,
    version: ReleaseVersion,
    by: By,
    why: Annotated[str, typer.Option(metavar="TEXT", help="The reason, if there is one to give.")] = "",
) -> None:
    """Agree to a release that somebody else proposed.

    Exit status: 0 agreed; 2 could not be carried out.
    """
    with acting(by) as actor:
        from plugins.submissions.releases import agree_to_release

        release = agree_to_release(actor.connection, actor.archive, actor.access, (slug, period, version), why)
    typer.echo(f"{slug}/{period}/v{release.version}: {release.state}.")


@app.command(
    "refuse",
    epilog=f"\b\nExample:\n  council-returns release refuse {EXAMPLE} --version 1 --by eve --why 'Not yet'",
)
def refuse_proposal(slug: ReturnName, period: PeriodName, version: ReleaseVersion, by: By, why: Why) -> None:
    """Refuse a release that somebody else proposed.

    Exit status: 0 refused; 2 could not be carried out.
    """
    with acting(by) as actor:
        from plugins.submissions.releases import refuse_release

        release = refuse_release(actor.connection, actor.access, (slug, period, version), why)
    typer.echo(f"{slug}/{period}/v{release.version}: {release.state}.")


@app.command(epilog=f"\b\nExample:\n  council-returns release build {EXAMPLE} --version 1")
def build(slug: ReturnName, period: PeriodName, version: ReleaseVersion) -> None:
    """Build and sign the package of a release that was agreed to, where no scheduler has done so.

    Exit status: 0 built; 2 could not be carried out.
    """
    with open_configured_deployment() as deployment:
        from plugins.pipeline.release.build_release import build_release, unbuilt_releases

        if (slug, period, version) not in unbuilt_releases(deployment):
            refuse(f"Version {version} of {slug} {period} has its package already, or nobody has agreed to it.")
        key = build_release(deployment, slug, period, version)
    typer.echo(f"{slug}/{period}/v{version}: {key}.")


def withdraw(slug: ReturnName, period: PeriodName, version: ReleaseVersion, by: By, why: Why) -> None:
    """Withdraw a release: it stays readable, marked with the reason.

    Exit status: 0 withdrawn; 2 could not be carried out.
    """
    with acting(by) as actor:
        from plugins.submissions.releases import withdraw_release

        release = withdraw_release(actor.connection, actor.access, (slug, period, version), why)
    typer.echo(f"{slug}/{period}/v{release.version}: {release.state}.")


def acknowledge(
    slug: ReturnName,
    period: PeriodName,
    version: ReleaseVersion,
    by: By,
    receipt: Annotated[str, typer.Option(metavar="SHA256", help="The receipt of the release that was received.")],
) -> None:
    """Acknowledge a release for its department.

    Exit status: 0 acknowledged; 2 could not be carried out.
    """
    with acting(by) as actor:
        from plugins.submissions.releases import acknowledge_release

        acknowledge_release(actor.connection, actor.access, (slug, period, version), receipt)
    typer.echo(f"{slug}/{period}/v{version}: acknowledged.")


def _answer(text: str) -> dict[str, str]:
    subject, sign, why = text.partition("=")
    if not sign:
        refuse(f"“{text}” has no reason; write --answer CHECK_OR_PART=WHY.")
    is_part = subject[:1] == "E" or subject in ("no-data", "proposed", "lapsed", "disputed")
    return {"part" if is_part else "check": subject, "why": why}
