"""Linking: which standards a standard's records refer to, and the keys that its references are held against."""

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from transforms.domain.rules import RefersTo
from transforms.domain.standard import DatasetStandard


def linked_standards(standard: DatasetStandard) -> Mapping[str, str]:
    """Return the key field of every standard that records of `standard` refer to, by its slug."""
    return {rule.standard: rule.key for rule in standard.rules if isinstance(rule, RefersTo)}


def keys_of(table: pa.Table, key: str) -> pa.Array:
    """Return the keys that stand in a standardised table, each once; those of records that are left out too."""
    return pc.drop_null(pc.unique(table[key].cast(pa.string())))
