"""The issue table: findings as rows that a council can act on, one per place.

Grain:  one finding at one place. Constant words are rendered once per finding and taken by position, so that a million
        findings cost little more than their lines and values.
"""

from collections.abc import Mapping, Sequence
from string import Formatter

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from transforms.domain.issue import Finding, issue_type
from transforms.domain.standard import Field, Kind

Texts = Sequence[str | None] | pa.Array
Hashes = npt.NDArray[np.uint64]

SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("code", "severity", "responsibility", "dimension")),
        ("line", pa.int64()),
        *((name, pa.string()) for name in ("column", "value", "message", "fix", "fingerprint")),
    ]
)
EXAMPLES = {
    Kind.DATE: "2025-03-31",
    Kind.INTEGER: "12",
    Kind.DECIMAL: "0.27",
    Kind.RANGE: "12",
    Kind.URL: "https://www.example.gov.uk/page",
    Kind.URI: "http://opendatacommunities.org/id/district-council/adur",
    Kind.UPRN: "100061891234",
    Kind.POSTCODE: "BN43 6EL",
    Kind.EMAIL: "planning@example.gov.uk",
}
_HASH_KEY = "council-returns1"  # pandas wants sixteen characters; a change would change every fingerprint


def issue_table(
    findings: Sequence[Finding],
    scope: str,
    fields: Mapping[str, Field],
    lines: npt.NDArray[np.int64],
    keys: pa.Array | None = None,
) -> pa.Table:
    """Return the issues of one file, by line, those about the file or a column first.

    Args:
        findings: what was found.
        scope: what the fingerprints are of, the standard's slug.
        fields: the declared fields by name, which say what was expected.
        lines: the physical line of every record.
        keys: the text that identifies every record, null where it has none.

    """
    found = [finding for finding in findings if finding.count]
    if not found:
        return SCHEMA.empty_table()
    which = np.repeat(np.arange(len(found)), [finding.count for finding in found])
    places = np.concatenate([_lines(finding, lines) for finding in found])
    values = pa.concat_arrays([_values(finding) for finding in found])
    hashes = np.concatenate([_hashes(finding, scope, keys, values_of) for finding, values_of in _split(found, values)])
    order = np.argsort(places, kind="stable")
    index, taken = pa.array(which[order]), pa.array(order)
    words = {name: pa.array(texts, pa.string()).take(index) for name, texts in _words(found, fields).items()}
    columns = words | {
        "line": pc.if_else(pa.array(places[order] >= 0), pa.array(places[order]), None),
        "value": values.take(taken),
        "fingerprint": _fingerprints(hashes)[order],
    }
    return pa.table([columns[name] for name in SCHEMA.names], schema=SCHEMA)


def _words(findings: Sequence[Finding], fields: Mapping[str, Field]) -> dict[str, list[str | None]]:
    """Return the columns that are the same at all places of a finding."""
    kinds = [issue_type(finding.code) for finding in findings]
    facts = [_facts(finding, fields.get(finding.field or "")) for finding in findings]
    return {
        "code": [kind.code for kind in kinds],
        "severity": [finding.severity.value for finding in findings],
        "responsibility": [kind.responsibility.value for kind in kinds],
        "dimension": [kind.dimension.value for kind in kinds],
        "column": [finding.column for finding in findings],
        "message": [_fill(kind.message, words) for kind, words in zip(kinds, facts, strict=True)],
        "fix": [_fill(kind.fix, words) for kind, words in zip(kinds, facts, strict=True)],
    }


def _facts(finding: Finding, field: Field | None) -> dict[str, str]:
    """Return what the templates may say: the finding's facts over what its field declares."""
    declared = {"column": finding.column or finding.field or "the file"}
    if field:
        example = field.example or EXAMPLES.get(field.kind, "")
        declared |= {
            "description": field.description,
            "description_lower": field.description[:1].lower() + field.description[1:],
            "requirement": field.requirement.value,
            "example": example,
            "such_as": f", such as {example}" if example else "",
            "repair": "it is not written as the standard says",
        }
        if field.codelist:
            declared["expected"] = ", ".join(code.code for code in field.codelist.codes)
    return declared | {name: str(fact) for name, fact in finding.facts.items()}


def _fill(template: str, facts: Mapping[str, str]) -> str:
    names = {name for _, name, _, _ in Formatter().parse(template) if name}
    return template.format_map(dict.fromkeys(names, "") | dict(facts))


def _lines(finding: Finding, lines: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return the physical line of every place, -1 where there is none."""
    if finding.lines is not None:
        return np.asarray(finding.lines, dtype=np.int64)
    if finding.rows is not None:
        return np.asarray(lines[np.asarray(finding.rows)])
    return np.array([-1], dtype=np.int64)


def _values(finding: Finding) -> pa.Array:
    if finding.values is None:
        return pa.nulls(finding.count, pa.string())
    return finding.values if isinstance(finding.values, pa.Array) else pa.array(finding.values, pa.string())


def _split(findings: Sequence[Finding], values: pa.Array) -> list[tuple[Finding, pa.Array]]:
    ends = np.cumsum([finding.count for finding in findings])
    return [
        (finding, values.slice(end - finding.count, finding.count)) for finding, end in zip(findings, ends, strict=True)
    ]


def _hashes(finding: Finding, scope: str, keys: pa.Array | None, values: pa.Array) -> Hashes:
    """Return one number per place that hangs on what was found, in which record and field, and on no line."""
    subject = "\0".join(
        (scope, finding.code, finding.field or finding.column or "", str(finding.facts.get("rule", "")))
    )
    hashes = np.repeat(_hash(pa.array([subject])), len(values))
    hashes = _mixed(hashes, _hash(values))
    if keys is not None and finding.rows is not None:
        hashes = _mixed(hashes, _hash(keys.take(pa.array(np.asarray(finding.rows)))))
    return hashes


def _hash(texts: pa.Array) -> Hashes:
    encoded = pc.fill_null(texts, "").dictionary_encode()
    distinct = np.asarray(encoded.dictionary.to_pylist(), dtype=object)
    hashes = pd.util.hash_array(distinct, hash_key=_HASH_KEY, categorize=False)
    return np.asarray(hashes[encoded.indices.to_numpy()])


def _mixed(first: Hashes, second: Hashes) -> Hashes:
    """Return one number of two, different for (a, b) and (b, a)."""
    mixed = (first ^ (first >> np.uint64(31))) * np.uint64(0x9E3779B97F4A7C15) + second
    mixed = (mixed ^ (mixed >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    return np.asarray(mixed ^ (mixed >> np.uint64(32)))


def _fingerprints(hashes: Hashes) -> npt.NDArray[np.object_]:
    """Return the hashes as text; findings that are the same but for their line are numbered."""
    ordinals = pd.Series(hashes).groupby(hashes, sort=False).cumcount().to_numpy().astype(np.uint64)
    return np.array([f"{number:016x}" for number in _mixed(hashes, ordinals).tolist()], dtype=object)
