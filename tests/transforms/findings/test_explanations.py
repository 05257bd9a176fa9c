from dataclasses import replace
from datetime import date

import pyarrow as pa
import pytest

from transforms.findings.explanations import (
    Explanation,
    ExplanationKind,
    covers,
    explained,
    folded_name,
    is_same_person,
)

DAY, LATER = date(2025, 4, 2), date(2025, 12, 31)
FINDINGS = pa.table(
    {
        "code": ["code-unknown", "code-unknown", "code-unknown", "value-missing", "file-without-records"],
        "column": ["Decision", "Decision", "Status", "Decision", None],
        "value": ["Okayed", "Maybe", "Okayed", None, None],
        "fingerprint": ["a", "b", "c", "d", "e"],
    }
)


def explanation(**said: object) -> Explanation:
    written: dict[str, object] = {
        "id": 1, "kind": ExplanationKind.EXPLANATION, "standard": "planning_applications", "authority_gss": "E07000223",
        "code": None, "column": None, "values": (), "fingerprints": (), "why": "Ours", "proposed_by": "A",
        "proposed_on": DAY, "until": LATER,
    }  # fmt: skip
    return Explanation(**(written | said))  # type: ignore[arg-type]


OKAYED = {"code": "code-unknown", "column": "Decision", "values": ("Okayed",)}


def covered(**said: object) -> list[str]:
    return FINDINGS.filter(pa.array(covers(explanation(**said), FINDINGS)))["fingerprint"].to_pylist()


def statuses(*written: Explanation, day: date = DAY) -> list[str]:
    return explained(FINDINGS, written, day)["finding_status"].to_pylist()


def test_an_explanation_of_a_column_is_of_the_values_that_stood_there_and_of_no_other() -> None:
    assert covered(**OKAYED) == ["a"]
    assert covered(code="code-unknown", column="Decision", values=("Okayed", "Maybe")) == ["a", "b"]


def test_a_blank_is_explained_as_a_blank() -> None:
    assert covered(code="value-missing", column="Decision", values=(None,)) == ["d"]
    assert covered(code="file-without-records", values=(None,)) == ["e"]


def test_an_explanation_of_fingerprints_is_of_those_alone() -> None:
    assert covered(fingerprints=("b", "d", "gone")) == ["b", "d"]


def test_a_waiver_waits_for_its_second_person_as_an_explanation() -> None:
    waiver = {"kind": ExplanationKind.WAIVER, **OKAYED}
    assert statuses(explanation(**waiver))[0] == "explained"
    assert statuses(explanation(**waiver, decisions=("approved",), decided_by=("B",)))[0] == "waived"


def test_what_was_refused_or_withdrawn_holds_no_more() -> None:
    assert statuses(explanation(**OKAYED, decisions=("refused",), decided_by=("B",)))[0] == "open"
    assert (
        statuses(
            explanation(
                **OKAYED, kind=ExplanationKind.WAIVER, decisions=("approved", "withdrawn"), decided_by=("B", "A")
            )
        )[0]
        == "open"
    )


def test_an_explanation_holds_to_its_last_day_and_not_before_it_was_written() -> None:
    assert statuses(explanation(**OKAYED), day=LATER)[0] == "explained"
    assert statuses(explanation(**OKAYED), day=date(2026, 1, 1))[0] == "open"
    assert statuses(explanation(**OKAYED), day=date(2025, 4, 1))[0] == "open"


def test_a_waiver_in_force_counts_over_an_explanation_written_later() -> None:
    waiver = explanation(id=1, kind=ExplanationKind.WAIVER, **OKAYED, decisions=("approved",), decided_by=("B",))
    found = explained(FINDINGS, [waiver, explanation(id=2, **OKAYED)], DAY)
    assert (found["finding_status"][0].as_py(), found["explanation"][0].as_py()) == ("waived", 1)
    assert found["explanation"].to_pylist()[1:] == [None] * 4


@pytest.mark.parametrize(
    "spelling",
    [
        "Zoë O’Neil-Łoś",
        "zoe o'neil łoś",
        "  ZOË  ONEIL LOS. ",
        "Zoe\u0308 O’Neil-Łoś",
        "Zo\u200bë O’Neil‐Łoś",
        "ＺＯＥ O`NEIL LOS",
    ],
)
def test_two_spellings_of_a_name_are_one_person(spelling: str) -> None:
    assert is_same_person("Zoë O'Neil-Łoś", spelling)
    waiver = explanation(**OKAYED, kind=ExplanationKind.WAIVER, proposed_by="Zoë O'Neil-Łoś")
    approved = replace(waiver, decisions=("approved",), decided_by=(spelling,))
    assert statuses(approved)[0] == "explained", "an approval by the proposer is none"


@pytest.mark.parametrize("name", ["B. Manager", "Zoë O'Neil", "Zoë O'Neil-Łoś 2"])
def test_another_name_is_another_person(name: str) -> None:
    assert not is_same_person("Zoë O'Neil-Łoś", name)


def test_a_name_without_a_letter_or_digit_folds_to_nothing() -> None:
    assert folded_name(" – . ") == ""
