"""Rules: what must hold of good data, as plain declarations that the runner turns into expectations."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field

from transforms.domain.issue import Severity


@dataclass(frozen=True)
class Rule:
    """One rule: its sentence is true of good data; a row that breaks it is found as `code` on the column of `field`.

    `expectation` and `arguments` are Great Expectations' own words. `columns` are those of the tested frame that it
    reads, and `tested` those without which a row is not tested; `fields` must be in the file, and where `linked` names
    a standard, its keys must be known.
    """

    name: str
    sentence: str
    expectation: str
    arguments: Mapping[str, object]
    columns: tuple[str, ...]
    code: str
    severity: Severity
    field: str
    fields: tuple[str, ...]
    tested: tuple[str, ...] = ()
    facts: Mapping[str, object] = dataclass_field(default_factory=dict)
    linked: str | None = None
