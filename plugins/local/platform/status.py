"""How the embedded platform is: which of its processes run, and what Airflow says of its parts."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

HEALTH_SECONDS = 15.0  # for an answer, on a machine with more to do than cores
PARTS = {
    "scheduler": "scheduler",
    "dag_processor": "dag-processor",
    "triggerer": "triggerer",
    "metadatabase": "postgres",
}
ENDED = "ended"


@dataclass(frozen=True)
class PlatformStatus:
    """How the platform is: each process by name, and what Airflow says of itself."""

    processes: Mapping[str, bool]
    health: Mapping[str, str]
    address: str | None
    user: str | None
    password: str | None
    portal: str | None
    is_demonstration: bool = False
    started_again: tuple[str, ...] = ()  # by `up`, beside the others

    @property
    def is_up(self) -> bool:
        """Return whether every process runs and Airflow calls itself healthy."""
        return all(self.processes.values()) and bool(self.health) and set(self.health.values()) == {"healthy"}

    @property
    def is_down(self) -> bool:
        """Return whether nothing of the platform runs."""
        return not any(self.processes.values())


def health(address: str, alive: Collection[str]) -> dict[str, str]:
    """Return what Airflow's API says of each of its parts; nothing while it does not answer.

    Airflow calls a part healthy until its heartbeat is overdue, for minutes. Of a part whose process is not `alive` we
    know at once that it has ended.
    """
    import httpx

    try:
        answer = httpx.get(f"{address}/api/v2/monitor/health", timeout=HEALTH_SECONDS, trust_env=False)
        parts = answer.json() if answer.status_code == httpx.codes.OK else {}
    except (httpx.HTTPError, ValueError):
        return {}
    return {
        name: str(part["status"]) if PARTS.get(name, name) in alive else ENDED
        for name, part in parts.items()
        if part and part.get("status")
    }
