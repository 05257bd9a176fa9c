"""The portal's pages of a council with five years of history: how long they take, one reader and then twenty.

Known: the portal is a process of its own, as `make up` starts it; a figure is the time until the last byte, at the 95th
       percentile, after each page was asked for once. The twenty readers each ask for a page a second.
"""

import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from benchmarks.figures import Figure, say
from benchmarks.five_years import ADUR, QUARTERS, RETURN, STANDARD, five_years
from plugins.platform.home import free_ports

BUDGET_MILLISECONDS, BUDGET_KILOBYTES = 100.0, 100.0
REQUESTS, REQUESTS_QUICK, READERS, PAUSE_SECONDS = 100, 25, 20, 1.0

READY_WITHIN_SECONDS = 60.0


@dataclass(frozen=True)
class Shown:
    """A page, and whether its time and size have a budget."""

    name: str
    path: str
    is_promised: bool = True


def measure(quick: bool) -> list[Figure]:
    """Return the time of each page."""
    with (
        tempfile.TemporaryDirectory(prefix="bench-portal-") as name,
        five_years(Path(name), 4 if quick else QUARTERS),
        running_portal() as address,
        httpx.Client(base_url=address, timeout=30) as reader,
    ):
        found = [
            figure for one in pages(reader) for figure in _of_a_page(reader, one, REQUESTS_QUICK if quick else REQUESTS)
        ]
        together = _together(address, pages(reader)[:2], 5 if quick else 10)
    return [
        *found,
        Figure("… both read by twenty at once", together, "ms", BUDGET_MILLISECONDS, "a page a second each"),
    ]


def pages(reader: httpx.Client) -> list[Shown]:
    """Return the pages to read: what a council and a department open."""
    period = f"/returns/{RETURN}/2024-Q4"
    cell = reader.get(f"{period}/{ADUR}").text.split(f'href="{period}/{ADUR}/', 1)[1].split('"', 1)[0].split("?")[0]
    return [
        Shown("report of a council's file, five years behind it", f"/councils/{ADUR}/{STANDARD}"),
        Shown("council with five years of history", f"/councils/{ADUR}"),
        Shown("… the findings of its file", _findings(reader)),
        Shown("authority's figures of a return", f"{period}/{ADUR}", is_promised=False),
        Shown(f"cell {cell} with its records", f"{period}/{ADUR}/{cell}", is_promised=False),
        Shown("national figures of a return", period, is_promised=False),
        Shown("coverage of England", f"/coverage?standard={STANDARD}", is_promised=False),
        Shown("collections", "/collections", is_promised=False),
    ]


def _findings(reader: httpx.Client) -> str:
    """Return the address of the findings that the newest report leads to."""
    report = reader.get(f"/councils/{ADUR}/{STANDARD}").text
    return "/reports/" + report.split('href="/reports/', 1)[1].split("/findings", 1)[0].split('"')[0] + "/findings"


def _of_a_page(reader: httpx.Client, one: Shown, requests: int) -> Iterator[Figure]:
    took, size = [], 0
    _answered(reader, one.path)
    for _ in range(requests):
        started = time.perf_counter()
        size = len(_answered(reader, one.path))
        took.append(time.perf_counter() - started)
    budget = BUDGET_MILLISECONDS if one.is_promised else None
    middle = sorted(took)[len(took) // 2] * 1000
    yield Figure(one.name, at_95(took), "ms", budget, f"median {middle:.0f} ms, {size / 1000:.0f} kB")
    if one.is_promised:
        yield Figure("… its size", size / 1000, "kB", BUDGET_KILOBYTES)


def _together(address: str, shown: Sequence[Shown], rounds: int) -> float:
    """Return the time of pages that several readers ask for, each with a pause between two."""
    took: list[float] = []

    def read(number: int) -> None:
        with httpx.Client(base_url=address, timeout=30) as reader:
            time.sleep(PAUSE_SECONDS * number / READERS)
            for turn in range(rounds):
                started = time.perf_counter()
                _answered(reader, shown[(number + turn) % len(shown)].path)
                took.append(time.perf_counter() - started)
                time.sleep(max(PAUSE_SECONDS - took[-1], 0))

    readers = [threading.Thread(target=read, args=(number,)) for number in range(READERS)]
    _each(threading.Thread.start, readers)
    _each(threading.Thread.join, readers)
    if len(took) != READERS * rounds:
        raise RuntimeError("a reader was not answered")
    return at_95(took)


def at_95(took: Sequence[float]) -> float:
    """Return the 95th percentile of some seconds, in milliseconds."""
    return sorted(took)[-(-len(took) * 95 // 100) - 1] * 1000


def _each(work: Callable[[threading.Thread], object], threads: Sequence[threading.Thread]) -> None:
    for thread in threads:
        work(thread)


def _answered(reader: httpx.Client, path: str) -> bytes:
    answer = reader.get(path)
    if answer.status_code != httpx.codes.OK:
        raise RuntimeError(f"{path} answered {answer.status_code}")
    return answer.content


@contextmanager
def running_portal() -> Iterator[str]:
    """Start the portal of the deployment that the environment names, and end it with the block."""
    [port] = free_ports(1, [0])
    say("starting the portal")
    command = [sys.executable, "-m", "plugins.command_line", "portal", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(address)
            yield address
        finally:
            process.terminate()


def _wait_for(address: str) -> None:
    until = time.monotonic() + READY_WITHIN_SECONDS
    while time.monotonic() < until:
        try:
            httpx.get(f"{address}/about/privacy", timeout=5)
        except httpx.TransportError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("the portal did not start")
