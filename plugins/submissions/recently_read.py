"""What was read of the audit trail and worked out lately, by the hash of the newest entry that it rests on.

Known   an entry's hash is over everything before it, in every trail: what was worked out of entries up to one is right
        for as long as anybody asks for just that hash, and nothing ever has to be thrown away because it has changed.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")


class RecentlyRead(Generic[Value]):
    """The values that were asked for last, by key."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[Hashable, Value] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, read: Callable[[], Value]) -> Value:
        """Return the value of a key, read where nobody has asked for it lately; it must not be changed."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        value = read()
        with self._lock:
            self._values[key] = value
            while len(self._values) > self._most:
                self._values.popitem(last=False)
        return value
