"""Where hexagons stand in a drawing."""

from plugins.portal.hexmap import RISE, WIDTH, draw


def test_odd_rows_are_half_a_hexagon_to_the_right_and_north_is_up() -> None:
    drawing = draw({"south": (0, 0), "north": (0, 1), "east": (1, 0)})
    (x, y), north, east = (drawing.middles[key] for key in ("south", "north", "east"))
    assert north == (x + WIDTH / 2, round(y - RISE, 1))
    assert east == (x + WIDTH, y)


def test_every_hexagon_lies_within_the_drawing() -> None:
    drawing = draw({"a": (-6, 3), "b": (16, 20), "c": (2, -3)})
    for x, y in drawing.middles.values():
        assert WIDTH / 2 <= x <= drawing.width - WIDTH / 2
        assert 11.5 <= y <= drawing.height - 11.5


def test_a_map_of_no_hexagons_is_empty() -> None:
    assert draw({}).middles == {}
