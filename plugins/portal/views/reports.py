"""A report as pages show it: the verdict, what to mend first, every rule's outcome, whoever may see it.

The same for a file that was collected and for one that somebody checks before publishing it.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from expectations.rule import Rule
from expectations.suites import every_rule
from plugins.portal.views.findings import Findings
from transforms.domain.issue import ISSUE_TYPES, IssueType, Severity
from transforms.domain.report import Outcome, Report
from transforms.domain.standard import DatasetStandard, Edition, Field
from transforms.example_record import example_record
from transforms.findings.issue_table import EXAMPLES
from transforms.priorities import FixPriority, fix_priorities
from transforms.render.report_words.issue_groups import Place, groups
from transforms.render.report_words.reasons_to_fix import NO_RETURN, why
from transforms.render.report_words.verdict import Verdict, verdict
from transforms.returns import RETURNS

if TYPE_CHECKING:
    from transforms.domain.sheet import Sheet

_ONE_WORKBOOK = Lock()  # a workbook of a huge file takes a minute and much memory
PLACES_SHOWN = 5
TAKEN_OUT = {"personal-data-found", "row-duplicated", "value-out-of-place"}  # mended by writing nothing
SENTENCES_SHOWN = 3


@dataclass(frozen=True)
class RuleView:
    """What became of one rule; `address` is blank where the rule has no page, being one of earlier rules."""

    outcome: Outcome
    sentence: str
    address: str


JudgedRule = tuple[Rule | None, RuleView]  # the rule as it is declared now, None where it no longer is


@dataclass(frozen=True)
class GroupView:
    """One code found in one column: what is wrong, what to write, why it matters, where, and which rules it broke."""

    priority: FixPriority
    kind: IssueType
    why: str
    sentences: tuple[tuple[str, str], ...]  # message and fix
    more_sentences: int
    published: tuple[tuple[str | None, tuple[int, ...]], ...]  # the first values, each with the lines that it stands on
    field: Field | None
    example: str
    rules: tuple[RuleView, ...]


@dataclass(frozen=True)
class ReportView:
    """Everything that the pages of one report say; `report.table` has no more than the lines and the money."""

    standard: DatasetStandard
    edition: Edition
    report: Report
    fix_priorities: tuple[FixPriority, ...]
    verdict: Verdict
    groups: Mapping[Severity, tuple[GroupView, ...]]
    rules: Mapping[str, tuple[RuleView, ...]]  # by outcome
    findings: Findings

    @property
    def counts(self) -> dict[str, int]:
        """How many findings there are of each severity."""
        return {str(severity): sum(one.priority.count for one in found) for severity, found in self.groups.items()}

    @property
    def is_read(self) -> bool:
        """Whether any return reads the standard."""
        return any(self.standard.slug in one.reads for one in RETURNS)

    @property
    def note(self) -> str:
        """What holds for every warning of a standard that no return reads, to be said once; blank else."""
        return "" if self.is_read or not self.fix_priorities else NO_RETURN

    @property
    def size(self) -> int:
        """The bytes that it takes, near enough."""
        return self.findings.size + int(self.report.table.nbytes)


def report_view(report: Report, standard: DatasetStandard) -> ReportView:
    """Return what the pages say of a report.

    Args:
        report: what checking one file found; of its table only the lines and the field of money are needed.
        standard: the standard that it was checked against.

    """
    edition = next(one for one in standard.editions if one.name == report.edition)
    returns = [one for one in RETURNS if standard.slug in one.reads]
    found = fix_priorities(report, edition, returns)
    rules = _rules(report, standard, edition)
    by_severity: dict[Severity, list[GroupView]] = {severity: [] for severity in Severity}
    for shown in _groups(report, standard, edition, found, rules):
        by_severity[shown.priority.severity].append(shown)
    outcomes: dict[str, list[RuleView]] = defaultdict(list)
    for _, one in rules:
        outcomes[one.outcome.outcome].append(one)
    return ReportView(
        standard, edition, report, found, verdict(report, found, is_read=bool(returns)),
        {severity: tuple(groups) for severity, groups in by_severity.items()},
        {outcome: tuple(rules) for outcome, rules in outcomes.items()}, Findings.of(report.issues),
    )  # fmt: skip


def _groups(
    report: Report,
    standard: DatasetStandard,
    edition: Edition,
    found: Sequence[FixPriority],
    rules: Sequence[JudgedRule],
) -> Iterator[GroupView]:
    """Yield the groups of findings in the order in which to mend them."""
    names = {header: name for name, header in report.columns.items()}
    fields = {field.name: field for field in edition.fields}
    examples = example_record(standard, edition)
    is_read = any(standard.slug in one.reads for one in RETURNS)
    for group in groups(report.issues, found, PLACES_SHOWN):
        priority, said = group.priority, group.sentences
        name = names.get(priority.column or "", priority.column)
        field = fields.get(name or "")
        fixes = " ".join(fix for _, fix in said)
        broken = (one for rule, one in rules if rule and (rule.code, rule.field) == (priority.code, name))
        yield GroupView(
            priority, ISSUE_TYPES[priority.code], why(priority, is_read=is_read), said[:SENTENCES_SHOWN],
            max(len(said) - SENTENCES_SHOWN, 0), by_value(group.places), field,
            "" if priority.code in TAKEN_OUT else example_of(field, fixes, examples),
            tuple(one for one in broken if one.outcome.outcome == "failed"),
        )  # fmt: skip


def example_of(field: Field | None, fix: str, examples: Mapping[str, str]) -> str:
    """Return what may stand in a field: what the fix names, else what an example record has there; blank if neither."""
    if field is None:
        return ""
    known = [one for one in (field.example, examples.get(field.name, ""), EXAMPLES.get(field.kind, "")) if one]
    return next((one for one in known if one in fix), known[0] if known else "")


def by_value(places: Sequence[Place]) -> tuple[tuple[str | None, tuple[int, ...]], ...]:
    """Return the values of some places in their order, each with the lines that it stands on."""
    lines: dict[str | None, list[int]] = {}
    for line, value in places:
        lines.setdefault(value, []).append(line)
    return tuple((value, tuple(found)) for value, found in lines.items())


def _rules(report: Report, standard: DatasetStandard, edition: Edition) -> list[JudgedRule]:
    """Return every outcome with its rule as it is declared now, None where it no longer is."""
    declared = {rule.name: rule for rule in every_rule(standard, edition)}
    with_page = {rule.name for one in standard.editions for rule in every_rule(standard, one)}
    found = []
    for outcome in report.outcomes:
        rule = declared.get(outcome.rule)
        address = f"/rules/{standard.slug}/{outcome.rule}" if outcome.rule in with_page else ""
        found.append((rule, RuleView(outcome, rule.sentence if rule else outcome.rule, address)))
    return found


def workbook_of(shown: ReportView, sheet: "Sheet | None") -> bytes:
    """Return the workbook of a report; one is made at a time."""
    from transforms.render.report_workbook import report_workbook

    with _ONE_WORKBOOK:
        return report_workbook(
            shown.report, shown.standard.title, shown.fix_priorities, is_read=shown.is_read, sheet=sheet
        )
