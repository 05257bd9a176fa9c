"""What a job says while it goes on: facts by name, sent to whoever gave the job; nowhere where nobody listens."""

from collections.abc import Callable, Mapping

Facts = Mapping[str, object]

_LISTENERS: list[Callable[[Facts], None]] = []


def say(**facts: object) -> None:
    """Send some facts, which JSON can hold, to the process that gave the job."""
    for listener in _LISTENERS:
        listener(facts)


def send_to(listener: Callable[[Facts], None]) -> None:
    """Send what is said in this process to `listener` from now on, and to nobody else."""
    _LISTENERS[:] = [listener]
