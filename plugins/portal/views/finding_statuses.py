"""The status of findings: which are explained or waived, by whom, why and until when.

A waived finding does not count against the publisher; an explained one still does. Records that a critical finding
excludes from returns stay excluded either way.
Known   a report never changes, but what people write about it does: statuses are those of the day of the request.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from plugins.portal.cache import SizedCache
from plugins.storage.archive import table_key
from plugins.storage.warehouse.explanations import load_explanations
from plugins.storage.warehouse.reports import ReportKey
from transforms.domain.issue import Severity
from transforms.findings.explanations import Explanation, ExplanationKind, FindingStatus, explained, is_same_person

if TYPE_CHECKING:
    import pyarrow as pa

    from plugins.storage.deployment import Deployment

GroupKey = tuple[str, str, str | None]  # severity, code, column
SUBJECT = ("severity", "code", "column")
COVERED_BY = ("code", "column", "value", "fingerprint")  # what an explanation is matched with
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class ExplanationView:
    """What one person wrote about some findings, and who approved it if it is a waiver."""

    kind: ExplanationKind
    status: FindingStatus
    why: str
    proposed_by: str
    proposed_on: date
    until: date
    approved_by: str = ""

    @property
    def is_waiting(self) -> bool:
        """Whether it is a waiver that nobody has approved yet, so that it only explains."""
        return self.kind is ExplanationKind.WAIVER and self.status is FindingStatus.EXPLAINED


@dataclass(frozen=True)
class StatusCounts:
    """How many of some findings are explained and how many waived, and what was written about them."""

    explained: int = 0
    waived: int = 0
    explanations: tuple[ExplanationView, ...] = ()


@dataclass(frozen=True)
class RowStatus:
    """The status of one finding, and what was written about it; None where nothing was."""

    status: FindingStatus = FindingStatus.OPEN
    explanation: ExplanationView | None = None


@dataclass(frozen=True)
class FindingStatuses:
    """The explanations and waivers in force for one report, and how many findings of each group they cover."""

    explanations: tuple[Explanation, ...] = ()
    groups: Mapping[GroupKey, StatusCounts] = field(default_factory=dict)  # only those with an explanation

    def of_group(self, severity: str, code: str, column: str | None) -> StatusCounts:
        """Return the counts of the findings of one code in one column."""
        return self.groups.get((severity, code, column), StatusCounts())

    @cached_property
    def explained(self) -> Mapping[str, int]:
        """The number of explained findings by severity."""
        return self._by_severity("explained")

    @cached_property
    def waived(self) -> Mapping[str, int]:
        """The number of waived findings by severity."""
        return self._by_severity("waived")

    def of_rows(self, findings: Sequence[Mapping[str, Any]]) -> list[RowStatus]:
        """Return the status of each of some findings."""
        import pyarrow as pa

        if not self.explanations:
            return [RowStatus() for _ in findings]
        schema = pa.schema([(name, pa.string()) for name in COVERED_BY])
        table = pa.Table.from_pylist([{name: row[name] for name in COVERED_BY} for row in findings], schema)
        views = {explanation.id: _view(explanation) for explanation in self.explanations}
        rows = _explained(table, self.explanations).select(["finding_status", "explanation"]).to_pylist()
        return [RowStatus(FindingStatus(row["finding_status"]), views.get(row["explanation"])) for row in rows]

    def _by_severity(self, name: str) -> dict[str, int]:
        numbers = {str(severity): 0 for severity in Severity}
        for (severity, _, _), counts in self.groups.items():
            numbers[severity] += getattr(counts, name)
        return numbers


NO_STATUSES = FindingStatuses()
STATUS_CACHE: SizedCache[FindingStatuses] = SizedCache(
    20 * MEGABYTE, lambda statuses: 1000 * (1 + len(statuses.groups) + len(statuses.explanations))
)


def load_in_force(deployment: "Deployment", authority_gss: str, day: date) -> dict[str, tuple[Explanation, ...]]:
    """Return the explanations and waivers of an authority that hold on a day, by standard."""
    with deployment.transaction() as connection:
        written = load_explanations(connection, authority_gss=authority_gss)
    by_standard: dict[str, list[Explanation]] = defaultdict(list)
    for explanation in written:
        if explanation.holds(day):
            by_standard[explanation.standard].append(explanation)
    return {standard: tuple(explanations) for standard, explanations in by_standard.items()}


def load_finding_statuses(deployment: "Deployment", key: ReportKey, in_force: Sequence[Explanation]) -> FindingStatuses:
    """Return the statuses of the findings in a report, under the explanations of its source that are in force."""
    if not in_force:
        return NO_STATUSES
    cache_key = (deployment.settings.database, key, tuple(in_force))
    return STATUS_CACHE.get(cache_key, lambda: count_statuses(_load_issues(deployment, key), in_force))


def count_statuses(issues: "pa.Table", in_force: Sequence[Explanation]) -> FindingStatuses:
    """Return the statuses of the findings in an issue table, under the explanations that are in force."""
    import pyarrow.compute as pc

    if not in_force:
        return NO_STATUSES
    explanations = tuple(in_force)

    table = _explained(issues, explanations)
    covered = table.filter(pc.is_valid(table["explanation"]))
    names = [*SUBJECT, "finding_status", "explanation"]
    rows = covered.select(names).group_by(names).aggregate([([], "count_all")]).to_pylist()
    by_group: dict[GroupKey, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        by_group[row["severity"], row["code"], row["column"]].append(row)
    views = {explanation.id: _view(explanation) for explanation in explanations}
    return FindingStatuses(explanations, {subject: _counts(rows, views) for subject, rows in by_group.items()})


def _load_issues(deployment: "Deployment", key: ReportKey) -> "pa.Table":
    name = table_key("issues", key.standard, key.sha256, key.rules_version, key.authority_gss)
    return deployment.archive.load_table(name, [*SUBJECT, "value", "fingerprint"])


def _counts(rows: Sequence[Mapping[str, Any]], views: Mapping[int, ExplanationView]) -> StatusCounts:
    numbers = dict.fromkeys(FindingStatus, 0)
    for row in rows:
        numbers[FindingStatus(row["finding_status"])] += row["count_all"]
    ids = sorted({row["explanation"] for row in rows})
    written = tuple(views[number] for number in ids)
    return StatusCounts(numbers[FindingStatus.EXPLAINED], numbers[FindingStatus.WAIVED], written)


def _explained(findings: "pa.Table", explanations: Sequence[Explanation]) -> "pa.Table":
    """Return findings with their status and the explanation that gives it.

    All of the explanations are in force today, and so all of them were on the day when the last one was written.
    """
    import pyarrow as pa

    plain = findings
    for index, column in enumerate(findings.schema):
        if pa.types.is_dictionary(column.type):
            plain = plain.set_column(index, column.name, findings[column.name].cast(pa.string()))
    return explained(plain, explanations, max(explanation.proposed_on for explanation in explanations))


def _view(explanation: Explanation) -> ExplanationView:
    decided = zip(explanation.decisions, explanation.decided_by, strict=True)
    approvers = [
        person
        for decision, person in decided
        if decision == "approved" and not is_same_person(person, explanation.proposed_by)
    ]
    return ExplanationView(
        explanation.kind, explanation.finding_status, explanation.why, explanation.proposed_by, explanation.proposed_on,
        explanation.until, approvers[0] if approvers else "",
    )  # fmt: skip
