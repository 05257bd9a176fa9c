"""Every rule of every suite, as records that pass it, that fail it, and that it does not apply to."""

from collections.abc import Iterator
from datetime import date

import pyarrow as pa
import pytest

from expectations.check import PublishedFile, check_files
from expectations.history_rules import history_rules
from expectations.runner import expectations_of
from expectations.suites import every_rule
from tests.expectations.conftest import as_csv
from tests.expectations.examples import examples_of
from tests.expectations.good_records import good_record, marks_of_others
from tests.expectations.packing import Case, Packed, packed
from transforms.domain.report import Report
from transforms.domain.rules import RefersTo
from transforms.domain.standard import DatasetStandard, Edition
from transforms.standards import STANDARDS

AS_AT = date(2026, 6, 30)
SAID_OF_ONE_COLUMN = {
    "ExpectColumnValuesToBeNull",
    "ExpectColumnValuesToNotBeNull",
    "ExpectColumnValuesToBeBetween",
    "ExpectColumnValuesToBeInSet",
    "ExpectColumnValuesToMatchRegex",
    "ExpectColumnValueLengthsToBeBetween",
}
EDITIONS = [(standard, edition) for standard in STANDARDS for edition in standard.editions]
# A record that is spread over linked tables has other columns as published; it is tested where they are joined.
FLAT = [(standard, edition) for standard, edition in EDITIONS if not edition.linkage]
FLAT_IDS = [f"{standard.slug}-{edition.name}" for standard, edition in FLAT]
IDS = [f"{standard.slug}-{edition.name}" for standard, edition in EDITIONS]


def linked(standard: DatasetStandard, good: dict[str, str]) -> dict[str, pa.Array]:
    """Return the records of other standards that a good record refers to."""
    references = [rule for rule in standard.rules if isinstance(rule, RefersTo)]
    return {rule.standard: pa.array([good.get(rule.field)], pa.string()) for rule in references}


def cases_of(standard: DatasetStandard, edition: Edition) -> Iterator[Case]:
    foreign = marks_of_others(standard, edition)
    for rule in every_rule(standard, edition):
        if rule.code == "standard-mismatch":
            continue  # test_standard_fit.py has the files
        if not foreign.isdisjoint((rule.field, *rule.fields)):
            continue
        examples = examples_of(rule, standard, edition)
        assert examples, f"{rule.name} has no examples"
        lists = (examples.passing, examples.failing, examples.not_applicable)
        for outcome, some in zip(("passed", "failed", "not-applicable"), lists, strict=True):
            assert some, f"{rule.name} has no example that is {outcome}"
            yield from (Case(rule, outcome, example) for example in some)


@pytest.mark.parametrize("standard", STANDARDS, ids=lambda standard: standard.slug)
def test_a_good_record_of_every_edition_has_no_issue(standard: DatasetStandard) -> None:
    editions = [edition for edition in standard.editions if not edition.linkage]
    records = [good_record(standard, edition) for edition in editions]
    files = [PublishedFile("f.csv", as_csv([one]).encode(), None, AS_AT, linked(standard, one)) for one in records]
    for edition, report in zip(editions, check_files(files, standard), strict=True):
        assert report.edition == edition.name
        assert report.issues.select(["code", "column", "value", "message"]).to_pylist() == []


@pytest.mark.law
@pytest.mark.parametrize(("standard", "edition"), FLAT, ids=FLAT_IDS)
def test_every_example_has_the_outcome_that_its_list_says(standard: DatasetStandard, edition: Edition) -> None:
    good = good_record(standard, edition)
    packs = packed(list(cases_of(standard, edition)), standard, edition)
    keys = linked(standard, good)
    files = [PublishedFile("f.csv", one.content(good), None, AS_AT, keys if one.is_linked else {}) for one in packs]
    reports = check_files(files, standard)
    wrong = [one for pack, report in zip(packs, reports, strict=True) for one in wrong_in(pack, report, edition)]
    assert not wrong


def wrong_in(pack: Packed, report: Report, edition: Edition) -> Iterator[tuple[object, ...]]:
    """Yield the examples in a file that came out otherwise than their list says."""
    outcomes = {outcome.rule: outcome for outcome in report.outcomes}
    found = set(zip(report.issues["code"].to_pylist(), report.issues["column"].to_pylist(), strict=True))
    for case in pack.cases:
        outcome = outcomes.get(case.rule.name)
        if report.edition != edition.name and case.expected == "not-applicable":
            continue  # without the column that tells it, a file is of another edition
        if outcome is None or outcome.outcome != case.expected:
            yield case.rule.name, case.example, case.expected, outcome and outcome.outcome, pack.change
        elif (outcome.outcome == "not-applicable") != bool(outcome.reason):
            yield case.rule.name, case.example, "a reason where it does not apply, and only there", outcome.reason
        elif case.expected == "failed" and (case.rule.code, case.rule.field) not in found:
            yield case.rule.name, case.example, f"{case.rule.code} on {case.rule.field}", sorted(found, key=str)


@pytest.mark.parametrize(("standard", "edition"), EDITIONS, ids=IDS)
def test_names_of_rules_are_unique_and_each_has_a_sentence(standard: DatasetStandard, edition: Edition) -> None:
    rules = every_rule(standard, edition)
    assert len({rule.name for rule in rules}) == len(rules)
    assert all(rule.sentence.endswith(".") for rule in rules)


@pytest.mark.parametrize(("standard", "edition"), EDITIONS, ids=IDS)
def test_what_great_expectations_is_told_is_the_rule_by_its_name_and_sentence(
    standard: DatasetStandard, edition: Edition
) -> None:
    rules = [*every_rule(standard, edition), *history_rules(standard)]
    for rule, expectation in zip(rules, expectations_of(rules), strict=True):
        assert expectation.meta["rule"] == rule.name
        assert expectation.meta["sentence"] == rule.sentence
        assert expectation.column in (rule.name, rule.field)
        assert type(expectation).__name__ in SAID_OF_ONE_COLUMN
