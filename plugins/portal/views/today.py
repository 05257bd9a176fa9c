"""Today, in England: the day for which pages show things unless the address has another.

Known   in a demonstration it is the last day that was collected, since its collections may simulate their date.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING

from plugins.faults import WarehouseUnavailable
from transforms.rounds.deadlines import LONDON

if TYPE_CHECKING:
    from plugins.storage.deployment import Deployment


def today(deployment: "Deployment") -> date:
    """Return today's date in England, or the last day that a demonstration has collected."""
    now = datetime.now(LONDON).date()
    if not deployment.settings.is_demonstration:
        return now
    try:
        return _last_day(deployment) or now
    except WarehouseUnavailable:
        return now


def _last_day(deployment: "Deployment") -> date | None:
    from sqlalchemy import func, select

    from plugins.storage.warehouse.tables import COLLECTION

    with deployment.transaction() as connection:
        day: date | None = connection.scalar(select(func.max(COLLECTION.c.day)))
        return day
