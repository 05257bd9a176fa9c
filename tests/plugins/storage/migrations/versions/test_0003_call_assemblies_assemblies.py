"""What was written under the former names is there under the new ones, and the other way round."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine, inspect, text

from plugins.settings import Settings
from plugins.storage.migrations import migration_config
from plugins.storage.warehouse.assemblies import load_latest_assembly
from plugins.storage.warehouse.source_status import load_source_statuses

pytestmark = pytest.mark.platform

STANDARD, RETURN = "planning_applications", "planning_matters"
ADUR, ARUN, CRAWLEY = "E07000223", "E07000224", "E07000226"
DAY, ASSEMBLED_AT = date(2025, 4, 2), datetime(2025, 4, 2, 6, tzinfo=UTC)
FORMER = {
    "states": {ADUR: "held-back", ARUN: "usable", CRAWLEY: "unusable"},
    "in use": {ADUR: "last-good", ARUN: "current", CRAWLEY: "none"},
}
PRESENT = {
    "states": FORMER["states"] | {ADUR: "quarantined"},
    "in use": FORMER["in use"] | {ADUR: "last-valid"},
}


@pytest.fixture
def config(empty_deployment: Settings) -> Config:
    return migration_config(empty_deployment.database)


@pytest.fixture
def engine(empty_deployment: Settings, config: Config) -> Iterator[Engine]:
    """A warehouse as 0002 left it, with rows."""
    command.upgrade(config, "0002")
    engine = create_engine(empty_deployment.database)
    release = {
        "return_slug": RETURN, "period": "2025-Q1", "as_known": DAY, "receipt": "r" * 64, "version": 1,
        "prefix": "returns/x", "definition_version": "1.0", "rules_versions": '["1.0"]', "is_complete": True,
        "switches": "{}", "authorities": f'["{ADUR}"]', "authorities_with_data": 1, "response_rate_pct": 100,
        "computed": 5, "inferred": 4, "not_derivable": 3, "no_data": 2, "exceptions": 1, "checks_failed": False,
        "released_at": ASSEMBLED_AT, "last_run_id": "run", "frozen_on": DAY,
    }  # fmt: skip
    insert(engine, "release", release)
    for gss in (ADUR, ARUN, CRAWLEY):
        snapshot = {
            "standard": STANDARD, "authority_gss": gss, "fetched_on": DAY, "sha256": "a" * 64,
            "content_sha256": "a" * 64, "file_name": "a.csv", "size": 1, "url": "https://example.gov.uk/a.csv",
            "fetched_at": ASSEMBLED_AT, "run_id": "run", "state": FORMER["states"][gss],
        }  # fmt: skip
        collection = {
            "run_id": "run", "standard": STANDARD, "authority_gss": gss, "day": DAY, "outcome": "answered",
            "in_use_state": FORMER["in use"][gss],
        }  # fmt: skip
        insert(engine, "snapshot", snapshot)
        insert(engine, "collection", collection)
    yield engine
    engine.dispose()


def insert(engine: Engine, table: str, row: Mapping[str, object]) -> None:
    values = ", ".join(f":{name}" for name in row)
    with engine.begin() as connection:
        connection.execute(text(f"insert into {table} ({', '.join(row)}) values ({values})"), row)


def stored_states(engine: Engine) -> dict[str, dict[str, str]]:
    with engine.connect() as connection:
        return {
            "states": dict(connection.execute(text("select authority_gss, state from snapshot")).tuples().all()),
            "in use": dict(connection.execute(text("select authority_gss, state from in_use")).tuples().all()),
        }


def test_assemblies_and_states_of_before_are_read_by_the_code_of_now(engine: Engine, config: Config) -> None:
    command.upgrade(config, "0003")
    assert stored_states(engine) == PRESENT
    command.upgrade(config, "head")
    with engine.connect() as connection:
        assembly = load_latest_assembly(connection, RETURN, "2025-Q1")
        [status] = load_source_statuses(connection, [STANDARD], [ADUR], DAY)
        assembled_at = connection.scalar(text("select assembled_at from assembly"))
    assert (assembly.receipt, assembly.frozen_on, assembly.authorities) == ("r" * 64, DAY, [ADUR])
    assert status.in_use_state == "last-valid"
    assert assembled_at == ASSEMBLED_AT


def test_going_back_gives_the_former_names_and_keeps_every_row(engine: Engine, config: Config) -> None:
    tables, before = set(inspect(engine).get_table_names()), released(engine)
    command.upgrade(config, "0003")
    assert "release" not in inspect(engine).get_table_names()
    command.downgrade(config, "0002")
    assert set(inspect(engine).get_table_names()) == tables
    assert inspect(engine).get_pk_constraint("release")["name"] == "release_pkey"
    assert stored_states(engine) == FORMER
    assert released(engine) == before


def released(engine: Engine) -> list[dict[str, object]]:
    with engine.connect() as connection:
        return [dict(row) for row in connection.execute(text("select * from release")).mappings()]
