"""Limits: how much a published file may hold before it is refused unread."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Sizes in bytes, cells of a worksheet's used area, columns of a table, files of an archive, one value."""

    published: int = 500_000_000
    unpacked: int = 1_000_000_000
    cells: int = 60_000_000
    columns: int = 16_384  # as many as a worksheet has
    members: int = 2_000
    value: int = 20_000_000  # bytes of one value: a shape of a country's coast fits


DEFAULT_LIMITS = Limits()
