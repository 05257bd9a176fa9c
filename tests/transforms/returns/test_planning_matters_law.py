"""The engine says what a plain reading of the page says, whatever councils publish."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.transforms.returns import plain_planning_matters as plain
from tests.transforms.returns.drawn import assemble, snapshot, trace
from transforms.domain.period import parse_period
from transforms.domain.snapshot_table import SnapshotTable
from transforms.domain.statutory_return import ENGLAND
from transforms.returns.planning_matters import EDITION_2019 as PLANNING_MATTERS

pytestmark = pytest.mark.law

QUARTER = parse_period("2025-Q1")
AUTHORITIES = ["E07000223", "E07000224", "E09000001"]
START = date(2023, 11, 1)
CLASSES = "http://opendatacommunities.org/def/concept/planning/application/6000/"

days = st.one_of(
    st.integers(0, 620).map(lambda n: START + timedelta(days=n)),
    st.sampled_from([date(2024, 12, 31), date(2025, 1, 1), date(2025, 3, 31), date(2025, 4, 1)]),
)
maybe_day = st.one_of(st.none(), days)
uris = st.one_of(
    st.none(),
    st.lists(
        st.sampled_from([6001, 6006, 6007, 6012, 6014, 6014, 6014, 6016, 6020, 6021, 6031, 6000, 9999]), max_size=2
    ).map(lambda numbers: "|".join(f"{CLASSES}{n}" for n in numbers) or None),
)
labels = st.sampled_from(
    [
        None,
        None,
        None,
        "Q07",
        "q7|MAJ",
        "MIN",
        " Householder  developments ",
        "Major dwellings|Q13",
        "Oil and gas",
        "Q6|Q18",
    ]
)
services = st.sampled_from([None, "487", "1082", "514", "1733", "1734"]).map(
    lambda n: n and f"http://id.esd.org.uk/service/{n}"
)
statuses = st.sampled_from(
    [
        None,
        "Live",
        "Live",
        "Decided",
        "Registered",
        "Withdrawn",
        "Called in",
        "Referred to SoS",
        "Appeal",
        "Invalid",
        "Not ours",
    ]
)
decisions = st.sampled_from(
    [
        *(None, None, None, "Approve", "Approve", "Refuse", "Split", "Withdrawn"),
        *("Prior not required", "Prior granted", "Prior refused", "Prior refused permission required"),
    ]
)
rows = st.fixed_dictionaries(
    {
        "CaseReference": st.sampled_from(["A/1", "A/2", "a/2", "A/3", "A/4"]),
        "ExtractDate": st.sampled_from([None, date(2025, 1, 1), date(2025, 1, 2)]),
        "CaseDate": maybe_day,
        "ServiceTypeURI": services,
        "ClassificationURI": uris,
        "ClassificationLabel": labels,
        "DecisionTargetDate": maybe_day,
        "Status": statuses,
        "DecisionDate": maybe_day,
        "Decision": decisions,
        "DecisionType": st.sampled_from([None, "Delegated", "Delegated", "Committee", "Secretary of State"]),
        "DecisionNoticeDate": maybe_day,
        "is_usable": st.sampled_from([True] * 9 + [False]),
    }
)
fetches = st.sampled_from(
    [
        *(date(2024, 11, 1), date(2024, 12, 31), date(2025, 1, 1), date(2025, 2, 14)),
        *(date(2025, 3, 31), date(2025, 4, 1), date(2025, 6, 1)),
    ]
)
histories = st.dictionaries(fetches, st.lists(rows, max_size=6), max_size=4)
collected = st.tuples(*[histories] * len(AUTHORITIES))
chosen = st.fixed_dictionaries(
    {
        "split_counts_as": st.sampled_from(["granted", "refused"]),
        "infer_agreements": st.sampled_from(["on", "on", "off"]),
        "agreement_tolerance_days": st.sampled_from(["7", "0", "30"]),
    }
)


def snapshots_of(published: Any) -> list[SnapshotTable]:
    return [
        snapshot(PLANNING_MATTERS, authority, fetched, found)
        for authority, history in zip(AUTHORITIES, published, strict=True)
        for fetched, found in history.items()
    ]


def plainly(published: Any, switches: Mapping[str, str]) -> list[Any]:
    """Per authority, the plain reading's cells (None for no data) and exceptions."""
    return [plain.authority_cells(list(one.items()), QUARTER.first, QUARTER.last, switches) for one in published]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(collected, chosen)
def test_every_cell_indicator_and_exception_is_what_a_plain_reading_gives(
    published: Any, switches: Mapping[str, str]
) -> None:
    assembled = assemble(PLANNING_MATTERS, snapshots_of(published), AUTHORITIES, QUARTER, None, switches)
    expected = plainly(published, switches)
    cells = [*(one for one, _ in expected), plain.england([one for one, _ in expected])]
    assert [tuple(row.values())[1:] for row in assembled.cells.to_pylist()] == [
        (authority, "2025-Q1", name, *written(found, name))
        for authority, found in sorted(zip([*AUTHORITIES, ENGLAND], cells, strict=True), key=lambda pair: pair[0])
        for name in plain.form_order()
    ]
    rates = {authority: [] for authority in [*AUTHORITIES, ENGLAND]}
    for row in assembled.indicators.to_pylist():
        rates[row["authority"]].append(row["value"])
    for authority, found in zip([*AUTHORITIES, ENGLAND], cells, strict=True):
        tenths = plain.indicators(found, switches["infer_agreements"] == "on")
        assert rates[authority] == [None if one is None else f"{one // 10}.{one % 10}" for one in tenths]
    listed = {
        (row["authority"], row["reason"], row["reference"] or row["detail"]) for row in assembled.exceptions.to_pylist()
    }
    nothing = "no usable snapshot that reaches the period"
    assert listed == {
        (authority, reason, detail or nothing)
        for authority, (_, found) in zip(AUTHORITIES, expected, strict=True)
        for reason, detail in found
    }
    assert len(listed) == assembled.exceptions.num_rows


def written(found: Any, name: str) -> tuple[str | None, str]:
    """A cell as it is written."""
    if found is None:
        return None, "no-data"
    value, origin = found[name]
    return None if value is None else str(value), origin


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(collected, chosen)
def test_as_many_records_are_traced_as_a_cell_counts(published: Any, switches: Mapping[str, str]) -> None:
    snapshots = snapshots_of(published)
    assembled = assemble(PLANNING_MATTERS, snapshots, AUTHORITIES, QUARTER, None, switches)
    for row in assembled.cells.to_pylist():
        if row["cell"] == "PS1.end" or ((row["value"] or "0") == "0" and row["cell"] != "PS2.TOT.a"):
            continue
        traced = trace(PLANNING_MATTERS, row["cell"], snapshots, AUTHORITIES, row["authority"], QUARTER, None, switches)
        assert traced.num_rows == int(row["value"] or 0)
        assert not traced.group_by(["authority", "reference"]).aggregate([([], "count_all")]).num_rows < traced.num_rows


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(collected, st.randoms(use_true_random=False))
def test_the_order_in_which_snapshots_are_given_does_not_matter(published: Any, random: Random) -> None:
    snapshots = snapshots_of(published)
    shuffled = random.sample(snapshots, len(snapshots))
    one, other = (assemble(PLANNING_MATTERS, given, AUTHORITIES, QUARTER) for given in (snapshots, shuffled))
    assert (one.cells, one.exceptions, one.issues) == (other.cells, other.exceptions, other.issues)
