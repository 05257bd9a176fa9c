"""Which answer of a source is in use."""

from datetime import date, timedelta

import pytest

from transforms.snapshots.last_valid_file import (
    AGE_LIMIT,
    CONFIRMED_AFTER,
    EarlierSnapshots,
    NotInUseReason,
    SnapshotState,
    SnapshotVerdict,
    is_too_old,
    judge,
)

DAY = date(2026, 10, 5)
HUNDRED = EarlierSnapshots(100)


def judged(rows: int, history: EarlierSnapshots = HUNDRED, **known: object) -> SnapshotVerdict:
    facts = {"is_tabular": True, "fetched_on": DAY, "limit_pct": 50} | known
    return judge(rows_usable=rows, history=history, **facts)  # type: ignore[arg-type]


def test_the_first_file_of_a_source_is_used_however_small() -> None:
    assert judged(1, EarlierSnapshots()) == SnapshotVerdict(SnapshotState.USABLE, usable_from=DAY)


def test_a_page_instead_of_data_is_of_no_use() -> None:
    assert judged(0, is_tabular=False) == SnapshotVerdict(SnapshotState.UNUSABLE, NotInUseReason.NOT_TABULAR)


def test_a_table_without_a_usable_record_is_of_no_use() -> None:
    assert judged(0) == SnapshotVerdict(SnapshotState.UNUSABLE, NotInUseReason.NO_USABLE_RECORD)


@pytest.mark.parametrize(
    ("rows", "state"), [(49, SnapshotState.QUARANTINED), (50, SnapshotState.USABLE), (1000, SnapshotState.USABLE)]
)
def test_a_file_is_quarantined_below_the_permitted_share_of_the_last_valid_one(rows: int, state: SnapshotState) -> None:
    assert judged(rows).state is state


def test_a_shrunken_file_is_used_once_the_source_has_shown_nothing_larger_for_long_enough() -> None:
    almost = EarlierSnapshots(100, DAY - CONFIRMED_AFTER + timedelta(days=1))
    assert judged(10, almost).state is SnapshotState.QUARANTINED
    assert judged(10, EarlierSnapshots(100, DAY - CONFIRMED_AFTER)) == SnapshotVerdict(
        SnapshotState.USABLE, usable_from=DAY, confirms_quarantined=True
    )


def test_a_person_may_confirm_a_shrunken_file_at_once() -> None:
    assert judged(10, by_hand=True).state is SnapshotState.USABLE


@pytest.mark.parametrize(("rows", "history"), [(10, EarlierSnapshots(100, DAY - 2 * CONFIRMED_AFTER)), (99, HUNDRED)])
def test_a_file_that_a_person_refused_is_never_used(rows: int, history: EarlierSnapshots) -> None:
    quarantined = SnapshotVerdict(SnapshotState.QUARANTINED, NotInUseReason.SHRUNK)
    assert judged(rows, history, is_refused=True, by_hand=True) == quarantined


def test_a_person_cannot_confirm_a_page_instead_of_data() -> None:
    assert judged(0, by_hand=True, is_tabular=False).state is SnapshotState.UNUSABLE


def test_a_last_valid_snapshot_speaks_for_a_period_until_the_age_limit() -> None:
    last = date(2026, 3, 31)
    assert not is_too_old(last - AGE_LIMIT, last, DAY)
    assert is_too_old(last - AGE_LIMIT - timedelta(days=1), last, DAY)


def test_how_long_ago_a_period_was_does_not_make_its_snapshots_too_old() -> None:
    assert not is_too_old(date(2024, 4, 2), date(2024, 3, 31), as_known=DAY)
