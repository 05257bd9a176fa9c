"""A server that ends a connection is our trouble, whoever speaks to it: the step is tried again."""

from collections.abc import Callable

import psycopg
import pytest
from sqlalchemy import Connection, text

from plugins.faults import WarehouseUnavailable
from plugins.settings import Settings
from plugins.storage.warehouse.connection import open_engine, transaction

pytestmark = pytest.mark.platform

END = "select pg_terminate_backend(%s)"


def in_a_statement(connection: Connection, end: Callable[[int], None]) -> None:
    end(connection.execute(text("select pg_backend_pid()")).scalar_one())
    connection.execute(text("select 1"))


def in_a_copy(connection: Connection, end: Callable[[int], None]) -> None:
    cursor = connection.connection.cursor()
    cursor.execute("create temp table copied (n int)")
    with cursor.copy("copy copied from stdin") as copy:
        copy.write_row([1])
        end(cursor.connection.info.backend_pid)


@pytest.mark.parametrize("work", [in_a_statement, in_a_copy])
def test_a_connection_that_the_server_ends_is_a_warehouse_that_does_not_answer(
    deployment: Settings, work: Callable[[Connection, Callable[[int], None]], None]
) -> None:
    def end(backend: int) -> None:
        with psycopg.connect(deployment.database.replace("+psycopg", ""), autocommit=True) as other:
            other.execute(END, [backend])

    with (
        pytest.raises(WarehouseUnavailable, match="PostgreSQL failed or refused"),
        transaction(open_engine(deployment.database)) as connection,
    ):
        work(connection, end)
