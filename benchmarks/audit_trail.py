"""Audit trail: a million entries in PostgreSQL, every hash recomputed."""

import os
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.figures import Figure, say, seconds
from plugins.local.platform.home import Home
from plugins.local.platform.services import running_services
from plugins.storage.deployment import Deployment, open_deployment
from plugins.storage.migrations import migrate
from plugins.storage.warehouse.audit_trail import stream_entries
from transforms.audit import FIRST_PREVIOUS, entry_hash, verify_trail
from transforms.domain.canonical_json import canonical_json

BUDGET_VERIFY = 60.0
ENTRIES = 1_000_000
COLUMNS = ("number", "at", "by", "act", "subject", "what", "why", "previous", "hash")
START = datetime(2026, 1, 1, tzinfo=UTC)


def measure(quick: bool) -> list[Figure]:
    """Return the time of verifying the whole trail."""
    number = ENTRIES // 10 if quick else ENTRIES
    with (
        tempfile.TemporaryDirectory(prefix="bench-audit-") as name,
        running_services(Home(Path(name)), dict(os.environ)) as services,
        open_deployment(services) as deployment,
    ):
        migrate(services.database)
        say(f"adding {number:,} entries")
        _add(deployment, number)
        say("verifying them")
        duration = seconds(lambda: _verify(deployment, number), 1)
    return [Figure(f"verify {number:,} entries of the audit trail", duration, "s", BUDGET_VERIFY)]


def _verify(deployment: Deployment, number: int) -> None:
    with deployment.transaction() as connection:
        outcome = verify_trail(stream_entries(connection))
    if outcome.broken is not None or outcome.head.number != number:
        raise RuntimeError(f"the trail does not hold: {outcome}")


def _add(deployment: Deployment, number: int) -> None:
    with deployment.transaction() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        with driver.cursor() as cursor, cursor.copy(f"copy audit_entry ({', '.join(COLUMNS)}) from stdin") as copy:
            for row in _rows(number):
                copy.write_row(row)


def _rows(number: int) -> Iterator[tuple[object, ...]]:
    """Yield entries like those of confirmations, each bound to the one before."""
    previous = FIRST_PREVIOUS
    for position in range(1, number + 1):
        what = {
            "cells_sha256": f"{position:064x}", "receipt": f"{position // 400:064x}", "role": "head-of-planning",
            "except": [{"cell": "PS1.2", "why": "Counted by hand"}] if position % 10 == 0 else [],
        }  # fmt: skip
        at, by = START + timedelta(seconds=position), f"person/{position % 400}"
        subject = f"planning_matters/2025-Q1/E0700{position % 400:04}"
        own = entry_hash(position, at, by, "confirm-cells", subject, what, "", previous)
        yield position, at, by, "confirm-cells", subject, canonical_json(what).decode(), "", previous, own
        previous = own
