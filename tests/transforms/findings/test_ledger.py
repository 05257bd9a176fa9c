"""The ledger, told in days: what a council published, and what became of every finding."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.findings.ledger import RULES, SCHEMA, Step, counts, days_to_fix, fingerprint_numbers, follow, states


def found(*prints: int, code: str = "value-missing", severity: str = "warning") -> pa.Table:
    words = {"code": code, "severity": severity, "column": "CaseText"}
    columns = {name: pa.array([word] * len(prints), pa.string()) for name, word in words.items()}
    return pa.table({"fingerprint": pa.array([f"{one:016x}" for one in prints], pa.string()), **columns})


def day(number: int) -> date:
    return date(2025, 1, number)


def told(ledger: pa.Table) -> dict[int, tuple[object, ...]]:
    """Every entry as (state, opened, since, last seen, closed, how often back), days of January 2025."""
    rows = zip(states(ledger).to_pylist(), ledger.to_pylist(), strict=True)
    return {
        row["fingerprint"]: (
            state,
            *(row[name] and row[name].day for name in ("opened_on", "since", "last_seen_on", "closed_on")),
            row["recurred"],
        )
        for state, row in rows
    }


def story(*steps: tuple[int, Sequence[int]]) -> pa.Table:
    ledger = None
    for number, prints in steps:
        ledger = follow(ledger, found(*prints), Step(day(number)))
    assert ledger is not None
    return ledger


def test_a_finding_is_opened_seen_again_and_fixed() -> None:
    assert told(story((1, [7, 9]), (2, [7, 9]), (5, [7]))) == {
        7: ("open", 1, 1, 5, None, 0),
        9: ("fixed", 1, 1, 2, 5, 0),
    }


def test_time_to_fix_is_from_the_day_it_was_opened_last() -> None:
    ledger = story((1, [7]), (4, []), (10, [7]), (12, []))
    assert told(ledger) == {7: ("fixed", 1, 10, 10, 12, 1)}
    assert days_to_fix(ledger).to_pylist() == [2]
    assert ledger["days_open"].to_pylist() == [5]


def test_a_finding_that_comes_back_has_recurred_and_is_open_since_then() -> None:
    assert told(story((1, [7]), (4, []), (10, [7]))) == {7: ("open", 1, 10, 10, None, 1)}


def test_a_file_that_is_not_in_use_opens_and_closes_nothing() -> None:
    ledger = follow(story((1, [7])), found(9), Step(day(2), closes=False))
    assert told(ledger) == {7: ("open", 1, 1, 1, None, 0), 9: ("open", 2, 2, 2, None, 0)}


def test_a_finding_was_last_seen_on_the_last_day_of_its_file() -> None:
    ledger = follow(story((1, [7])), found(), Step(day(9), seen_from=day(1), seen_until=day(8)))
    assert told(ledger) == {7: ("fixed", 1, 1, 8, 9, 0)}


def test_what_changed_rules_bring_and_take_away_is_theirs_and_not_the_publishers() -> None:
    ledger = follow(story((1, [7, 8])), found(8, 9), Step(day(3), by=RULES))
    assert told(ledger) == {
        7: ("withdrawn", 1, 1, 1, 3, 0),
        8: ("open", 1, 1, 3, None, 0),
        9: ("open", 3, 3, 3, None, 0),
    }
    assert ledger["opened_by"].to_pylist() == ["publisher", "publisher", "rules"]
    assert days_to_fix(ledger).to_pylist() == [None, None, None]


def test_what_a_rule_brings_back_after_the_rules_took_it_away_has_not_recurred() -> None:
    withdrawn = follow(story((1, [7])), found(), Step(day(3), by=RULES))
    assert told(follow(withdrawn, found(7), Step(day(5), by=RULES)))[7] == ("open", 1, 5, 5, None, 0)


def test_a_finding_about_a_step_between_files_passes_without_having_been_fixed() -> None:
    ledger = follow(None, found(7, code="record-vanished"), Step(day(1)))
    assert told(follow(ledger, found(), Step(day(2))))[7] == ("past", 1, 1, 1, 2, 0)


def test_info_is_not_followed() -> None:
    assert follow(None, found(7, severity="info"), Step(day(1))) == SCHEMA.empty_table()


def test_a_finding_takes_the_severity_and_column_that_it_was_last_seen_with() -> None:
    ledger = follow(story((1, [7])), found(7, severity="critical"), Step(day(2)))
    assert ledger["severity"].to_pylist() == ["critical"]


def test_counts_are_of_code_column_state_and_days_to_fix() -> None:
    rows = counts(story((1, [1, 2, 3]), (4, [1]), (5, [1, 9]))).to_pylist()
    assert [(row["state"], row["days"], row["count"]) for row in rows] == [("fixed", 3, 2), ("open", 0, 2)]


def test_a_fingerprint_is_the_number_that_its_letters_write() -> None:
    numbers = [0, 1, 255, 2**63, 2**64 - 1]
    texts = pa.chunked_array([pa.array(["skipped", *(f"{one:016x}" for one in numbers)]).slice(1)])
    assert fingerprint_numbers(texts).tolist() == numbers


PUBLICATIONS = st.lists(st.sets(st.integers(0, 12)), min_size=1, max_size=8)


@settings(deadline=None)
@given(PUBLICATIONS)
def test_the_ledger_says_of_every_finding_what_reading_all_the_files_says(publications: list[set[int]]) -> None:
    ledger = told(story(*((number, sorted(prints)) for number, prints in enumerate(publications, start=1))))
    assert ledger.keys() == set().union(*publications)
    for one, (state, opened, since, last, closed, recurred) in ledger.items():
        seen = [one in prints for prints in publications]
        spells = [n for n, here in enumerate(seen, start=1) if here and (n == 1 or not seen[n - 2])]
        last_seen = max(n for n, here in enumerate(seen, start=1) if here)
        assert (opened, since, last, recurred) == (spells[0], spells[-1], last_seen, len(spells) - 1)
        assert (state, closed) == (("open", None) if seen[-1] else ("fixed", last_seen + 1))


@settings(deadline=None)
@given(PUBLICATIONS, st.randoms(use_true_random=False))
def test_the_order_of_the_issues_in_a_file_makes_no_difference(publications: list[set[int]], random) -> None:  # noqa: ANN001
    shuffled = [random.sample(sorted(prints), len(prints)) for prints in publications]
    assert story(*enumerate(shuffled, start=1)) == story(*((n, sorted(p)) for n, p in enumerate(publications, start=1)))


def test_a_million_findings_are_followed_in_seconds() -> None:
    prints = pa.array([f"{one:016x}" for one in np.arange(1_000_000) * 7919], pa.string())
    words = {name: pa.repeat(pa.scalar(word), len(prints)) for name, word in (("code", "value-missing"),)}
    many = pa.table(
        {
            "fingerprint": prints,
            **words,
            "severity": pa.repeat("warning", len(prints)),
            "column": pa.repeat("A", len(prints)),
        }
    )
    ledger = follow(follow(None, many, Step(day(1))), many.slice(500), Step(day(2)))
    assert [(row["state"], row["count"]) for row in counts(ledger).to_pylist()] == [("fixed", 500), ("open", 999_500)]
