"""Comparing what each source published with what was in use before it, and keeping what was found.

No return reads any of it, so it is done once they have been told: by then it is settled which files are in use. Both
standardised tables are in the archive; only the columns that the rules over time read are loaded.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from plugins.faults import ComparisonFailed
from plugins.pipeline.collect.batches import cut_by_weight
from plugins.pipeline.collect.isolate_failures import run_isolating_failures
from plugins.storage.archive import CONNECTIONS, history_key, table_key
from plugins.storage.warehouse.comparisons import FilePair, load_waiting_pairs, record_comparisons

if TYPE_CHECKING:
    from expectations.compare import Compared, Side
    from plugins.storage.deployment import Deployment
    from transforms.domain.standard import DatasetStandard

PAIRS_AT_ONCE = 200
RECORDS_AT_ONCE = 2_000_000  # of both files; they take some 0.4 GB


def compare_files(deployment: "Deployment", slug: str) -> int:
    """Compare what waits for it, keep what was found, and return how many pairs there were.

    The issues are written first and the warehouse last; what was compared is not compared again. Pairs over which our
    code fails are named once the others are kept, and wait for the next time.
    """
    from expectations.history_rules import history_rules
    from expectations.suites import RULES_VERSION
    from transforms.standards import standard

    declared = standard(slug)
    if not history_rules(declared):
        return 0
    with deployment.transaction() as connection:
        pairs = load_waiting_pairs(connection, slug, RULES_VERSION)
    stumbled = []
    for some in cut_by_weight(pairs, lambda pair: pair.records, RECORDS_AT_ONCE, PAIRS_AT_ONCE):
        compared, failed = run_isolating_failures(
            some, lambda few: _compared(deployment, declared, few, RULES_VERSION), _name
        )
        _keep(deployment, compared, RULES_VERSION)
        stumbled += failed
    if stumbled:
        raise ComparisonFailed(f"our comparison failed over {len(stumbled)} of {len(pairs)}: {', '.join(stumbled)}")
    return len(pairs)


def _compared(
    deployment: "Deployment", standard: "DatasetStandard", pairs: Sequence[FilePair], rules_version: str
) -> "list[tuple[FilePair, Compared]]":
    from expectations.compare import compare

    return list(zip(pairs, compare(_sides(deployment, standard, pairs, rules_version), standard), strict=True))


def _keep(deployment: "Deployment", compared: "list[tuple[FilePair, Compared]]", rules_version: str) -> None:
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        some = [(_key(pair, rules_version), result.issues) for pair, result in compared if result.issues.num_rows]
        list(pool.map(lambda one: deployment.archive.save_table(*one), some))
    with deployment.transaction() as connection:
        told = [(pair, result.outcomes, result.issues.num_rows) for pair, result in compared]
        record_comparisons(connection, told, rules_version)


def _sides(
    deployment: "Deployment", standard: "DatasetStandard", pairs: Sequence[FilePair], rules_version: str
) -> "list[tuple[Side | None, Side]]":
    """Return the two files of every pair; no table is loaded for a standard that has a rhythm alone."""
    import pyarrow as pa

    from expectations.compare import Side
    from transforms.findings.history import history_columns

    def key(sha256: str, authority_gss: str) -> str:
        return table_key("standardised", standard.slug, sha256, rules_version, authority_gss)

    keys = {}
    for pair in pairs:
        if pair.before and standard.history:
            for one in (pair.before, pair.after):
                keys[one.authority_gss, one.sha256] = key(one.sha256, one.authority_gss)
    loaded = deployment.archive.load_tables(list(keys.values()), history_columns(standard))
    tables = dict(zip(keys, loaded, strict=True))
    nothing = pa.table({})
    sides: list[tuple[Side | None, Side]] = []
    for pair in pairs:
        gss, before = pair.after.authority_gss, None
        if pair.before:
            table = tables.get((gss, pair.before.sha256), nothing)
            before = Side(table, pair.columns_before, pair.before.first_on)
        table = tables.get((gss, pair.after.sha256), nothing)
        sides.append((before, Side(table, pair.columns_after, pair.after.first_on)))
    return sides


def _name(pair: FilePair) -> str:
    return f"{pair.after.authority_gss} of {pair.after.first_on}"


def _key(pair: FilePair, rules_version: str) -> str:
    day, gss = pair.after.first_on.isoformat(), pair.after.authority_gss
    return history_key(pair.standard, pair.after.sha256, pair.before_sha256, day, rules_version, gss)
