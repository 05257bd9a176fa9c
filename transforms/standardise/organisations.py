"""Organisations: whose each record is, where one file holds several authorities' records."""

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from transforms import registers
from transforms.domain.authority import Authority

MOST_BODIES = 2000  # more distinct texts than there are bodies to name are no names; the rest stays unknown


def match_organisations(
    columns: Mapping[str, pa.Array], fields: Sequence[str], publisher: Authority | None, count: int
) -> pa.Array:
    """Return the GSS code of the organisation of each record; null where it is the publisher's.

    The first of `fields` that is not blank decides. A blank or unknown organisation is the publisher's, and so is one
    and the same foreign organisation throughout.
    """
    published = [columns[name] for name in fields if name in columns]
    if not published:
        return pa.nulls(count, pa.string())
    encoded = pc.coalesce(*published).dictionary_encode()
    codes = [registers.organisation(text) for text in encoded.dictionary[:MOST_BODIES].to_pylist()]
    codes += [None] * (len(encoded.dictionary) - len(codes))
    own = publisher.gss if publisher else None
    matched = pa.array([None if gss == own else gss for gss in codes], pa.string()).take(encoded.indices)
    if pc.count_distinct(matched, mode="only_valid").as_py() == 1 and not _has_own(matched, codes, own):
        return pa.nulls(count, pa.string())
    return matched


def _has_own(matched: pa.Array, codes: Sequence[str | None], own: str | None) -> bool:
    """Return whether some records say that they are the publisher's, beside others that are not."""
    return own is not None and own in codes and matched.null_count > 0


def groups(organisations: pa.Array, own: str | None) -> list[tuple[str | None, np.ndarray]]:
    """Return the positions of the records of each organisation."""
    encoded = pc.fill_null(organisations, own or "").dictionary_encode()
    indices = encoded.indices.to_numpy()
    return [(gss or None, np.flatnonzero(indices == code)) for code, gss in enumerate(encoded.dictionary.to_pylist())]
