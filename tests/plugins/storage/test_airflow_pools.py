"""Airflow's pools: their slots by those of all workers, and their rows in Airflow's own table."""

import pytest
from airflow.models.pool import Pool
from airflow.models.team import Team
from sqlalchemy import create_engine, select

from plugins.local.platform.home import Home
from plugins.local.platform.postgres import database_url, ensure_database
from plugins.storage.airflow_pools import ensure_pools, slots_by_pool
from plugins.storage.roles import AIRFLOW
from tests.deployments import new_name


@pytest.mark.parametrize(("task_slots", "fetching"), [(1, 1), (2, 2), (3, 2), (16, 15)])
def test_a_slot_is_left_for_assemblies_where_there_are_more_than_two(task_slots: int, fetching: int) -> None:
    assert slots_by_pool(task_slots) == {"fetching": fetching, "computing": task_slots}


@pytest.mark.platform
def test_a_start_makes_the_pools_and_the_next_one_sets_their_slots(home: Home) -> None:
    name = new_name()
    ensure_database(home, name, AIRFLOW, users=())
    url = database_url(home, name, AIRFLOW)
    engine = create_engine(url)
    Pool.metadata.create_all(engine, tables=[Team.__table__, Pool.__table__])
    query = select(Pool.pool, Pool.slots, Pool.include_deferred).order_by(Pool.pool)
    for task_slots, rows in (
        (2, [("computing", 2, False), ("fetching", 2, False)]),
        (8, [("computing", 8, False), ("fetching", 7, False)]),
    ):
        ensure_pools(url, task_slots)
        with engine.connect() as connection:
            assert [tuple(row) for row in connection.execute(query)] == rows
    engine.dispose()
