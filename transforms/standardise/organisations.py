"""Organisations: whose each record is, where one file holds several authorities' records."""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from transforms import registers
from transforms.domain.authority import Authority

MOST_BODIES = 2000  # more distinct texts than there are bodies to name are no names; the rest stays unknown


def match_organisations(
    columns: Mapping[str, pa.Array], fields: Sequence[str], publisher: Authority | None, count: int, as_at: date
) -> pa.Array:
    """Return the GSS code of the organisation of each record; null where it is the publisher's.

    The first of `fields` that is not blank decides. A blank or unknown organisation is the publisher's, and so is one
    and the same foreign organisation throughout: in every record. Records that still name a body which has ended are
    its successor's, unless it was split.
    """
    published = [columns[name] for name in fields if name in columns]
    if not published:
        return pa.nulls(count, pa.string())
    encoded = pc.coalesce(*published).dictionary_encode()
    codes = [_body(text, as_at) for text in encoded.dictionary[:MOST_BODIES].to_pylist()]
    codes += [None] * (len(encoded.dictionary) - len(codes))
    own = publisher.gss if publisher else None
    matched = pa.array([None if gss == own else gss for gss in codes], pa.string()).take(encoded.indices)
    is_one_throughout = matched.null_count == 0 and pc.count_distinct(matched).as_py() == 1
    return pa.nulls(count, pa.string()) if is_one_throughout else matched


def _body(text: str, day: date) -> str | None:
    """Return the GSS code of the body that `text` names, or of the one that followed it."""
    gss = registers.organisation(text)
    return gss and (registers.successor_of(gss, day) or gss)


def groups(organisations: pa.Array, own: str | None) -> list[tuple[str | None, np.ndarray]]:
    """Return the positions of the records of each organisation."""
    encoded = pc.fill_null(organisations, own or "").dictionary_encode()
    indices = encoded.indices.to_numpy()
    return [(gss or None, np.flatnonzero(indices == code)) for code, gss in enumerate(encoded.dictionary.to_pylist())]
