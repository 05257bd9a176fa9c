"""The migrations make what the code declares."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

from plugins.settings import Settings
from plugins.storage.migrations import migrate
from plugins.storage.warehouse.tables import METADATA

pytestmark = pytest.mark.platform


def test_migrating_makes_the_tables_that_the_code_declares_and_twice_is_once(deployment: Settings) -> None:
    migrate(deployment.database)
    migrate(deployment.database)
    engine = create_engine(deployment.database)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": "warehouse_revision"})
        assert compare_metadata(context, METADATA) == []
        assert connection.scalar(text("select count(*) from in_use")) == 0
    engine.dispose()
