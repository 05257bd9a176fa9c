"""Keeping the ledgers: a source's publications folded into its ledger, in the order of fetching.

The steps that a ledger has already are kept as far as they still say what was published; the rest is made again under
the present rules. So a step that was killed and run again writes what it would have written, a snapshot that is checked
late takes its place in the order, and a source of which nothing is new costs nothing.
Where the rules have changed since, what was in use last is folded again under the present ones before anything newer:
what differs then is the rules' doing.
"""

import hashlib
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from plugins.pipeline.ledgers.source_history import SourceHistory, load_source_histories
from plugins.storage.archive import ledger_key
from plugins.storage.warehouse.ledgers import LedgerStep, load_stale_sources, record_steps

if TYPE_CHECKING:
    import pyarrow as pa

    from plugins.storage.deployment import Deployment

SOURCES_AT_ONCE = 4
WORDS = ["code", "severity", "column"]
PUBLISHER, RULES = "publisher", "rules"


def update_ledgers(deployment: "Deployment", slug: str) -> int:
    """Bring the ledger of every source up to date, and return how many steps were made."""
    from expectations.suites import RULES_VERSION

    with deployment.transaction() as connection:
        told = load_source_histories(
            connection, slug, RULES_VERSION, load_stale_sources(connection, slug, RULES_VERSION)
        )
    with ThreadPoolExecutor(SOURCES_AT_ONCE) as pool:
        return sum(pool.map(lambda one: _keep(deployment, one), told))


def load_ledger(deployment: "Deployment", step: LedgerStep) -> "pa.Table":
    """Return the ledger of a source as it stood after a step."""
    return deployment.archive.load_table(
        ledger_key(step.standard, step.authority_gss, step.day.isoformat(), step.chain)
    )


def _keep(deployment: "Deployment", told: SourceHistory) -> int:
    """Write the steps that one source's ledger lacks: tables first, the warehouse last."""
    from transforms.findings.ledger import Step, by_column, counts, follow

    kept, place = _kept(told)
    last = kept[-1] if kept else None
    ledger = load_ledger(deployment, last) if last else None
    made = []
    for step, places in _lacking(told, last, place):
        found = load_finding_table(deployment, told, places)
        closes = step.is_in_use and "fingerprint" in found.column_names
        found = found if "fingerprint" in found.column_names else by_column(found)
        ledger = follow(ledger, found, Step(step.day, step.by, closes, step.seen_from, step.seen_until))
        deployment.archive.save_table(
            ledger_key(told.standard, told.authority_gss, step.day.isoformat(), step.chain), ledger
        )
        made.append((replace(step, entries=ledger.num_rows), counts(ledger)))
    if made:
        folded = place + sum(step.by == PUBLISHER for step, _ in made)
        if folded < len(told.published):  # the rest waits for its check, and this source for the next time
            made[-1] = (replace(made[-1][0], history=""), made[-1][1])
        with deployment.transaction() as connection:
            record_steps(connection, made)
    return len(made)


def _kept(told: SourceHistory) -> tuple[list[LedgerStep], int]:
    """Return the steps that still say what was published, and how many publications they are of."""
    kept: list[LedgerStep] = []
    place = 0
    for step in told.steps:
        if step.by == PUBLISHER:
            if place == len(told.published) or not _says(step, told, place):
                break
            place += 1
        kept.append(step)
    return kept, place


def _says(step: LedgerStep, told: SourceHistory, place: int) -> bool:
    """Return whether a step is of this publication as it is known now."""
    mine = told.published[place]
    seen_until = told.published[place - 1].last_on if place else None
    is_now = (mine.first_on, mine.sha256, mine.is_in_use, told.before(place), seen_until)
    return (step.day, step.sha256, step.is_in_use, step.before_sha256, step.seen_until) == is_now


def _lacking(told: SourceHistory, last: LedgerStep | None, place: int) -> Iterator[tuple[LedgerStep, range]]:
    """Yield the steps after `last`, each with the places of the publications whose findings it holds."""
    for number in range(place, len(told.published) + 1):
        if last and last.rules_version != told.rules_version:
            again = told.in_force(number)
            if not told.is_checked(again):
                return
            last = _step(told, last, RULES, number - 1)
            yield last, again
        if number == len(told.published) or not told.is_checked(range(number, number + 1)):
            return
        last = _step(told, last, PUBLISHER, number)
        yield last, range(number, number + 1)


def _step(told: SourceHistory, last: LedgerStep | None, by: str, place: int) -> LedgerStep:
    """Return the step for a publication, made from the last one."""
    mine = told.published[place]
    before = place if by == RULES else place - 1
    step = LedgerStep(
        told.standard, told.authority_gss, "", last.chain if last else None,
        mine.last_on if by == RULES else mine.first_on, mine.sha256, by, told.rules_version,
        mine.is_in_use or by == RULES, told.before(place),
        last.day if last else None, told.published[before].last_on if last else None, told.history,
    )  # fmt: skip
    said = {name: value for name, value in asdict(step).items() if name not in ("history", "entries", "id")}
    return replace(step, chain=hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest())


def load_finding_table(deployment: "Deployment", told: SourceHistory, places: range) -> "pa.Table":
    """Return what was found in some publications, and beside those before them, under the present rules.

    Without the fingerprints where there are more than can be followed.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    from transforms.findings import ledger

    contents = (pa.BufferReader(deployment.archive.load(key)) for key in told.issue_keys(places))
    files = [pq.ParquetFile(content, read_dictionary=WORDS) for content in contents]
    is_followed = sum(file.metadata.num_rows for file in files) <= ledger.MOST
    columns = [*WORDS, "fingerprint"] if is_followed else WORDS
    return pa.concat_tables([file.read(columns=columns, use_threads=False) for file in files]).unify_dictionaries()
