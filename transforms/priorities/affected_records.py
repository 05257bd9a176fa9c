"""The records that findings concern: each counted once in a group, and what they add up to.

Unit:   pounds, exact.
Known:  findings are tied to records by the line; where several worksheets were read as one, a line may mean several.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from transforms.domain.report import Report
from transforms.findings.history import lines_here

Ints = npt.NDArray[np.int64]
Group = tuple[str, str, str | None, int, int]  # severity, code, column, findings, findings with a line
Sum = tuple[int, Decimal | None, float]  # records, their exact sum, and their weight without signs

KEYS = ("severity", "code", "column")
EXACT = pa.decimal256(76, 18)


def grouped(issues: pa.Table) -> tuple[list[Group], Ints]:
    """Return the groups of issues by severity, code and column, and the place of every issue's group."""
    number = np.zeros(len(issues), dtype=np.int64)
    words: list[list[str | None]] = []
    for key in KEYS:
        encoded = issues[key].cast(pa.string()).combine_chunks().dictionary_encode(null_encoding="encode")
        words.append(encoded.dictionary.to_pylist())
        number = number * max(len(words[-1]), 1) + encoded.indices.to_numpy()
    distinct, group_of_issue = np.unique(number, return_inverse=True)
    located = pc.is_valid(issues["line"]).to_numpy()
    counts = zip(
        np.bincount(group_of_issue).tolist(), np.bincount(group_of_issue, located).astype(int).tolist(), strict=True
    )
    groups = []
    for value, (count, with_line) in zip(distinct.tolist(), counts, strict=True):
        rest, column = divmod(value, len(words[2]))
        severity, code = divmod(rest, len(words[1]))
        groups.append((str(words[0][severity]), str(words[1][code]), words[2][column], count, with_line))
    return groups, np.asarray(group_of_issue, dtype=np.int64)


@dataclass(frozen=True)
class AffectedRecords:
    """The records of every group, and what they add up to."""

    records: Ints
    sums: Sequence[Decimal | None]
    gross: npt.NDArray[np.float64]
    all_records: Sum

    @classmethod
    def of(
        cls, report: Report, amount: str | None, group_of_issue: Ints, is_critical: npt.NDArray[np.bool_]
    ) -> "AffectedRecords":
        """Return the records that the issues of each group concern; of critical groups, those that are left out.

        Args:
            report: what checking one file found.
            amount: the field of money, None where there is none.
            group_of_issue: the group of every issue.
            is_critical: per group, whether its issues are.

        """
        groups = len(is_critical)
        pairs = _records(report, group_of_issue)
        is_usable = report.table["is_usable"].to_numpy().astype(bool)
        pairs = pairs[~(is_critical[pairs[:, 0]] & is_usable[pairs[:, 1]])]
        elsewhere = pc.is_valid(report.issues["line"]).to_numpy() & (lines_here(report.issues) < 0)
        counts = np.bincount(pairs[:, 0], minlength=groups) + np.bincount(group_of_issue[elsewhere], minlength=groups)
        if amount is None:
            return cls(counts, [None] * groups, np.zeros(groups), (report.rows, None, 0.0))
        amounts = report.table[amount]
        sizes = _sizes(amounts)
        gross = np.bincount(pairs[:, 0], sizes[pairs[:, 1]], minlength=groups).astype(np.float64)
        whole = (report.rows, pc.sum(amounts.cast(EXACT)).as_py(), float(sizes.sum()))
        return cls(counts, _sums(amounts, pairs, groups), gross, whole)

    def by_group(self, position: int) -> Sum:
        """Return the records of one group."""
        return int(self.records[position]), self.sums[position], float(self.gross[position])


def _records(report: Report, group_of_issue: Ints) -> Ints:
    """Return the pairs of group and record, each once."""
    lines = report.table["source_line"].to_numpy()
    order = np.argsort(lines, kind="stable")
    issue_lines = lines_here(report.issues)
    position = np.searchsorted(lines[order], issue_lines)
    is_there = position < len(order)
    is_there[is_there] = lines[order][position[is_there]] == issue_lines[is_there]
    pairs = np.column_stack([group_of_issue[is_there], order[position[is_there]]])
    return np.unique(pairs, axis=0)


def _sizes(amounts: pa.ChunkedArray) -> npt.NDArray[np.float64]:
    """Return amounts without their signs; one that could not be read weighs as much as the usual one."""
    sizes = pc.abs(amounts.cast(pa.float64()))
    return np.asarray(pc.fill_null(sizes, pc.mean(sizes).as_py() or 0.0).to_numpy())


def _sums(amounts: pa.ChunkedArray, pairs: Ints, groups: int) -> list[Decimal | None]:
    """Return the exact sum of the amounts of each group's records, None where none could be read."""
    amounts_by_group = pa.table({"group": pairs[:, 0], "amount": amounts.take(pa.array(pairs[:, 1])).cast(EXACT)})
    sums: list[Decimal | None] = [None] * groups
    for row in amounts_by_group.group_by("group").aggregate([("amount", "sum")]).to_pylist():
        sums[row["group"]] = row["amount_sum"]
    return sums
