"""A cache of values that never change, kept as long as there is room for them.

Known   a value larger than the cache is returned and not kept; of two that need the same value at once, one loads it.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")


class SizedCache(Generic[Value]):
    """The values used last, within `max_bytes`."""

    def __init__(self, max_bytes: int, size: Callable[[Value], int]) -> None:
        self._max_bytes, self._size = max_bytes, size
        self._values: OrderedDict[Hashable, Value] = OrderedDict()
        self._loading: dict[Hashable, Lock] = {}
        self._guard = Lock()

    def get(self, key: Hashable, load: Callable[[], Value]) -> Value:
        """Return the value under `key`, loaded now if it is not in the cache."""
        with self._guard:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
            lock = self._loading.setdefault(key, Lock())
        with lock:
            with self._guard:
                if key in self._values:
                    return self._values[key]
            try:
                value = load()
                self._store(key, value)
            finally:
                with self._guard:
                    self._loading.pop(key, None)
        return value

    def discard(self, key: Hashable) -> None:
        """Remove the value under `key`."""
        with self._guard:
            self._values.pop(key, None)

    def _store(self, key: Hashable, value: Value) -> None:
        """Add a value, and remove the least recently used ones until there is room."""
        with self._guard:
            self._values[key] = value
            used = sum(map(self._size, self._values.values()))
            while used > self._max_bytes and self._values:
                _, oldest = self._values.popitem(last=False)
                used -= self._size(oldest)
