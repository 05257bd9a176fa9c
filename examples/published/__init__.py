"""What the example councils publish: one module a dataset standard, under the standard's slug.

Each has the columns of its file (`COLUMNS`) and `publish(england, council, day)`, which returns the file of a day as a
table; the same seed, council and day are the same table.
"""

from datetime import date
from importlib import import_module
from pkgutil import iter_modules

from examples.england import Council, England
from examples.tables import Table


def published_standards() -> tuple[str, ...]:
    """Return the slugs of the standards that the example councils can publish."""
    return tuple(sorted(module.name for module in iter_modules(__path__)))


def publish(england: England, council: Council, standard: str, day: date) -> Table:
    """Return what a council publishes of a standard on `day`; raise LookupError if nothing is made up for it."""
    if standard not in published_standards():
        raise LookupError(f"the example councils publish no {standard}: examples/published/{standard}.py is not there")
    table: Table = import_module(f"examples.published.{standard}").publish(england, council, day)
    return table
