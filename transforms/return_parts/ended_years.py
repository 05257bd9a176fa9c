"""Ended years: the financial year, and the 31 March, that was the last before a day."""

from datetime import date

from transforms.domain.period import Period, financial_year, reference_date

APRIL = 4


def last_ended_year(day: date) -> Period:
    """Return the last financial year that had ended before `day`."""
    return financial_year(day.year - 1 if day.month >= APRIL else day.year - 2)


def last_31_march(day: date) -> Period:
    """Return the last 31 March before `day`."""
    return reference_date(last_ended_year(day).last)
