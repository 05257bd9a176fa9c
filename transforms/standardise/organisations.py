"""Organisations: whose each record is, where one file holds several authorities' records."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from transforms import registers
from transforms.domain.authority import Authority
from transforms.domain.issue import Finding, Severity

MOST_NAMED = 6
MOST_BODIES = 2000  # more distinct texts than there are bodies to name are no names; the rest stays unknown


@dataclass(frozen=True)
class Organisations:
    """The GSS code of the organisation of each record, null where it is the publisher's, and what to say about it."""

    codes: pa.Array
    named: pa.Array  # the same, also where one foreign organisation stands throughout
    findings: tuple[Finding, ...] = ()


def match_organisations(
    columns: Mapping[str, pa.Array],
    fields: Sequence[str],
    publisher: Authority | None,
    count: int,
    as_at: date,
    headers: Mapping[str, str],
) -> Organisations:
    """Return whose each record is.

    The first of `fields` that is not blank decides. A blank or unknown organisation is the publisher's, and so is one
    and the same foreign organisation throughout: in every record. Records that still name a body which has ended are
    its successor's, unless it was split.
    """
    present = [name for name in fields if name in columns]
    if not present:
        return Organisations(pa.nulls(count, pa.string()), pa.nulls(count, pa.string()))
    encoded = pc.coalesce(*(columns[name] for name in present)).dictionary_encode()
    named = _named(encoded.dictionary)
    codes = [gss and (registers.successor_of(gss, as_at) or gss) for gss in named]
    own = publisher.gss if publisher else None
    matched = pa.array([None if gss == own else gss for gss in codes], pa.string()).take(encoded.indices)
    as_named = matched
    is_one_throughout = matched.null_count == 0 and pc.count_distinct(matched).as_py() == 1
    if is_one_throughout:
        matched = pa.nulls(count, pa.string())
    owners = [None if is_one_throughout or gss == own else gss for gss in codes]
    of_others = [gss and _name(gss) if publisher else None for gss in owners]  # whose file it is has to be known
    findings = (
        _finding("records-of-others", of_others, encoded),
        _finding("organisation-ended", [_ended(*pair) for pair in zip(named, codes, strict=True)], encoded),
    )
    name, header = present[0], headers[present[0]]
    placed = (replace(finding, field=name, column=header) for finding in findings if finding)
    return Organisations(matched, as_named, tuple(placed))


def _named(texts: pa.Array) -> list[str | None]:
    """Return the GSS code of the body that each text names; None beyond the most texts that are looked at."""
    named = [registers.organisation(text) for text in texts[:MOST_BODIES].to_pylist()]
    return named + [None] * (len(texts) - len(named))


def _finding(code: str, bodies: Sequence[str | None], encoded: pa.DictionaryArray) -> Finding | None:
    """Return the finding about the records whose distinct text means one of `bodies`; None where there is none."""
    positions = pc.fill_null(encoded.indices, len(bodies)).to_numpy()
    rows = np.flatnonzero(np.array([bool(body) for body in bodies] + [False])[positions])
    if not len(rows):
        return None
    owners = _listed(Counter(str(bodies[position]) for position in positions[rows].tolist()))
    texts = encoded.dictionary.take(pa.array(positions[rows]))
    return Finding(code, Severity.INFO, rows=rows, values=texts, facts={"whose": owners})


def _name(gss: str) -> str:
    return registers.authorities()[gss].name


def _ended(gss: str | None, now: str | None) -> str | None:
    """Return the name of a body, the day on which it ended and the name of the one that followed it."""
    if gss is None or now is None or gss == now:
        return None
    body = registers.authorities()[gss]
    return f"{body.name} (ended {body.end_date}, now {_name(now)})"


def _listed(counts: Counter[str]) -> str:
    """Return names with their numbers of records, the most frequent first, and how many more there are."""
    named = [f"{name}, {count:,} record{'s' if count != 1 else ''}" for name, count in counts.most_common(MOST_NAMED)]
    more = len(counts) - MOST_NAMED
    return "; ".join(named) + (f"; and {more} more" if more > 0 else "")


def groups(organisations: pa.Array, own: str | None) -> list[tuple[str | None, np.ndarray]]:
    """Return the positions of the records of each organisation."""
    encoded = pc.fill_null(organisations, own or "").dictionary_encode()
    indices = encoded.indices.to_numpy()
    return [(gss or None, np.flatnonzero(indices == code)) for code, gss in enumerate(encoded.dictionary.to_pylist())]
