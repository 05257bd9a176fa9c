"""Every rule of every suite, as records that pass it, that fail it, and that it does not apply to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import pytest

from expectations.check import PublishedFile, check_files
from expectations.rule import Rule
from expectations.suites import column_rules, suite_for
from tests.expectations.conftest import as_csv
from tests.expectations.records import CASE, SITE_2017, SITE_2026
from transforms.domain.standard import DatasetStandard, Edition, Kind
from transforms.standards import STANDARDS

GOOD = {"2014": CASE, "2026": SITE_2026, "2017": SITE_2017}
ABSENT = None
EDITIONS = [(standard, edition) for standard in STANDARDS for edition in standard.editions]
IDS = [f"{standard.slug}-{edition.name}" for standard, edition in EDITIONS]


@dataclass(frozen=True)
class Examples:
    """Texts of the rule's field, or of several fields by name, that pass, that fail, and to which it does not apply."""

    passing: list[object]
    failing: list[object]
    not_applicable: list[object] = field(default_factory=lambda: [ABSENT])


BY_PREDICATE = {
    "column": Examples(["any"], [ABSENT], not_applicable=["<html><body>no table</body></html>"]),
    "published": Examples(["any"], ["", "N/A", " - ", "null"]),
    "short_enough": Examples(["short"], ["x" * 4001], [ABSENT, ""]),
    "placed": Examples([{}], ["999"], [ABSENT, ""]),
    "unique": Examples(["any"], ["twice"], [ABSENT, ""]),
}
BY_KIND = {
    ("readable", Kind.DATE): Examples(["2025-03-31", "31/03/2025"], ["31/02/2026", "soon"], [ABSENT, "", "N/A"]),
    ("readable", Kind.INTEGER): Examples(["0", "12", "12.00"], ["some", "12.5"], [ABSENT, ""]),
    ("readable", Kind.DECIMAL): Examples(["0.27", "£1,234.50"], ["0,27", "about 3"], [ABSENT, ""]),
    ("readable", Kind.RANGE): Examples(["12", "10-20"], ["a few", "10-"], [ABSENT, ""]),
    ("well_formed", Kind.URL): Examples(["https://a.gov.uk/x"], ["www.a.gov.uk", "n a"], [ABSENT, ""]),
    ("well_formed", Kind.URI): Examples(["http://opendatacommunities.org/id/x/y"], ["Adur"], [ABSENT, ""]),
    ("well_formed", Kind.UPRN): Examples(["100061891234", "1"], ["1000618912345", "A1"], [ABSENT, ""]),
    ("in_range", Kind.INTEGER): Examples(["0", "9"], ["-1"], [ABSENT, "", "some"]),
    ("in_range", Kind.DECIMAL): Examples(["0.01", "410"], ["-0.1"], [ABSENT, "", "some"]),
    ("in_range", Kind.RANGE): Examples(["0", "9"], ["-1"], [ABSENT, "", "some"]),
}
BY_NAME = {
    "Hectares.in_range": Examples(["0.01", "500"], ["0", "500.01"], [ABSENT, "", "some"]),
    "GeoX.published_with.GeoY": Examples(["1"], [""], [ABSENT, {"GeoX": "", "GeoY": ""}]),
    "GeoY.published_with.GeoX": Examples(["1"], ["N/A"], [ABSENT, {"GeoX": "", "GeoY": ""}]),
    "NetDwellingsRangeTo.at_least.NetDwellingsRangeFrom": Examples(
        ["34", {"NetDwellingsRangeFrom": "50-60", "NetDwellingsRangeTo": ""}],
        ["33.99", {"NetDwellingsRangeFrom": "", "MinNetDwellings": "41"}],
        [ABSENT, {"NetDwellingsRangeFrom": "", "NetDwellingsRangeTo": "", "MinNetDwellings": ""}],
    ),
}


def examples_of(rule: Rule, edition: Edition) -> Examples | None:
    """Return the examples of a rule: by its name, by the order of two dates, by kind or by what it says."""
    predicate = rule.name.removeprefix(f"{rule.field}.")
    if rule.name in BY_NAME:
        return BY_NAME[rule.name]
    if predicate.startswith(("not_before.", "not_after.")):
        greater, smaller = rule.columns
        return Examples(
            [{greater: "2025-04-01", smaller: "2025-04-01"}],
            [{greater: "2025-04-01", smaller: "2025-04-02"}],
            [{greater: ABSENT}, {greater: "", smaller: "2025-04-01"}, {greater: "soon", smaller: "2025-04-01"}],
        )
    if predicate == "listed":
        codelist = edition.field(rule.field).codelist
        assert codelist
        words = [code.code.upper() for code in codelist.codes] + [a for c in codelist.codes for a in c.aliases]
        return Examples([f"  {words[0]} ", *words], ["something else"], [ABSENT, "", "n/a"])
    return BY_KIND.get((predicate, edition.field(rule.field).kind)) or BY_PREDICATE.get(predicate)


def files_of(rule: Rule, edition: Edition, standard: DatasetStandard) -> Iterator[tuple[str, object, bytes]]:
    """Yield expected outcome, example and file for every example of a rule."""
    examples = examples_of(rule, edition)
    assert examples
    for outcome, texts in (
        ("passed", examples.passing),
        ("failed", examples.failing),
        ("not-applicable", examples.not_applicable),
    ):
        for text in texts:
            yield outcome, text, content_of(rule, text, GOOD[edition.name])


def content_of(rule: Rule, text: object, good: Mapping[str, str]) -> bytes:
    if isinstance(text, str) and text.startswith("<html"):
        return text.encode()
    overrides = text if isinstance(text, dict) else {rule.field: text}
    record = {name: value for name, value in (good | overrides).items() if value is not ABSENT}
    records = [record, record] if text == "twice" else [record]
    return as_csv(records).encode()


@pytest.mark.parametrize(("standard", "edition"), EDITIONS, ids=IDS)
def test_every_rule_has_examples_that_pass_that_fail_and_that_it_does_not_apply_to(
    standard: DatasetStandard, edition: Edition
) -> None:
    for rule in (*column_rules(edition), *suite_for(standard, edition)):
        examples = examples_of(rule, edition)
        assert examples, f"{rule.name} has no examples"
        assert examples.passing, rule.name
        assert examples.failing, rule.name
        assert examples.not_applicable, rule.name


@pytest.mark.parametrize(("standard", "edition"), EDITIONS, ids=IDS)
def test_every_example_has_the_outcome_that_its_list_says(standard: DatasetStandard, edition: Edition) -> None:
    cases = [
        (rule, *case)
        for rule in (*column_rules(edition), *suite_for(standard, edition))
        for case in files_of(rule, edition, standard)
    ]
    files = [PublishedFile("file.csv", content, None, date(2026, 6, 30)) for *_, content in cases]
    wrong = []
    for (rule, expected, text, _), report in zip(cases, check_files(files, standard), strict=True):
        outcomes = {outcome.rule: outcome for outcome in report.outcomes}
        outcome = outcomes.get(rule.name)
        if outcome is None and expected == "not-applicable" and edition.recognised_by:
            assert report.edition != edition.name  # without its mark a file is of another edition
        elif outcome is None or outcome.outcome != expected:
            wrong.append((rule.name, text, expected, outcome and outcome.outcome))
        elif expected == "failed":
            codes = set(report.issues["code"].to_pylist())
            assert rule.code in codes, rule.name
        elif expected == "not-applicable":
            assert outcome.reason
    assert not wrong


def test_names_of_rules_are_unique_and_each_has_a_sentence() -> None:
    for standard, edition in EDITIONS:
        rules = (*column_rules(edition), *suite_for(standard, edition))
        assert len({rule.name for rule in rules}) == len(rules)
        assert all(rule.sentence.endswith(".") for rule in rules)
