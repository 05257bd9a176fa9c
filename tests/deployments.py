"""Deployments of their own for tests: a bucket, and a copy of a database that was migrated once for a server."""

import uuid
from dataclasses import replace
from functools import cache
from typing import Any

import psycopg
from psycopg import sql

from plugins.local.platform.home import Home
from plugins.local.platform.object_store import make_bucket
from plugins.local.platform.postgres import SUPERUSER, database_url, ensure_database
from plugins.settings import Settings
from plugins.storage.migrations import migrate

TEMPLATE = "migrated"


def new_deployment(home: Home, services: Settings, **settings: Any) -> Settings:
    """Make a demonstration's database, whose tables are empty, and its empty bucket, and return its settings."""
    name = new_name()
    return with_bucket(services, name, database=_migrated_database(home, name), **settings)


def empty_deployment(home: Home, services: Settings) -> Settings:
    """Make a database without tables and an empty bucket, as before the first migration, and return the settings."""
    name = new_name()
    ensure_database(home, name)
    return with_bucket(services, name, database=database_url(home, name))


def new_name() -> str:
    return f"test-{uuid.uuid4().hex[:12]}"


def with_bucket(services: Settings, name: str, **settings: Any) -> Settings:
    own = replace(services, store=replace(services.store, bucket=name), is_demonstration=True, **settings)
    make_bucket(own.store)
    return own


def _migrated_database(home: Home, name: str) -> str:
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
