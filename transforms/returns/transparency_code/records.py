"""The records of the statement: one of each due thing of each authority, and the published rows that it counts.

Grain:  `due` has 21 records an authority; the table of a set has a record for each row that a due thing counts, so that
        a register of contracts that stood for two quarters is there twice.
Source: docs/specifications/transparency-code-statement.md, sections 3 and 4
"""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pyarrow as pa

from transforms.domain.origins import RANK, Origin
from transforms.domain.records import Bools, Ints, Ranks, Records, RecordTable, fields_by_authority
from transforms.domain.return_request import ReturnInputs, ReturnRequest
from transforms.domain.sightings import Coded, Sightings
from transforms.returns.transparency_code.cells import DUE, LOOKS
from transforms.returns.transparency_code.due import POSITIONS, SETS, THINGS, DueSet
from transforms.returns.transparency_code.due_states import DueStates, applicable, due_state
from transforms.returns.transparency_code.evidence import SEEN, Seen
from transforms.returns.transparency_code.looks import looks_at
from transforms.returns.transparency_code.states import IS_SEEN, WITH_RECORDS, WORDS, DueState

OPEN, OTHER = 3, 2  # stars


def derive_statement(inputs: ReturnInputs, request: ReturnRequest) -> Records:
    """Return how every due thing stands with every authority requested, and the rows that it counts."""
    authorities, as_known = request.authorities, request.as_known or _latest_day(inputs)
    owed = applicable(authorities, request.period, inputs.declarations)
    seen = {of_set.name: _seen(of_set, inputs, request, as_known) for of_set in SETS}
    due_states = [due_state(thing, seen[thing.of_set.name], owed[thing], as_known) for thing in THINGS]
    has_data = np.zeros(len(authorities), dtype=bool)
    for of_set in seen.values():
        has_data[of_set.looks.authority] = True
    tables = {of_set.name: _rows_table(request, of_set, seen[of_set.name], due_states) for of_set in SETS}
    return Records(
        authorities=authorities,
        switches=request.settings,
        tables={DUE: _due_table(request, seen, due_states)} | tables,
        facts={"has_data": has_data, "seen_to_the_end": np.ones(len(authorities), dtype=bool)},
        fields={slug: fields_by_authority(sightings, authorities) for slug, sightings in inputs.sightings.items()},
        origins={f"{due.thing.name}.records": _origins(due, has_data) for due in due_states}
        | {LOOKS: np.where(has_data, RANK[Origin.COMPUTED], RANK[Origin.NO_DATA]).astype(np.int8)},
    )


def _latest_day(inputs: ReturnInputs) -> date:
    """Return the latest day of any file or unchanged answer."""
    fetched = [day for sightings in inputs.sightings.values() for day in sightings.last_fetched.values()]
    answered = [] if inputs.unchanged is None else inputs.unchanged["day"].to_pylist()
    return max((*fetched, *answered), default=date.min)


def _seen(of_set: DueSet, inputs: ReturnInputs, request: ReturnRequest, as_known: date) -> Seen:
    sightings = inputs.sightings[of_set.standard]
    looks = looks_at(sightings, request.authorities, inputs.unchanged, of_set.standard, as_known)
    return SEEN[of_set.evidence](of_set, request.period, sightings, looks)


def _origins(due: DueStates, has_data: Bools) -> Ranks:
    """Return where a due thing has a number of records: in the states in which something of it was seen."""
    ranks = np.where(np.isin(due.states, WITH_RECORDS), RANK[Origin.COMPUTED], RANK[Origin.NOT_DERIVABLE])
    return np.where(has_data, ranks, RANK[Origin.NO_DATA]).astype(np.int8)


def _due_table(request: ReturnRequest, seen: dict[str, Seen], due_states: Sequence[DueStates]) -> RecordTable:
    """Return the due things, all authorities of one after those of another."""
    number, things = len(request.authorities), len(due_states)
    states = np.concatenate([due.states for due in due_states])
    names = tuple(due.thing.name for due in due_states)
    stars, files = zip(*(_first_file(seen[due.thing.of_set.name], due) for due in due_states), strict=True)
    words = tuple(WORDS[state] for state in DueState)
    return RecordTable(
        period=request.period,
        switches=request.settings,
        sightings=seen["contracts"].sightings,  # a due thing stands in no row; those of contracts have no column
        authority=np.tile(np.arange(number), things),
        row=np.full(number * things, -1, dtype=np.int64),
        reference=pa.array(np.repeat(np.array(names, dtype=object), number), pa.string()),
        columns={
            "thing": Coded(np.repeat([POSITIONS[name] for name in names], number), names),
            "state": states,
            "state_in_words": Coded(states - 1, words),
            "due": np.repeat(np.array([due.due_on for due in due_states], dtype="datetime64[D]"), number),
            "not_seen": np.concatenate([due.not_seen_on for due in due_states]),
            "seen": np.concatenate([due.seen_on for due in due_states]),
            "stars": pa.concat_arrays(stars),
            "file": Coded.of(pa.concat_arrays(files)),
        },
    )


def _first_file(seen: Seen, due: DueStates) -> tuple[pa.Array, pa.Array]:
    """Return, per authority, the stars and the file of the snapshot in which a due thing was first seen."""
    is_seen = np.isin(due.states, IS_SEEN)
    snapshot = np.append(seen.looks.snapshot, 0)[due.first]
    is_open, hashes = _of_snapshots(seen.sightings)
    stars = np.where(np.append(is_open, False)[snapshot], OPEN, OTHER)
    files = np.array([*hashes, ""], dtype=object)[np.where(is_seen, snapshot, -1)]
    return pa.array(stars, pa.int64(), mask=~is_seen), pa.array(files, pa.string(), mask=~is_seen)


def _of_snapshots(sightings: Sightings) -> tuple[Bools, list[str]]:
    """Return, per snapshot, whether all its files are of an open format, and the hash of the first of them."""
    is_open = np.ones(len(sightings.snapshots), dtype=bool)
    hashes: dict[int, str] = {}
    for snapshot, file in zip(sightings.snapshot_of_file.tolist(), sightings.files, strict=True):
        is_open[snapshot] &= file.is_open_format
        hashes.setdefault(snapshot, file.sha256)
    return is_open, [hashes[snapshot] for snapshot in range(len(is_open))]


def _rows_table(request: ReturnRequest, of_set: DueSet, seen: Seen, due_states: Sequence[DueStates]) -> RecordTable:
    """Return the published rows that the due things of a set count, those of one after those of another."""
    own = [due for due in due_states if due.thing.of_set is of_set]
    rows = [seen.counted(due.thing, due.first) for due in own]
    row: Ints = np.concatenate(rows).astype(np.int64)
    sightings = seen.sightings
    return RecordTable(
        period=request.period,
        switches=request.settings,
        sightings=sightings,
        authority=sightings.owners(request.authorities)[sightings.snapshot[row]],
        row=row,
        reference=pa.nulls(len(row), pa.string()),
        columns={
            "counted_for": Coded(
                np.repeat(np.arange(len(own)), [len(of_thing) for of_thing in rows]),
                tuple(due.thing.name for due in own),
            )
        },
    )
