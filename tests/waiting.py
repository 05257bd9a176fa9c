"""Waiting for what other processes and threads do: until it is so, however busy the machine is."""

import time
from collections.abc import Callable

PATIENCE = 300.0  # seconds, which only a test that fails takes


def wait_until(is_so: Callable[[], bool], claim: str, every: float = 0.05) -> None:
    """Ask again and again, some seconds apart, until something is so; fail with the claim that it will be."""
    until = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < until, f"it is not so after {PATIENCE:.0f} seconds that {claim}"
        time.sleep(every)
