"""What assemblies keep for the next one, and what the next one takes over of it; in the archive, by return and period.

Known:  it is never part of a return: without it everything is assembled anew, with the same outcome.
"""

import logging
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from plugins.pipeline.assemble.load_tables import load_inputs
from plugins.pipeline.assemble.program import program_hash
from plugins.storage.archive import measured_prefix
from plugins.storage.warehouse.assemblies import Assembly, HowMade, load_latest_assembly

if TYPE_CHECKING:
    import pyarrow as pa

    from plugins.storage.deployment import Deployment
    from plugins.storage.warehouse.assembly_inputs import AssemblyInput
    from transforms.assemble.carry_over import EarlierAssembly, Measurement
    from transforms.assemble.measured import MeasuredAuthorities
    from transforms.domain.return_request import ReturnInputs, ReturnRequest

LOG = logging.getLogger(__name__)


def measure(
    deployment: "Deployment", request: "ReturnRequest", inputs: "Sequence[AssemblyInput]"
) -> "tuple[MeasuredAuthorities, HowMade]":
    """Return what was measured of every authority, anew only where something has changed, and keep it.

    Only of a return whose authorities are independent.
    """
    from transforms.assemble.carry_over import authority_keys, hash_of, measure_changed

    files = _by_authority(inputs)
    keys = authority_keys(request, {gss: map(file_facts, used) for gss, used in files.items()}, program_hash())
    with deployment.transaction() as connection:
        assembly = load_latest_assembly(connection, request.definition.slug, str(request.period))

    def load(of_some: "ReturnRequest") -> "ReturnInputs":
        return load_inputs(deployment, of_some, [used for gss in of_some.authorities for used in files.get(gss, ())])

    measurement = measure_changed(request, keys, _earlier(deployment, assembly), load)
    prefix = measured_prefix(request.definition.slug, str(request.period), hash_of(keys))
    if request.is_complete:
        _keep(deployment, prefix, measurement, keys)
    carried = len(keys) - len(measurement.computed)
    day = assembly.as_known if assembly and carried else None
    return measurement.measured, HowMade(len(measurement.computed), carried, day, prefix if request.is_complete else "")


def file_facts(used: "AssemblyInput") -> tuple[object, ...]:
    """Return everything that decides what is read of a file."""
    day, fields = used.fetched_on.isoformat(), sorted(used.fields)
    return used.standard, day, used.sha256, used.edition, used.rules_version, fields, used.encoding, used.file_name


def _by_authority(inputs: "Sequence[AssemblyInput]") -> "dict[str, list[AssemblyInput]]":
    files: dict[str, list[AssemblyInput]] = {}
    for used in inputs:
        files.setdefault(used.authority_gss, []).append(used)
    return files


def _earlier(deployment: "Deployment", assembly: Assembly | None) -> "EarlierAssembly | None":
    """Return what an assembly has kept; None where it has kept nothing, or where that is gone."""
    from transforms.assemble.carry_over import EarlierAssembly
    from transforms.assemble.measured_tables import FIGURES, keys_in

    if assembly is None or not assembly.measured_prefix:
        return None
    if not deployment.archive.exists(_key(assembly.measured_prefix, FIGURES)):
        LOG.warning("What %s has kept is gone, so every authority is computed anew.", assembly.prefix)
        return None
    figures = deployment.archive.load_table(_key(assembly.measured_prefix, FIGURES))
    return EarlierAssembly(keys_in(figures), partial(_load, deployment, assembly.measured_prefix, figures))


def _load(deployment: "Deployment", prefix: str, figures: "pa.Table") -> "MeasuredAuthorities":
    from transforms.assemble.measured_tables import FIGURES, measured_from

    names = [
        key.removeprefix(f"{prefix}/").removesuffix(".parquet") for key in deployment.archive.list_keys(f"{prefix}/")
    ]
    tables = {name: deployment.archive.load_table(_key(prefix, name)) for name in names if name != FIGURES}
    return measured_from(tables | {FIGURES: figures})


def _keep(deployment: "Deployment", prefix: str, measurement: "Measurement", keys: Mapping[str, str]) -> None:
    """Keep what was measured, the figures last: without them nothing is taken over."""
    from transforms.assemble.measured_tables import FIGURES, tables_of

    if not deployment.archive.exists(_key(prefix, FIGURES)):
        for name, table in tables_of(measurement.measured, keys):
            deployment.archive.save_table(_key(prefix, name), table)


def _key(prefix: str, name: str) -> str:
    return f"{prefix}/{name}.parquet"
