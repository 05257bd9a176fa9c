"""`collect`, `replay`, and the returns of a deployment: the embedded platform, or the one in the settings."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from plugins.cli.console import day_named, note, refuse
from plugins.cli.dag_runs import run_to_the_end
from plugins.cli.declared import declared_return, declared_standard, gss_of, is_total, period_of
from plugins.cli.options import Authorities, DepartmentFile, Folder
from plugins.cli.publish_files import publishing_to

if TYPE_CHECKING:
    from plugins.storage.deployment import Deployment
    from transforms.assemble import TracedCell
    from transforms.domain.return_request import ReturnRequest

OTHER_FORM = "The form is laid out otherwise by this version of the program."


def collect(
    standards: Annotated[list[str], typer.Argument(metavar="STANDARD...", help="The dataset standards to collect.")],
    authority: Authorities = None,
) -> None:
    """Collect, standardise and validate what councils publish, through Airflow.

    Exit status: 0 collected; 1 a run failed; 2 could not be carried out.
    """
    slugs = [declared_standard(slug).slug for slug in standards]
    params = {"authorities": [gss_of(code) for code in authority]} if authority else {}
    with platform_errors():
        runs = [run_to_the_end(f"collect__{slug}", params, note) for slug in slugs]
    for run in runs:
        typer.echo(f"{run.dag}: {'done' if run.succeeded else 'failed in ' + ', '.join(run.failed_tasks)}")
    raise typer.Exit(0 if all(run.succeeded for run in runs) else 1)


def replay(
    slug: Annotated[
        str, typer.Argument(metavar="RETURN|PACKAGE", help="The slug of a return, or a package as a zip or a folder.")
    ],
    period: Annotated[
        str | None, typer.Option("--period", metavar="PERIOD", help="Of a return: a quarter, a year or a day.")
    ] = None,
    as_known: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="Of a return: as at the end of this day.")
    ] = None,
    folder: Folder = None,
    department: DepartmentFile = None,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="The folder for the files, all or none.")] = None,
) -> None:
    """Assemble a return again as it was on a day, or as a package says, and compare it with what was assembled then.

    A package is replayed from a folder of snapshots (--from); its manifest says the rest.
    Exit status: 0 byte for byte the same; 1 something differs, and the lines say what; 2 could not be carried out.
    """
    if period is None and Path(slug).exists():
        raise typer.Exit(_replay_package(Path(slug), folder, department, out))
    if period is None or as_known is None:
        refuse("a return is replayed with --period and --as-known; there is no package of that name.")
    definition = declared_return(slug)
    reference_period, day = period_of(definition, period), day_named(as_known, "--as-known")
    with open_configured_deployment() as deployment, publishing_to(out) if out else TemporaryDirectory() as written:
        from plugins.pipeline.assemble.make_assembly import replay as replay_assembly

        replayed = replay_assembly(deployment, definition.slug, str(reference_period), day, Path(written))
    title = f"{definition.slug} {reference_period} as known on {day}"
    typer.echo(f"{title}: {len(replayed.names)} files, byte for byte as assembled.")
    if not replayed.form_is_same:
        typer.echo(OTHER_FORM)


def _replay_package(path: Path, folder: Path | None, department: Path | None, out: Path | None) -> int:
    """Replay a package, print what differs, and return the exit status."""
    from plugins.cli.replay_package import replay_package
    from plugins.submissions.package_folder import NotReadable, open_package
    from transforms.release_package.zip_checks import NotAPackage

    if folder is None:
        refuse("a package is replayed from a folder of snapshots: --from DIR.")
    with publishing_to(out) if out else TemporaryDirectory() as written:
        try:
            with open_package(path) as package:
                replayed = replay_package(package, folder, department, Path(written))
        except (NotReadable, NotAPackage) as error:
            refuse(f"{error}.")
    for sentence in replayed.differences:
        typer.echo(f"{sentence}.")
    if not replayed.differences:
        typer.echo(f"{path}: every table came out byte for byte as it is in the package.")
    if not replayed.form_is_same:
        typer.echo(OTHER_FORM)
    return int(bool(replayed.differences))


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
        refuse(f"{run.dag} failed in {', '.join(run.failed_tasks) or 'the scheduler'}; see Airflow's log of the run.")
    return _write_assembly(run.name, out)


def trace_on_platform(request: "ReturnRequest", cell: str, authority: str) -> "TracedCell":
    """Return a cell and the records behind it, from what was collected."""
    gss = authority if is_total(request.definition, authority) else gss_of(authority)
    with open_configured_deployment() as deployment:
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
    """Turn an error of the platform, or an installation without it, into one sentence."""
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
def open_configured_deployment() -> "Iterator[Deployment]":
    """Open the deployment that the environment names, or else the embedded platform that is running."""
    with platform_errors():
        import os

        from plugins.local.platform.lifecycle import running_settings
        from plugins.settings import DATABASE, Settings
        from plugins.storage.deployment import open_deployment

        settings = Settings.from_environment() if os.environ.get(DATABASE) else running_settings()
        with open_deployment(settings) as deployment:
            yield deployment


def _write_assembly(run: str, out: Path | None) -> int:
    """Write the assembly of a run to `out`, if that is given; return 1 if a check on it failed."""
    with open_configured_deployment() as deployment:
        from plugins.pipeline.assemble.make_assembly import download_assembly
        from plugins.storage.warehouse.assemblies import load_assembly_of_run

        with deployment.transaction() as connection:
            assembly_and_verdict = load_assembly_of_run(connection, run)
        if assembly_and_verdict is None:
            refuse(f"{run} assembled nothing.")
        assembly, checks_failed = assembly_and_verdict
        if out:
            with publishing_to(out) as folder:
                download_assembly(deployment, assembly, folder)
        typer.echo(
            f"{assembly.return_slug} {assembly.period} as known on {assembly.as_known}: receipt {assembly.receipt}"
        )
        return 1 if checks_failed else 0


def _not_installed(error: ModuleNotFoundError) -> str:
    return f"{error.name} is not installed; this command needs the platform: pip install 'council-returns[platform]'."
