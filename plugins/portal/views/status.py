"""Status: which of the services that the portal depends on are running, checked all at once and not waited for long.

Known   the page must load even when none of them is running, so nothing in this module raises.
"""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from plugins.portal.views.collection_schedule import airflow_address
from plugins.storage.warehouse.audit_trail import load_head
from transforms.audit import AuditHead

if TYPE_CHECKING:
    from concurrent.futures import Future

    from plugins.storage.deployment import Deployment

Answer = TypeVar("Answer")
SECONDS = 3  # seconds, for all of them together
POSTGRESQL, STORE, AIRFLOW = "PostgreSQL", "Store of files", "Airflow"
PURPOSES = {  # what each is for, and what is missing while it is not running
    POSTGRESQL: (
        "Stores what was collected, when, and how much was found in it",
        "You cannot see councils, coverage, collections or the figures of returns.",
    ),
    STORE: (
        "Stores published files, findings and returns",
        "You cannot see councils, reports, downloads or the figures of returns.",
    ),
    AIRFLOW: (
        "Runs collections and assembles returns",
        "No new files are collected and no returns are assembled. Pages show what was collected before.",
    ),
}
UNHEALTHY = "Not healthy:"
UNUSED_PREFIX = "-"  # nothing is stored under it


@dataclass(frozen=True)
class ServiceStatus:
    """One service: what it is for, and whether it is running."""

    name: str
    purpose: str
    is_running: bool
    without: str  # what is missing while it is not running
    message: str = ""  # about its parts, where it gives any

    @property
    def is_healthy(self) -> bool:
        """Whether it is running, and none of its parts is unhealthy."""
        return self.is_running and not self.message.startswith(UNHEALTHY)


def check_services(deployment: "Deployment") -> list[ServiceStatus]:
    """Return the status of every service; of Airflow only where its address is in the settings."""
    checks: dict[str, Callable[[], str]] = {
        POSTGRESQL: lambda: _check_database(deployment),
        STORE: lambda: _check_store(deployment),
    }
    if deployment.settings.airflow:
        checks[AIRFLOW] = lambda: _check_airflow(deployment.settings.airflow)
    messages = _call_all(checks)
    return [
        ServiceStatus(
            name, purpose, is_running=messages[name] is not None, without=without, message=messages[name] or ""
        )
        for name, (purpose, without) in PURPOSES.items()
        if name in checks
    ]


def load_audit_head(deployment: "Deployment") -> AuditHead | None:
    """Return the newest entry of the audit trail; None while the database does not answer."""
    return _call_all({POSTGRESQL: lambda: _load_head(deployment)})[POSTGRESQL]


def _load_head(deployment: "Deployment") -> AuditHead:
    with deployment.transaction() as connection:
        return load_head(connection)


def _call_all(checks: Mapping[str, Callable[[], Answer]]) -> dict[str, Answer | None]:
    """Return the answer of each check, None where it fails or takes too long."""
    pool = ThreadPoolExecutor(len(checks))
    futures = {name: pool.submit(check) for name, check in checks.items()}
    done, _ = wait(futures.values(), SECONDS)
    pool.shutdown(wait=False, cancel_futures=True)
    return {name: _result(future) if future in done else None for name, future in futures.items()}


def _result(future: "Future[Answer]") -> Answer | None:
    return None if future.exception() else future.result()


def _check_database(deployment: "Deployment") -> str:
    from sqlalchemy import NullPool, create_engine, text

    engine = create_engine(deployment.settings.database, poolclass=NullPool, connect_args={"connect_timeout": SECONDS})
    with engine.connect() as connection:
        connection.execute(text("select from collection limit 1"))
    return ""


def _check_store(deployment: "Deployment") -> str:
    deployment.archive.list_keys(UNUSED_PREFIX)
    return ""


def _check_airflow(address: str) -> str:
    """Return what Airflow reports about its parts; raise where it does not respond."""
    import httpx

    with httpx.Client(timeout=SECONDS, trust_env=False) as client:
        parts = client.get(f"{airflow_address(address)}/api/v2/monitor/health").raise_for_status().json()
    unhealthy_parts = [
        name.replace("_", " ")
        for name, part in parts.items()
        if isinstance(part, dict) and part.get("status") == "unhealthy"
    ]
    if unhealthy_parts:
        return f"{UNHEALTHY} {', '.join(sorted(unhealthy_parts))}"
    return "All parts healthy"
