"""Status: which of the services that this one rests on answer, asked all at once and not waited for long.

Known   a page about them must come also when none of them does, so nothing here raises.
"""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from concurrent.futures import Future

    from plugins.storage.deployment import Deployment

PATIENCE = 3  # seconds, for all of them together
POSTGRESQL, STORE, AIRFLOW = "PostgreSQL", "Store of files", "Airflow"
PURPOSES = {  # what each is for, and what can't be shown while it does not answer
    POSTGRESQL: (
        "What was collected when, and how much was found in it",
        "Councils, coverage, collections and the figures of returns can’t be shown.",
    ),
    STORE: (
        "Published files, findings and returns",
        "Councils, reports, downloads and the figures of returns can’t be shown.",
    ),
    AIRFLOW: (
        "Runs collections and assembles returns",
        "Nothing new is collected or assembled. Everything here can be read as it last was.",
    ),
}
ILL = "Not well:"
NOTHING = "-"  # a prefix under which nothing is kept


@dataclass(frozen=True)
class Service:
    """One service: what for, and whether it answers."""

    name: str
    purpose: str
    answers: bool
    without: str  # what can't be shown while it does not
    said: str = ""  # of itself or its parts, where it says anything

    @property
    def is_well(self) -> bool:
        """Whether it answers, and says nothing bad of its parts."""
        return self.answers and not self.said.startswith(ILL)


def services(here: "Deployment") -> list[Service]:
    """Return which services answer; Airflow only where the settings say at which address it is."""
    questions: dict[str, Callable[[], str]] = {
        POSTGRESQL: lambda: _ask_database(here),
        STORE: lambda: _ask_store(here),
    }
    if here.settings.airflow:
        questions[AIRFLOW] = lambda: _ask_airflow(here.settings.airflow)
    answers = _at_once(questions)
    return [
        Service(name, purpose, answers=answers[name] is not None, without=without, said=answers[name] or "")
        for name, (purpose, without) in PURPOSES.items()
        if name in questions
    ]


def _at_once(questions: Mapping[str, Callable[[], str]]) -> dict[str, str | None]:
    """Return what each question is answered with, None where that fails or takes too long."""
    pool = ThreadPoolExecutor(len(questions))
    futures = {name: pool.submit(question) for name, question in questions.items()}
    done, _ = wait(futures.values(), PATIENCE)
    pool.shutdown(wait=False, cancel_futures=True)
    return {name: _answer(future) if future in done else None for name, future in futures.items()}


def _answer(future: "Future[str]") -> str | None:
    return None if future.exception() else future.result()


def _ask_database(here: "Deployment") -> str:
    from sqlalchemy import NullPool, create_engine, text

    engine = create_engine(here.settings.database, poolclass=NullPool, connect_args={"connect_timeout": PATIENCE})
    with engine.connect() as connection:
        connection.execute(text("select from collection limit 1"))
    return ""


def _ask_store(here: "Deployment") -> str:
    here.archive.list_keys(NOTHING)
    return ""


def _ask_airflow(address: str) -> str:
    """Return what Airflow says of its parts; raise where it does not answer."""
    import httpx

    with httpx.Client(timeout=PATIENCE, trust_env=False) as client:
        parts = client.get(f"{address.rstrip('/')}/api/v2/monitor/health").raise_for_status().json()
    ill = [
        name.replace("_", " ")
        for name, one in parts.items()
        if isinstance(one, dict) and one.get("status") == "unhealthy"
    ]
    if ill:
        return f"{ILL} {', '.join(sorted(ill))}"
    return "All parts well"
