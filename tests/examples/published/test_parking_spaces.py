from datetime import date

from examples.england import England
from examples.published.parking_spaces import COLUMNS, publish

DAY = date(2026, 10, 5)


def test_a_car_park_is_either_free_or_charged_for(england: England) -> None:
    for council in england.councils:
        table = publish(england, council, DAY)
        if table.header == COLUMNS:
            flags = {(row[COLUMNS.index("FreeParking")], row[COLUMNS.index("ChargeableParking")]) for row in table.rows}
            assert flags <= {("TRUE", "FALSE"), ("FALSE", "TRUE")}
        else:
            left = [int(row[3]) - int(row[4]) - int(row[5]) for row in table.rows]
            assert sum(spaces == 0 for spaces in left) >= 0.7 * len(left)  # in a few years some are neither
            assert min(left) >= 0
