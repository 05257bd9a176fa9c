"""Geometries as databases hold them: read as the library reads them, unless they are nested beyond sense."""

import struct

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.reading.well_known_binary import DEEPEST, shape_from

SHAPES = [
    "POINT (1 2)", "POINT Z (1 2 3)", "LINESTRING (0 0, 1 1)",
    "POLYGON ((0 0, 1 0, 1 1, 0 0), (0.1 0.1, 0.2 0.1, 0.2 0.2, 0.1 0.1))",
    "MULTIPOINT (0 0, 1 1)", "MULTIPOLYGON Z (((0 0 1, 1 0 1, 1 1 1, 0 0 1)))", "POINT EMPTY", "POLYGON EMPTY",
    "GEOMETRYCOLLECTION (POINT (1 1), GEOMETRYCOLLECTION (MULTIPOINT (0 0), LINESTRING (0 0, 1 1)), POINT (2 2))",
]  # fmt: skip


@pytest.mark.parametrize("text", SHAPES)
@pytest.mark.parametrize("order", [0, 1])
@pytest.mark.parametrize("flavor", ["iso", "extended"])
def test_a_sensible_shape_is_what_the_library_makes_of_it(text: str, order: int, flavor: str) -> None:
    shape = shapely.set_srid(shapely.from_wkt(text), 27700)
    written = shapely.to_wkb(shape, byte_order=order, flavor=flavor, include_srid=flavor == "extended")
    assert shapely.equals_identical(shape_from(written), shapely.from_wkb(written))


def nested(depth: int, *, last_of: int = 1) -> bytes:
    point = struct.pack("<BIdd", 1, 1, 0, 51)
    opening = struct.pack("<BII", 1, 7, last_of) + point * (last_of - 1)
    return opening * depth + point


def test_a_shape_nested_beyond_sense_is_none_and_ends_nothing() -> None:
    assert shape_from(nested(DEEPEST - 1)) is not None
    for depth in (DEEPEST + 1, 400_000):
        assert shape_from(nested(depth)) is None
        assert shape_from(nested(depth, last_of=2)) is None


def test_counts_beyond_the_bytes_are_none() -> None:
    for code in (2, 3, 4, 7):
        assert shape_from(struct.pack("<BII", 1, code, 0xFFFFFFFF)) is None


@given(st.binary(max_size=80))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_a_shape_or_none(content: bytes) -> None:
    shape = shape_from(content)
    assert shape is None or shape.geom_type
