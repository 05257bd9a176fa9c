"""Collections by hand: real files that came later, collected step by step in one process without the scheduler.

A council with fifty files takes fifty days, on each of which few files are new, and a day of the scheduler takes its
time however little there is to do. The steps are those of the DAG, in its order, on the same services; what they
changed is told to whoever asked.

    python -m plugins.local.demo.collect_without_scheduler WHAT.json CONTROL

prints a line of JSON for each collection, as it ends.
"""

import json
import logging
import sys
import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from plugins.local.demo.environment import Rehearsal, show_day
from plugins.local.demo.trigger_runs import RunRequest
from plugins.local.platform.faults import PlatformFault
from plugins.local.platform.lifecycle import Progress, surroundings
from plugins.local.platform.processes import start

NAME = "by-hand"
GLANCE_SECONDS = 0.5
LOG = logging.getLogger(NAME)


@dataclass(frozen=True)
class ByHand:
    """One collection by hand: of which standard, as on which day, from whom."""

    standard: str
    day: str
    authorities: tuple[str, ...]


@dataclass(frozen=True)
class CollectionResult:
    """What came of collections by hand: how each ended, and which periods of which standards changed."""

    runs: Sequence[RunRequest] = ()
    periods: Collection[tuple[str, str]] = ()


def later_days(real: Iterable[Mapping[str, Any]], opened: date) -> list[ByHand]:
    """Return the collections that bring the files which their councils published after the first day."""
    new: dict[tuple[int, str], set[str]] = {}
    for one in real:
        if one["round"] and not one.get("reason"):
            new.setdefault((one["round"], one["standard"]), set()).add(one["authority_gss"])
    return [
        ByHand(standard, str(opened + timedelta(days=number)), tuple(sorted(codes)))
        for (number, standard), codes in sorted(new.items())
    ]


def collect_by_hand(here: Rehearsal, asked: Sequence[ByHand], progress: Progress) -> CollectionResult:
    """Collect these in a process of their own, with the platform's settings, and return what came of them."""
    if not asked:
        return CollectionResult()
    what, log = here.home.root / f"{NAME}.json", here.home.logs / f"{NAME}.log"
    what.write_text(json.dumps([asdict(one) for one in asked]))
    command = [
        sys.executable,
        "-m",
        "plugins.local.demo.collect_without_scheduler",
        str(what),
        str(here.hello["control"]),
    ]
    process = start(here.home, NAME, command, surroundings(here.home, here.decided))
    while True:
        is_over = not process.is_running()
        told = [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")]
        if len(told) == len(asked):
            return _came(told)
        if is_over:
            raise PlatformFault(f"Collecting by hand ended after {len(told)} of {len(asked)} collections: see {log}.")
        one = asked[len(told)]
        progress(
            f"{one.day}: {one.standard}, the {len(told) + 1}. of {len(asked)} collections of files that came later"
        )
        time.sleep(GLANCE_SECONDS)


def _came(told: Iterable[Mapping[str, Any]]) -> CollectionResult:
    runs, periods = [], set[tuple[str, str]]()
    for one in told:
        state, failed = ("failed", (one["failed"],)) if one["failed"] else ("success", ())
        day = date.fromisoformat(one["day"])
        runs.append(RunRequest(f"collect__{one['standard']}", _run_id(one["day"]), day, state, failed, is_by_hand=True))
        periods |= {(one["standard"], period) for period in one["periods"]}
    return CollectionResult(runs, periods)


def _run_id(day: str) -> str:
    return f"{NAME}-{day}"


def collect_one(asked: ByHand) -> dict[str, object]:
    """Run the steps of one collection; return the periods that it changed, and the step that failed if one did."""
    steps = _Steps(asked)
    steps.run()
    periods = sorted(set(steps.periods))
    return {"standard": asked.standard, "day": asked.day, "periods": periods, "failed": steps.failed}


class _Steps:
    """The steps of one collection, in the order of `dags/collect_datasets.py`."""

    def __init__(self, asked: ByHand) -> None:
        self.periods: list[str] = []
        self.failed = ""
        self._slug = asked.standard
        run = SimpleNamespace(run_id=_run_id(asked.day), run_after=datetime.now(UTC))
        self._run = {"params": {"day": asked.day, "authorities": list(asked.authorities)}, "dag_run": run}

    def run(self) -> None:
        """Collect, check, tell and follow; huge files after everybody else's, as in a run of the scheduler."""
        for batch in self._step("list_sources", **self._run):
            self._step("fetch_batch", batch, **self._run)
        for batch in self._step("plan_batches"):
            self._step("check_batch", batch)
        self._announce()
        for batch in self._step("plan_huge"):
            self._step("check_batch", batch)
            self._announce()
        self._step("follow_findings")

    def _announce(self) -> None:
        """Settle what was checked, and keep which periods that changes."""
        listener = SimpleNamespace(add_partitions=self.periods.extend)
        self._step("announce", **self._run, outlet_events=defaultdict(lambda: listener))

    def _step(self, name: str, *given: object, **run: object) -> list[Any]:
        """Return the batches that a step returns; one that has nothing to do or fails returns none."""
        from airflow.sdk.exceptions import AirflowSkipException

        from plugins.pipeline import steps

        try:
            came = getattr(steps, name).function(self._slug, *given, **run)
        except AirflowSkipException:
            return []
        except Exception:
            LOG.exception("%s of %s failed", name, self._slug)
            self.failed = self.failed or name
            return []
        return came if isinstance(came, list) else []


def main(what: str, control: str) -> None:
    """Collect by hand, a day after the other."""
    for one in json.loads(Path(what).read_text()):
        show_day(control, date.fromisoformat(one["day"]))
        sys.stdout.write(json.dumps(collect_one(ByHand(one["standard"], one["day"], tuple(one["authorities"])))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
