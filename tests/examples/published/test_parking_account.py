from datetime import date

from examples.england import England
from examples.published.parking_account import COLUMNS, COSTS, INCOME, PURPOSES, publish

DAY = date(2026, 10, 5)


def test_every_total_is_the_sum_of_its_parts(england: England) -> None:
    for council in england.councils:
        table = publish(england, council, DAY)
        if table.header == COLUMNS:
            for row in table.rows:
                year = dict(zip(table.header, row, strict=True))
                income, costs = (
                    sum(int(year[f"OnStreet{side}{kind}"]) for kind in kinds)
                    for side, kinds in (("Income", INCOME), ("Costs", COSTS))
                )
                spent = sum(int(year[f"OnStreetSurplusDeficitSpend{purpose}"]) for purpose in PURPOSES)
                assert int(year["OnStreetSurplusDeficit"]) == income - costs
                assert spent == max(income - costs, 0)
