from datetime import date

from examples.england import England
from examples.published.pay_multiples import COLUMNS, publish

DAY = date(2026, 10, 5)


def test_a_year_is_one_row_or_one_row_a_factor(england: England) -> None:
    for council in england.councils:
        table = publish(england, council, DAY)
        years = {row[table.position("Period")] for row in table.rows}
        assert len(table.rows) == len(years) * (1 if table.header == COLUMNS else 3)


def test_the_ratio_is_of_the_salaries_beside_it(england: England) -> None:
    council = next(one for one in england.councils if publish(england, one, DAY).header == COLUMNS)
    for row in publish(england, council, DAY).rows:
        assert float(row[6]) == round(int(row[3]) / int(row[4]), 2)
