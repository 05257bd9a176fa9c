"""The periods that a collection has changed, which returns assemble again."""

from typing import TYPE_CHECKING

from plugins.storage.warehouse.assemblies import load_latest_assembly
from plugins.storage.warehouse.assembly_inputs import has_changed

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from plugins.storage.warehouse.fetch_log import CollectionRun


def changed_periods(connection: "Connection", run: "CollectionRun") -> list[str]:
    """Return the names of the periods to assemble again after a collection.

    The period that is due on the day is assembled again if anything that a return can read has changed, and once after
    it has ended even if nothing has: a quarter that was collected after its end is known better than one that was not.
    """
    from transforms.returns import RETURNS

    changed = has_changed(connection, run)
    periods = []
    for definition in RETURNS:
        if run.standard in definition.standards:
            period = definition.default_period(run.day)
            assembly = load_latest_assembly(connection, definition.slug, str(period))
            if changed or assembly is None or assembly.as_known <= period.last < run.day:
                periods.append(str(period))
    return sorted(set(periods))
