"""What a collection fetched while this machine's clock was wrong counts for no day before its own."""

import pytest

from tests.plugins.conftest import Page, Site
from tests.plugins.pipeline.steps.conftest import ADUR, Collecting, cases

pytestmark = pytest.mark.platform

USED = (
    "select day::text, outcome, in_use_state, in_use_day::text, rows_usable from collection c"
    " join snapshot s on s.standard = c.standard and s.authority_gss = c.authority_gss and s.sha256 = in_use_sha256"
    " and s.fetched_on = in_use_day where c.authority_gss = :gss order by day"
)


@pytest.mark.parametrize("wrong", ["2026-04-03", "2025-03-01"])
def test_what_came_while_the_clock_was_wrong_is_new_on_the_first_right_day(
    collecting: Collecting, site: Site, wrong: str
) -> None:
    site.publish("/adur.csv", Page(cases(5)))
    collecting.collect("2025-04-02")
    site.publish("/adur.csv", Page(cases(6)))
    collecting.collect(wrong)
    collecting.collect("2025-04-04")
    collecting.collect("2025-04-05")
    assert sorted(collecting.ask(USED, gss=ADUR)) == sorted(
        [
            ("2025-04-02", "answered", "current", "2025-04-02", 5),
            (wrong, "answered", "current", wrong, 6),
            ("2025-04-04", "answered", "current", "2025-04-04", 6),
            ("2025-04-05", "unchanged", "current", "2025-04-05", 6),
        ]
    )
