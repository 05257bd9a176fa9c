"""Collections without the scheduler: real files that came later, collected step by step in one process.

A council with fifty files takes fifty days, on each of which few files are new, and a day of the scheduler takes its
time however little there is to do. The steps are those of the DAG, in its order, on the same services; the periods that
they change are returned to the caller.

    python -m plugins.local.demo.collect_without_scheduler REQUESTS.json CONTROL

prints a line of JSON for each collection, as it ends.
"""

import json
import sys
import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from plugins.local.demo.environment import DemoEnvironment
from plugins.local.demo.trigger_runs import TriggeredRun
from plugins.local.platform.demonstration import show_day
from plugins.local.platform.faults import PlatformFault
from plugins.local.platform.lifecycle import Progress, platform_environment
from plugins.local.platform.processes import start

NAME = "without-scheduler"
SECONDS_BETWEEN_LOOKS = 0.5


@dataclass(frozen=True)
class CollectionRequest:
    """One collection without the scheduler: which standard, on which simulated day, from whom."""

    standard: str
    day: str
    authorities: tuple[str, ...]


@dataclass(frozen=True)
class CollectionResult:
    """How collections without the scheduler ended, and which periods of which standards they changed."""

    runs: Sequence[TriggeredRun] = ()
    periods: Collection[tuple[str, str]] = ()


def later_collections(real_files: Iterable[Mapping[str, Any]], opened: date) -> list[CollectionRequest]:
    """Return the collections that bring the files which their councils published after the first day."""
    new: dict[tuple[int, str], set[str]] = {}
    for file in real_files:
        if file["round"] and not file.get("reason"):
            new.setdefault((file["round"], file["standard"]), set()).add(file["authority_gss"])
    return [
        CollectionRequest(standard, str(opened + timedelta(days=number)), tuple(sorted(codes)))
        for (number, standard), codes in sorted(new.items())
    ]


def collect_without_scheduler(
    environment: DemoEnvironment, requests: Sequence[CollectionRequest], progress: Progress
) -> CollectionResult:
    """Make these collections in a process of their own, with the platform's settings, and return their results."""
    if not requests:
        return CollectionResult()
    home = environment.home
    log = home.logs / f"{NAME}.log"
    process = start(home, NAME, _command(environment, requests), platform_environment(home, {}))
    while True:
        is_over = not process.is_running()
        results = [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")]
        if len(results) == len(requests):
            return _combined(results)
        if is_over:
            raise PlatformFault(
                f"Collecting without the scheduler ended after {len(results)} of {len(requests)}: see {log}."
            )
        request = requests[len(results)]
        progress(f"{request.day}: {request.standard}, later file {len(results) + 1} of {len(requests)}")
        time.sleep(SECONDS_BETWEEN_LOOKS)


def _command(environment: DemoEnvironment, requests: Sequence[CollectionRequest]) -> list[str]:
    """Return the command that makes these collections."""
    file = environment.home.root / f"{NAME}.json"
    file.write_text(json.dumps([asdict(request) for request in requests]))
    return [sys.executable, "-m", "plugins.local.demo.collect_without_scheduler", str(file), environment.control]


def _combined(results: Iterable[Mapping[str, Any]]) -> CollectionResult:
    """Return the results of several collections as one."""
    runs, periods = [], set[tuple[str, str]]()
    for result in results:
        standard, day = result["standard"], result["day"]
        state, failed_tasks = ("failed", (result["failed"],)) if result["failed"] else ("success", ())
        runs.append(
            TriggeredRun(
                f"collect__{standard}", _run_id(day), date.fromisoformat(day), state, failed_tasks, is_scheduled=False
            )
        )
        periods |= {(standard, period) for period in result["periods"]}
    return CollectionResult(runs, periods)


def _run_id(day: str) -> str:
    return f"{NAME}-{day}"


def collect_one(request: CollectionRequest) -> dict[str, object]:
    """Run the steps of one collection; return the periods that it changed, and the step that failed if one did."""
    from plugins.pipeline.steps.in_process import collect_in_process

    params = {"day": request.day, "authorities": list(request.authorities)}
    outcome = collect_in_process(request.standard, _run_id(request.day), params)
    failed = outcome.failures[0].step if outcome.failures else ""
    return {"standard": request.standard, "day": request.day, "periods": sorted(set(outcome.periods)), "failed": failed}


def main(requests: str, control: str) -> None:
    """Make the collections, one day after another."""
    for values in json.loads(Path(requests).read_text()):
        request = CollectionRequest(values["standard"], values["day"], tuple(values["authorities"]))
        show_day(control, date.fromisoformat(request.day))
        sys.stdout.write(json.dumps(collect_one(request)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
