"""The audit trail in PostgreSQL: nothing is lost, nothing is changed, by anybody."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from plugins.settings import Settings
from plugins.storage.deployment import Deployment, open_deployment
from plugins.storage.warehouse.audit_trail import (
    append_entry,
    load_daily_heads,
    load_entries,
    load_head,
    search_entries,
    stream_entries,
)
from transforms.audit import AuditHead, verify_trail

pytestmark = pytest.mark.platform
ROUND = "planning_matters/2025-Q1"
WRITERS, EACH = 8, 15


@pytest.fixture
def opened(deployment: Settings) -> Iterator[Deployment]:
    with open_deployment(deployment) as opened:
        yield opened


def add(opened: Deployment, count: int = 3) -> None:
    for number in range(count):
        with opened.transaction() as connection:
            append_entry(connection, "person/1", "confirm-cells", f"{ROUND}/E0700022{number}", {"é": [number, None]})


def test_writers_at_once_lose_nothing_and_leave_no_gap(opened: Deployment) -> None:
    def write(writer: int) -> None:
        for number in range(EACH):
            with opened.transaction() as connection:
                append_entry(connection, f"person/{writer}", "confirm-cells", ROUND, {"number": number})
                if number % 5 == 4:
                    connection.execute(text("select pg_sleep(0.002)"))

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))
    with opened.transaction() as connection:
        entries = list(stream_entries(connection))
        head = load_head(connection)
    assert [entry.number for entry in entries] == list(range(1, WRITERS * EACH + 1))
    assert {(entry.by, entry.what["number"]) for entry in entries} == {
        (f"person/{writer}", number) for writer in range(WRITERS) for number in range(EACH)
    }
    assert verify_trail(entries, head).broken is None


def test_an_act_that_is_rolled_back_leaves_no_gap(opened: Deployment) -> None:
    add(opened, 1)
    with opened.engine.connect() as connection:
        assert append_entry(connection, "person/1", "confirm-cells", ROUND, {}).number == 2
        connection.rollback()
    add(opened, 1)
    with opened.transaction() as connection:
        assert [entry.number for entry in stream_entries(connection)] == [1, 2]


FORGERIES = (
    "update audit_entry set why = 'x'",
    "delete from audit_entry",
    "truncate audit_entry",
    "update audit_entry set why = 'x' where number = 99",
    "insert into audit_entry select number + 2, at, by, act, subject, what, why, hash, hash from audit_entry",
    "insert into audit_entry select number + 1, at, by, act, subject, what, why, previous, hash from audit_entry",
)


def test_nobody_changes_deletes_or_forges_an_entry(opened: Deployment) -> None:
    add(opened, 1)
    for session in ("", "set session_replication_role = replica;"):
        for statement in FORGERIES:
            with pytest.raises(DatabaseError), opened.engine.begin() as connection:
                connection.execute(text(session + statement))
            with opened.transaction() as connection:
                assert verify_trail(stream_entries(connection)).head.number == 1, statement


def test_what_is_behind_the_back_of_the_trigger_is_found_by_verifying(opened: Deployment) -> None:
    add(opened)
    with opened.engine.begin() as connection:
        connection.execute(text("alter table audit_entry disable trigger only_added_to"))
        connection.execute(text("update audit_entry set what = '{\"é\":[7,null]}' where number = 2"))
        broken = verify_trail(stream_entries(connection)).broken
    assert broken is not None
    assert broken.number == 2


def test_entries_are_listed_by_round_part_authority_person_and_number(opened: Deployment) -> None:
    add(opened)
    with opened.transaction() as connection:
        append_entry(connection, "person/2", "grant-role", "person/1", {"role": "auditor"})
        append_entry(connection, "process/calendar", "open-round", f"{ROUND}0", {})
        assert [entry.number for entry in load_entries(connection, ROUND)] == [1, 2, 3]
        assert [entry.number for entry in load_entries(connection, f"{ROUND}/E07000221")] == [2]
        numbers = {
            subject: [entry.number for entry in search_entries(connection, subject)]
            for subject in (None, "planning_matters", "E07000222", "person/1", "person/2", "100%", "auditor")
        }
        assert numbers == {
            None: [1, 2, 3, 4, 5], "planning_matters": [1, 2, 3, 5], "E07000222": [3], "person/1": [1, 2, 3, 4],
            "person/2": [4], "100%": [], "auditor": [4],
        }  # fmt: skip
        assert [entry.number for entry in search_entries(connection, ROUND, after=1, limit=1)] == [2]


def test_the_last_entry_of_every_day_is_a_head(opened: Deployment) -> None:
    with opened.transaction() as connection:
        assert load_daily_heads(connection) == []
        assert load_head(connection) == AuditHead(0, "0" * 64)
    add(opened)
    with opened.transaction() as connection:
        assert load_daily_heads(connection) == [load_head(connection)]
