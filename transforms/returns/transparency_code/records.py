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
from transforms.returns.transparency_code.cells import DUE
from transforms.returns.transparency_code.due import PLACES, SETS, THINGS, DueSet
from transforms.returns.transparency_code.evidence import SEEN, Seen
from transforms.returns.transparency_code.looks import looks_at
from transforms.returns.transparency_code.states import (
    IS_SEEN,
    WITH_RECORDS,
    WORDS,
    Standing,
    State,
    applicable,
    standing,
)

OPEN, OTHER = 3, 2  # stars


def derive_statement(inputs: ReturnInputs, request: ReturnRequest) -> Records:
    """Return how every due thing stands with every authority requested, and the rows that it counts."""
    authorities, known = request.authorities, request.as_known or _latest_day(inputs)
    owed = applicable(authorities, request.period, inputs.declarations)
    seen = {one.name: _seen(one, inputs, request, known) for one in SETS}
    standings = [standing(thing, seen[thing.of_set.name], owed[thing], known) for thing in THINGS]
    has_data = np.zeros(len(authorities), dtype=bool)
    for one in seen.values():
        has_data[one.looks.authority] = True
    tables = {one.name: _rows_table(request, one, seen[one.name], standings) for one in SETS}
    return Records(
        authorities=authorities,
        switches=request.settings,
        tables={DUE: _due_table(request, seen, standings)} | tables,
        facts={"has_data": has_data, "seen_to_the_end": np.ones(len(authorities), dtype=bool)},
        fields={slug: fields_by_authority(one, authorities) for slug, one in inputs.sightings.items()},
        origins={records_name(one.thing.name): _origins(one, has_data) for one in standings},
    )


def records_name(thing: str) -> str:
    """Return under which name the origins of a due thing's number of records are."""
    return f"{thing}.records"


def _latest_day(inputs: ReturnInputs) -> date:
    """Return the latest day of any file or unchanged answer."""
    fetched = [day for one in inputs.sightings.values() for day in one.last_fetched.values()]
    answered = [] if inputs.unchanged is None else inputs.unchanged["day"].to_pylist()
    return max((*fetched, *answered), default=date.min)


def _seen(of_set: DueSet, inputs: ReturnInputs, request: ReturnRequest, known: date) -> Seen:
    sightings = inputs.sightings[of_set.standard]
    looks = looks_at(sightings, request.authorities, inputs.unchanged, of_set.standard, known)
    return SEEN[of_set.evidence](of_set, request.period, sightings, looks)


def _origins(one: Standing, has_data: Bools) -> Ranks:
    """Return where a due thing has a number of records: in the states in which something of it was seen."""
    ranks = np.where(np.isin(one.state, WITH_RECORDS), RANK[Origin.COMPUTED], RANK[Origin.NOT_DERIVABLE])
    return np.where(has_data, ranks, RANK[Origin.NO_DATA]).astype(np.int8)


def _due_table(request: ReturnRequest, seen: dict[str, Seen], standings: Sequence[Standing]) -> RecordTable:
    """Return the due things, all authorities of one after those of another."""
    number, things = len(request.authorities), len(standings)
    states = np.concatenate([one.state for one in standings])
    names = tuple(one.thing.name for one in standings)
    stars, files = zip(*(_first_file(seen[one.thing.of_set.name], one) for one in standings), strict=True)
    words = tuple(WORDS[state] for state in State)
    return RecordTable(
        period=request.period,
        switches=request.settings,
        sightings=seen["contracts"].sightings,  # a due thing stands in no row; those of contracts have no column
        authority=np.tile(np.arange(number), things),
        row=np.full(number * things, -1, dtype=np.int64),
        reference=pa.array(np.repeat(np.array(names, dtype=object), number), pa.string()),
        columns={
            "thing": Coded(np.repeat([PLACES[name] for name in names], number), names),
            "state": states,
            "state_in_words": Coded(states - 1, words),
            "due": np.repeat(np.array([one.due for one in standings], dtype="datetime64[D]"), number),
            "not_seen": np.concatenate([one.not_seen_on for one in standings]),
            "seen": np.concatenate([one.seen_on for one in standings]),
            "stars": pa.concat_arrays(stars),
            "file": Coded.of(pa.concat_arrays(files)),
        },
    )


def _first_file(seen: Seen, one: Standing) -> tuple[pa.Array, pa.Array]:
    """Return, per authority, the stars and the file of the snapshot in which a due thing was first seen."""
    is_seen = np.isin(one.state, IS_SEEN)
    snapshot = np.append(seen.looks.snapshot, 0)[one.first]
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


def _rows_table(request: ReturnRequest, of_set: DueSet, seen: Seen, standings: Sequence[Standing]) -> RecordTable:
    """Return the published rows that the due things of a set count, those of one after those of another."""
    own = [one for one in standings if one.thing.of_set is of_set]
    rows = [seen.counted(one.thing, one.first) for one in own]
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
                np.repeat(np.arange(len(own)), [len(one) for one in rows]), tuple(one.thing.name for one in own)
            )
        },
    )
