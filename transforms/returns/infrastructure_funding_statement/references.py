"""References: one number for each reference of an authority, in whichever of the three tables it stands.

Source: docs/specifications/infrastructure-funding-statement.md, section 1.3: without blanks around, case significant.
Known:  a row that names nothing has the number of the authority's blank reference: all such rows are one group.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from transforms.domain.group_numbers import group_numbers, numbers_of
from transforms.domain.records import Ints
from transforms.domain.sightings import Coded
from transforms.returns.infrastructure_funding_statement.published_rows import PublishedRows


@dataclass(frozen=True)
class References:
    """Every reference as a number; per number its authority and its text."""

    numbers: tuple[Ints, ...]  # of the columns that were given
    authority: Ints
    text: Coded

    def __len__(self) -> int:
        return len(self.authority)


def references_of(columns: Sequence[tuple[PublishedRows, str]]) -> References:
    """Return the references in some columns of rows under common numbers."""
    texts = [rows.text(name) for rows, name in columns]
    words = pa.array([word for text in texts for word in text.words], pa.string())
    common = np.append(numbers_of(words), -1)  # of no word: a blank
    starts = np.cumsum([0, *(len(text.words) for text in texts)])[:-1]
    word = np.concatenate(
        [
            common[np.where(text.positions < 0, -1, text.positions + start)]
            for text, start in zip(texts, starts, strict=True)
        ]
    )
    authority = np.concatenate([rows.authority for rows, _ in columns])
    number = group_numbers([authority, word])
    lengths = [len(rows) for rows, _ in columns]
    _, example = np.unique(number, return_index=True)
    listed = words.dictionary_encode().dictionary.to_pylist()
    return References(
        tuple(np.split(number, np.cumsum(lengths)[:-1])), authority[example], Coded(word[example], tuple(listed))
    )
