"""The roles of the database server, so that nobody who works with the data holds more rights than the work needs.

council_returns_owner      owns our tables, makes and changes them: migrations, backup and restore, nothing else
council_returns_pipeline   what collects and assembles: reads and writes, but of tables that are only added to
                           (`append_only` in tables.py) it may neither change nor delete a row
council_returns_portal     reads; writes only to tables that say so, as far as they say (`portal` in tables.py)
airflow                    owns Airflow's own database, and can't open ours

Known   The rights of both are granted with every migration (`grant_rights`), on the tables that are there then; where
        the server has no such roles, as one that somebody else runs with a single account, nothing is granted.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import psycopg
    from sqlalchemy import Connection, MetaData

OWNER, PIPELINE, PORTAL = "council_returns_owner", "council_returns_pipeline", "council_returns_portal"
AIRFLOW = "airflow"
LOCK = 7_202_603  # one command at a time changes roles and databases
# Tables, views and sequences, functions, and types of their own, that belong to another role than the database does.
OWNED_BY_OTHERS = """
select format('alter %%s %%s owner to %%I',
              case relkind when 'v' then 'view' when 'S' then 'sequence' else 'table' end,
              oid::regclass, %(owner)s::text)
from pg_class
where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'S')
  and relowner <> %(owner)s::regrole
  and not (relkind = 'S' and exists (select from pg_depend where objid = pg_class.oid and deptype in ('a', 'i')))
union all
select format('alter function %%s owner to %%I', oid::regprocedure, %(owner)s::text)
from pg_proc where pronamespace = 'public'::regnamespace and proowner <> %(owner)s::regrole
union all
select format('alter type %%s owner to %%I', oid::regtype, %(owner)s::text)
from pg_type where typnamespace = 'public'::regnamespace and typtype = 'e' and typowner <> %(owner)s::regrole
"""


def create_roles(admin_url: str, passwords: Mapping[str, str]) -> None:
    """Create the roles that are missing, and give every one its password: a new password takes effect at once.

    Args:
        admin_url: A database of the server, as an account that may make roles.
        passwords: The password of each role.

    """
    from psycopg import sql

    with _connect(admin_url) as connection:
        existing = {name for (name,) in connection.execute("select rolname from pg_roles").fetchall()}
        for role, password in passwords.items():
            if role not in existing:
                connection.execute(sql.SQL("create role {}").format(sql.Identifier(role)))
            # Its hash, so that no log of the server can hold the password.
            encrypted = connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256")
            change = sql.SQL("alter role {} login password {}")
            connection.execute(change.format(sql.Identifier(role), sql.Literal(encrypted.decode())))


def create_database(admin_url: str, name: str, owner: str, users: tuple[str, ...] = ()) -> None:
    """Create a database if there is none of that name; it belongs to `owner`, and only `users` may open it besides.

    What is in a database that an account of another name has made goes over to `owner`.
    """
    from psycopg import sql

    with _connect(admin_url) as connection:
        identifiers = {"name": sql.Identifier(name), "owner": sql.Identifier(owner)}

        def run(command: str, **further: sql.Identifier) -> None:
            connection.execute(sql.SQL(command).format(**identifiers, **further))

        if owner != connection.info.user:
            run("grant {owner} to current_user")  # else nobody but a superuser may give it a database
        row = connection.execute(
            "select pg_get_userbyid(datdba) from pg_database where datname = %s", (name,)
        ).fetchone()
        if row is None:
            run("create database {name} owner {owner}")
        elif row[0] != owner:
            run("alter database {name} owner to {owner}")
        run("revoke all on database {name} from public")
        for user in users:
            run("grant connect, temporary on database {name} to {user}", user=sql.Identifier(user))
    if row is not None and row[0] != owner:
        _give_content_to(_database_url(admin_url, name), owner)


def grant_rights(connection: "Connection", metadata: "MetaData") -> None:
    """Grant the pipeline and the portal their rights on the tables that there are, and take away any others."""
    from sqlalchemy import inspect, text

    query = text("select rolname from pg_roles where rolname in (:pipeline, :portal)")
    roles = set(connection.scalars(query, {"pipeline": PIPELINE, "portal": PORTAL}))
    if roles != {PIPELINE, PORTAL}:
        return
    everybody = f"{PIPELINE}, {PORTAL}"
    statements = [
        f"revoke all on all tables in schema public from {everybody}",
        f"grant select on all tables in schema public to {everybody}",
        f"grant usage on all sequences in schema public to {everybody}",
    ]
    existing = set(inspect(connection).get_table_names())
    for table in (table for table in metadata.sorted_tables if table.name in existing):
        changes = "insert" if table.info.get("append_only") else "insert, update, delete"
        statements.append(f'grant {changes} on "{table.name}" to {PIPELINE}')
        if table.info.get("portal"):
            statements.append(f'grant {table.info["portal"]} on "{table.name}" to {PORTAL}')
    for statement in statements:
        connection.execute(text(statement))


def _give_content_to(url: str, owner: str) -> None:
    """Make `owner` the owner of all that another account has made in a database."""
    with _connect(url) as connection:
        for (statement,) in connection.execute(OWNED_BY_OTHERS, {"owner": owner}).fetchall():
            connection.execute(statement)


def _connect(url: str) -> "psycopg.Connection":
    """Open a connection whose every statement is a transaction; other commands of this kind wait for it to close."""
    import psycopg

    connection = psycopg.connect(url.replace("+psycopg", ""), autocommit=True)
    connection.execute("select pg_advisory_lock(%s)", (LOCK,))
    return connection


def _database_url(url: str, database: str) -> str:
    from sqlalchemy import make_url

    return make_url(url).set(database=database).render_as_string(hide_password=False)
