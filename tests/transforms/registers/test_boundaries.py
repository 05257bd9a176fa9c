"""Points inside, near and far from councils' areas."""

import math
import time
from datetime import date

import numpy as np
import pytest

from transforms.registers import area_of, authorities, metres_outside, planning_authorities

NOW = date(2026, 11, 22)
SHOREHAM = (-0.274, 50.834)
LEEDS_TOWN_HALL = (-1.549, 53.800)
ADUR, LEEDS, BARNSLEY = "E07000223", "E08000035", "E08000038"


@pytest.mark.parametrize(("gss", "point"), [(ADUR, SHOREHAM), (LEEDS, LEEDS_TOWN_HALL), (BARNSLEY, (-1.48, 53.55))])
def test_a_town_is_inside_its_council(gss: str, point: tuple[float, float]) -> None:
    assert metres_outside(gss, [point[0]], [point[1]]).tolist() == [0.0]


def test_distances_are_metres_to_the_nearest_part_of_the_area() -> None:
    west, _, _, north = area_of(ADUR).bounds
    (away,) = metres_outside(ADUR, [(west + -0.22) / 2], [north + 0.1])
    assert away == pytest.approx(0.1 * 111_200, rel=0.1)


def test_leeds_is_far_from_adur_and_swapped_coordinates_are_farther() -> None:
    far, swapped = metres_outside(ADUR, [LEEDS_TOWN_HALL[0], SHOREHAM[1]], [LEEDS_TOWN_HALL[1], SHOREHAM[0]])
    assert 300_000 < far < 350_000
    assert swapped > 1_000_000


def test_a_point_off_the_map_is_infinitely_far_and_a_blank_one_nowhere() -> None:
    distances = metres_outside(ADUR, [522000.0, math.nan, SHOREHAM[0]], [105000.0, SHOREHAM[1], math.nan])
    assert distances[0] == math.inf
    assert np.isnan(distances[1:]).all()


@pytest.mark.parametrize("gss", ["E10000014", "E26000010", "E51000003", "E07000007", "E99999999"])
def test_an_area_that_is_not_known_says_nothing(gss: str) -> None:
    assert area_of(gss) is None
    assert np.isnan(metres_outside(gss, [SHOREHAM[0]], [SHOREHAM[1]])).all()


def test_a_former_code_means_todays_area() -> None:
    assert area_of("E08000016").equals(area_of(BARNSLEY))


def test_every_district_unitary_and_borough_has_a_valid_area() -> None:
    with_areas = [body for body in planning_authorities(NOW) if body.gss[:3] not in {"E26", "E51"}]
    assert len(with_areas) == 296
    for body in with_areas:
        area = area_of(body.gss)
        assert area.is_valid, body.name
        assert -6.5 < area.bounds[0] < area.bounds[2] < 1.8
        assert 49.8 < area.bounds[1] < area.bounds[3] < 55.9


def test_councils_of_the_four_nations_have_areas() -> None:
    without = {
        body.authority_class for body in authorities().values() if body.in_being(NOW) and area_of(body.gss) is None
    }
    assert without == {"county", "national-park", "development-corporation", "strategic-authority"}


def test_the_distance_from_an_index_of_sides_is_the_distance_from_the_area() -> None:
    import shapely

    from transforms.registers.boundaries import _area_in_metres, _to_metres

    chance = np.random.default_rng(7)
    longitudes, latitudes = chance.uniform(-6, 1, 500), chance.uniform(50, 55, 500)
    for gss in ("E06000053", "E06000046", LEEDS):  # islands and a hole-free inland area
        points = shapely.points(*_to_metres().transform(longitudes, latitudes))
        expected = shapely.distance(_area_in_metres(gss), points)
        assert metres_outside(gss, longitudes, latitudes) == pytest.approx(expected)


def test_a_hundred_thousand_points_take_less_than_a_second() -> None:
    chance = np.random.default_rng(1)
    longitudes, latitudes = chance.uniform(-2, 0, 100_000), chance.uniform(50.5, 53, 100_000)
    metres_outside("E06000052", longitudes[:1], latitudes[:1])
    taken = []
    for _ in range(3):
        began = time.process_time()
        metres_outside("E06000052", longitudes, latitudes)
        taken.append(time.process_time() - began)
    assert min(taken) < 1.0


def test_no_points_are_no_distances() -> None:
    assert metres_outside(ADUR, [], []).shape == (0,)
