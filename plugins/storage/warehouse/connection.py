"""Connections to the warehouse, and the two ways of writing many rows."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from plugins.faults import WarehouseUnavailable

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine, Table


def open_engine(database: str) -> "Engine":
    """Return an engine for the warehouse; short-lived, since a step is."""
    from sqlalchemy import create_engine

    return create_engine(database, pool_size=4, pool_pre_ping=True, connect_args={"connect_timeout": 10})


@contextmanager
def transaction(engine: "Engine") -> Iterator["Connection"]:
    """Open a transaction: all of it is written, or none."""
    from psycopg import OperationalError as DriverError  # of COPY, which SQLAlchemy does not see
    from sqlalchemy.exc import OperationalError

    try:
        with engine.begin() as connection:
            yield connection
    except (OperationalError, DriverError) as error:
        why = error.orig if isinstance(error, OperationalError) else error
        raise WarehouseUnavailable(f"PostgreSQL failed or refused: {why}") from error


def upsert(connection: "Connection", table: "Table", rows: Sequence[Mapping[str, object]]) -> None:
    """Write rows by their natural key; a row that is there already takes the new values."""
    from sqlalchemy.dialects.postgresql import insert

    for start in range(0, len(rows), 1000):
        statement = insert(table).values(list(rows[start : start + 1000]))
        keys = [column.name for column in table.primary_key]
        changed = {name: statement.excluded[name] for name in rows[0] if name not in keys}
        if changed:
            statement = statement.on_conflict_do_update(index_elements=keys, set_=changed)
        else:
            statement = statement.on_conflict_do_nothing(index_elements=keys)
        connection.execute(statement)


def copy_upsert(connection: "Connection", table: "Table", rows: Sequence[Mapping[str, object]]) -> None:
    """Write very many rows by their natural key, through COPY into a table of this transaction's own."""
    if not rows:
        return
    names = list(rows[0])
    keys = [column.name for column in table.primary_key]
    staging = f"staging_{table.name}"
    listed, key_list = ", ".join(names), ", ".join(keys)
    updates = ", ".join(f"{name} = excluded.{name}" for name in names if name not in keys)
    cursor = connection.connection.cursor()  # the driver's own: SQLAlchemy has no COPY
    cursor.execute(f"create temp table {staging} (like {table.name} including defaults) on commit drop")
    with cursor.copy(f"copy {staging} ({listed}) from stdin") as copy:
        for row in rows:
            copy.write_row([row[name] for name in names])
    cursor.execute(
        f"insert into {table.name} ({listed}) select {listed} from {staging} "  # noqa: S608 - names of our own tables
        f"on conflict ({key_list}) do update set {updates}"
    )
    cursor.execute(f"drop table {staging}")
