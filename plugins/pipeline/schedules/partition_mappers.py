"""Partition mappers of our own: from the period of a return to the periods of another return that reads it.

Source: https://airflow.apache.org/docs/apache-airflow/3.3.2/authoring-and-scheduling/asset-scheduling.html
Known   only the class registered in `plugins/returns_plugin.py` can be used in a schedule.
"""

from collections.abc import Iterable
from typing import Any

from airflow.partition_mappers.base import PartitionMapper


class ReaderPeriods(PartitionMapper):
    """Maps a period of a return that is read to the periods of the reader that it is a part of."""

    def __init__(self, reader: str, read: str) -> None:
        super().__init__()
        self._reader = reader
        self._read = read

    def to_downstream(self, key: str) -> Iterable[str]:
        """Return the names of the reader's periods."""
        from transforms.domain.period import parse_period
        from transforms.returns import statutory_return

        period = parse_period(key)
        return [
            str(reader)
            for reads in statutory_return(self._reader).reads_returns
            if reads.definition.slug == self._read
            for reader in reads.readers(period)
        ]

    def serialize(self) -> dict[str, Any]:
        """Return what makes this mapper again."""
        return {"reader": self._reader, "read": self._read}

    @classmethod
    def deserialize(cls, data: dict[str, Any]) -> "ReaderPeriods":
        """Return the mapper that was written by `serialize`."""
        return cls(data["reader"], data["read"])
