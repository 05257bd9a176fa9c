"""Examples of every rule: records that pass it, that fail it, and that it does not apply to, made of the declaration.

An example is what it changes in a good record: a text for the rule's own field, or texts by field.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from expectations.rule import Rule
from expectations.share_rules import FEWEST_VALUES
from tests.expectations.good_records import first_code, good_value
from transforms.domain.rules import (
    AddsUp,
    Agrees,
    Covers,
    DeclaredRule,
    Divides,
    InOrder,
    ListedUnless,
    OnlyWhen,
    OnOrBefore,
    PublishedWhen,
    RefersTo,
    SmallNumber,
)
from transforms.domain.standard import DatasetStandard, Edition, Field, FieldKind

ABSENT = None
AS_AT = date(2026, 6, 30)  # the day of the checks in conftest.py
Change = str | None | Mapping[str, str | None]
ANOTHER = "¬ another ¬"


@dataclass(frozen=True)
class Many:
    """A file of as many records as a share needs, each changed alike."""

    change: Change


@dataclass(frozen=True)
class Each:
    """A file with a record for each of the texts."""

    texts: tuple[str, ...]


@dataclass(frozen=True)
class Beneath:
    """A good file with a second record that differs from the first."""

    change: Mapping[str, str]


@dataclass(frozen=True)
class Page:
    """A file that is no table."""

    text: str = "<html><body>no table</body></html>"


@dataclass(frozen=True)
class Unlinked:
    """A good file of an authority whose other records are not known."""


@dataclass(frozen=True)
class Examples:
    """What passes, what fails, and what a rule does not apply to."""

    passing: list[object]
    failing: list[object]
    not_applicable: list[object] = field(default_factory=lambda: [ABSENT])


BLANK = [ABSENT, ""]
BY_KIND = {
    ("readable", FieldKind.DATE): Examples(["2025-03-31", "31/03/2025"], ["31/02/2026", "soon"], [*BLANK, "N/A"]),
    ("readable", FieldKind.INTEGER): Examples(["0", "12", "12.00"], ["some", "12.5"], BLANK),
    ("readable", FieldKind.DECIMAL): Examples(["0.27", "£1,234.50"], ["0,27", "about 3"], BLANK),
    ("readable", FieldKind.RANGE): Examples(["12", "10-20"], ["a few", "10-"], BLANK),
    ("whole", FieldKind.RANGE): Examples(["12", "10-20"], ["162.25", "10-12.5"], [*BLANK, "a few"]),
    ("readable", FieldKind.BOOLEAN): Examples(["Yes", "false"], ["perhaps"], [*BLANK, "-"]),
    ("well_formed", FieldKind.URL): Examples(["https://a.gov.uk/x"], ["www.a.gov.uk", "n a"], BLANK),
    ("well_formed", FieldKind.URI): Examples(["http://opendatacommunities.org/id/x/y"], ["Adur"], BLANK),
    ("well_formed", FieldKind.UPRN): Examples(["100061891234", "1"], ["1000618912345", "A1"], BLANK),
    ("well_formed", FieldKind.POSTCODE): Examples(["BN43 6EL", "gir0aa"], ["BN43", "6EL BN43"], BLANK),
    ("well_formed", FieldKind.EMAIL): Examples(["info@a.gov.uk"], ["info@", "a.gov.uk"], BLANK),
}
REPAIRED = {
    FieldKind.DATE: "31 March 2025",
    FieldKind.INTEGER: "£12",
    FieldKind.DECIMAL: "£12",
    FieldKind.RANGE: "£12",
    FieldKind.BOOLEAN: "y",
}


def examples_of(rule: Rule, standard: DatasetStandard, edition: Edition) -> Examples | None:
    """Return the examples of a rule, None for one of a kind that is not known here."""
    predicate = rule.name.removeprefix(f"{rule.field}.").split(".")[0]
    own = edition.field(rule.field)
    declared = _declared(rule, standard)
    if declared and (examples := _of_declared(declared, edition)):
        return examples
    if predicate == "listed":
        return _of_list(own)
    if predicate == "in_range":
        return _of_bounds(own)
    if predicate == "well_formed" and own.pattern:
        return _of_pattern(own)
    if predicate == "not_repeated" and standard.shared_key:
        other = edition.field(standard.shared_key.differ_in[0])
        return Examples([{}], [Beneath({other.name: _another_value(other)})], BLANK)
    return BY_KIND.get((predicate, own.kind)) or _of_predicate(predicate, rule, own)


def _of_predicate(predicate: str, rule: Rule, own: Field) -> Examples | None:
    match predicate:
        case "column":
            return Examples([{}], [ABSENT], [Page()])
        case "published":
            return Examples(["any", *(["REDACTED"] if withholds(own) else [])], ["", "N/A", " - ", "null"])
        case "short_enough":
            return Examples(["short"], ["x" * ((own.max_length or 0) + 1)], BLANK)
        case "in_time":
            far = f"{AS_AT.year + 101}-01-01" if not own.is_past else f"{AS_AT + timedelta(days=1)}"
            return Examples([f"{own.earliest}", f"{AS_AT}"], ["1899-12-30", far], [*BLANK, "soon"])
        case "placed":
            return Examples([{}], ["999"], BLANK)
        case "unique":
            return Examples([{}], ["twice"], BLANK)
        case "published_with":
            other = next(name for name in rule.fields if name != rule.field)
            return Examples([{}], ["", "N/A"], [ABSENT, {rule.field: "", other: ""}, {other: ABSENT}])
        case "at_least":
            lower = rule.facts["expected"].removeprefix("at least ")
            return Examples([{}, {lower: "1", own.name: "1"}], [{lower: "3", own.name: "2"}], [ABSENT])
        case "seldom_repaired":
            return Examples([Many(good_value(own))], [Many(REPAIRED[own.kind])], [ABSENT, {}])
        case _:
            return None


def _declared(rule: Rule, standard: DatasetStandard) -> DeclaredRule | None:
    """Return the declaration that a rule on several fields was made of."""
    for declared in standard.rules:
        names = [declared.name] if isinstance(declared, Covers) else [test.name for test in declared.tests()]
        if rule.name in names:
            return declared
    return None


def _of_declared(declared: DeclaredRule, edition: Edition) -> Examples | None:
    match declared:
        case InOrder() | OnOrBefore():
            return _of_dates(*declared.reads())
        case RefersTo():
            return Examples([{}], ["no such record"], [*BLANK, Unlinked()])
        case PublishedWhen(name, when, codes, unless):
            one, other = codes[0], other_value(edition.field(when), codes)
            called, not_called = (other, one) if unless else (one, other)
            return Examples([{when: called}], [{when: called, name: ""}], [{when: not_called}, {when: ""}, ABSENT])
        case OnlyWhen(name, when, codes):
            other = other_value(edition.field(when), codes)
            return Examples([{when: codes[0]}], [{when: other}], [{name: ""}, {when: ""}, ABSENT])
        case Agrees():
            return _of_labels(declared)
        case ListedUnless(label, uri, codelist):
            word = codelist.codes[0].label
            return Examples(
                [{uri: "", label: word}, {uri: "", label: f" {word.upper()} "}],
                [{uri: "", label: "Our own words"}, {uri: "no address", label: "Our own words"}],
                [ABSENT, {label: ""}, {uri: codelist.codes[0].code, label: "Our own words"}],
            )
        case AddsUp():
            return _of_sum(declared)
        case SmallNumber(name, least):
            return Examples(
                [{name: str(least)}], [{name: str(least - 1)}, {name: "1"}], [{name: "0"}, {name: ""}, ABSENT]
            )
        case Divides(quotient, dividend, divisor):
            return Examples([{}], [{quotient: "99999"}], [ABSENT, {divisor: ""}, {dividend: ""}])
        case Covers(name, _, others):
            blank = dict.fromkeys((name, *others), "")
            return Examples([{}], [blank], [dict.fromkeys((name, *others), ABSENT)])
        case _:
            return None


def _of_labels(declared: Agrees) -> Examples:
    """Return labels of an address: its own, a local one, another's."""
    uri, label = declared.uri, declared.label
    first, *others = [code for code in declared.codelist.codes if code.label]
    mine = {word.casefold() for word in (first.label, *first.aliases)}
    other = next(code for code in others if code.label.casefold() not in mine)
    pairs = {uri: first.code, label: first.label}
    return Examples(
        [pairs, pairs | {label: first.label.upper()}, pairs | {label: "Our own words"}],
        [pairs | {label: other.label}],
        [ABSENT, pairs | {label: ""}, pairs | {uri: ""}],
    )


def _of_sum(declared: AddsUp) -> Examples:
    """Return sums: as in the good record, with a part too much, without a total or any part."""
    too_much = {declared.parts[0]: f"{1000 + 10 * declared.tolerance:.0f}"}
    blank: list[object] = [{declared.field: ABSENT}, dict.fromkeys(declared.parts, "")]
    return Examples([{}], [too_much], blank)


def _of_dates(greater: str, smaller: str) -> Examples:
    return Examples(
        [{greater: "2025-04-01", smaller: "2025-04-01"}],
        [{greater: "2025-04-01", smaller: "2025-04-02"}],
        [{greater: ABSENT}, {greater: "", smaller: "2025-04-01"}, {greater: "soon", smaller: "2025-04-01"}],
    )


def _of_list(own: Field) -> Examples:
    """Return every word of a list in some case, one that is none of them, and where there may be several, both."""
    codelist = own.codelist
    assert codelist
    aliases = [alias.replace("*", " and more") for code in codelist.codes for alias in code.aliases]
    words = [f"  {first_code(codelist)} ", *(code.code.upper() for code in codelist.codes), *aliases]
    if not own.separator:
        return Examples([Each(tuple(words))], ["something else"], [*BLANK, "n/a"])
    all_words = own.separator.join(words)
    return Examples([all_words, words[0]], [f"{words[0]}{own.separator}something else"], [*BLANK, "n/a"])


def _of_bounds(own: Field) -> Examples:
    """Return the bounds of a field, and what lies beyond them."""
    step = 1 if own.kind is FieldKind.INTEGER else 0.01
    within = [bound for bound in (own.minimum, own.maximum) if bound is not None]
    beyond = [own.minimum - step] if own.minimum is not None else []
    beyond += [own.maximum + step] if own.maximum is not None else []
    return Examples([f"{bound:.10g}" for bound in within], [f"{bound:.10g}" for bound in beyond], [*BLANK, "some"])


def _of_pattern(own: Field) -> Examples:
    """Return the field's own example, and a text that breaks its pattern."""
    assert own.pattern
    breaking = next(text for text in (ANOTHER, "???!", "x" * 200) if not re.fullmatch(own.pattern, text))
    redacted = ["REDACTED COMMERCIAL CONFIDENTIALITY"] if withholds(own) else []
    return Examples([own.example], [breaking], [*BLANK, *redacted])


def withholds(own: Field) -> bool:
    return own.is_redactable and not own.is_essential


def other_value(own: Field, codes: tuple[str, ...]) -> str:
    """Return a value that a field may have, and that is none of `codes`."""
    taken = {code.casefold() for code in codes}
    if own.kind is FieldKind.BOOLEAN:
        return "no" if "true" in taken else "yes"
    if own.codelist:
        return next(code.code for code in own.codelist.codes if code.code.casefold() not in taken)
    return "http://example.gov.uk/another" if own.kind is FieldKind.URI else "something else"


def _another_value(own: Field) -> str:
    """Return a value that is not the one of a good record."""
    if own.codelist:
        return own.codelist.codes[-1].code
    return (
        "2024-03-30"
        if own.kind is FieldKind.DATE
        else "7"
        if own.kind in (FieldKind.INTEGER, FieldKind.DECIMAL)
        else ANOTHER
    )


def rows_of(change: object) -> int:
    return FEWEST_VALUES if isinstance(change, Many) else 2 if change == "twice" else 1
