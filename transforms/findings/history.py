"""History: the records of a file beside the same records of the file that was in use before it.

Grain:  one record of the earlier file that was usable there, in that file's order.
Known:  a record is known again by the standard's key, and by whose it is where one file holds several authorities'; a
        standard whose records may repeat has no key, so that its records can't be followed. Of records of their own
        that share a key, the latest stands for all.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from transforms.domain.history_issue_types import HISTORY
from transforms.domain.standard import DatasetStandard
from transforms.standardise.duplicates import superseded

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

PASSING = frozenset(kind.code for kind in HISTORY)  # found in one step between files, whatever the next one holds
NO_ROW = -1
VANISHED = "record-vanished"


@dataclass(frozen=True)
class Pairs:
    """Records of the earlier file with where they stand: rows of it, and rows of the later one or `NO_ROW`."""

    keys: pa.Array  # what a record is known by, as text
    earlier: Ints
    later: Ints

    def __len__(self) -> int:
        return len(self.earlier)


def paired(earlier: pa.Table, later: pa.Table, standard: DatasetStandard) -> Pairs:
    """Return the usable records of `earlier`, each with its place in `later`; usable ones are preferred there."""
    names = [*standard.key, *(["organisation_gss"] if standard.keyed_by_organisation else [])]
    keys, later_keys = _keys(earlier, names), _keys(later, names)
    before = np.flatnonzero(_stands_for_key(earlier, keys, standard))
    keys = keys.take(pa.array(before))
    return Pairs(keys, before, _positions(keys, later_keys, _stands_for_key(later, later_keys, standard)))


def history_columns(standard: DatasetStandard) -> list[str]:
    """Return the columns of a standardised table that its history rules read."""
    fields = [rule.field for rule in standard.history if hasattr(rule, "field")]
    latest = [standard.latest_by] if standard.latest_by else []
    return list(dict.fromkeys([*standard.key, *fields, *latest, "organisation_gss", "source_line", "is_usable"]))


def lines_here(issues: pa.Table) -> Ints:
    """Return the line of every issue in the file itself, -1 where it has none: a vanished record's is the old one's."""
    lines = pc.fill_null(issues["line"], -1).to_numpy().astype(np.int64)
    is_gone = pc.equal(issues["code"].cast(pa.string()), VANISHED).to_numpy()
    return np.where(is_gone, NO_ROW, lines)


def _stands_for_key(table: pa.Table, keys: pa.Array, standard: DatasetStandard) -> Bools:
    """Return the usable records that have a key; of records of their own that share one, the latest stands for all."""
    usable = table["is_usable"].to_numpy().astype(bool) & pc.is_valid(keys).to_numpy(zero_copy_only=False)
    if standard.shared_key is None:
        return np.asarray(usable)
    latest = _whole(table[standard.latest_by]) if standard.latest_by else None
    return np.asarray(usable & ~superseded([keys], latest, usable))


def _positions(sought_keys: pa.Array, keys: pa.Array, is_usable: npt.NDArray[np.bool_]) -> Ints:
    """Return the row of each key that is looked for, or `NO_ROW`."""
    if not len(keys) or not len(sought_keys):
        return np.full(len(sought_keys), NO_ROW, dtype=np.int64)
    order = np.argsort(~is_usable, kind="stable")
    coded = keys.take(pa.array(order)).dictionary_encode()
    codes = coded.indices.fill_null(len(coded.dictionary)).to_numpy()
    _, first = np.unique(codes, return_index=True)
    positions = pc.fill_null(pc.index_in(sought_keys, coded.dictionary), NO_ROW).to_numpy()
    return np.where(positions == NO_ROW, NO_ROW, order[first[positions]]).astype(np.int64)


def _keys(table: pa.Table, names: Sequence[str]) -> pa.Array:
    """Return the key of every record as text, null where a part of it is blank."""
    texts = [_whole(pc.utf8_trim_whitespace(table[name].cast(pa.string()))) for name in names]
    if names[-1] == "organisation_gss":
        texts[-1] = pc.fill_null(texts[-1], "")
    return pc.binary_join_element_wise(*texts, "\0") if len(texts) > 1 else texts[0]


def _whole(column: pa.ChunkedArray) -> pa.Array:
    whole = column.combine_chunks()
    return whole.combine_chunks() if isinstance(whole, pa.ChunkedArray) else whole
