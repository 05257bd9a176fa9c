"""The open findings of a source after some days, what changed in them, and how long fixing took."""

import pytest

from plugins.pipeline.ledgers.changes_between_files import load_changes, load_median_days_to_fix
from plugins.pipeline.ledgers.open_findings import load_followed_sources, load_open_findings_of_authority
from tests.plugins.conftest import Page, Site
from tests.plugins.pipeline.steps.conftest import ADUR, ARUN, STANDARD, Collecting
from tests.plugins.pipeline.steps.test_follow import with_faults

pytestmark = pytest.mark.platform
BAD_DATE = "date-unparseable"


@pytest.fixture
def collected(collecting: Collecting, site: Site) -> Collecting:
    """Adur: three bad dates, then one of them and a new bad word, then none of the dates; Arun's are good."""
    first = with_faults("X/1|Approve|31/02/2025", "X/2|Approve|32/02/2025", "X/3|Approve|33/02/2025")
    second = with_faults("X/0|Approve|2025-02-03", "X/3|Approve|33/02/2025", "X/4|Okayed|2025-02-03")
    site.publish("/adur.csv", first, second, with_faults("X/4|Okayed|2025-02-03", count=33))
    site.publish("/arun.csv", Page(with_faults().body))
    for day in ("2025-04-02", "2025-04-05", "2025-04-12"):
        collecting.collect(day)
    return collecting


def test_open_findings_stand_where_they_are_now_with_their_age(collected: Collecting) -> None:
    [(source, table)] = load_open_findings_of_authority(collected.deployment, ADUR, STANDARD)
    [row] = [row for row in table.to_pylist() if row["code"] == "code-unknown"]
    assert str(source.seen_on) == "2025-04-12"
    assert (row["line"], row["value"], str(row["since"]), row["age_days"]) == (35, "Okayed", "2025-04-05", 7)
    assert (row["finding_status"], row["explanation"], row["opened_by"]) == ("open", None, "publisher")
    assert BAD_DATE not in table["code"].to_pylist()


def test_what_got_better_and_worse_is_counted_by_code_and_column(collected: Collecting) -> None:
    from datetime import date

    def changes(*days: date | None) -> list[tuple[object, ...]]:
        with collected.deployment.transaction() as connection:
            found = load_changes(connection, STANDARD, ADUR, *days)
        return [(one.code, one.before, one.after, one.difference, one.by_rules) for one in found]

    assert changes() == [(BAD_DATE, 1, 0, -1, 0)]
    assert changes(date(2025, 4, 2)) == [("code-unknown", 0, 1, 1, 0), (BAD_DATE, 3, 0, -3, 0)]
    assert changes(None, date(2025, 4, 11)) == [("code-unknown", 0, 1, 1, 0), (BAD_DATE, 3, 1, -2, 0)]


def test_the_median_time_to_fix_is_that_of_all_findings_that_were_fixed(collected: Collecting) -> None:
    with collected.deployment.transaction() as connection:
        assert load_median_days_to_fix(connection, STANDARD) == {(STANDARD, BAD_DATE, "DecisionDate"): (3, 3)}
        assert load_median_days_to_fix(connection, STANDARD, ARUN) == {}


def test_a_source_that_was_never_collected_is_not_followed(collected: Collecting) -> None:
    assert load_followed_sources(collected.deployment, "E07000225") == []
