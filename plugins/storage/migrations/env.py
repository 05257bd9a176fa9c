"""How Alembic reaches the warehouse; one at a time, by an advisory lock, and granting rights each time."""

from alembic import context
from sqlalchemy import create_engine, pool, text

from plugins.storage.roles import grant_rights
from plugins.storage.warehouse.every_table import METADATA

ADVISORY_LOCK = 7_202_601

database = context.config.attributes["database"]
engine = create_engine(database, poolclass=pool.NullPool)
with engine.connect() as connection:
    context.configure(
        connection=connection, target_metadata=METADATA, version_table="warehouse_revision", transactional_ddl=True
    )
    with context.begin_transaction():
        connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": ADVISORY_LOCK})
        context.run_migrations()
        grant_rights(connection, METADATA)
