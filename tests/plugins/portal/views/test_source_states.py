"""How a source stands, in words that a person tells apart at a glance."""

from datetime import UTC, date, datetime

import pytest

from plugins.portal.views.source_states import state_of
from plugins.storage.warehouse.source_status import SourceStatus

TODAY = date(2026, 1, 5)
MONDAY, TUESDAY = date(2025, 12, 1), date(2025, 12, 2)

NO_FILE = "there is no earlier file to use instead"
TOO_LARGE = "the file is too large to be read; the file of 1 December 2025 is in use"


def source_status(
    day: date, outcome: str = "answered", in_use: str = "current", reason: str | None = None, since: date | None = None
) -> SourceStatus:
    in_use_day = None if in_use == "none" else MONDAY
    finished = datetime(2026, 1, 5, tzinfo=UTC)
    return SourceStatus("contracts", "E07000071", day, outcome, in_use, in_use_day, reason, since, "run", finished)


@pytest.mark.parametrize(
    ("status", "tried_on", "words"),
    [
        (source_status(TODAY), TODAY, "Collected today"),
        (source_status(MONDAY), MONDAY, "Collected on 1 December 2025"),
        (
            source_status(MONDAY),
            TODAY,
            "Collected on 1 December 2025; tried on 5 January 2026; what we received is still to be checked",
        ),
        (source_status(TODAY, "unchanged"), TODAY, "Unchanged since 1 December 2025"),
        (
            source_status(TODAY, "unreachable", "last-valid", "unreachable", TUESDAY),
            TODAY,
            "Last valid file in use, unreachable since 2 December 2025; the file of 1 December 2025 is in use",
        ),
        (
            source_status(TODAY, "answered", "last-valid", "too-large", TODAY),
            TODAY,
            f"Last valid file in use, no usable new file since 5 January 2026: {TOO_LARGE}",
        ),
        (
            source_status(TODAY, "refused", "none", "unreachable", TUESDAY),
            TODAY,
            "Unreachable since 2 December 2025; there is no earlier file to use instead",
        ),
        (
            source_status(TODAY, "unchanged", "none", "not-tabular", TUESDAY),
            TODAY,
            f"No usable file since 2 December 2025: what is published is not a table; {NO_FILE}",
        ),
        (None, None, "Never collected, not tried yet"),
        (None, TODAY, "Never collected, tried on 5 January 2026; what we received is still to be checked"),
    ],
)
def test_every_state_has_a_reason_and_a_date(status: SourceStatus | None, tried_on: date | None, words: str) -> None:
    assert state_of(status, has_address=True, tried_on=tried_on).in_full(TODAY, MONDAY) == words


def test_a_source_without_an_address_says_that_none_is_known() -> None:
    assert state_of(None, has_address=False).in_full(TODAY) == ("No address")
