"""A report as pages show it: the verdict, what to fix first, the outcome of every rule.

The same for a collected file and for one that somebody checks before publishing it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
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
from transforms.priorities.blank_cells import BlankCells, blank_cells
from transforms.render.report_words.cells_left_blank import blank_in_words
from transforms.render.report_words.columns_read import ColumnsRead, columns_read
from transforms.render.report_words.issue_groups import LineAndValue, groups
from transforms.render.report_words.reasons_to_fix import NO_RETURN, why
from transforms.render.report_words.record_keys import key_fields, keys_on_lines
from transforms.render.report_words.verdict import Verdict, verdict
from transforms.returns import RETURNS

if TYPE_CHECKING:
    from transforms.domain.sheet import Sheet

_WORKBOOK_LOCK = Lock()  # a workbook of a huge file takes a minute and much memory
EXAMPLE_LINES = 5  # of every group
SENTENCES_LISTED = 3  # of every group
FIXED_BY_BLANK = {"personal-data-found", "row-duplicated", "value-out-of-place"}  # so there is no example to follow


@dataclass(frozen=True)
class RuleView:
    """The outcome of one rule; `address` is blank where the rule has no page, because the rules no longer have it."""

    outcome: Outcome
    sentence: str
    address: str


RuleOutcome = tuple[Rule | None, RuleView]  # the rule as it is declared now, None where it no longer is


@dataclass(frozen=True)
class FindingGroupView:
    """The findings of one code in one column: what is wrong, what to write, why it matters, where, the rules broken."""

    priority: FixPriority
    kind: IssueType
    why: str
    sentences: tuple[tuple[str, str], ...]  # message and fix
    more_sentences: int
    published: tuple[tuple[str | None, tuple[int, ...]], ...]  # the first values, each with its lines
    field: Field | None
    example: str
    rules: tuple[RuleView, ...]


@dataclass(frozen=True)
class ReportView:
    """Everything that the pages of one report show; `report.table` has only what pages show."""

    standard: DatasetStandard
    edition: Edition
    report: Report
    fix_priorities: tuple[FixPriority, ...]
    verdict: Verdict
    groups: Mapping[Severity, tuple[FindingGroupView, ...]]
    rules: Mapping[str, tuple[RuleView, ...]]  # by outcome
    findings: Findings
    blank: tuple[BlankCells, ...]  # the cells of returns that the file leaves blank

    @cached_property
    def fields(self) -> Mapping[str, str]:
        """The field of every column that findings name."""
        return self.report.fields_by_header

    @cached_property
    def columns(self) -> ColumnsRead | None:
        """How the columns were read; None where there is no table of the standard."""
        return columns_read(self.report, self.edition)

    def keys_on(self, lines: Iterable[int | None]) -> dict[int, str]:
        """Return what the records on some lines are known by."""
        return keys_on_lines(self.report.table, key_fields(self.standard, self.edition), lines)

    @property
    def key_column(self) -> str | None:
        """The published column that records are known by, the first of several; None where there is none."""
        names = (self.report.columns.get(name) for name in key_fields(self.standard, self.edition))
        return next(filter(None, names), None)

    @property
    def left_blank(self) -> list[str]:
        """Which cells of returns the file leaves blank, in a sentence for each return."""
        return [blank_in_words(cells) for cells in self.blank]

    @property
    def counts(self) -> dict[str, int]:
        """The number of findings of each severity."""
        return {
            str(severity): sum(group.priority.count for group in its_groups)
            for severity, its_groups in self.groups.items()
        }

    @property
    def is_read(self) -> bool:
        """Whether any return reads the standard."""
        return any(self.standard.slug in definition.standards for definition in RETURNS)

    @property
    def note(self) -> str:
        """What is true of every warning where no return reads the standard, said once on the page; otherwise blank."""
        return "" if self.is_read or not self.fix_priorities else NO_RETURN

    @property
    def size(self) -> int:
        """Bytes of memory, approximately."""
        return self.findings.size + int(self.report.table.nbytes)


def report_view(report: Report, standard: DatasetStandard) -> ReportView:
    """Return what the pages show of a report.

    Args:
        report: what checking one file found; of its table only `shown_columns` are needed.
        standard: the standard that it was checked against.

    """
    edition = standard.edition(report.edition)
    returns = [definition for definition in RETURNS if standard.slug in definition.standards]
    priorities, blank = fix_priorities(report, edition, returns), blank_cells(report, returns)
    rules = _rules(report, standard, edition)
    by_severity: dict[Severity, list[FindingGroupView]] = {severity: [] for severity in Severity}
    for group in _groups(report, standard, edition, priorities, rules):
        by_severity[group.priority.severity].append(group)
    outcomes: dict[str, list[RuleView]] = defaultdict(list)
    for _, rule in rules:
        outcomes[rule.outcome.outcome].append(rule)
    return ReportView(
        standard, edition, report, priorities, verdict(report, priorities, is_read=bool(returns), blank=blank),
        {severity: tuple(groups) for severity, groups in by_severity.items()},
        {outcome: tuple(rules) for outcome, rules in outcomes.items()}, Findings.of(report.issues, priorities), blank,
    )  # fmt: skip


def _groups(
    report: Report,
    standard: DatasetStandard,
    edition: Edition,
    priorities: Sequence[FixPriority],
    rules: Sequence[RuleOutcome],
) -> Iterator[FindingGroupView]:
    """Yield the groups of findings in the order in which to fix them."""
    names = {header: name for name, header in report.columns.items()}
    fields = {field.name: field for field in edition.fields}
    examples = example_record(standard, edition)
    is_read = any(standard.slug in definition.standards for definition in RETURNS)
    for group in groups(report.issues, priorities, EXAMPLE_LINES):
        priority, sentences = group.priority, group.sentences
        name = names.get(priority.column or "", priority.column)
        field = fields.get(name or "")
        fixes = " ".join(fix for _, fix in sentences)
        of_group = (view for rule, view in rules if rule and (rule.code, rule.field) == (priority.code, name))
        yield FindingGroupView(
            priority, ISSUE_TYPES[priority.code], why(priority, is_read=is_read), sentences[:SENTENCES_LISTED],
            max(len(sentences) - SENTENCES_LISTED, 0), lines_by_value(group.places), field,
            "" if priority.code in FIXED_BY_BLANK else example_of(field, fixes, examples),
            tuple(view for view in of_group if view.outcome.outcome == "failed"),
        )  # fmt: skip


def example_of(field: Field | None, fix: str, examples: Mapping[str, str]) -> str:
    """Return an example value of a field: one that the fix names, else any known one; blank where none is known."""
    if field is None:
        return ""
    candidates = [
        candidate
        for candidate in (field.example, examples.get(field.name, ""), EXAMPLES.get(field.kind, ""))
        if candidate
    ]
    return next((candidate for candidate in candidates if candidate in fix), candidates[0] if candidates else "")


def lines_by_value(locations: Sequence[LineAndValue]) -> tuple[tuple[str | None, tuple[int, ...]], ...]:
    """Return the values at some locations in their order, each with its lines."""
    lines: dict[str | None, list[int]] = {}
    for line, value in locations:
        lines.setdefault(value, []).append(line)
    return tuple((value, tuple(numbers)) for value, numbers in lines.items())


def _rules(report: Report, standard: DatasetStandard, edition: Edition) -> list[RuleOutcome]:
    """Return every outcome with its rule as declared now, None where it no longer is."""
    declared = {rule.name: rule for rule in every_rule(standard, edition)}
    with_page = {rule.name for other_edition in standard.editions for rule in every_rule(standard, other_edition)}
    outcomes = []
    for outcome in report.outcomes:
        rule = declared.get(outcome.rule)
        address = f"/rules/{standard.slug}/{outcome.rule}" if outcome.rule in with_page else ""
        outcomes.append((rule, RuleView(outcome, rule.sentence if rule else outcome.rule, address)))
    return outcomes


def workbook_of(view: ReportView, sheet: "Sheet | None") -> bytes:
    """Return the workbook of a report; only one is made at a time."""
    from transforms.render.report_workbook import report_workbook

    with _WORKBOOK_LOCK:
        return report_workbook(
            view.report, view.standard, view.fix_priorities, is_read=view.is_read, sheet=sheet, blank=view.blank
        )
