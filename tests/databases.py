"""Databases with the tables of the warehouse, each for one test: copies of one that was migrated once for a server."""

from functools import cache

import psycopg
from psycopg import sql

from plugins.local.platform.home import Home
from plugins.local.platform.postgres import SUPERUSER, database_url, ensure_database
from plugins.storage.migrations import migrate

TEMPLATE = "migrated"


def migrated_database(home: Home, name: str) -> str:
    """Make a database of a server in which every migration has run, and return its address."""
    statement = sql.SQL("create database {} template {}").format(sql.Identifier(name), sql.Identifier(_template(home)))
    with psycopg.connect(database_url(home, SUPERUSER).replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(statement)
    ensure_database(home, name)  # who may open a database is not copied with it
    return database_url(home, name)


@cache
def _template(home: Home) -> str:
    """Migrate the database that the others are copies of; nobody stays connected to it, or it could not be copied."""
    ensure_database(home, TEMPLATE)
    migrate(database_url(home, TEMPLATE))
    return TEMPLATE
