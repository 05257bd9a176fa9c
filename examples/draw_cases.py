"""Draw the planning cases of one council: whole lives at once, so that any day shows the same world.

Known: every month has its own random numbers, so that a later day adds months and changes none.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from examples.developments import (
    COUNTY,
    DELEGATED,
    DEVELOPMENTS,
    LEAVES_UNDECIDED,
    PACES,
    RECEIVED_PER_DECISION,
    SPLIT,
    UNCOUNTED,
)
from examples.england import Council, England

Days = npt.NDArray[np.int64]  # proleptic ordinals, as `date.toordinal`
NEVER = date(9999, 1, 1).toordinal()
HISTORY_YEARS = 5
AUTHORITIES = 309  # that share England's applications
SEASON = (0.9, 0.98, 1.12, 1.0, 1.05, 1.05, 1.05, 0.95, 1.0, 1.05, 1.0, 0.85)
DICE = 24
WAYS_OUT = ("Withdrawn", "Appeal", "Called in", "Referred to SoS", "Not ours", "Invalid")
WAYS_OUT_ODDS = np.cumsum([0.90, 0.05, 0.015, 0.005, 0.01, 0.02])


@dataclass(frozen=True)
class Cases:
    """Whole lives of cases, one array per event; `NEVER` where it does not happen."""

    year: Days
    month: Days
    number: Days  # within the month
    development: Days  # position in DEVELOPMENTS
    received: Days
    valid: Days
    target: Days
    decided: Days
    noticed: Days
    left: Days
    way_out: Days  # position in WAYS_OUT
    decision: npt.NDArray[np.object_]
    delegated: npt.NDArray[np.bool_]
    dice: npt.NDArray[np.float64]  # what else there is to draw

    def only(self, positions: npt.NDArray[np.int64]) -> "Cases":
        """Return the cases at these positions."""
        return Cases(**{name: values[positions] for name, values in vars(self).items()})


def draw_cases(england: England, council: Council, day: date) -> Cases:
    """Return every case that the council received from some years before the opening up to the end of `day`'s month."""
    rates = np.array([kind.decisions for kind in DEVELOPMENTS]) * RECEIVED_PER_DECISION / AUTHORITIES / 12
    rates *= council.size * england.scale
    if not council.authority.decides_minerals_and_waste:
        rates[[kind.size == COUNTY for kind in DEVELOPMENTS]] = 0
    batches = [_draw_month(england.seed, council.gss, rates, month) for month in _months(england.opened, day)]
    year, month, number, development = (np.concatenate([batch[part] for batch in batches]) for part in range(4))
    dice = np.concatenate([batch[4] for batch in batches])
    return _live(year, month, number, development, dice)


def _months(opened: date, day: date) -> list[tuple[int, int]]:
    first = (opened.year - HISTORY_YEARS) * 12 + opened.month - 1
    return [divmod(month, 12) for month in range(first, day.year * 12 + day.month)]


def _draw_month(
    seed: int, gss: str, rates: npt.NDArray[np.float64], month: tuple[int, int]
) -> tuple[Days, Days, Days, Days, npt.NDArray[np.float64]]:
    random = np.random.default_rng([seed, int.from_bytes(gss.encode()), *month])
    number = int(random.poisson(rates.sum() * SEASON[month[1]]))
    development = np.searchsorted(np.cumsum(rates) / rates.sum(), random.random(number))
    dice = random.random((number, DICE))
    return (
        np.full(number, month[0], dtype=np.int64),
        np.full(number, month[1] + 1, dtype=np.int64),
        np.arange(1, number + 1),
        development.astype(np.int64),
        dice,
    )


def _live(year: Days, month: Days, number: Days, development: Days, dice: npt.NDArray[np.float64]) -> Cases:
    """Return the lives that the dice decide."""
    first = _first_days(year, month)
    received = _weekday(first + (dice[:, 0] * 30).astype(np.int64))
    lag = np.where(dice[:, 1] < 0.6, 0, np.ceil(_decay(dice[:, 2], 9))).astype(np.int64)
    valid = np.where(dice[:, 1] > 0.98, NEVER, _weekday(received + lag))
    target, noticed = _pace(development, valid, dice)
    decided = np.where(dice[:, 9] < 0.15, noticed - 1 - (dice[:, 10] * 2).astype(np.int64), noticed)
    leaves = (dice[:, 11] < LEAVES_UNDECIDED) & (valid < NEVER)
    left = np.where(leaves, _weekday(valid + 3 + (dice[:, 12] * 100).astype(np.int64)), NEVER)
    undecided = leaves | (valid == NEVER)
    return Cases(
        year=year,
        month=month,
        number=number,
        development=development,
        received=received,
        valid=valid,
        target=target,
        decided=np.where(undecided, NEVER, np.maximum(decided, valid)),
        noticed=np.where(undecided, NEVER, noticed),
        left=left,
        way_out=np.minimum(np.searchsorted(WAYS_OUT_ODDS, dice[:, 13]), len(WAYS_OUT) - 1),
        decision=_decide(development, dice[:, 14]),
        delegated=dice[:, 15] < DELEGATED,
        dice=dice[:, 16:],
    )


def _first_days(year: Days, month: Days) -> Days:
    """Return the first day of each month, as ordinals."""
    months = ((year - 1970) * 12 + month - 1).astype("datetime64[M]")
    return months.astype("datetime64[D]").astype(np.int64) + date(1970, 1, 1).toordinal()


def _pace(development: Days, valid: Days, dice: npt.NDArray[np.float64]) -> tuple[Days, Days]:
    """Return the target date and the date of the notice of each case."""
    paces = [PACES[kind.size] for kind in DEVELOPMENTS]
    pace = {
        name: np.array([getattr(pace_of_kind, name) for pace_of_kind in paces])[development] for name in vars(paces[0])
    }
    statutory = np.array([kind.statutory_days for kind in DEVELOPMENTS])[development]
    is_agreed = dice[:, 3] < pace["agreed"]
    extension = np.where(is_agreed, 14 + np.floor(_decay(dice[:, 4], pace["extension_days"]) / 7) * 7, 0)
    allowed = (statutory + extension).astype(np.int64)
    in_time = dice[:, 5] < np.where(is_agreed, pace["agreed_in_time"], pace["statutory_in_time"])
    early = allowed - np.floor(_decay(dice[:, 6], np.where(is_agreed, 5, statutory * 0.12)))
    stuck = np.where(dice[:, 8] < 0.35, _decay(dice[:, 7], 900), 0)
    late = allowed + 1 + np.ceil(_decay(dice[:, 6], pace["overrun_days"]) + stuck)
    days = np.where(in_time, np.maximum(early, np.minimum(14, allowed)), late).astype(np.int64)
    return valid + allowed, _weekday_before(valid + days)


def _decide(development: Days, dice: npt.NDArray[np.float64]) -> npt.NDArray[np.object_]:
    """Return the decision of each case, in the standard's words."""
    granted = np.array([kind.granted for kind in DEVELOPMENTS])[development]
    counted = np.array([kind.size not in (UNCOUNTED, "prior") for kind in DEVELOPMENTS])[development]
    is_prior = np.array([kind.size == "prior" for kind in DEVELOPMENTS])[development]
    plain = np.where(dice < granted, "Approve", "Refuse").astype(object)
    plain[counted & (dice < SPLIT)] = "Split"
    prior = np.select(
        [dice < 0.35, dice < 0.8, dice < 0.98], ["Prior not required", "Prior granted", "Prior refused"], ""
    )
    prior = np.where(prior == "", "Prior refused permission required", prior).astype(object)
    return np.where(is_prior, prior, plain)


def _decay(dice: npt.NDArray[np.float64], mean: npt.NDArray[np.float64] | float) -> npt.NDArray[np.float64]:
    return -np.log1p(-dice) * mean


def _weekday(days: Days) -> Days:
    """Return each day, or the Monday after a weekend."""
    moved: Days = days + np.array([1, 0, 0, 0, 0, 0, 2])[days % 7]
    return moved


def _weekday_before(days: Days) -> Days:
    """Return each day, or the Friday before a weekend."""
    moved: Days = days - np.array([2, 0, 0, 0, 0, 0, 1])[days % 7]
    return moved
