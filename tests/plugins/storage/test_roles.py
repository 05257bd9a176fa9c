"""Nobody who works with the data can do more than the work needs."""

from collections.abc import Iterator

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from plugins.local.platform.home import Home
from plugins.local.platform.postgres import SUPERUSER, database_url, ensure_database
from plugins.settings import Settings
from plugins.storage.migrations import migrate
from plugins.storage.roles import AIRFLOW, OWNER, PIPELINE, PORTAL, create_roles
from plugins.storage.warehouse.every_table import METADATA

pytestmark = pytest.mark.platform

PRIVILEGES = ("select", "insert", "update", "delete", "truncate")
RECORDS_OF_PEOPLE = [table.name for table in METADATA.sorted_tables if table.info.get("append_only")]


@pytest.fixture
def database(deployment: Settings) -> str:
    return deployment.database.rpartition("/")[2]


@pytest.fixture
def pipeline(home: Home, database: str) -> Iterator[psycopg.Connection]:
    with connect(home, database, PIPELINE) as connection:
        yield connection


def connect(home: Home, database: str, role: str) -> psycopg.Connection:
    return psycopg.connect(database_url(home, database, role).replace("+psycopg", ""), autocommit=True)


def test_explanations_and_decisions_are_records_of_people() -> None:
    of_sources = {"source_change", "proposal_decision"}
    assert {"explanation", "decision", "audit_entry", *of_sources} <= set(RECORDS_OF_PEOPLE)


@pytest.mark.parametrize("command", ["update {} set why = why", "delete from {}", "truncate {}", "drop table {}"])
def test_what_people_wrote_can_be_added_to_and_nothing_else(pipeline: psycopg.Connection, command: str) -> None:
    for table in RECORDS_OF_PEOPLE:
        with pytest.raises(InsufficientPrivilege):
            pipeline.execute(command.format(table))


def test_every_role_has_the_rights_that_the_tables_declare_and_no_others(home: Home, database: str) -> None:
    granted, declared = {}, {}
    with connect(home, database, SUPERUSER) as connection:
        for table in METADATA.sorted_tables:
            changes = set() if table.info.get("append_only") else {"update", "delete"}
            declared[table.name, PIPELINE] = {"select", "insert", *changes}
            declared[table.name, PORTAL] = {"select", *filter(None, table.info.get("portal", "").split(", "))}
            for role in (PIPELINE, PORTAL):
                answers = {
                    privilege: connection.execute(
                        "select has_table_privilege(%s, %s, %s)", (role, f'"{table.name}"', privilege)
                    ).fetchone()[0]
                    for privilege in PRIVILEGES
                }
                granted[table.name, role] = {privilege for privilege, has in answers.items() if has}
    assert granted == declared


def test_a_right_that_a_table_no_longer_declares_is_taken_away(home: Home, database: str, deployment: Settings) -> None:
    with connect(home, database, SUPERUSER) as connection:
        connection.execute(f"grant delete on attempt to {PORTAL}")
    migrate(deployment.database)
    with connect(home, database, PORTAL) as connection, pytest.raises(InsufficientPrivilege):
        connection.execute("delete from attempt")


def test_the_pipeline_neither_makes_tables_nor_sees_other_databases(home: Home, pipeline: psycopg.Connection) -> None:
    with pytest.raises(InsufficientPrivilege):
        pipeline.execute("create table mine (id int)")
    ensure_database(home, "of_airflow", AIRFLOW, users=())
    with pytest.raises(psycopg.OperationalError, match="permission denied"):
        connect(home, "of_airflow", PIPELINE)


def test_airflow_can_not_open_our_database(home: Home, database: str) -> None:
    with pytest.raises(psycopg.OperationalError, match="permission denied"):
        connect(home, database, AIRFLOW)


def test_a_new_password_takes_effect_and_the_old_one_ends(home: Home, database: str) -> None:
    passwords = home.recall("postgres")["roles"]
    create_roles(database_url(home, SUPERUSER), {PORTAL: "a new one"})
    try:
        with pytest.raises(psycopg.OperationalError, match="password"):
            connect(home, database, PORTAL)
        url = database_url(home, database, PORTAL).replace("+psycopg", "")
        with psycopg.connect(psycopg.conninfo.make_conninfo(url, password="a new one")) as connection:
            assert connection.execute("select current_user").fetchone() == (PORTAL,)
    finally:
        create_roles(database_url(home, SUPERUSER), passwords)


def test_what_the_superuser_made_in_an_earlier_version_goes_to_the_owner(home: Home, deployment: Settings) -> None:
    name = deployment.database.rpartition("/")[2]
    ensure_database(home, name, OWNER)
    migrate(database_url(home, name, OWNER))
    with connect(home, name, OWNER) as connection:
        connection.execute("alter table attempt add column later text")
        owners = connection.execute(
            "select distinct pg_get_userbyid(relowner) from pg_class where relnamespace = 'public'::regnamespace"
        ).fetchall()
    assert owners == [(OWNER,)]
