"""Which snapshots a return reads of those that were known on a day."""

from datetime import date, timedelta

from plugins.storage.warehouse.assembly_inputs import AssemblyInput, needed_inputs
from transforms.domain.period import financial_year
from transforms.domain.return_reads import Reads
from transforms.returns import RETURNS
from transforms.snapshots.last_valid_file import AGE_LIMIT

LAST, AS_KNOWN = date(2026, 3, 31), date(2026, 11, 1)
OLD = LAST - timedelta(days=200)


def snapshot(fetched: date, sha256: str = "a", authority: str = "E07000223") -> AssemblyInput:
    return AssemblyInput("developer_agreements", authority, fetched, sha256, "2019", "1", ("reference",))


def needed(*candidates: AssemblyInput, latest: bool = False) -> list[date]:
    reads = Reads("developer_agreements", {}, uses_latest_snapshot_only=latest)
    chosen = needed_inputs(candidates, reads, financial_year(2025), AS_KNOWN)
    return [used.fetched_on for used in chosen]


def test_a_return_that_reads_every_snapshot_reads_those_of_a_source_that_stopped_answering_long_ago() -> None:
    assert needed(snapshot(date(2019, 5, 1)), snapshot(OLD, "b")) == [date(2019, 5, 1), OLD]


def test_a_return_that_reads_the_latest_snapshot_goes_without_one_that_is_too_old_to_stand_in() -> None:
    assert needed(snapshot(OLD), latest=True) == []
    assert needed(snapshot(OLD), snapshot(LAST - AGE_LIMIT, "b"), latest=True) == [LAST - AGE_LIMIT]


def test_only_a_register_that_is_read_as_it_stands_now_has_an_age_limit() -> None:
    limited = {(definition.slug, reads.standard) for definition in RETURNS for reads in definition.reads
               if reads.uses_latest_snapshot_only}  # fmt: skip
    assert limited == {("brownfield_register", "brownfield_land"), ("contract_notices", "contracts")}


def test_of_an_unbroken_run_of_the_same_bytes_the_first_and_the_last_are_read() -> None:
    run = [snapshot(date(2026, 4, day)) for day in (1, 2, 3)]
    assert needed(*run, snapshot(date(2026, 4, 4), "b")) == [date(2026, 4, 1), date(2026, 4, 3), date(2026, 4, 4)]
