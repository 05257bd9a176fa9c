"""Rules on the keys of records: none is published twice, and no two records of their own share a reference."""

from functools import partial

import pyarrow as pa

from expectations.file_records import Bools, FileRecords, is_valid, marks
from expectations.rule import Rule
from transforms.domain.issue import Severity
from transforms.domain.listing import listed
from transforms.domain.standard import DatasetStandard, SharedKey


def key_rules(standard: DatasetStandard) -> list[Rule]:
    """Return the rules on the key of `standard`, and on what its records may share."""
    rules = [unique_key(standard)] if standard.unique_in else []
    return [*rules, distinct_reference(standard.shared_key)] if standard.shared_key else rules


def unique_key(standard: DatasetStandard) -> Rule:
    """Return the rule that a record is published once: no newer or later row has the same key."""
    key, names = standard.key[0], listed(standard.unique_in)
    name = f"{key}.unique"
    return Rule(
        name=name,
        sentence=f"No two records have the same {names}.",
        expectation="ExpectColumnValuesToBeNull",
        arguments={},
        column=name,
        code="row-duplicated",
        severity=Severity.CRITICAL,
        field=key,
        fields=standard.needed_to_compare,
        measure=_superseded,
        tested=partial(_has_value, key),
        facts={"key": names} if len(standard.unique_in) > 1 else {},
    )


def distinct_reference(shared: SharedKey) -> Rule:
    """Return the rule that records of their own have references of their own."""
    key, name = shared.fields[0], f"{shared.fields[0]}.not_repeated"
    names, differences = listed(shared.fields), listed(shared.differ_in, "or")
    return Rule(
        name=name,
        sentence=f"No two records that differ in {differences} have the same {names}.",
        expectation="ExpectColumnValuesToBeNull",
        arguments={},
        column=name,
        code="reference-repeated",
        severity=Severity.WARNING,
        field=key,
        fields=shared.fields,
        measure=_repeated,
        tested=partial(_has_value, key),
        facts={"shared": names, "differ_in": differences},
    )


def _superseded(records: FileRecords) -> pa.Array:
    return marks(records.file.superseded)


def _repeated(records: FileRecords) -> pa.Array:
    return marks(records.file.repeated)


def _has_value(field: str, records: FileRecords) -> Bools:
    return is_valid(records.values(field))
