"""The assemblies of other returns that a return reads: of each period the newest that was known on the day.

Known:  once people release versions of returns, the released one of a period comes before the newest.
"""

import io
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from plugins.storage.warehouse.assemblies import Assembly, load_assembly_with_receipt, load_latest_assembly

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyarrow as pa

    from plugins.storage.deployment import Deployment
    from transforms.domain.period import Period
    from transforms.domain.return_request import ReadAssembly, ReturnInputs, ReturnRequest
    from transforms.domain.statutory_return import StatutoryReturn


def read_assemblies(
    deployment: "Deployment",
    request: "ReturnRequest",
    load_inputs: "Callable[[ReturnRequest], ReturnInputs]",
) -> "dict[tuple[str, str], ReadAssembly]":
    """Return what a return reads of other returns, by slug and period; a period without an assembly is left out.

    Args:
        deployment: where they are.
        request: the return that reads them; with receipts it reads the assemblies that have these.
        load_inputs: gives what an assembly was made of, for traces.

    """
    from transforms.domain.return_request import ReadAssembly

    read = {}
    for assembly, assembled in known_assemblies(deployment, request):
        read[assembly.return_slug, assembly.period] = ReadAssembly(
            assembled,
            _table(deployment, assembly, "cells.csv"),
            _table(deployment, assembly, "exceptions.csv"),
            partial(load_inputs, assembled),
            assembly.receipt,
        )
    return read


def known_assemblies(deployment: "Deployment", request: "ReturnRequest") -> "Iterator[tuple[Assembly, ReturnRequest]]":
    """Yield the assemblies that a return reads, each with the request that it answered, for these authorities."""
    for reads in request.definition.reads_returns:
        for period in reads.periods(request.period):
            assembly = _load(deployment, request, reads.definition.slug, str(period))
            if assembly is not None:
                yield assembly, _request(reads.definition, period, assembly, request)


def _load(deployment: "Deployment", request: "ReturnRequest", slug: str, period: str) -> Assembly | None:
    with deployment.transaction() as connection:
        if request.receipts:
            return load_assembly_with_receipt(connection, slug, period, request.receipts)
        return load_latest_assembly(connection, slug, period, request.as_known)


def _request(
    definition: "StatutoryReturn", period: "Period", assembly: Assembly, reader: "ReturnRequest"
) -> "ReturnRequest":
    """Return the request that an assembly answered, as far as the reader's authorities go."""
    authorities = tuple(gss for gss in assembly.authorities if gss in set(reader.authorities))
    return replace(
        reader,
        definition=definition.made_under(assembly.edition, period),
        period=period,
        authorities=authorities,
        as_known=assembly.as_known,
        switches=dict(assembly.switches),
        rules_versions=tuple(assembly.rules_versions),
        owing=(),
        receipts=(),
    )


def _table(deployment: "Deployment", assembly: Assembly, file: str) -> "pa.Table":
    """Return a file of an assembly as a table of text, blanks as None."""
    import pyarrow as pa
    from pyarrow import csv

    content = deployment.archive.load(f"{assembly.prefix}/{file}")
    names = content.partition(b"\n")[0].decode().strip().split(",")
    options = csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True)
    return csv.read_csv(
        io.BytesIO(content), parse_options=csv.ParseOptions(newlines_in_values=True), convert_options=options
    )
