"""Carrying over: of a return whose authorities are independent, only those whose files have changed are measured anew.

Known:  the key of an authority covers everything that can change what is measured of it, so that nothing stale is
        carried over: its files, the definition, its edition and switches, what was declared, and the program itself
        with its registers. Total areas, checks and files are made anew every time.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from transforms.assemble import measure_authorities
from transforms.assemble.bodies import with_cells
from transforms.assemble.measured import MeasuredAuthorities, join_measured, measured_of
from transforms.domain.return_request import ReturnInputs, ReturnRequest

AUTHORITIES_AT_ONCE = 32  # of 64, twelve million payments take twice the processor time: their columns leave its caches
FileFacts = Sequence[object]  # of one file: everything that decides what is read of it


@dataclass(frozen=True)
class EarlierAssembly:
    """What an earlier assembly has kept: the key of each authority, and how to load what was measured of them."""

    keys: Mapping[str, str]
    load: Callable[[], MeasuredAuthorities]


@dataclass(frozen=True)
class Measurement:
    """What was measured of every authority that has cells, and of which of them it was measured anew."""

    measured: MeasuredAuthorities
    computed: tuple[str, ...]


def authority_keys(request: ReturnRequest, files: Mapping[str, Iterable[FileFacts]], program: str) -> dict[str, str]:
    """Return for each authority that has cells the hash of everything that decides what is measured of it.

    Args:
        request: the return.
        files: of each authority, what is read; in any order.
        program: a hash of the program and its registers.

    """
    definition = request.definition
    common = [definition.slug, definition.edition, definition.version, str(request.period), request.settings]
    common += [program, request.department.sha256]
    declared: dict[str, list[FileFacts]] = {}
    for (gss, cell), figure in request.declared.figures.items():
        replaces = () if figure.replaces is None else (figure.replaces,)
        declared.setdefault(gss, []).append((cell, figure.value, figure.why, figure.by, *replaces))
    return {
        gss: hash_of([gss, *common, sorted(map(_json, files.get(gss, ()))), sorted(map(_json, declared.get(gss, ())))])
        for gss in with_cells(request).authorities
    }


def measure_changed(
    request: ReturnRequest,
    keys: Mapping[str, str],
    earlier: EarlierAssembly | None,
    load_inputs: Callable[[ReturnRequest], ReturnInputs],
    at_once: int = AUTHORITIES_AT_ONCE,
) -> Measurement:
    """Return what was measured of every authority: anew where its key isn't that of an earlier assembly.

    Args:
        request: the return, whose authorities are independent.
        keys: of each authority that has cells.
        earlier: the assembly to carry over from, if there is one.
        load_inputs: gives what a request for some of the authorities is derived from.
        at_once: of how many authorities the inputs are in memory together.

    """
    carried = [gss for gss, key in keys.items() if earlier and earlier.keys.get(gss) == key]
    parts = [measured_of(earlier.load(), carried)] if earlier and carried else []
    changed = tuple(gss for gss in keys if gss not in set(carried))
    for first in range(0, len(changed), at_once) or ([] if parts else [0]):
        of_some = replace(request, authorities=changed[first : first + at_once], owing=())
        measured = measure_authorities(of_some, load_inputs(of_some))
        parts.append(replace(measured, records=None))  # so that those of all batches are not in memory together
    return Measurement(join_measured(parts), changed)


def hash_of(facts: object) -> str:
    """Return the SHA-256 of facts as canonical JSON."""
    return hashlib.sha256(_json(facts).encode()).hexdigest()


def _json(facts: object) -> str:
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
