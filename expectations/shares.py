"""Shares: how many of a file's usable records have a field, and how many of a column's values had to be repaired."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc

from expectations.file_records import FileRecords
from expectations.rule import Rule
from expectations.share_rules import FEWEST_VALUES
from transforms.domain.issue import Finding
from transforms.render.report_words.counts import counted
from transforms.standardise import Standardised

NO_USABLE_RECORD = "the file holds no usable record"
TOO_FEW = f"the column has fewer than {FEWEST_VALUES} values"


@dataclass(frozen=True)
class RuleShare:
    """`counted` of `tested` records or values are what a rule asks about; `facts` say it in words."""

    tested: int
    counted: int
    facts: Mapping[str, str]
    reason: str | None = None  # why the share says nothing


def share_of(rule: Rule, file: Standardised, findings: Sequence[Finding], usable: npt.NDArray[np.bool_]) -> RuleShare:
    """Return what `rule` asks about: the usable records without a field, or the repaired values of a column."""
    if rule.code == "column-sparse":
        return _lacking(rule, file, usable)
    return _repaired(rule, file, findings)


def percentage(rule: Rule, share: RuleShare) -> float:
    """Return the share that the rule holds against its bound: of the records that have it, of the repaired values."""
    repaired = 100 * share.counted / share.tested
    return 100 - repaired if rule.code == "column-sparse" else repaired


def _lacking(rule: Rule, file: Standardised, usable: npt.NDArray[np.bool_]) -> RuleShare:
    """Return the usable records that have none of the fields."""
    names = [name for name in rule.any_of if name in file.columns]
    if not names:
        return RuleShare(0, 0, {}, f"the file has no column {' and no column '.join(rule.any_of)}")
    filled = np.logical_or.reduce([FileRecords(file).is_given(name) for name in names])
    tested, missing = int(usable.sum()), int((usable & ~filled).sum())
    facts = {"records": counted(tested, "record"), "missing": f"{missing:,}"}
    return RuleShare(tested, missing, facts, None if tested else NO_USABLE_RECORD)


def _repaired(rule: Rule, file: Standardised, findings: Sequence[Finding]) -> RuleShare:
    """Return the values of a column that could be read only after a change."""
    of_field = [finding for finding in findings if finding.code == "value-repaired" and finding.field == rule.field]
    repaired = sum(finding.count for finding in of_field)
    values = len(file.published[rule.field]) - pc.sum(pc.is_null(file.published[rule.field])).as_py()
    facts = {"values": counted(values, "value"), "repaired": f"{repaired:,}"}
    return RuleShare(values, repaired, facts, None if values >= FEWEST_VALUES else TOO_FEW)
