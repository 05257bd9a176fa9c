"""The issue table: findings as rows that a council can act on, one per place.

Grain:  one finding at one place, in the order of the findings and of the rows within one.
Known:  message and fix are dictionary-encoded, since a million places share a handful of sentences; `plain` decodes
        them.
"""

from collections.abc import Mapping, Sequence
from string import Formatter

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from transforms.domain.issue import Finding, issue_type
from transforms.domain.standard import Field, FieldKind

Hashes = npt.NDArray[np.uint64]
Ints = npt.NDArray[np.int64]

_SENTENCE = pa.dictionary(pa.int32(), pa.string())
SCHEMA = pa.schema(
    [
        *((name, _SENTENCE) for name in ("code", "severity", "responsibility", "dimension")),
        ("line", pa.int64()),
        ("column", _SENTENCE),
        ("value", pa.string()),
        *((name, _SENTENCE) for name in ("message", "fix")),
        ("fingerprint", pa.string()),
    ]
)
EXAMPLES = {
    FieldKind.DATE: "2025-03-31",
    FieldKind.INTEGER: "12",
    FieldKind.DECIMAL: "0.27",
    FieldKind.RANGE: "12",
    FieldKind.URL: "https://www.example.gov.uk/page",
    FieldKind.URI: "http://opendatacommunities.org/id/district-council/adur",
    FieldKind.UPRN: "100061891234",
    FieldKind.POSTCODE: "BN43 6EL",
    FieldKind.EMAIL: "planning@example.gov.uk",
}
_SAMPLE = 10_000
_CHUNK = 1_000_000
_HASH_KEY = "council-returns1"  # pandas wants sixteen characters; a change would change every fingerprint


def issue_table(
    findings: Sequence[Finding],
    scope: str,
    fields: Mapping[str, Field],
    lines: npt.NDArray[np.int64],
    keys: pa.Array | None = None,
) -> pa.Table:
    """Return the issues of one file.

    Args:
        findings: what was found.
        scope: what the fingerprints are of, the standard's slug.
        fields: the declared fields by name, which say what was expected.
        lines: the physical line of every record.
        keys: the text that identifies every record, null where it has none.

    """
    non_empty = [finding for finding in findings if finding.count]
    if not non_empty:
        return SCHEMA.empty_table()
    values = [_values(finding) for finding in non_empty]
    of_keys = None if keys is None else _hash(keys)
    hashes = [_hashes(finding, scope, of_keys, texts) for finding, texts in zip(non_empty, values, strict=True)]
    columns = {"fingerprint": _fingerprints(np.concatenate(hashes)), "value": pa.chunked_array(values, pa.string())}
    del hashes  # ten million findings are a file of rubbish, and what is needed no longer is half of its memory
    columns["line"] = _line_column([_lines(finding, lines) for finding in non_empty])
    each = pa.array(np.repeat(np.arange(len(non_empty), dtype=np.int32), [finding.count for finding in non_empty]))
    columns |= {name: _repeated(texts, each) for name, texts in _words(non_empty, fields).items()}
    return pa.table([columns[name] for name in SCHEMA.names], schema=SCHEMA)


def plain(issues: pa.Table) -> pa.Table:
    """Return issues with every sentence written out, for what can't compute with encoded ones."""
    return issues.cast(pa.schema([(name, pa.string() if kind == _SENTENCE else kind) for name, kind in _kinds(issues)]))


def fix_for(code: str, field: Field) -> str | None:
    """Return how to fix what a code says of a field, None where it depends on what is found in a file."""
    kind = issue_type(code)
    facts = _facts(Finding(code, kind.severity, column=field.name, field=field.name), field)
    names = {name for _, name, _, _ in Formatter().parse(kind.fix) if name}
    return _fill(kind.fix, facts) if names <= facts.keys() else None


def _kinds(issues: pa.Table) -> list[tuple[str, pa.DataType]]:
    return [(column.name, column.type) for column in issues.schema]


def _repeated(texts: Sequence[str | None], each: pa.Array) -> pa.DictionaryArray:
    """Return the text of the finding that each place is of, every distinct one written once."""
    return pa.array(texts, pa.string()).dictionary_encode().take(each)


def _line_column(lines: Sequence[Ints]) -> pa.ChunkedArray:
    return pa.chunked_array([pa.array(of_finding, mask=of_finding < 0) for of_finding in lines], pa.int64())


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
    column = finding.column or finding.field or "the file"
    declared = {"column": column, "key": column, "which": "every record", "text": "The text"}
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
            declared["expected"] = field.codelist.words
    return declared | {name: str(fact) for name, fact in finding.facts.items()}


def _fill(template: str, facts: Mapping[str, str]) -> str:
    names = {name for _, name, _, _ in Formatter().parse(template) if name}
    return template.format_map(dict.fromkeys(names, "") | dict(facts))


def _lines(finding: Finding, lines: Ints) -> Ints:
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


def _hashes(finding: Finding, scope: str, of_keys: Hashes | None, values: pa.Array) -> Hashes:
    """Return one number per place that depends on what was found, in which record and field, and on no line."""
    subject = "\0".join(
        (scope, finding.code, finding.field or finding.column or "", str(finding.facts.get("rule", "")))
    )
    hashes = _mixed(np.repeat(_hash(pa.array([subject])), len(values)), _hash(values))
    if of_keys is not None and finding.rows is not None:
        hashes = _mixed(hashes, of_keys[np.asarray(finding.rows)])
    return hashes


def _hash(texts: pa.Array) -> Hashes:
    """Return one number per text; of few distinct texts each is hashed once."""
    sample = texts[:_SAMPLE].dictionary_encode()
    if len(sample.dictionary) * 2 > len(sample):
        return _hash_each(texts)
    encoded = pc.fill_null(texts, "").dictionary_encode()
    return np.asarray(_hash_each(encoded.dictionary)[encoded.indices.to_numpy()])


def _hash_each(texts: pa.Array) -> Hashes:
    objects = np.asarray(pc.fill_null(texts, "").to_pylist(), dtype=object)
    return np.asarray(pd.util.hash_array(objects, hash_key=_HASH_KEY, categorize=False))


def _mixed(first: Hashes, second: Hashes) -> Hashes:
    """Return one number of two, different for (a, b) and (b, a)."""
    mixed = (first ^ (first >> np.uint64(31))) * np.uint64(0x9E3779B97F4A7C15) + second
    mixed = (mixed ^ (mixed >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    return np.asarray(mixed ^ (mixed >> np.uint64(32)))


def _fingerprints(hashes: Hashes) -> pa.ChunkedArray:
    """Return the hashes as sixteen letters each; findings that are the same but for their line are numbered."""
    ordinals = _ordinals(hashes)
    letters = np.frombuffer(b"".join(b"%02x" % octet for octet in range(256)), dtype="S2")
    chunks = []
    for start in range(0, len(hashes), _CHUNK):
        piece = slice(start, start + _CHUNK)
        octets = _mixed(hashes[piece], ordinals[piece]).astype(">u8").view(np.uint8)
        count = len(octets) // 8
        offsets = pa.py_buffer(np.arange(0, 16 * count + 1, 16, dtype=np.int32))
        chunks.append(pa.StringArray.from_buffers(count, offsets, pa.py_buffer(letters[octets])))
    return pa.chunked_array(chunks, pa.string())


def _ordinals(hashes: Hashes) -> Hashes:
    """Return how many of the same came before each; nearly always there is none, which costs only a look."""
    ordered = np.sort(hashes)
    if not (ordered[1:] == ordered[:-1]).any():
        return np.broadcast_to(np.uint64(0), hashes.shape)
    del ordered
    order = np.argsort(hashes, kind="stable")
    is_first = np.append(True, hashes[order][1:] != hashes[order][:-1])
    starts = np.maximum.accumulate(np.where(is_first, np.arange(len(hashes)), 0))
    ordinals = np.empty(len(hashes), dtype=np.uint64)
    ordinals[order] = np.arange(len(hashes)) - starts
    return ordinals
