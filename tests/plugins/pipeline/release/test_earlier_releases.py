"""Which earlier releases imputed figures are made of: the newest of each period that was agreed to by then."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from plugins.pipeline.release import earlier_releases
from plugins.submissions.rounds import OpenedRound
from tests.transforms.release_package.package_contents import zipped
from transforms.audit import AuditEntry
from transforms.domain.period import parse_period
from transforms.returns import statutory_return
from transforms.rounds.round import Round

RETURN = statutory_return("planning_matters")
ADUR, ARUN = "E07000223", "E07000224"
HEADER = "authority,state,role,confirmed_on,cells_confirmed,cells_not_confirmed,cells_sha256\n"


def entry(number: int, act: str, period: str, version: int, **what: object) -> AuditEntry:
    subject = f"planning_matters/{period}/v{version}"
    return AuditEntry(number, datetime(2026, 1, 1, tzinfo=UTC), f"person/{number}", act, subject, what, "", "", "")


def released(period: str, *numbers: int) -> OpenedRound:
    """A round whose versions were agreed to by the entries with these numbers."""
    entries = []
    for version, number in enumerate(numbers, start=1):
        knowledge = {"receipt": "r", "as_known": "2026-01-01", "prefix": "p", "answers": []}
        entries += [
            entry(number - 1, "propose-release", period, version, **knowledge),
            entry(number, "agree-release", period, version),
            entry(number + 1, "build-release", period, version, receipt="r", sha256="s", key="k"),
        ]
    return OpenedRound(RETURN, parse_period(period), Round("planning_matters", period), entries)


@dataclass(frozen=True)
class Packages:
    """An archive that holds packages alone, and the deployment that it is of."""

    contents: Mapping[str, bytes]

    @property
    def archive(self) -> "Packages":
        return self

    def load(self, key: str) -> bytes:
        return self.contents[key]

    @contextmanager
    def transaction(self) -> Iterator[None]:
        yield


def package(period: str, value: str) -> bytes:
    rows = f"planning_matters,{ADUR},{period},PS1.2,{value},computed\nplanning_matters,{ARUN},{period},PS1.2,,no-data\n"
    states = f"{ADUR},confirmed,,,1,0,x\n{ARUN},unconfirmed,,,0,1,y\n"
    return zipped(
        {
            "data/cells.csv": f"return,authority,period,cell,value,origin\n{rows}".encode(),
            "data/confirmations.csv": (HEADER + states).encode(),
        }
    )


@pytest.fixture
def deployment(monkeypatch: pytest.MonkeyPatch) -> Any:
    rounds = [released("2025-Q2", 31), released("2024-Q4", 4, 21), released("2025-Q1", 11, 51)]
    rounds.append(released("2025-Q4", 14))  # a later period
    monkeypatch.setattr(earlier_releases, "list_every_round", lambda _, **__: rounds)
    keys = {(period, version): earlier_releases.package_key("planning_matters", period, version)
            for period in ("2025-Q1", "2025-Q2", "2024-Q4") for version in (1, 2)}  # fmt: skip
    return Packages({key: package(period, f"{version}0") for (period, version), key in keys.items()})


def test_the_newest_version_of_each_earlier_period_counts_newest_period_first(deployment: Any) -> None:
    earlier = earlier_releases.load_earlier_releases(deployment, released("2025-Q3"), 99)
    assert [(release.period, release.values[ADUR, "PS1.2"]) for release in earlier] == [
        *(("2025-Q2", "10"), ("2025-Q1", "20"), ("2024-Q4", "20")),
    ]
    assert all(release.confirmed == {ADUR} for release in earlier)
    assert all((ARUN, "PS1.2") not in release.values for release in earlier)


def test_what_was_agreed_later_does_not_count_so_that_a_release_gives_the_same_figures_again(
    deployment: Any,
) -> None:
    earlier = earlier_releases.load_earlier_releases(deployment, released("2025-Q3"), 30)
    assert [(release.period, release.values[ADUR, "PS1.2"]) for release in earlier] == [
        *(("2025-Q1", "10"), ("2024-Q4", "20")),
    ]
