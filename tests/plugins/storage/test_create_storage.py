"""What must exist before Airflow starts is made once, and making it again changes only what was asked for."""

import os

import psycopg
import pytest

from plugins.local.platform.home import Home
from plugins.local.platform.postgres import SUPERUSER, database_url
from plugins.settings import DATABASE, STORE
from plugins.storage import create_storage as module
from plugins.storage.create_storage import ServerAccounts, create_storage
from plugins.storage.roles import AIRFLOW, OWNER, PIPELINE, PORTAL

pytestmark = pytest.mark.platform


@pytest.fixture
def environment(home: Home) -> dict[str, str]:
    """The environment of the command, on the shared server: roles keep their passwords."""
    passwords = home.recall("postgres")["roles"]
    return {
        DATABASE: database_url(home, "made-here", OWNER),
        STORE: "s3+http://key:secret@127.0.0.1:1/bucket",
        module.ADMIN_DATABASE: database_url(home, SUPERUSER),
        module.AIRFLOW_DATABASE: database_url(home, "made-here-for-airflow", AIRFLOW),
        module.PIPELINE_PASSWORD: passwords[PIPELINE],
        module.PORTAL_PASSWORD: passwords[PORTAL],
    }


def opens(home: Home, database: str, role: str) -> bool:
    try:
        psycopg.connect(database_url(home, database, role).replace("+psycopg", "")).close()
    except psycopg.OperationalError:
        return False
    return True


def test_each_database_is_its_owner_s_and_twice_is_once(home: Home, environment: dict[str, str]) -> None:
    for _ in range(2):
        create_storage(environment, databases_only=True)
    databases = {"made-here": {OWNER, PIPELINE, PORTAL}, "made-here-for-airflow": {AIRFLOW}}
    for database, users in databases.items():
        assert {role for role in (OWNER, PIPELINE, PORTAL, AIRFLOW) if opens(home, database, role)} == users


def test_a_server_that_somebody_else_runs_keeps_its_roles(environment: dict[str, str]) -> None:
    del environment[module.ADMIN_DATABASE]
    assert ServerAccounts.from_environment(environment) is None


def test_the_accounts_come_from_what_every_service_is_given(environment: dict[str, str]) -> None:
    accounts = ServerAccounts.from_environment({**os.environ, **environment})
    assert accounts is not None
    assert (accounts.owner_url, accounts.airflow_url) == (environment[DATABASE], environment[module.AIRFLOW_DATABASE])
