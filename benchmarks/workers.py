"""Workers: how much faster four collect England than one, from councils whose sites answer slowly.

Known: a worker is a process that may use one core and takes one fetch task at a time, as a Celery worker with one slot
       does; tasks, store and database are real, the sites answer after five seconds. What checking adds is worked out
       from the time that `rows` measures, since a machine with two cores can't show it for four workers.
"""

import asyncio
import heapq
import multiprocessing
import os
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

from benchmarks.figures import Figure, say
from plugins.local.platform.home import Home
from plugins.local.platform.services import running_services
from plugins.settings import ALLOW_HOSTS, DEMONSTRATION, SOURCES, TASK_SLOTS, Settings

STANDARD, DAY = "public_toilets", "2025-04-02"
ANSWER_SECONDS, LEAST_TIMES = 5.0, 3.0
CSV = b"GeoX,GeoY,Name\n530000,104000,Church Walk\n"
# For the paper: starting a task, starting a check with its imports, checking a megabyte, an answer; all in seconds.
TASK, CHECK, MEGABYTE, ANSWER = 1.0, 5.0, 0.35, 5.0
AT_ONCE, FILE_MEGABYTES, MEGABYTES_A_CHECK = 24, 0.8, 80


def measure(quick: bool) -> list[Figure]:
    """Return how much faster four workers are, and what more councils and more workers cost on paper."""
    councils = 96 if quick else 382
    with slow_sites(councils) as addresses:
        seconds = {workers: _collect(addresses, workers) for workers in (1, 4)}
    times = seconds[1] / seconds[4]
    note = f"{seconds[1]:.0f} s, {seconds[4]:.0f} s for {councils} councils"
    figures = [Figure("four workers against one, slow sites", times, "times", LEAST_TIMES, note, is_least=True)]
    for sources in (38, 382, 10_000):
        each = {workers: on_paper(sources, workers) for workers in (1, 4, 16)}
        note = ", ".join(f"{workers}: {value:,.0f} s" for workers, value in each.items())
        figures.append(Figure(f"{sources:,} sources on four workers, on paper", each[4], "s", note=note))
    return figures


def on_paper(sources: int, slots: int) -> float:
    """Return how long fetching and checking takes: the batches of the plans, each to the slot that is free first."""
    fetches = max(-(-sources // 200), min(-(-sources // 48), 2 * slots))
    fetch = TASK + -(-(sources / fetches) // AT_ONCE) * ANSWER
    megabytes = sources * FILE_MEGABYTES
    checks = int(max(-(-megabytes // MEGABYTES_A_CHECK), min(slots, 1 + megabytes // 6)))
    checks += -checks % slots if checks > slots else 0
    return _shared(fetches, fetch, slots) + _shared(checks, CHECK + megabytes / checks * MEGABYTE, slots)


def _shared(tasks: int, seconds: float, slots: int) -> float:
    free = [0.0] * slots
    for _ in range(tasks):
        heapq.heapreplace(free, free[0] + seconds)
    return max(free)


@contextmanager
def slow_sites(count: int) -> Iterator[list[str]]:
    """Serve a file at an address of this machine for each of `count` councils, each answer after a while."""
    loop, ready, ports = asyncio.new_event_loop(), threading.Event(), []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        path = (await reader.readline()).split()[1]
        await asyncio.sleep(0 if path == b"/robots.txt" else ANSWER_SECONDS)
        status = b"404 Not Found" if path == b"/robots.txt" else b"200 OK"
        head = b"HTTP/1.1 %s\r\nContent-Type: text/csv\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
        writer.write(head % (status, len(CSV)) + CSV)
        await writer.drain()
        writer.close()

    async def serve() -> None:
        server = await asyncio.start_server(answer, "0.0.0.0", 0, backlog=512)  # 127.0.1.1, 127.0.1.2 and so on
        ports.append(server.sockets[0].getsockname()[1])
        ready.set()
        await server.serve_forever()

    def run() -> None:
        asyncio.set_event_loop(loop)
        try:
            loop.run_until_complete(serve())
        except (asyncio.CancelledError, RuntimeError):
            loop.close()

    threading.Thread(target=run, daemon=True).start()
    ready.wait()
    yield [f"127.0.{1 + number // 200}.{1 + number % 200}:{ports[0]}" for number in range(count)]
    loop.call_soon_threadsafe(loop.stop)


def _collect(addresses: list[str], workers: int) -> float:
    """Return the seconds in which so many workers fetch from all addresses, into new services."""
    from plugins.pipeline.steps.collect import list_sources
    from plugins.storage.migrations import migrate

    say(f"{workers} workers")
    with (
        tempfile.TemporaryDirectory(prefix="bench-workers-") as folder,
        running_services(Home(Path(folder) / "platform"), dict(os.environ)) as services,
    ):
        migrate(services.database)
        environment = _environment(services, addresses, workers, Path(folder))
        os.environ.update(environment)
        run = SimpleNamespace(run_id=f"workers-{workers}", run_after=None)
        with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), _begin, (environment,)) as pool:
            list(pool.map(_nothing, range(4 * workers)))  # started, with all imports
            started = time.monotonic()
            batches = list_sources.function(STANDARD, {"day": DAY}, run)
            fetched = sum(pool.map(_fetch, batches, [run.run_id] * len(batches)))
            seconds = time.monotonic() - started
    if fetched != len(addresses):
        raise AssertionError(f"{fetched} of {len(addresses)} were fetched")
    return seconds


def _environment(services: Settings, addresses: list[str], workers: int, folder: Path) -> dict[str, str]:
    """Return the settings of the workers, with a register of the addresses."""
    from transforms.registers import authorities

    codes = sorted(authorities())[: len(addresses)]
    lines = ["authority_gss,standard,url,format,licence,provision,since,until"]
    lines += [
        f"{gss},{STANDARD},http://{address}/a.csv,csv,OGL-UK-3.0,encouraged,,"
        for gss, address in zip(codes, addresses, strict=True)
    ]
    register = folder / "sources.csv"
    register.write_text("\n".join(lines) + "\n")
    further = {SOURCES: str(register), ALLOW_HOSTS: ",".join(addresses), DEMONSTRATION: "1", TASK_SLOTS: str(workers)}
    return {**services.environment(), **further}


def _begin(environment: dict[str, str]) -> None:
    """Make a process a worker with one core."""
    os.environ.update(environment)
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {cores[os.getpid() % len(cores)]})
    import plugins.pipeline.collect.store_responses
    import plugins.pipeline.steps.collect  # noqa: F401


def _nothing(_: int) -> None:
    time.sleep(0.2)


def _fetch(batch: list[str], run_id: str) -> int:
    from plugins.pipeline.steps.collect import fetch_batch

    run = SimpleNamespace(run_id=run_id, run_after=None)
    return int(fetch_batch.function(STANDARD, batch, {"day": DAY}, run))
