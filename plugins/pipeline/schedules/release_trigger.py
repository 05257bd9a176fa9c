"""The event that starts the building of packages: somebody has agreed to a release.

Source: https://airflow.apache.org/docs/apache-airflow/3.3.2/authoring-and-scheduling/event-scheduling.html;
        https://www.postgresql.org/docs/18/sql-notify.html
Known   PostgreSQL tells whoever listens when the transaction of the agreement is committed: nothing is asked again and
        again. Who was not listening then, because the triggerer was down, asks once when it begins to.
"""

from collections.abc import AsyncIterator
from typing import Any

from airflow.triggers.base import BaseEventTrigger, TriggerEvent

from plugins.storage.warehouse.audit_trail import RELEASE_CHANNEL

AGREED_AND_UNBUILT = """
select count(*) from audit_entry a where a.act = 'agree-release'
and not exists (select from audit_entry b where b.act = 'build-release' and b.subject = a.subject)
"""


class ReleaseAgreed(BaseEventTrigger):
    """Fires when somebody agrees to a release, and once at its start where a package is missing."""

    def serialize(self) -> tuple[str, dict[str, Any]]:
        """Return what makes this trigger again."""
        return f"{__name__}.{type(self).__name__}", {}

    async def run(self) -> AsyncIterator[TriggerEvent]:
        """Yield an event for every agreement."""
        from psycopg import AsyncConnection

        from plugins.settings import Settings

        address = Settings.from_environment().database.replace("+psycopg", "")
        async with await AsyncConnection.connect(address, autocommit=True) as connection:
            await connection.execute(f"listen {RELEASE_CHANNEL}")
            waiting = await (await connection.execute(AGREED_AND_UNBUILT)).fetchone()
            if waiting and waiting[0]:
                yield TriggerEvent({"waiting": waiting[0]})  # type: ignore[no-untyped-call]
            async for notification in connection.notifies():
                yield TriggerEvent({"release": notification.payload})  # type: ignore[no-untyped-call]
