"""Well-known binary: a geometry as databases hold it, walked before a library is given it.

The library follows collections within collections by calling itself, and a deep one ends the process.
Source: OGC 06-103r4, clause 8.2; PostGIS's extension of it (flags of the type for a third and a fourth number and for a
        reference system).
"""

import struct

import shapely

from transforms.reading.points import Shape

DEEPEST = 8  # collections in each other; a multipolygon in a collection is the most that a map needs
POINT, LINE, POLYGON, COLLECTIONS = 1, 2, 3, (4, 5, 6, 7)
HAS_Z, HAS_M, HAS_SYSTEM = 0x80000000, 0x40000000, 0x20000000
NUMBER = 8  # bytes


class Malformed(Exception):
    """Raised when bytes are no geometry that we follow, from walking it."""


def shape_from(content: bytes) -> Shape:
    """Return the shape, None where the bytes are no geometry, or one nested beyond sense."""
    try:
        _walk(content)
        return shapely.from_wkb(content)
    except (Malformed, struct.error, shapely.errors.ShapelyError):
        return None


def _walk(content: bytes) -> None:
    """Raise Malformed, or struct.error where the bytes end, unless this is one geometry of a sensible depth."""
    remaining, offset = [1], 0  # how many geometries are still to come, at each level of nesting
    while remaining:
        if not remaining[-1]:
            remaining.pop()
            continue
        remaining[-1] -= 1
        order = "<" if content[offset : offset + 1] == b"\x01" else ">"
        (code,) = struct.unpack_from(f"{order}I", content, offset + 1)
        offset += 9 if code & HAS_SYSTEM else 5
        kind, size = _kind_and_size(code)
        if kind == POINT:
            offset += size
            continue
        (count,) = struct.unpack_from(f"{order}I", content, offset)
        offset += 4
        if kind in COLLECTIONS:
            remaining.append(count)
            if len(remaining) > DEEPEST:
                raise Malformed
        elif kind == LINE:
            offset += count * size
        else:
            offset = _after_rings(content, offset, count, order, size)
        if offset > len(content):
            raise Malformed


def _after_rings(content: bytes, offset: int, count: int, order: str, size: int) -> int:
    """Return where the rings of a polygon end."""
    for _ in range(count):
        (points,) = struct.unpack_from(f"{order}I", content, offset)
        offset += 4 + points * size
    return offset


def _kind_and_size(code: int) -> tuple[int, int]:
    """Return the kind of a geometry, and the bytes of each of its points."""
    plain = code & 0x0FFFFFFF
    thousands, kind = divmod(plain, 1000)
    if kind not in (POINT, LINE, POLYGON, *COLLECTIONS) or thousands > 3:
        raise Malformed
    numbers = 2 + bool(code & HAS_Z or thousands in (1, 3)) + bool(code & HAS_M or thousands in (2, 3))
    return kind, numbers * NUMBER
