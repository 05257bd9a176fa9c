"""Making an assembly: assemble, render, write the files, record it; and showing that an old one still holds."""

import filecmp
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

from plugins.faults import InputNotReady, ReplayDiffers
from plugins.pipeline.assemble.carry_over import measure
from plugins.pipeline.assemble.inputs_hash import inputs_hash
from plugins.pipeline.assemble.load_tables import load_inputs, load_issues, stored_inputs, used_snapshots
from plugins.pipeline.assemble.return_request import return_request
from plugins.pipeline.assemble.write_files import MANIFEST, files_of, write_return
from plugins.storage.archive import assembly_prefix
from plugins.storage.register import register_in_force
from plugins.storage.warehouse.assemblies import Assembly, HowMade, load_latest_assembly, record_assembly
from plugins.storage.warehouse.assembly_inputs import AssemblyInput
from plugins.submissions.proposals import propose_assembly

if TYPE_CHECKING:
    from plugins.storage.deployment import Deployment
    from transforms.assemble import TracedCell
    from transforms.domain.assembled_return import AssembledReturn
    from transforms.domain.imputed_cell import ImputedCell
    from transforms.domain.return_request import ReturnRequest


class Replay(NamedTuple):
    """What came of a replay: the files of the return, and whether its form is laid out as it was."""

    names: list[str]
    form_is_same: bool


def make_assembly(deployment: "Deployment", request: "ReturnRequest", run_id: str) -> Assembly:
    """Assemble and publish what is requested; the same receipt again is the same assembly."""
    from transforms.registers import respondents

    inputs = stored_inputs(deployment, request)
    hash_of_inputs = inputs_hash(deployment, request, inputs)
    assembled, how_made = _assemble_changed(deployment, request, inputs)
    with TemporaryDirectory(prefix="assembly-") as folder:
        write_files(deployment, request, inputs, assembled, Path(folder))
        receipt = json.loads((Path(folder) / MANIFEST).read_bytes())["receipt"]
        day = request.as_known.isoformat() if request.as_known else ""
        prefix = assembly_prefix(request.definition.slug, str(request.period), day, receipt)
        deployment.archive.save_assembly(prefix, Path(folder))
    definition = request.definition
    of_register = respondents(
        definition.owed_by,
        definition.all_standards,
        request.as_known or assembled.period.last,
        assembled.with_data,
        register_in_force(deployment),
    )
    with deployment.transaction() as connection:
        assembly = record_assembly(
            connection,
            assembled,
            receipt=receipt,
            prefix=prefix,
            rules_versions=sorted({used.rules_version for used in inputs}),
            is_complete=request.is_complete,
            authorities_asked=len(set(of_register.reachable).intersection(assembled.owing)),
            run_id=run_id,
            how_made=replace(how_made, inputs_hash=hash_of_inputs),
        )
        propose_assembly(connection, deployment.archive, assembly)
    return assembly


def _assemble_changed(
    deployment: "Deployment", request: "ReturnRequest", inputs: Sequence[AssemblyInput]
) -> "tuple[AssembledReturn, HowMade]":
    """Return the return, assembled and checked: where authorities are independent, anew only what has changed."""
    from expectations.check_return import check_return
    from transforms.assemble import assemble_measured
    from transforms.domain.return_request import ReturnInputs

    if not request.definition.authorities_are_independent:
        return assemble_inputs(deployment, request, inputs), HowMade(len(request.authorities))
    measured, how_made = measure(deployment, request, inputs)
    return check_return(assemble_measured(request, measured, ReturnInputs({}))), how_made


def assemble_inputs(
    deployment: "Deployment", request: "ReturnRequest", inputs: Sequence[AssemblyInput]
) -> "AssembledReturn":
    """Return the return, assembled from some snapshots, and checked."""
    from expectations.check_return import check_return
    from transforms.assemble import assemble

    return check_return(assemble(request, load_inputs(deployment, request, inputs)))


def write_files(
    deployment: "Deployment",
    request: "ReturnRequest",
    inputs: Sequence[AssemblyInput],
    assembled: "AssembledReturn",
    folder: Path,
    imputed: "Sequence[ImputedCell]" = (),
) -> None:
    """Write the files of an assembled return to `folder`: the command line's, unless figures are imputed."""
    from transforms.render import Versions
    from transforms.standards import standard

    versions = Versions(
        program=version("council-returns"),
        standards={slug: standard(slug).version for slug in request.definition.standards},
        rules=tuple(sorted({used.rules_version for used in inputs})),
    )
    issues = load_issues(deployment, inputs)
    write_return(folder, assembled, used_snapshots(inputs), issues, versions, request.declared, imputed)


def download_assembly(deployment: "Deployment", assembly: Assembly, folder: Path) -> None:
    """Write the files of an assembly to `folder` as they were published."""
    keys = deployment.archive.list_keys(f"{assembly.prefix}/")
    if f"{assembly.prefix}/{MANIFEST}" not in keys:
        raise InputNotReady(f"{assembly.prefix} was never published whole")
    for key in keys:
        deployment.archive.download(key, folder / key.removeprefix(f"{assembly.prefix}/"))


def receipts_read(deployment: "Deployment", prefix: str) -> tuple[str, ...]:
    """Return the receipts of the other returns that an assembly was made of, as its manifest names them."""
    inputs = json.loads(deployment.archive.load(f"{prefix}/{MANIFEST}"))["inputs"]
    return tuple(read["receipt"] for read in inputs if "receipt" in read)


def replay(deployment: "Deployment", slug: str, period: str, as_known: date, folder: Path) -> Replay:
    """Write a return to `folder` as it stood at the end of a day, byte for byte as it was published.

    It is assembled again from the snapshots that were known then, under the rules and the edition of then; what was
    assembled is what must come out, whatever the version of the program, but for the layout of the form.
    """
    from transforms.render.manifest import form_of, receipt_without_form

    with deployment.transaction() as connection:
        assembly = load_latest_assembly(connection, slug, period, as_known)
    if assembly is None:
        raise InputNotReady(f"no assembly of {slug} for {period} was known on {as_known.isoformat()}")
    request = replace(
        return_request(
            deployment, slug, period, assembly.as_known, assembly.authorities, assembly.switches,
            edition=assembly.edition or None,
        ),
        rules_versions=tuple(assembly.rules_versions),
        receipts=receipts_read(deployment, assembly.prefix),
    )  # fmt: skip
    inputs = stored_inputs(deployment, request)
    with TemporaryDirectory(prefix="replay-") as again:
        write_files(deployment, request, inputs, assemble_inputs(deployment, request, inputs), Path(again))
        download_assembly(deployment, assembly, folder)
        then, now = _manifest(folder), _manifest(Path(again))
        form, differing = form_of(then), _differing(folder, Path(again))
    different = [name for name in differing if name != form]
    if receipt_without_form(then) != receipt_without_form(now):
        different.append(MANIFEST)
    if different:
        raise ReplayDiffers(f"{', '.join(different)} of {assembly.prefix} did not come out again as assembled")
    return Replay(files_of(folder), form_is_same=form not in differing)


def _differing(published: Path, again: Path) -> list[str]:
    """Return the files that differ; of the manifests only what the receipt covers, which is not the program."""
    names = sorted({name for folder in (published, again) for name in files_of(folder)} - {MANIFEST})
    _, *differing = filecmp.cmpfiles(again, published, names, shallow=False)
    return sorted(name for names in differing for name in names)


def _manifest(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / MANIFEST).read_bytes()))


def trace_cell(deployment: "Deployment", request: "ReturnRequest", cell: str, authority: str) -> "TracedCell":
    """Return one cell of a return with the records behind it."""
    from transforms.assemble import trace

    return trace(request, load_inputs(deployment, request, stored_inputs(deployment, request)), cell, authority)
