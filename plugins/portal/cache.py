"""Kept: what was read once and never changes, held as long as there is room for it.

Known   what is larger than the room is given and not held; two that ask for the same at once wait for one reading.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


class SizedCache(Generic[Thing]):
    """The things read last, within `room` bytes."""

    def __init__(self, room: int, size: Callable[[Thing], int]) -> None:
        self._room, self._size = room, size
        self._things: OrderedDict[Hashable, Thing] = OrderedDict()
        self._reading: dict[Hashable, Lock] = {}
        self._guard = Lock()

    def get(self, key: Hashable, read: Callable[[], Thing]) -> Thing:
        """Return what is kept under `key`, read now if it is not."""
        with self._guard:
            if key in self._things:
                self._things.move_to_end(key)
                return self._things[key]
            lock = self._reading.setdefault(key, Lock())
        with lock:
            with self._guard:
                if key in self._things:
                    return self._things[key]
            try:
                thing = read()
                self._keep(key, thing)
            finally:
                with self._guard:
                    self._reading.pop(key, None)
        return thing

    def forget(self, key: Hashable) -> None:
        """Let go of what is kept under `key`."""
        with self._guard:
            self._things.pop(key, None)

    def _keep(self, key: Hashable, thing: Thing) -> None:
        """Hold a thing, and let go of those not asked for the longest until there is room."""
        with self._guard:
            self._things[key] = thing
            taken = sum(map(self._size, self._things.values()))
            while taken > self._room and self._things:
                _, gone = self._things.popitem(last=False)
                taken -= self._size(gone)
