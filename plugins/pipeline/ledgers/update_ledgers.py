"""Updating the ledgers: each source's publications folded into its ledger, in the order of fetching.

The steps that a ledger has already stay as far as they still agree with what was published; the rest is made again
under the present rules. So a step that was killed and run again writes what it would have written, a snapshot that is
checked late takes its place in the order, and a source without news costs nothing.
Where the rules have changed since, the last publication in use is folded again under the present ones before anything
newer: the difference is then the rules' doing.
A source over whose ledger our code fails is named once the others are up to date.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from plugins.faults import LedgerFailed
from plugins.pipeline.collect.isolate_failures import run_each_isolating_failures
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
        stale = load_stale_sources(connection, slug, RULES_VERSION)
        histories = load_source_histories(connection, slug, RULES_VERSION, stale)
    step_counts, failed = run_each_isolating_failures(
        histories,
        lambda history: _update_ledger(deployment, history),
        lambda history: history.authority_gss,
        SOURCES_AT_ONCE,
    )
    if failed:
        raise LedgerFailed(f"our code failed over {len(failed)} of {len(histories)} ledgers: {', '.join(failed)}")
    return sum(step_counts)


def load_ledger(deployment: "Deployment", step: LedgerStep) -> "pa.Table":
    """Return the ledger of a source after a step."""
    key = ledger_key(step.standard, step.authority_gss, step.day.isoformat(), step.chain)
    return deployment.archive.load_table(key)


def _update_ledger(deployment: "Deployment", history: SourceHistory) -> int:
    """Write the steps that one source's ledger lacks: tables first, the warehouse last; return how many."""
    from transforms.findings.ledger import Step, by_column, counts, follow

    valid, folded = _valid_steps(history)
    last = valid[-1] if valid else None
    ledger = load_ledger(deployment, last) if last else None
    recorded_steps = []
    for step, indexes in _missing_steps(history, last, folded):
        issues = load_finding_table(deployment, history, indexes)
        is_complete = "fingerprint" in issues.column_names
        closes = step.is_in_use and is_complete
        issues = issues if is_complete else by_column(issues)
        ledger = follow(ledger, issues, Step(step.day, step.by, closes, step.seen_from, step.seen_until))
        key = ledger_key(history.standard, history.authority_gss, step.day.isoformat(), step.chain)
        deployment.archive.save_table(key, ledger)
        recorded_steps.append((replace(step, entries=ledger.num_rows), counts(ledger)))
    if recorded_steps:
        folded += sum(step.by == PUBLISHER for step, _ in recorded_steps)
        if folded < len(history.publications):  # the rest waits for its check, and this source for the next time
            recorded_steps[-1] = (replace(recorded_steps[-1][0], history=""), recorded_steps[-1][1])
        with deployment.transaction() as connection:
            record_steps(connection, recorded_steps)
    return len(recorded_steps)


def _valid_steps(history: SourceHistory) -> tuple[list[LedgerStep], int]:
    """Return the steps that still agree with the publications, and how many publications they fold."""
    valid: list[LedgerStep] = []
    index = 0
    for step in history.steps:
        if step.by == PUBLISHER:
            if index == len(history.publications) or not _agrees(step, history, index):
                break
            index += 1
        valid.append(step)
    return valid, index


def _agrees(step: LedgerStep, history: SourceHistory, index: int) -> bool:
    """Return whether a step is of this publication as it is known now."""
    publication = history.publications[index]
    seen_until = history.publications[index - 1].last_on if index else None
    as_known = (publication.first_on, publication.sha256, publication.is_in_use, history.compared_with(index))
    as_recorded = (step.day, step.sha256, step.is_in_use, step.before_sha256)
    return (*as_recorded, step.seen_until) == (*as_known, seen_until)


def _missing_steps(history: SourceHistory, last: LedgerStep | None, folded: int) -> Iterator[tuple[LedgerStep, range]]:
    """Yield the steps after `last`, each with the indexes of the publications whose findings it holds."""
    for index in range(folded, len(history.publications) + 1):
        if last and last.rules_version != history.rules_version:
            in_force = history.in_force(index)
            if not history.is_checked(in_force):
                return
            last = _step(history, last, RULES, index - 1)
            yield last, in_force
        if index == len(history.publications) or not history.is_checked(range(index, index + 1)):
            return
        last = _step(history, last, PUBLISHER, index)
        yield last, range(index, index + 1)


def _step(history: SourceHistory, last: LedgerStep | None, by: str, index: int) -> LedgerStep:
    """Return the step for a publication, made from the last one."""
    publication = history.publications[index]
    previous = index if by == RULES else index - 1
    step = LedgerStep(
        history.standard, history.authority_gss, "", last.chain if last else None,
        publication.last_on if by == RULES else publication.first_on, publication.sha256, by, history.rules_version,
        publication.is_in_use or by == RULES, history.compared_with(index),
        last.day if last else None, history.publications[previous].last_on if last else None, history.digest,
    )  # fmt: skip
    chained = {name: value for name, value in asdict(step).items() if name not in ("history", "entries", "id")}
    return replace(step, chain=hashlib.sha256(json.dumps(chained, sort_keys=True, default=str).encode()).hexdigest())


def load_finding_table(deployment: "Deployment", history: SourceHistory, indexes: range) -> "pa.Table":
    """Return the findings of some publications and of their comparisons, under the present rules.

    Without the fingerprints where there are more findings than can be followed one by one.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    from transforms.findings import ledger

    contents = (pa.BufferReader(deployment.archive.load(key)) for key in history.issue_keys(indexes))
    files = [pq.ParquetFile(content, read_dictionary=WORDS) for content in contents]
    is_followed = sum(file.metadata.num_rows for file in files) <= ledger.MOST
    columns = [*WORDS, "fingerprint"] if is_followed else WORDS
    return pa.concat_tables([file.read(columns=columns, use_threads=False) for file in files]).unify_dictionaries()
