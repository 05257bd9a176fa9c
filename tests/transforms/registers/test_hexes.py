"""The hexagons of England."""

import json
from datetime import date
from pathlib import Path

import pytest

from transforms.registers import authorities
from transforms.registers.bodies import codes
from transforms.registers.hexes import hexes

SHARED = Path(__file__).parents[4] / "shared" / "data"
WITHOUT_AREA = {"county", "national-park", "development-corporation", "strategic-authority"}


def test_every_council_below_the_county_has_a_hexagon_of_its_own() -> None:
    day = date(2026, 11, 1)
    expected = {
        body.gss
        for body in authorities().values()
        if body.nation == "England" and body.in_being(day) and body.authority_class not in WITHOUT_AREA
    }
    assert hexes().keys() == expected
    assert len(set(hexes().values())) == len(expected)


def test_hexagons_stand_as_the_councils_do() -> None:
    assert hexes()["E06000052"] < hexes()["E06000001"]  # Cornwall west of Hartlepool
    assert hexes()["E06000057"][1] > hexes()["E06000052"][1]  # Northumberland north of Cornwall


@pytest.mark.real_data
def test_hexagons_stand_where_the_published_map_has_them() -> None:
    path = SHARED / "reference" / "hexmaps" / "uk-local-authority-districts-2023.hexjson"
    if not path.exists():
        pytest.skip(f"{path.name} is not beside the checkout")
    published = json.loads(path.read_bytes())
    assert published["layout"] == "odd-r"
    assert hexes() == {
        codes()[gss]: (one["q"], one["r"]) for gss, one in published["hexes"].items() if gss.startswith("E")
    }
