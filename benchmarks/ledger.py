"""The reporting ledger: of all returns, all authorities and several periods, read for the first time and again.

Known:  the figures are drawn; what the ledger reads are the cells of assemblies and the warehouse's list of them.
"""

import os
import random
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pyarrow as pa

from benchmarks.figures import Figure, say, seconds
from plugins.local.platform.home import Home
from plugins.local.platform.services import running_services
from plugins.pipeline.ledgers import reporting_ledger
from plugins.portal.views.reporting_ledger import load_reporting_ledger
from plugins.storage.archive import assembly_prefix
from plugins.storage.deployment import Deployment, open_deployment
from plugins.storage.migrations import migrate
from plugins.storage.warehouse.assemblies import HowMade, record_assembly
from transforms.domain.assembled_return import AssembledReturn
from transforms.domain.period import Period
from transforms.domain.statutory_return import StatutoryReturn
from transforms.registers.respondents import who_owes
from transforms.render.csv_text import csv_pieces
from transforms.returns import RETURNS

AS_KNOWN = date(2026, 11, 1)
PERIODS = 4  # of each return
BUDGET_SECONDS = 5.0


def measure(quick: bool) -> list[Figure]:
    """Return the time of the ledger of all returns, with nothing read before and with everything."""
    periods = 1 if quick else PERIODS
    with (
        tempfile.TemporaryDirectory(prefix="bench-ledger-") as name,
        running_services(Home(Path(name)), dict(os.environ)) as settings,
    ):
        migrate(settings.database)
        with open_deployment(settings) as deployment:
            say(f"writing {periods} periods of {len(RETURNS)} returns")
            cells = sum(_write(deployment, definition, periods) for definition in RETURNS)
            first = seconds(lambda: _ledger(deployment, forget=True), 1 if quick else 3)
            again = seconds(lambda: _ledger(deployment, forget=False), 3)
    note = f"{cells:,} cells of {periods} periods"
    return [
        Figure("the ledger of all returns, nothing read before", first, "s", BUDGET_SECONDS, note),
        Figure("the ledger of all returns, read again", again, "s", BUDGET_SECONDS),
    ]


def _ledger(deployment: Deployment, *, forget: bool) -> None:
    if forget:
        reporting_ledger.forget_assemblies()
    load_reporting_ledger(deployment)


def _write(deployment: Deployment, definition: StatutoryReturn, number: int) -> int:
    """Write assemblies of a return for its last periods; return how many cells they have."""
    period, written = definition.default_period(AS_KNOWN), 0
    for _ in range(number):
        assembled = _assembled(definition, period)
        receipt = f"{definition.slug}{period}".encode().hex().ljust(64, "0")[:64]
        prefix = assembly_prefix(definition.slug, str(period), AS_KNOWN.isoformat(), receipt)
        deployment.archive.save(f"{prefix}/cells.csv", b"".join(csv_pieces(assembled.cells)))
        with deployment.transaction() as connection:
            record_assembly(
                connection, assembled, receipt=receipt, prefix=prefix, rules_versions=["1.0"], is_complete=True,
                authorities_asked=len(assembled.owing), run_id="bench", how_made=HowMade(len(assembled.owing)),
            )  # fmt: skip
        written += assembled.cells.num_rows
        period = period.year_before()
    return written


def _assembled(definition: StatutoryReturn, period: Period) -> AssembledReturn:
    owing = tuple(body.gss for body in who_owes(definition.owed_by, AS_KNOWN))
    bodies = (*(area.gss for area in definition.totals), *owing)
    cells = _cells(definition, period, bodies)
    nothing = cells.slice(0, 0)
    return AssembledReturn(
        definition, period, AS_KNOWN, {}, owing, owing, cells, nothing, nothing, nothing, nothing, owing, ()
    )


def _cells(definition: StatutoryReturn, period: Period, bodies: Sequence[str]) -> pa.Table:
    """Return the form of every body, a tenth of its cells blank."""
    draw = random.Random(f"{definition.slug} {period}")
    names = [cell.name for cell in definition.cells]
    values = [None if draw.random() < 0.1 else str(draw.randrange(100_000)) for _ in range(len(bodies) * len(names))]
    return pa.table(
        {
            "return": [definition.slug] * len(values),
            "authority": [gss for gss in bodies for _ in names],
            "period": [str(period)] * len(values),
            "cell": names * len(bodies),
            "value": pa.array(values, pa.string()),
            "origin": ["not-derivable" if value is None else "computed" for value in values],
        }
    )
