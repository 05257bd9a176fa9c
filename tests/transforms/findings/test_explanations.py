from datetime import date

import pyarrow as pa

from transforms.findings.explanations import Explanation, Kind, covers, explained

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
        "id": 1, "kind": Kind.EXPLANATION, "standard": "planning_applications", "authority_gss": "E07000223",
        "code": None, "column": None, "values": (), "fingerprints": (), "why": "Ours", "proposed_by": "A",
        "proposed_on": DAY, "until": LATER,
    }  # fmt: skip
    return Explanation(**(written | said))  # type: ignore[arg-type]


OKAYED = {"code": "code-unknown", "column": "Decision", "values": ("Okayed",)}


def covered(**said: object) -> list[str]:
    return FINDINGS.filter(pa.array(covers(explanation(**said), FINDINGS)))["fingerprint"].to_pylist()


def statuses(*written: Explanation, day: date = DAY) -> list[str]:
    return explained(FINDINGS, written, day)["standing"].to_pylist()


def test_an_explanation_of_a_column_is_of_the_values_that_stood_there_and_of_no_other() -> None:
    assert covered(**OKAYED) == ["a"]
    assert covered(code="code-unknown", column="Decision", values=("Okayed", "Maybe")) == ["a", "b"]


def test_a_blank_is_explained_as_a_blank() -> None:
    assert covered(code="value-missing", column="Decision", values=(None,)) == ["d"]
    assert covered(code="file-without-records", values=(None,)) == ["e"]


def test_an_explanation_of_fingerprints_is_of_those_alone() -> None:
    assert covered(fingerprints=("b", "d", "gone")) == ["b", "d"]


def test_a_waiver_waits_for_its_second_person_as_an_explanation() -> None:
    waiver = {"kind": Kind.WAIVER, **OKAYED}
    assert statuses(explanation(**waiver))[0] == "explained"
    assert statuses(explanation(**waiver, decisions=("approved",)))[0] == "waived"


def test_what_was_refused_or_withdrawn_holds_no_more() -> None:
    assert statuses(explanation(**OKAYED, decisions=("refused",)))[0] == "open"
    assert statuses(explanation(**OKAYED, kind=Kind.WAIVER, decisions=("approved", "withdrawn")))[0] == "open"


def test_an_explanation_holds_to_its_last_day_and_not_before_it_was_written() -> None:
    assert statuses(explanation(**OKAYED), day=LATER)[0] == "explained"
    assert statuses(explanation(**OKAYED), day=date(2026, 1, 1))[0] == "open"
    assert statuses(explanation(**OKAYED), day=date(2025, 4, 1))[0] == "open"


def test_a_waiver_in_force_counts_over_an_explanation_written_later() -> None:
    waiver = explanation(id=1, kind=Kind.WAIVER, **OKAYED, decisions=("approved",))
    found = explained(FINDINGS, [waiver, explanation(id=2, **OKAYED)], DAY)
    assert (found["standing"][0].as_py(), found["explanation"][0].as_py()) == ("waived", 1)
    assert found["explanation"].to_pylist()[1:] == [None] * 4
