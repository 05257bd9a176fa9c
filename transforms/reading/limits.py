"""Limits: how much a published file may hold before it is refused unread."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Sizes in bytes, cells of a worksheet's used area, and columns of a table."""

    published: int = 500_000_000
    unpacked: int = 1_000_000_000
    cells: int = 60_000_000
    columns: int = 16_384  # as many as a worksheet has


DEFAULT_LIMITS = Limits()
