from datetime import date

from examples.england import England
from examples.published.trade_union_facility_time import COLUMNS, publish


def test_who_devotes_half_their_time_is_one_of_the_representatives(england: England) -> None:
    everyone, devoted = (
        COLUMNS.index("TotalRepresentativeCount"),
        COLUMNS.index("TotalRepresentativesMajorityDutyCount"),
    )
    for council in england.councils:
        rows = publish(england, council, date(2026, 10, 5)).rows
        assert all(int(row[devoted]) <= int(row[everyone]) for row in rows)
