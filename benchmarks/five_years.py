"""Five years of a council's quarterly files, collected, checked and assembled by the pipeline's own steps.

Known: the steps run one after another in this process as a DAG run would order them, on a PostgreSQL and an S3 server
       of their own; only the web site of the councils is made up, for it has to publish another file each quarter.
"""

import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from benchmarks.figures import say
from plugins.local.platform.home import Home
from plugins.local.platform.services import running_services
from plugins.settings import Settings

STANDARD, RETURN = "planning_applications", "planning_matters"
ADUR, ARUN, CRAWLEY = "E07000223", "E07000224", "E07000226"
FIRST_YEAR, QUARTERS = 2020, 20
ROWS, NEW_ROWS, SMALL_ROWS = 6_000, 1_500, 300
FAULTS = 2  # every second row has one
HEAD = (
    "ExtractDate,PublisherLabel,CaseReference,CaseDate,Status,Decision,DecisionDate,DecisionType,ClassificationLabel\n"
)


@dataclass
class Councils:
    """The web site of the councils: what each path gives today."""

    pages: dict[str, bytes] = field(default_factory=dict)


def council_file(day: date, last: int, rows: int) -> bytes:
    """Return a council's file of a quarter: its last `rows` cases, half of them with something to fix."""
    lines = []
    for number in range(max(last - rows, 0), last):
        valid = day - timedelta(days=30 + (last - number) * 80 // rows)
        decided = valid + timedelta(days=28)
        kind = "Delegated" if number % FAULTS else "By somebody"
        lines.append(f"{day},Adur,A/{number},{valid},Decided,Approve,{decided},{kind},Q21\n")
    return (HEAD + "".join(lines)).encode()


def days(quarters: int) -> list[date]:
    """Return the day after each quarter on which the files are collected."""
    ends = [date(FIRST_YEAR + (i + 1) // 4, (i + 1) % 4 * 3 + 1, 2) for i in range(QUARTERS)]
    return ends[-quarters:]


@contextmanager
def five_years(folder: Path, quarters: int, many: int) -> Iterator[Settings]:
    """Fill a deployment with a history, and leave it running for as long as the block lasts.

    Args:
        folder: where its services keep their state.
        quarters: how many files each council has published.
        many: how many findings the last file of one of them has.

    """
    with (
        _environment_restored(),
        running_services(Home(folder), dict(os.environ)) as services,
        _web() as (councils, host),
    ):
        settings = replace(
            services, sources=_register(folder, host), allow_hosts=frozenset({host}), is_demonstration=True,
        )  # fmt: skip
        os.environ.update(settings.environment() | {"AIRFLOW_HOME": str(folder / "airflow")})
        from plugins.storage.migrations import migrate

        migrate(settings.database)
        for number, day in enumerate(days(quarters), start=1):
            small = many * FAULTS if number == quarters else SMALL_ROWS
            say(f"collecting the quarter before {day}, {number} of {quarters}")
            councils.pages = {
                "/adur.csv": council_file(day, ROWS + number * NEW_ROWS, ROWS),
                "/arun.csv": council_file(day, number * SMALL_ROWS, SMALL_ROWS),
                "/crawley.csv": council_file(day, number * small, small),
            }
            _collect(day)
            _assemble(day)
        yield settings


def _collect(day: date) -> None:
    """Run a collection as a DAG run does."""
    from plugins.pipeline.steps.in_process import collect_in_process

    for failure in collect_in_process(STANDARD, f"collect-{day}", {"day": day.isoformat()}).failures:
        raise failure.error


def _assemble(day: date) -> None:
    """Assembly the return of the quarter that ended before a day."""
    from plugins.pipeline import steps

    ended = day - timedelta(days=10)
    period = f"{ended.year}-Q{(ended.month + 2) // 3}"
    run = _run(f"assemble-{day}", period)
    steps.assemble_period.function(RETURN, params={"as_known": day.isoformat()}, dag_run=run)


def _run(name: str, period: str | None = None) -> Any:  # noqa: ANN401 (stands for Airflow's own)
    return SimpleNamespace(run_id=name, run_after=datetime(2026, 11, 2, tzinfo=UTC), partition_key=period)


class _Events(dict[Any, Any]):
    """Takes what a step tells Airflow's assets."""

    def __missing__(self, _: object) -> Any:  # noqa: ANN401
        return SimpleNamespace(add_partitions=lambda _: None)


def _register(folder: Path, host: str) -> Path:
    councils: Sequence[tuple[str, str]] = ((ADUR, "adur"), (ARUN, "arun"), (CRAWLEY, "crawley"))
    lines = ["authority_gss,standard,url,format,licence,provision,since,until"]
    lines += [f"{gss},{STANDARD},http://{host}/{name}.csv,csv,OGL-3.0,encouraged,," for gss, name in councils]
    path = folder / "sources.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


@contextmanager
def _environment_restored() -> Iterator[None]:
    environment = dict(os.environ)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(environment)


@contextmanager
def _web() -> Iterator[tuple[Councils, str]]:
    councils = Councils()

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = councils.pages.get(self.path, b"")
            self.send_response(200 if body else 404)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield councils, f"127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
