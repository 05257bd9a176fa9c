import numpy as np
import pytest

from transforms.standardise.coordinates import place_points

GEDLING, MENDIP = "E07000173", "E07000187"
NOWHERE = (pytest.approx(np.nan, nan_ok=True),) * 2


def placed(x: float, y: float, *, projected: bool = False, gss: str | None = GEDLING) -> tuple[float, float, str]:
    found = place_points(np.array([x]), np.array([y]), np.array([projected]), [(gss, np.array([0]))])
    state = "misplaced" if found.misplaced[0] else "repaired" if found.repaired[0] else "as published"
    return float(found.longitudes[0]), float(found.latitudes[0]), state


@pytest.mark.parametrize(
    ("x", "y", "projected", "state"),
    [
        (-1.0823, 52.9607, False, "as published"),
        (52.9607, -1.0823, False, "repaired"),
        (461700, 340800, True, "repaired"),
        (461700, 340800, False, "repaired"),
        (340800, 461700, False, "repaired"),
        (-1.0823, 52.9607, True, "repaired"),
    ],
    ids=["right", "swapped", "grid", "grid-unsaid", "grid-swapped", "grid-said-wrongly"],
)
def test_every_way_of_writing_one_point_gives_that_point(x: float, y: float, projected: bool, state: str) -> None:
    longitude, latitude, found = placed(x, y, projected=projected)
    assert (longitude, latitude) == (pytest.approx(-1.0823, abs=0.002), pytest.approx(52.9607, abs=0.002))
    assert found == state


def test_a_point_of_another_place_stays_as_published() -> None:
    assert placed(-0.2742, 50.834) == (-0.2742, 50.834, "as published")


def test_a_point_that_no_reading_puts_anywhere_is_left_blank() -> None:
    assert placed(999, 999) == (*NOWHERE, "misplaced")


def test_of_two_readings_that_both_fit_the_one_in_the_order_as_declared_is_taken() -> None:
    assert placed(447560, 130729, gss=None) == (
        pytest.approx(-1.322, abs=0.01),
        pytest.approx(51.074, abs=0.01),
        "repaired",
    )


def test_without_an_authority_great_britain_is_the_place() -> None:
    assert placed(53.000879, -0.393631, gss=None) == (-0.393631, 53.000879, "repaired")


def test_an_ended_authority_is_placed_by_its_successor() -> None:
    longitude, latitude, state = placed(378266.18, 147374.18, gss=MENDIP)
    assert (longitude, latitude) == (pytest.approx(-2.3, abs=0.1), pytest.approx(51.2, abs=0.1))
    assert state == "repaired"


def test_half_a_point_is_neither_repaired_nor_misplaced() -> None:
    assert placed(-1.08, np.nan)[2] == "as published"
