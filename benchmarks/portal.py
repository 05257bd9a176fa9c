"""The portal's pages of a council with five years of history: how long they take, one reader and then twenty.

Known: the portal is a process of its own, as `make up` starts it; a figure is the time until the last byte, at the 95th
       percentile, after each page was asked for once. The twenty readers each ask for a page a second.
"""

import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from benchmarks.figures import Figure, say
from benchmarks.five_years import ADUR, CRAWLEY, QUARTERS, RETURN, STANDARD, five_years
from plugins.local.platform.home import free_ports

BUDGET_MILLISECONDS, BUDGET_KILOBYTES = 100.0, 100.0
REQUESTS, REQUESTS_QUICK, READERS, PAUSE_SECONDS = 100, 25, 20, 1.0

MANY_FINDINGS = 100_000
READY_WITHIN_SECONDS = 60.0


@dataclass(frozen=True)
class BenchmarkPage:
    """A page to read."""

    name: str
    path: str


def measure(quick: bool) -> list[Figure]:
    """Return the time of each page."""
    many = MANY_FINDINGS // (10 if quick else 1)
    with (
        tempfile.TemporaryDirectory(prefix="bench-portal-") as name,
        five_years(Path(name), 4 if quick else QUARTERS, many),
        running_portal() as address,
        httpx.Client(base_url=address, timeout=30) as reader,
    ):
        cold = _took(reader, f"/councils/{CRAWLEY}/{STANDARD}")
        pages_measured = pages(reader, many)
        measured = [measured_page(reader, page, REQUESTS_QUICK if quick else REQUESTS) for page in pages_measured]
        together = read_together(address, {}, pages_measured[:2], 5 if quick else 10)
    return [
        *(figure for figure, _ in measured),
        Figure(f"the report of {many:,} findings, asked for the first time", cold * 1000, "ms"),
        Figure(
            "the first two read by twenty people at once", together, "ms", BUDGET_MILLISECONDS, "a page a second each"
        ),
        Figure("largest page", max(kilobytes for _, kilobytes in measured), "kB", BUDGET_KILOBYTES),
    ]


def pages(reader: httpx.Client, many: int) -> list[BenchmarkPage]:
    """Return the pages to read: what a council and a department open."""
    period = f"/returns/{RETURN}/2024-Q4"
    cell = _most_counted(reader.get(f"{period}/{ADUR}").text, f"{period}/{ADUR}")
    return [
        BenchmarkPage("report of a council's file, five years behind it", f"/councils/{ADUR}/{STANDARD}"),
        BenchmarkPage("council with five years of history", f"/councils/{ADUR}"),
        BenchmarkPage("… the findings of its file", _findings(reader, ADUR)),
        BenchmarkPage(f"report of a file with {many:,} findings", f"/councils/{CRAWLEY}/{STANDARD}"),
        BenchmarkPage("… the last page of its findings", f"{_findings(reader, CRAWLEY)}?page={many}"),
        BenchmarkPage("authority's figures of a return", f"{period}/{ADUR}"),
        BenchmarkPage(f"cell {cell} with its records", f"{period}/{ADUR}/{cell}"),
        BenchmarkPage("national figures of a return", period),
        BenchmarkPage("council's indicators", f"/councils/{ADUR}/indicators"),
        BenchmarkPage("authorities compared by an indicator", f"/indicators/applications-granted?authority={ADUR}"),
        BenchmarkPage("coverage of England", f"/coverage?standard={STANDARD}"),
        BenchmarkPage("collections", "/collections"),
    ]


def _findings(reader: httpx.Client, council: str) -> str:
    """Return the address of the findings that a council's newest report leads to."""
    report = reader.get(f"/councils/{council}/{STANDARD}").text
    return "/reports/" + report.split('href="/reports/', 1)[1].split("/findings", 1)[0] + "/findings"


def _most_counted(authority: str, base: str) -> str:
    """Return the cell with the greatest figure on an authority's page."""
    figures: list[tuple[str, str]] = re.findall(rf'href="{re.escape(base)}/([^"?/]+)[^"]*">([\d,]+)', authority)
    return max(figures, key=lambda figure: int(figure[1].replace(",", "")))[0]


def measured_page(
    reader: httpx.Client, page: BenchmarkPage, requests: int, budget: float = BUDGET_MILLISECONDS
) -> tuple[Figure, float]:
    """Return the time of a page, and its kilobytes."""
    kilobytes = len(_answered(reader, page.path)) / 1000
    took = [_took(reader, page.path) for _ in range(requests)]
    note = f"median {statistics.median(took) * 1000:.0f} ms, {kilobytes:.0f} kB"
    return Figure(page.name, at_95(took), "ms", budget, note), kilobytes


def read_together(address: str, headers: dict[str, str], pages_measured: Sequence[BenchmarkPage], rounds: int) -> float:
    """Return the time of pages that several readers ask for, each with a pause between two."""
    took: list[float] = []

    def read(reader: httpx.Client, number: int) -> None:
        time.sleep(PAUSE_SECONDS * number / READERS)
        for turn in range(rounds):
            took.append(_took(reader, pages_measured[(number + turn) % len(pages_measured)].path))
            time.sleep(max(PAUSE_SECONDS - took[-1], 0))

    with ExitStack() as stack:
        readers = [
            stack.enter_context(httpx.Client(base_url=address, timeout=60, headers=headers)) for _ in range(READERS)
        ]
        threads = [threading.Thread(target=read, args=(reader, number)) for number, reader in enumerate(readers)]
        _each(threading.Thread.start, threads)
        _each(threading.Thread.join, threads)
    if len(took) != READERS * rounds:
        raise RuntimeError("a reader was not answered")
    return at_95(took)


def at_95(took: Sequence[float]) -> float:
    """Return the 95th percentile of some seconds, in milliseconds."""
    return sorted(took)[-(-len(took) * 95 // 100) - 1] * 1000


def _each(work: Callable[[threading.Thread], object], threads: Sequence[threading.Thread]) -> None:
    for thread in threads:
        work(thread)


def _took(reader: httpx.Client, path: str) -> float:
    """Return the seconds until the last byte of a page."""
    started = time.perf_counter()
    _answered(reader, path)
    return time.perf_counter() - started


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
    command = [sys.executable, "-m", "plugins.cli.main", "portal", "--port", str(port)]
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
