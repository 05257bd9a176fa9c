"""The migrations make what the code declares."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

from plugins.settings import Settings
from plugins.storage.migrations import migrate
from plugins.storage.warehouse.every_table import METADATA
from transforms.findings.explanations import folded_name

pytestmark = pytest.mark.platform

NAMES = (
    "A. Officer",
    "Zoë Łoś",
    "STRAẞE",
    "Søren Ærø",
    "İzmir",
    "Dvořák 2",
    "Ｆｕｌｌ ½",
    "Иван Ёлкин",
    "李 雷",
    " – . ",
    "",
)


def test_the_database_folds_a_name_as_the_code_does(empty_deployment: Settings) -> None:
    migrate(empty_deployment.database)
    engine = create_engine(empty_deployment.database)
    with engine.connect() as connection:
        folded = {name: connection.scalar(text("select folded_name(:name)"), {"name": name}) for name in NAMES}
    engine.dispose()
    assert folded == {name: folded_name(name) for name in NAMES}


def test_migrating_makes_the_tables_that_the_code_declares_and_twice_is_once(empty_deployment: Settings) -> None:
    migrate(empty_deployment.database)
    migrate(empty_deployment.database)
    engine = create_engine(empty_deployment.database)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": "warehouse_revision"})
        assert compare_metadata(context, METADATA) == []
        assert connection.scalar(text("select count(*) from in_use")) == 0
    engine.dispose()
