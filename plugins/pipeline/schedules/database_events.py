"""The events by which people start runs: somebody has agreed to a release, or wants a source collected now.

Source: https://airflow.apache.org/docs/apache-airflow/3.3.2/authoring-and-scheduling/event-scheduling.html;
        https://www.postgresql.org/docs/18/sql-notify.html
Known   PostgreSQL tells whoever listens when the transaction is committed: nothing is asked again and again. Who was
        not listening then, because the triggerer was down, asks once when it begins to.
"""

from collections.abc import AsyncIterator
from typing import Any, ClassVar

from airflow.triggers.base import BaseEventTrigger, TriggerEvent

from plugins.storage.warehouse.audit_trail import RELEASE_CHANNEL
from plugins.storage.warehouse.collection_requests import REQUEST_CHANNEL


class DatabaseEvent(BaseEventTrigger):
    """Fires when PostgreSQL tells of something on a channel, and once at its start where something waits."""

    channel: ClassVar[str]
    waiting: ClassVar[str]  # the query that counts what waits
    payload_name: ClassVar[str]  # of what PostgreSQL tells

    def serialize(self) -> tuple[str, dict[str, Any]]:
        """Return what makes this trigger again."""
        return f"{__name__}.{type(self).__name__}", {}

    async def run(self) -> AsyncIterator[TriggerEvent]:
        """Yield an event for everything that is told."""
        from psycopg import AsyncConnection

        from plugins.settings import Settings

        address = Settings.from_environment().database.replace("+psycopg", "")
        async with await AsyncConnection.connect(address, autocommit=True) as connection:
            await connection.execute(f"listen {self.channel}")
            waiting = await (await connection.execute(self.waiting)).fetchone()
            if waiting and waiting[0]:
                yield TriggerEvent({"waiting": waiting[0]})  # type: ignore[no-untyped-call]
            async for notification in connection.notifies():
                yield TriggerEvent({self.payload_name: notification.payload})  # type: ignore[no-untyped-call]


class ReleaseAgreed(DatabaseEvent):
    """Fires when somebody agrees to a release, and once at its start where a package is missing."""

    channel, payload_name = RELEASE_CHANNEL, "release"
    waiting = """
    select count(*) from audit_entry a where a.act = 'agree-release'
    and not exists (select from audit_entry b where b.act = 'build-release' and b.subject = a.subject)
    """


class CollectionRequested(DatabaseEvent):
    """Fires when somebody wants a source collected now, and once at its start where a request waits."""

    channel, payload_name = REQUEST_CHANNEL, "request"
    waiting = "select count(*) from collection_request where run_id is null"
