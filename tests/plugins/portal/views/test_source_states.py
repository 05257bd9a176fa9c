"""How a source stands, in words that a person tells apart at a glance."""

from datetime import UTC, date, datetime

import pytest

from plugins.portal.views.source_states import state_of
from plugins.storage.warehouse.source_status import SourceStatus

TODAY = date(2026, 1, 5)
MONDAY, TUESDAY = date(2025, 12, 1), date(2025, 12, 2)

NO_FILE = "there is no earlier file to use instead"
TOO_LARGE = "the file is too large to be read; the file of 1 December 2025 is in use"


def stood(
    day: date, outcome: str = "answered", in_use: str = "current", reason: str | None = None, since: date | None = None
) -> SourceStatus:
    in_use_day = None if in_use == "none" else MONDAY
    finished = datetime(2026, 1, 5, tzinfo=UTC)
    return SourceStatus("contracts", "E07000071", day, outcome, in_use, in_use_day, reason, since, "run", finished)


@pytest.mark.parametrize(
    ("standing", "tried_on", "words"),
    [
        (stood(TODAY), TODAY, "Collected today"),
        (stood(MONDAY), MONDAY, "Collected on 1 December 2025"),
        (
            stood(MONDAY),
            TODAY,
            "Collected on 1 December 2025; tried on 5 January 2026; what we received is still to be checked",
        ),
        (stood(TODAY, "unchanged"), TODAY, "Unchanged since 1 December 2025"),
        (
            stood(TODAY, "unreachable", "last-valid", "unreachable", TUESDAY),
            TODAY,
            "Last valid file in use, unreachable since 2 December 2025; the file of 1 December 2025 is in use",
        ),
        (
            stood(TODAY, "answered", "last-valid", "too-large", TODAY),
            TODAY,
            f"Last valid file in use, no usable new file since 5 January 2026: {TOO_LARGE}",
        ),
        (
            stood(TODAY, "refused", "none", "unreachable", TUESDAY),
            TODAY,
            "Unreachable since 2 December 2025; there is no earlier file to use instead",
        ),
        (
            stood(TODAY, "unchanged", "none", "not-tabular", TUESDAY),
            TODAY,
            f"No usable file since 2 December 2025: what is published is not a table; {NO_FILE}",
        ),
        (None, None, "Never collected, not tried yet"),
        (None, TODAY, "Never collected, tried on 5 January 2026; what we received is still to be checked"),
    ],
)
def test_every_state_says_what_and_since_when(standing: SourceStatus | None, tried_on: date | None, words: str) -> None:
    assert state_of(standing, has_address=True, tried_on=tried_on).in_full(TODAY, MONDAY) == words


def test_without_an_address_it_says_that_none_is_known() -> None:
    assert state_of(None, has_address=False).in_full(TODAY) == ("No address")
