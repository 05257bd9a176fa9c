"""A report as pages show it: the verdict, what to mend first, every rule's outcome, whoever may see it.

The same for a file that was collected and for one that somebody checks before publishing it.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from expectations.rule import Rule
from expectations.suites import every_rule
from plugins.portal.shown.findings import Findings
from transforms.domain.issue import ISSUE_TYPES, IssueType, Severity
from transforms.domain.report import Outcome, Report
from transforms.domain.standard import DatasetStandard, Edition, Field
from transforms.issue_table import EXAMPLES
from transforms.mending import Mend, mends
from transforms.render.grouped import Place, groups
from transforms.render.verdict import Verdict, verdict
from transforms.render.why import why
from transforms.returns import RETURNS

PLACES_SHOWN = 5
SENTENCES_SHOWN = 3


@dataclass(frozen=True)
class ShownRule:
    """What became of one rule; `address` is blank where the rule has no page, being one of earlier rules."""

    outcome: Outcome
    sentence: str
    address: str


@dataclass(frozen=True)
class ShownGroup:
    """One code found in one column: what is wrong, what to write, why it matters, where, and which rules it broke."""

    mend: Mend
    kind: IssueType
    why: str
    sentences: tuple[tuple[str, str], ...]  # message and fix
    more_sentences: int
    places: tuple[Place, ...]
    field: Field | None
    example: str
    rules: tuple[ShownRule, ...]


@dataclass(frozen=True)
class ShownReport:
    """Everything that the pages of one report say; `report.table` has no more than the lines and the money."""

    standard: DatasetStandard
    edition: Edition
    report: Report
    mends: tuple[Mend, ...]
    verdict: Verdict
    groups: Mapping[Severity, tuple[ShownGroup, ...]]
    rules: Mapping[str, tuple[ShownRule, ...]]  # by outcome
    findings: Findings

    @property
    def counts(self) -> dict[str, int]:
        """How many findings there are of each severity."""
        return {str(severity): sum(one.mend.count for one in found) for severity, found in self.groups.items()}

    @property
    def is_read(self) -> bool:
        """Whether any return reads the standard."""
        return any(self.standard.slug in one.reads for one in RETURNS)

    @property
    def size(self) -> int:
        """The bytes that it takes, near enough."""
        return self.findings.size + int(self.report.table.nbytes)


def shown_report(report: Report, standard: DatasetStandard) -> ShownReport:
    """Return what the pages say of a report.

    Args:
        report: what checking one file found; of its table only the lines and the field of money are needed.
        standard: the standard that it was checked against.

    """
    edition = next(one for one in standard.editions if one.name == report.edition)
    returns = [one for one in RETURNS if standard.slug in one.reads]
    found = mends(report, edition, returns)
    rules = _rules(report, standard, edition)
    by_severity: dict[Severity, list[ShownGroup]] = {severity: [] for severity in Severity}
    fields = {header: name for name, header in report.columns.items()}
    for group in groups(report.issues, found, PLACES_SHOWN):
        mend = group.mend
        name = fields.get(mend.column or "", mend.column)
        field = next((one for one in edition.fields if one.name == name), None)
        fixes = " ".join(fix for _, fix in group.sentences)
        shown = ShownGroup(
            mend, ISSUE_TYPES[mend.code], why(mend, is_read=bool(returns)), group.sentences[:SENTENCES_SHOWN],
            max(len(group.sentences) - SENTENCES_SHOWN, 0), group.places, field, example_of(field, fixes),
            tuple(one for rule, one in rules if rule and (rule.code, rule.field) == (mend.code, name)
                  and one.outcome.outcome == "failed"),
        )  # fmt: skip
        by_severity[mend.severity].append(shown)
    outcomes: dict[str, list[ShownRule]] = defaultdict(list)
    for _, one in rules:
        outcomes[one.outcome.outcome].append(one)
    return ShownReport(
        standard, edition, report, found, verdict(report, found),
        {severity: tuple(groups) for severity, groups in by_severity.items()},
        {outcome: tuple(rules) for outcome, rules in outcomes.items()}, Findings.of(report.issues),
    )  # fmt: skip


def example_of(field: Field | None, fix: str) -> str:
    """Return what may stand in a field, the same as what the fix says where it gives one; blank where we can't say."""
    if field is None:
        return ""
    codes = [field.codelist.codes[0].code] if field.codelist else []
    known = [one for one in (field.example, *codes, EXAMPLES.get(field.kind, "")) if one]
    return next((one for one in known if one in fix), known[0] if known else "")


def _rules(report: Report, standard: DatasetStandard, edition: Edition) -> list[tuple[Rule | None, ShownRule]]:
    """Return every outcome with its rule as it is declared now, None where it no longer is."""
    declared = {rule.name: rule for rule in every_rule(standard, edition)}
    with_page = {rule.name for one in standard.editions for rule in every_rule(standard, one)}
    found = []
    for outcome in report.outcomes:
        rule = declared.get(outcome.rule)
        address = f"/rules/{standard.slug}/{outcome.rule}" if outcome.rule in with_page else ""
        found.append((rule, ShownRule(outcome, rule.sentence if rule else outcome.rule, address)))
    return found
