"""What a return is derived from, out of a folder of snapshots: its tables, and the returns that it reads."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from plugins.cli.console import progress
from plugins.cli.return_request import ReadRequest
from plugins.cli.write_files import write_files

if TYPE_CHECKING:
    from transforms.domain.assembled_return import AssembledReturn
    from transforms.domain.return_request import ReadAssembly, ReturnInputs


def load_inputs(read: ReadRequest, *, with_receipts: bool = False) -> "ReturnInputs":
    """Return what a return is derived from; the receipts of the returns that it reads only where they are asked for."""
    from transforms.assemble import inputs_of

    assemblies = [_assembly(requested, with_receipt=with_receipts) for requested in read.returns]
    by_period = {(assembly.request.definition.slug, assembly.request.period.name): assembly for assembly in assemblies}
    looks = read.looks
    return inputs_of(
        read.request,
        read.tables,
        by_period,
        unchanged=looks.unchanged,
        declarations=looks.declarations,
        other_hashes=looks.other_hashes,
    )


def _assembly(read: ReadRequest, *, with_receipt: bool) -> "ReadAssembly":
    from expectations.check_return import check_return
    from transforms.assemble import assemble
    from transforms.domain.return_request import ReadAssembly

    request = read.request
    progress(f"Assembling {request.definition.slug} {request.period} for {len(request.authorities)} authorities…")
    inputs = load_inputs(read, with_receipts=with_receipt)
    assembled = check_return(assemble(request, inputs))
    receipt = _receipt(assembled, read) if with_receipt else ""
    return ReadAssembly(request, assembled.cells, assembled.exceptions, lambda: inputs, receipt)


def _receipt(assembled: "AssembledReturn", read: ReadRequest) -> str:
    """Return the receipt that the files of a return would have, written as they would be."""
    with TemporaryDirectory(prefix="quarter-") as folder:
        write_files(Path(folder), assembled, read)
        return str(json.loads((Path(folder) / "manifest.json").read_bytes())["receipt"])
