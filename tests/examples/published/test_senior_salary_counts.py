from datetime import date

from examples.england import England
from examples.published.senior_salary_counts import publish


def test_the_bands_go_down_to_fifty_thousand_without_a_gap(england: England) -> None:
    for council in england.councils:
        bands = [row[3] for row in publish(england, council, date(2026, 10, 5)).rows]
        floors = [
            int("".join(digit for digit in band.replace("to", "-").split("-")[0] if digit.isdigit())) for band in bands
        ]
        assert floors == list(range(floors[0], 45_000, -5_000))
