import re
from pathlib import Path
from string import Formatter

import pytest

from transforms.domain.issue import ISSUE_TYPES, Severity, issue_type

SPECIFIED = {
    "source-unreachable": "critical",
    "source-unchanged": "info",
    "source-shrunk": "warning",
    "file-not-tabular": "critical",
    "file-empty": "critical",
    "file-too-large": "critical",
    "file-encoding-guessed": "info",
    "header-displaced": "info",
    "row-ignored": "info",
    "row-misaligned": "warning",
    "file-without-records": "warning",
    "column-missing": "warning",
    "column-unrecognised": "info",
    "value-missing": "warning",
    "date-unparseable": "warning",
    "number-unparseable": "warning",
    "boolean-unparseable": "warning",
    "date-ambiguous": "warning",
    "code-unknown": "warning",
    "value-malformed": "warning",
    "value-out-of-range": "warning",
    "value-repaired": "info",
    "reference-repeated": "warning",
    "row-duplicated": "critical",
    "pair-incomplete": "warning",
    "dates-out-of-order": "warning",
    "personal-data-found": "critical",
}
CRITICAL_ON_ESSENTIAL_FIELDS = {
    *("row-misaligned", "column-missing", "value-missing", "code-unknown"),
    *("date-unparseable", "number-unparseable", "boolean-unparseable"),
}


@pytest.mark.parametrize(("code", "severity"), SPECIFIED.items())
def test_every_specified_code_is_in_the_register_with_its_severity(code: str, severity: str) -> None:
    assert issue_type(code).severity == severity
    assert issue_type(code).essential_is_critical == (code in CRITICAL_ON_ESSENTIAL_FIELDS)


# How a sentence that says what to do begins; a fix that only describes the fault again would begin otherwise.
IMPERATIVES = (
    *(
        "Write",
        "Enter",
        "Fill in",
        "Use one of",
        "Add",
        "Give both",
        "Put",
        "Take",
        "Keep",
        "Correct",
        "Check",
        "Change",
    ),
    *("Give every", "Publish", "Export", "Save", "Leave", "If records", "Nothing to do"),
)
WRITES_A_VALUE = {  # the codes about what stands in one cell: their fix names a form, an example or the words to choose
    *("date-unparseable", "number-unparseable", "boolean-unparseable", "date-ambiguous", "code-unknown"),
    *("value-malformed", "value-missing", "value-out-of-range", "value-repaired"),
}


@pytest.mark.parametrize("code", sorted(ISSUE_TYPES.keys() - {"file-not-tabular"}))  # whose advice hangs on the kind
def test_every_fix_says_what_to_do(code: str) -> None:
    assert ISSUE_TYPES[code].fix.startswith(IMPERATIVES)


@pytest.mark.parametrize("code", sorted(WRITES_A_VALUE))
def test_a_fix_for_a_cell_says_what_to_write_in_it(code: str) -> None:
    said = {name for _, name, _, _ in Formatter().parse(ISSUE_TYPES[code].fix) if name}
    shown = said & {"example", "expected", "such_as", "description", "description_lower"}
    assert shown or re.search(r"\d{4}-\d{2}-\d{2}|yes or no", ISSUE_TYPES[code].fix)


@pytest.mark.parametrize("code", ISSUE_TYPES)
def test_no_sentence_counts_in_a_way_that_fails_for_one(code: str) -> None:
    kind = ISSUE_TYPES[code]
    nouns = r"(?:records|values|places|rows|columns|files|lines)"
    assert not re.search(rf"\{{(?!width)\w+\}} {nouns}\b", kind.message + kind.fix)


@pytest.mark.parametrize("code", ISSUE_TYPES)
def test_every_type_says_what_is_wrong_and_what_to_do_in_sentences(code: str) -> None:
    kind = ISSUE_TYPES[code]
    assert re.fullmatch(r"[a-z]+(-[a-z]+)+", code)
    assert kind.title[0].isupper()
    assert kind.message.endswith(".")
    assert kind.fix.endswith((".", "{advice}"))
    assert "value" not in {name for _, name, _, _ in Formatter().parse(kind.message + kind.fix)}
    assert kind.severity in Severity


def test_an_unknown_code_is_a_fault() -> None:
    with pytest.raises(LookupError, match="no-such-code"):
        issue_type("no-such-code")


@pytest.mark.parametrize("folder", ["transforms", "expectations", "plugins"])
def test_every_code_that_the_program_raises_is_in_the_register(folder: str) -> None:
    raised = set()
    for path in (Path(__file__).parents[3] / folder).rglob("*.py"):
        raised |= set(re.findall(r"Finding\(\s*\"([a-z-]+)\"", path.read_text()))
    assert raised <= ISSUE_TYPES.keys()
