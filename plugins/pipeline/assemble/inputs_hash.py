"""Everything that an assembly is made of as one hash, so that the same is not assembled twice on a day."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from plugins.pipeline.assemble.carry_over import file_facts
from plugins.pipeline.assemble.load_tables import stored_inputs
from plugins.pipeline.assemble.program import program_hash
from plugins.pipeline.assemble.read_assemblies import known_assemblies
from plugins.storage.warehouse.assemblies import load_latest_assembly
from plugins.storage.warehouse.assembly_inputs import AssemblyInput, hash_of_answers

if TYPE_CHECKING:
    from plugins.storage.deployment import Deployment
    from transforms.domain.return_request import ReturnRequest


def inputs_hash(deployment: "Deployment", request: "ReturnRequest", inputs: Sequence[AssemblyInput]) -> str:
    """Return a hash of all that decides the files of a return: files, other returns, looks, the day, the program."""
    from transforms.assemble.carry_over import authority_keys, hash_of

    answers = None
    if request.definition.counts_looks and request.as_known:
        with deployment.transaction() as connection:
            answers = hash_of_answers(connection, request.definition.standards, request.as_known)
    receipts = [assembly.receipt for assembly, _ in known_assemblies(deployment, request)]
    of_all = [request.as_known, request.authorities, request.owing, sorted(receipts), answers]
    files = sorted([used.authority_gss, *file_facts(used)] for used in inputs)
    return hash_of([*of_all, hash_of(files), authority_keys(request, {}, program_hash())])


def is_assembled(deployment: "Deployment", request: "ReturnRequest", run_id: str) -> bool:
    """Return whether another run has made the newest assembly of the period out of all that is there now."""
    with deployment.transaction() as connection:
        newest = load_latest_assembly(connection, request.definition.slug, str(request.period))
    if newest is None or newest.as_known != request.as_known or newest.last_run_id == run_id:
        return False
    return newest.inputs_hash == inputs_hash(deployment, request, stored_inputs(deployment, request))
