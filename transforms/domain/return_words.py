"""The words of a return beside those of its form: for columns of its records, facts and switches."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from transforms.domain.conditions import ColumnWords


@dataclass(frozen=True)
class ReturnWords:
    """The words of a return: what its records' columns are called, and why cells are assumed or not filled.

    `facts` complete “It is computed where …”; `facts_explained` and `switches_explained` are sentences of their own for
    whoever asks why a cell is not simply computed.
    """

    columns: ColumnWords = field(default_factory=ColumnWords)
    facts: Mapping[str, str] = field(default_factory=dict)
    facts_explained: Mapping[str, str] = field(default_factory=dict)
    switches_explained: Mapping[str, str] = field(default_factory=dict)
