"""What a collection leaves behind in the warehouse, without the moments and numbers that no two runs share."""

import psycopg

from plugins.settings import Settings

LEFT_BEHIND = {
    "collection": "select authority_gss, day, outcome, sha256, in_use_state, in_use_day, in_use_sha256, reason"
    " from collection where standard = %s",
    "snapshot": "select authority_gss, sha256, fetched_on, state from snapshot where standard = %s",
    "issue_count": "select * from issue_count where standard = %s",
    "outcome": "select * from outcome where standard = %s",
    "ledger": "select authority_gss, chain, day, sha256, entries from ledger where standard = %s",
    "ledger_count": 'select chain, code, "column", severity, opened_by, ledger_count.state, days, count'
    " from ledger_count join ledger on ledger.id = ledger_id where standard = %s",
}


def rows(settings: Settings, standard: str) -> dict[str, list[tuple]]:
    """Return the rows of a standard by table, in an order that only their content decides."""
    with psycopg.connect(settings.database.replace("+psycopg", "")) as connection:
        return {
            table: sorted(connection.execute(query, (standard,)).fetchall(), key=repr)
            for table, query in LEFT_BEHIND.items()
        }
