"""The pools of Airflow: how many tasks that fetch, and how many that compute, run at once on all workers together.

Fetching waits for others' web servers, computing takes a core and up to 2 GB. From three slots on, one is left that no
fetch takes: a publisher that answers slowly keeps no assembly waiting. What does neither is in Airflow's default pool.

Known   a task whose pool does not exist is never started: a platform's start and docker-compose.yml's service `storage`
        make them, and set their slots anew, so that a change of COUNCIL_RETURNS_TASK_SLOTS takes effect.
"""

FETCHING, COMPUTING = "fetching", "computing"
LEAST_FETCHES = 2
DESCRIPTIONS = {FETCHING: "Tasks that ask publishers", COMPUTING: "Tasks that check files and assemble returns"}
UPSERT = """
insert into slot_pool (pool, slots, description, include_deferred) values (%s, %s, %s, false)
on conflict (pool) do update set slots = excluded.slots, description = excluded.description
"""


def slots_by_pool(task_slots: int) -> dict[str, int]:
    """Return the slots of each pool where so many tasks run at once on all workers together."""
    return {FETCHING: min(task_slots, max(LEAST_FETCHES, task_slots - 1)), COMPUTING: task_slots}


def ensure_pools(airflow_database: str, task_slots: int) -> None:
    """Make the pools in Airflow's database, whose tables exist, or set their slots.

    Args:
        airflow_database: as `postgresql+psycopg://user:password@host/database`.
        task_slots: how many tasks run at once on all workers together.

    """
    import psycopg

    rows = [(pool, slots, DESCRIPTIONS[pool]) for pool, slots in slots_by_pool(task_slots).items()]
    with psycopg.connect(airflow_database.replace("+psycopg", "")) as connection, connection.cursor() as cursor:
        cursor.executemany(UPSERT, rows)
