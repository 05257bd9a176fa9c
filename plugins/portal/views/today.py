"""Today, in England: the day as which pages show things unless they are asked for another.

Known   in a rehearsal it is the last day that was collected, since a rehearsal says as which day a collection counts.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING

from plugins.faults import WarehouseUnavailable
from plugins.pipeline.schedules.deadlines import LONDON

if TYPE_CHECKING:
    from plugins.storage.deployment import Deployment


def today(here: "Deployment") -> date:
    """Return today's date in England, or the day that a rehearsal has come to."""
    now = datetime.now(LONDON).date()
    if not here.settings.rehearsal:
        return now
    try:
        return _last_day(here) or now
    except WarehouseUnavailable:
        return now


def _last_day(here: "Deployment") -> date | None:
    from sqlalchemy import func, select

    from plugins.storage.warehouse.tables import COLLECTION

    with here.transaction() as connection:
        day: date | None = connection.scalar(select(func.max(COLLECTION.c.day)))
        return day
