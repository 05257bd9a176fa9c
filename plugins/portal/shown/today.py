"""Today, in England: the day as which pages show things unless they are asked for another."""

from datetime import date, datetime

from plugins.deadlines import LONDON


def today() -> date:
    """Return today's date in England."""
    return datetime.now(LONDON).date()
