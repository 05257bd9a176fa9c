"""Comparing what each source published with the file that was in use before it, and storing the issues.

No return reads any of it, so it is done after the changes have been announced: by then it is settled which files are in
use. Both standardised tables are in the archive; only the columns that the rules over time read are loaded.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from plugins.faults import ComparisonFailed
from plugins.pipeline.collect.batches import cut_by_weight
from plugins.pipeline.collect.isolate_failures import run_each_isolating_failures, run_isolating_failures
from plugins.storage.archive import CONNECTIONS, history_key, table_key
from plugins.storage.warehouse.comparisons import FilePair, load_waiting_pairs, record_comparisons

if TYPE_CHECKING:
    from expectations.compare import Compared
    from expectations.file_pairs import Side
    from plugins.storage.deployment import Deployment
    from transforms.domain.standard import DatasetStandard

    ComparedPair = tuple[FilePair, Compared]

PAIRS_AT_ONCE = 200
RECORDS_AT_ONCE = 2_000_000  # of both files; they take some 0.4 GB


def compare_files(deployment: "Deployment", slug: str) -> int:
    """Compare the pairs of files that wait, store the issues, and return how many pairs there were.

    The issues are written first and the warehouse last; a recorded pair is not compared again. Pairs over which our
    code fails are named once the others are recorded, and wait for the next time.
    """
    from expectations.history_rules import history_rules
    from expectations.suites import RULES_VERSION
    from transforms.standards import standard

    declared = standard(slug)
    if not history_rules(declared):
        return 0
    with deployment.transaction() as connection:
        pairs = load_waiting_pairs(connection, slug, RULES_VERSION)
    failed = []
    for batch in cut_by_weight(pairs, lambda pair: pair.records, RECORDS_AT_ONCE, PAIRS_AT_ONCE):
        failed += _compare_batch(deployment, declared, batch, RULES_VERSION)
    if failed:
        raise ComparisonFailed(f"our comparison failed over {len(failed)} of {len(pairs)}: {', '.join(failed)}")
    return len(pairs)


def _compare_batch(
    deployment: "Deployment", standard: "DatasetStandard", batch: Sequence[FilePair], rules_version: str
) -> list[str]:
    """Compare a batch of pairs, store the results, and return the names of the pairs over which our code failed."""
    compared, uncompared = run_isolating_failures(
        batch, lambda part: _compare(deployment, standard, part, rules_version), _pair_name
    )
    saved, unsaved = run_each_isolating_failures(
        compared, lambda result: _save_issues(deployment, result, rules_version), _result_name, CONNECTIONS
    )
    _, unrecorded = run_isolating_failures(saved, lambda part: _record(deployment, part, rules_version), _result_name)
    return [*uncompared, *unsaved, *unrecorded]


def _compare(
    deployment: "Deployment", standard: "DatasetStandard", pairs: Sequence[FilePair], rules_version: str
) -> "list[ComparedPair]":
    from expectations.compare import compare

    return list(zip(pairs, compare(_sides(deployment, standard, pairs, rules_version), standard), strict=True))


def _save_issues(deployment: "Deployment", result: "ComparedPair", rules_version: str) -> "ComparedPair":
    """Write the issues of one pair, if there are any, and return its result."""
    pair, compared = result
    if compared.issues.num_rows:
        deployment.archive.save_table(_issues_key(pair, rules_version), compared.issues)
    return result


def _record(deployment: "Deployment", results: "Sequence[ComparedPair]", rules_version: str) -> "list[ComparedPair]":
    """Record some results in one transaction, and return them."""
    with deployment.transaction() as connection:
        rows = [(pair, compared.outcomes, compared.issues.num_rows) for pair, compared in results]
        record_comparisons(connection, rows, rules_version)
    return list(results)


def _sides(
    deployment: "Deployment", standard: "DatasetStandard", pairs: Sequence[FilePair], rules_version: str
) -> "list[tuple[Side | None, Side]]":
    """Return the two files of every pair; no table is loaded for a standard that has a rhythm alone."""
    import pyarrow as pa

    from expectations.file_pairs import Side
    from transforms.findings.history import history_columns
    from transforms.snapshots.needed_part import TablePart

    keys = {}
    for pair in pairs:
        if pair.before and standard.history:
            for publication in (pair.before, pair.after):
                sha256, gss = publication.sha256, publication.authority_gss
                keys[gss, sha256] = table_key("standardised", standard.slug, sha256, rules_version, gss)
    loaded = deployment.archive.load_tables(list(keys.values()), TablePart(history_columns(standard)))
    tables = dict(zip(keys, loaded, strict=True))
    no_table = pa.table({})
    sides: list[tuple[Side | None, Side]] = []
    for pair in pairs:
        gss, before = pair.after.authority_gss, None
        if pair.before:
            table = tables.get((gss, pair.before.sha256), no_table)
            before = Side(table, pair.columns_before, pair.before.first_on)
        table = tables.get((gss, pair.after.sha256), no_table)
        sides.append((before, Side(table, pair.columns_after, pair.after.first_on)))
    return sides


def _pair_name(pair: FilePair) -> str:
    return f"{pair.after.authority_gss} of {pair.after.first_on}"


def _result_name(result: "ComparedPair") -> str:
    return _pair_name(result[0])


def _issues_key(pair: FilePair, rules_version: str) -> str:
    day, gss = pair.after.first_on.isoformat(), pair.after.authority_gss
    return history_key(pair.standard, pair.after.sha256, pair.before_sha256, day, rules_version, gss)
