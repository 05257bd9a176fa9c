"""Of a run of the same bytes a return reads the days that matter: more of them would change nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from tests.transforms.assemble.test_carry_over import AUTHORITIES, INDEPENDENT, PERIODS, drawn
from tests.transforms.returns import drawn_licences
from tests.transforms.returns.drawn import assemble, snapshot
from transforms.domain.assembled_return import AssembledReturn
from transforms.domain.period import Period, financial_year, parse_period
from transforms.domain.return_reads import SeenAgain
from transforms.domain.snapshot_table import SnapshotTable
from transforms.domain.statutory_return import StatutoryReturn
from transforms.returns import statutory_return
from transforms.snapshots.days_needed import NO_DAY, days_needed, last_day_named

QUARTER = parse_period("2025-Q1")


def days(*texts: str) -> list[date]:
    return [date.fromisoformat(text) for text in texts]


RUN = days("2024-11-01", "2024-12-31", "2025-01-01", "2025-02-01", "2025-03-31", "2025-04-01", "2025-07-01")


@pytest.mark.parametrize(
    ("seen_again", "last_named", "expected"),
    [
        (SeenAgain.WITHIN, None, days("2024-11-01", "2025-01-01", "2025-04-01")),
        (SeenAgain.YEARLY, None, days("2024-11-01", "2025-01-01", "2025-04-01")),
        (SeenAgain.LATER, None, days("2024-11-01", "2025-07-01")),  # nobody has looked which days the file names
        (SeenAgain.LATER, NO_DAY, days("2024-11-01", "2025-04-01")),
        (SeenAgain.LATER, date(2025, 4, 1), days("2024-11-01", "2025-07-01")),
        (SeenAgain.LATER, date(2031, 1, 1), days("2024-11-01", "2025-07-01")),  # a day that is still to come
        (SeenAgain.NEARER, NO_DAY, [day for day in RUN if day != date(2025, 2, 1)]),
    ],
)
def test_the_days_needed_are_those_about_the_period_and_the_days_in_the_file(
    seen_again: SeenAgain, last_named: date | None, expected: list[date]
) -> None:
    assert days_needed(RUN, QUARTER, seen_again, last_named) == expected


@pytest.mark.parametrize("seen_again", [SeenAgain.WITHIN, SeenAgain.YEARLY, SeenAgain.LATER])
def test_a_file_that_was_seen_after_the_period_needs_no_later_day(seen_again: SeenAgain) -> None:
    assert days_needed(RUN, QUARTER, seen_again, NO_DAY) == days_needed(RUN[:-1], QUARTER, seen_again, NO_DAY)


def shown_again(random: Random, file: SnapshotTable, following: date) -> Iterator[SnapshotTable]:
    """The same file on some days, until another one follows."""
    most = max((following - file.fetched).days, 1)
    for later in sorted({0, *(random.randrange(most) for _ in range(random.choice([0, 2, 4, 8])))}):
        yield replace(file, fetched=file.fetched + timedelta(days=later))


def runs(random: Random, files: Sequence[SnapshotTable]) -> list[list[SnapshotTable]]:
    """One file of each day and standard, each as often as its source showed it."""
    by_source: dict[str, dict[date, SnapshotTable]] = {}
    for file in sorted(files, key=lambda file: file.fetched):
        by_source.setdefault(file.standard, {}).setdefault(file.fetched, file)
    return [
        list(shown_again(random, by_day[day], following))
        for by_day in by_source.values()
        for day, following in zip(by_day, [*list(by_day)[1:], max(by_day) + timedelta(days=800)], strict=True)
    ]


def needed(definition: StatutoryReturn, period: Period, run: Sequence[SnapshotTable]) -> list[SnapshotTable]:
    seen_again = definition.reads_of(run[0].standard).seen_again
    chosen = days_needed([file.fetched for file in run], period, seen_again, last_day_named(run[0].table))
    return [file for file in run if file.fetched in chosen]


def told(assembled: AssembledReturn) -> tuple[object, ...]:
    """What a return says, but for the days on which the lines that it lists were seen."""
    exceptions = {(row["authority"], row["reason"], row["reference"] or "") for row in assembled.exceptions.to_pylist()}
    return assembled.cells.to_pylist(), assembled.indicators.to_pylist(), sorted(exceptions)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("slug", INDEPENDENT)
def test_the_days_needed_say_what_every_day_says(slug: str, seed: int) -> None:
    definition, random = INDEPENDENT[slug], Random(seed)
    published = [run for gss in AUTHORITIES for run in runs(random, drawn(definition, random, gss))]
    few = [file for run in published for file in needed(definition, PERIODS[slug], run)]
    every = [file for run in published for file in run]
    assert len(few) < len(every)
    assert told(assemble(definition, few, AUTHORITIES, PERIODS[slug])) == told(
        assemble(definition, every, AUTHORITIES, PERIODS[slug])
    )


@pytest.mark.parametrize("seed", range(4))
def test_the_days_of_licences_that_are_nearest_to_the_year_are_needed(seed: int) -> None:
    definition, random, year = statutory_return("alcohol_licensing"), Random(seed), financial_year(2025)
    authorities = [f"E0700022{number}" for number in range(3, 9)]
    published = [
        run
        for gss, history in drawn_licences.publish(seed, authorities).items()
        for run in runs(random, [snapshot(definition, gss, day, rows) for day, rows in history if rows])
    ]
    few = [file for run in published for file in needed(definition, year, run)]
    every = [file for run in published for file in run]
    assert told(assemble(definition, few, authorities, year)) == told(assemble(definition, every, authorities, year))
