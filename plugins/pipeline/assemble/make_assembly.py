"""Making an assembly: assemble, render, write the files, write it down; and showing that an old one still holds."""

import filecmp
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from plugins.faults import InputNotReady, ReplayDiffers
from plugins.pipeline.assemble.load_tables import inputs_of, load_issues, load_tables, snapshots_of
from plugins.pipeline.assemble.return_request import Question, ask
from plugins.pipeline.assemble.write_files import MANIFEST, write_return
from plugins.storage.archive import assembly_prefix
from plugins.storage.warehouse.assemblies import Assembly, load_latest_assembly, record_assembly
from plugins.storage.warehouse.assembly_inputs import AssemblyInput

if TYPE_CHECKING:
    import pyarrow as pa

    from plugins.storage.deployment import Deployment
    from transforms.domain.statutory_return import AssembledReturn


def make_assembly(here: "Deployment", question: Question, run_id: str) -> Assembly:
    """Assemble and publish what is asked; the same bytes again are the same assembly."""
    inputs = inputs_of(here, question)
    assembled = assemble_inputs(here, question, inputs)
    with TemporaryDirectory(prefix="assembly-") as folder:
        write_files(here, question, inputs, assembled, Path(folder))
        receipt = json.loads((Path(folder) / MANIFEST).read_bytes())["receipt"]
        prefix = assembly_prefix(question.definition.slug, str(question.period), question.as_known.isoformat(), receipt)
        here.archive.save_assembly(prefix, Path(folder))
    with here.transaction() as connection:
        return record_assembly(
            connection,
            assembled,
            receipt=receipt,
            prefix=prefix,
            rules_versions=sorted({one.rules_version for one in inputs}),
            is_complete=question.is_complete,
            authorities=question.authorities,
            run_id=run_id,
        )


def assemble_inputs(here: "Deployment", question: Question, inputs: Sequence[AssemblyInput]) -> "AssembledReturn":
    """Return the return, assembled from some snapshots, and checked."""
    from expectations.return_rules import check_return
    from transforms.assemble import assemble

    tables = load_tables(here, question, inputs)
    assembled = assemble(
        question.definition, tables, question.authorities, question.period, question.as_known, question.switches
    )
    return check_return(assembled)


def write_files(
    here: "Deployment", question: Question, inputs: Sequence[AssemblyInput], assembled: "AssembledReturn", folder: Path
) -> None:
    """Write the files of an assembled return to `folder`: the same as the command line's."""
    from transforms.render import Versions
    from transforms.standards import standard

    read = standard(question.definition.standard)
    versions = Versions(
        program=version("council-returns"),
        standards={read.slug: read.version},
        rules=tuple(sorted({one.rules_version for one in inputs})),
    )
    issues = load_issues(here, question, inputs)
    write_return(folder, assembled, question.authorities, snapshots_of(question, inputs), issues, versions)


def download_assembly(here: "Deployment", assembly: Assembly, folder: Path) -> None:
    """Write the files of an assembly to `folder` as they were published."""
    keys = here.archive.list_keys(f"{assembly.prefix}/")
    if f"{assembly.prefix}/{MANIFEST}" not in keys:
        raise InputNotReady(f"{assembly.prefix} was never published whole")
    for key in keys:
        here.archive.download(key, folder / key.removeprefix(f"{assembly.prefix}/"))


def replay(here: "Deployment", slug: str, period: str, as_known: date, folder: Path) -> list[str]:
    """Write a return to `folder` as it stood at the end of a day, byte for byte, and return the names of its files.

    It is assembled again from the snapshots that were known then, under the rules that were in force then; what was
    assembled is what must come out.
    """
    with here.transaction() as connection:
        assembly = load_latest_assembly(connection, slug, period, as_known)
    if assembly is None:
        raise InputNotReady(f"no assembly of {slug} for {period} was known on {as_known.isoformat()}")
    question = ask(here, slug, period, assembly.as_known, assembly.authorities, assembly.switches)
    inputs = inputs_of(here, replace(question, rules_versions=tuple(assembly.rules_versions)))
    with TemporaryDirectory(prefix="replay-") as again:
        write_files(here, question, inputs, assemble_inputs(here, question, inputs), Path(again))
        download_assembly(here, assembly, folder)
        names = sorted({path.name for one in (Path(again), folder) for path in one.iterdir()})
        _, *differing = filecmp.cmpfiles(again, folder, names, shallow=False)
    if different := sorted(name for some in differing for name in some):
        raise ReplayDiffers(f"{', '.join(different)} of {assembly.prefix} did not come out again as assembled")
    return names


def trace_cell(here: "Deployment", question: Question, cell: str, authority: str) -> "pa.Table":
    """Return the records behind one cell of a return."""
    from transforms.assemble import trace

    tables = load_tables(here, question, inputs_of(here, question))
    return trace(
        question.definition, cell, tables, question.authorities, authority, question.period, question.as_known,
        question.switches,
    )  # fmt: skip
