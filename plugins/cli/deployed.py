"""`collect`, `replay`, and the returns of the platform: what needs a deployment, embedded or production's own."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from plugins.cli.console import day_named, note, refuse
from plugins.cli.dag_runs import run_to_the_end
from plugins.cli.declared import declared_return, declared_standard, gss_of, is_total, period_of
from plugins.cli.options import Authorities, PeriodName, ReturnName
from plugins.cli.publish_files import publishing_to

if TYPE_CHECKING:
    from plugins.storage.deployment import Deployment
    from transforms.assemble import TracedCell
    from transforms.domain.return_request import ReturnRequest


def collect(
    standards: Annotated[list[str], typer.Argument(metavar="STANDARD...", help="The dataset standards to collect.")],
    authority: Authorities = None,
) -> None:
    """Collect, standardise and validate what councils publish, through Airflow.

    Exit status: 0 collected; 1 a run failed; 2 could not be carried out.
    """
    slugs = [declared_standard(slug).slug for slug in standards]
    asked = [gss_of(code) for code in authority or ()]
    with platform_errors():
        ended = [run_to_the_end(f"collect__{slug}", {"authorities": asked} if asked else {}, note) for slug in slugs]
    for run in ended:
        typer.echo(f"{run.dag}: {'done' if run.succeeded else 'failed in ' + ', '.join(run.failed_tasks)}")
    raise typer.Exit(0 if all(run.succeeded for run in ended) else 1)


def replay(
    slug: ReturnName,
    period: PeriodName,
    as_known: Annotated[str, typer.Option(metavar="YYYY-MM-DD", help="The day at whose end the return stood so.")],
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Where the files go, whole or not at all.")] = None,
) -> None:
    """Show a return as it stood on a day, byte for byte: assembled again and compared with what was assembled."""
    definition = declared_return(slug)
    asked, day = period_of(definition, period), day_named(as_known, "--as-known")
    with open_deployment() as here, publishing_to(out) if out else TemporaryDirectory() as folder:
        from plugins.pipeline.assemble.make_assembly import replay as replay_assembly

        names = replay_assembly(here, definition.slug, str(asked), day, Path(folder))
    typer.echo(f"{definition.slug} {asked} as known on {day}: {len(names)} files came out byte for byte as assembled.")


def assemble_on_platform(request: "ReturnRequest", authority: Sequence[str] | None, out: Path | None) -> int:
    """Assemble a return through Airflow from what was collected; write its files to `out` if asked."""
    definition, period = request.definition, str(request.period)
    params: dict[str, object] = {"period": period}
    if request.as_known:
        params["as_known"] = request.as_known.isoformat()
    if authority:
        params["authorities"] = [gss_of(code) for code in authority]
    if request.switches:
        params["switches"] = dict(request.switches)
    if definition is not declared_return(definition.slug).for_period(request.period):
        params["edition"] = definition.edition
    with platform_errors():
        run = run_to_the_end(f"assemble__{definition.slug}", params, note)
    if not run.succeeded:
        refuse(
            f"{run.dag} failed in {', '.join(run.failed_tasks) or 'the scheduler'}; Airflow's log of the run says why."
        )
    return _write_assembly(run.name, out)


def trace_on_platform(request: "ReturnRequest", cell: str, authority: str) -> "TracedCell":
    """Return a cell and the records behind it, from what was collected."""
    gss = authority if is_total(request.definition, authority) else gss_of(authority)
    with open_deployment() as deployment:
        from plugins.pipeline.assemble.make_assembly import trace_cell
        from plugins.pipeline.assemble.return_request import return_request

        definition = request.definition
        complete = return_request(
            deployment,
            definition.slug,
            str(request.period),
            request.as_known,
            None if is_total(definition, gss) else [gss],
            request.switches,
            edition=definition.edition,
        )
        return trace_cell(deployment, complete, cell, gss)


@contextmanager
def platform_errors() -> Iterator[None]:
    """Turn what the platform can't do, or an installation without it, into one sentence."""
    try:
        from plugins.faults import Fault
        from plugins.local.platform.faults import PlatformFault
        from plugins.settings import SettingMissing
    except ModuleNotFoundError as error:
        refuse(_not_installed(error))
    try:
        yield
    except ModuleNotFoundError as error:
        refuse(_not_installed(error))
    except (PlatformFault, SettingMissing, Fault) as error:
        refuse(str(error))


@contextmanager
def open_deployment() -> "Iterator[Deployment]":
    """Open the deployment that the environment names, else the embedded platform that is running."""
    with platform_errors():
        import os

        from plugins.local.platform.lifecycle import running_settings
        from plugins.settings import DATABASE, Settings
        from plugins.storage.deployment import open_deployment

        with open_deployment(Settings.from_environment() if os.environ.get(DATABASE) else running_settings()) as here:
            yield here


def _write_assembly(run: str, out: Path | None) -> int:
    """Write what a run assembled to `out`, if asked; return 1 if a check on it failed."""
    with open_deployment() as here:
        from plugins.pipeline.assemble.make_assembly import download_assembly
        from plugins.storage.warehouse.assemblies import load_assembly_of_run

        with here.transaction() as connection:
            found = load_assembly_of_run(connection, run)
        if found is None:
            refuse(f"{run} assembled nothing.")
        assembly, checks_failed = found
        if out:
            with publishing_to(out) as folder:
                download_assembly(here, assembly, folder)
        typer.echo(
            f"{assembly.return_slug} {assembly.period} as known on {assembly.as_known}: receipt {assembly.receipt}"
        )
        return 1 if checks_failed else 0


def _not_installed(error: ModuleNotFoundError) -> str:
    return f"{error.name} is not installed; this command needs the platform: pip install 'council-returns[platform]'."
