from collections.abc import Mapping, Sequence
from datetime import date

import pyarrow as pa

from transforms.domain.row_owners import ORGANISATION, row_owners
from transforms.domain.sightings import Sightings, sightings_of
from transforms.domain.snapshot_table import SnapshotTable

ADUR, ARUN, EXETER, DEVON = "E07000223", "E07000224", "E07000041", "E10000008"
REQUESTED = (EXETER, ADUR, ARUN)
COLUMNS = {ORGANISATION: pa.string(), "source_line": pa.int64(), "is_usable": pa.bool_()}


def sightings(published: Mapping[str, Sequence[str | None]]) -> Sightings:
    """One file of each publisher, with the organisation that each row names."""
    files = [
        SnapshotTable(
            gss,
            "premises_licences",
            date(2026, 3, 31),
            gss,
            "2014",
            frozenset(),
            pa.table(
                [pa.array(rows, pa.string()), pa.array(range(len(rows)), pa.int64()), pa.array([True] * len(rows))],
                schema=pa.schema(COLUMNS.items()),
            ),
        )
        for gss, rows in sorted(published.items())
    ]
    return sightings_of(files, COLUMNS)


def whose(published: Mapping[str, Sequence[str | None]]) -> list[str | None]:
    owners = row_owners(sightings(published), REQUESTED)
    return [REQUESTED[owner] if owner >= 0 else None for owner in owners.of_row.tolist()]


def test_the_organisation_that_a_row_names_decides_and_a_blank_is_the_publisher() -> None:
    assert whose({ADUR: [None, ADUR, ARUN, EXETER]}) == [ADUR, ADUR, ARUN, EXETER]


def test_one_and_the_same_other_body_throughout_is_the_publisher() -> None:
    assert whose({ADUR: [ARUN, ARUN]}) == [ADUR, ADUR]
    assert whose({ADUR: [DEVON, DEVON]}) == [ADUR, ADUR]
    assert whose({ADUR: [ARUN, EXETER]}) == [ARUN, EXETER]
    assert whose({ADUR: [ARUN, None]}) == [ARUN, ADUR]


def test_an_authoritys_own_file_wins_whole_over_what_others_publish_of_it() -> None:
    assert whose({ADUR: [None, ARUN], ARUN: [None]}) == [ADUR, None, ARUN]


def test_rows_of_a_body_that_is_not_requested_are_nobodys() -> None:
    assert whose({ADUR: [None, DEVON], DEVON: [None, EXETER]}) == [ADUR, None, None, EXETER]


def test_publishers_are_told_by_file() -> None:
    owners = row_owners(sightings({ADUR: [ARUN, EXETER], DEVON: [None]}), REQUESTED)
    assert owners.of_file.tolist() == [REQUESTED.index(ADUR), -1]


def test_nothing_published_is_nobodys() -> None:
    owners = row_owners(sightings({}), REQUESTED)
    assert (len(owners.of_row), len(owners.of_file)) == (0, 0)
