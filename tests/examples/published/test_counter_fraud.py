from datetime import date

from examples.england import England
from examples.published.counter_fraud import COLUMNS, publish


def test_some_councils_publish_what_is_recommended_and_some_write_na(england: England) -> None:
    place = COLUMNS.index("ValueFraudRecovered")
    told = {publish(england, council, date(2026, 10, 5)).rows[0][place] == "NA" for council in england.councils}
    assert told == {True, False}


def test_no_more_comes_back_than_was_found(england: England) -> None:
    found, back = COLUMNS.index("ValueFraud"), COLUMNS.index("ValueFraudRecovered")
    for council in england.councils:
        rows = publish(england, council, date(2026, 10, 5)).rows
        assert all(float(row[back]) <= float(row[found]) for row in rows if row[back] != "NA")
