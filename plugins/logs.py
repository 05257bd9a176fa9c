"""What our programs log: one event for each thing that happened, with its facts as fields, and no secret in it.

Source: https://www.structlog.org/en/stable/standard-library.html; Airflow's tasks log by structlog too, as JSON lines.
Known   a terminal gets text, everything else JSON lines. In a task Airflow has set structlog up, and an event of
        ours is a line of the task's log; on the command line nothing has, and events are shown to nobody.
        An event is about councils, datasets and files: nobody's name, address or uploaded file is a field of one.
"""

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any, TextIO

CREDENTIALS = re.compile(r"(?<=://)[^/@\s?#]+@")  # a name and password in an address
SECRET_PARAMETERS = re.compile(r"(?i)([?&](?:[\w-]*(?:key|token|secret|password|signature)|sig|code)=)[^&\s#]+")
HIDDEN = "***"
# Theirs matter from a warning on.
QUIET = ("httpx", "httpcore", "httpx2", "httpcore2", "botocore", "urllib3", "great_expectations")


def log_event(logger: str, event: str, **fields: object) -> None:
    """Log that something happened.

    Args:
        logger: the name of the module that says so.
        event: what happened, the same words each time, such as "source fetched".
        **fields: its facts; `authority`, `standard`, `run`, `sha256`, `bytes` and `seconds` mean the same everywhere.

    """
    import structlog

    facts = {name: value for name, value in hide_secrets(None, "info", fields).items() if value is not None}
    if structlog.is_configured():
        structlog.get_logger(logger).info(event, **facts)
    else:
        logging.getLogger(logger).info("%s", " ".join([event, *(f"{name}={value}" for name, value in facts.items())]))


def configure_logs(stream: TextIO | None = None) -> None:
    """Have this process log to a stream, by default standard error: text on a terminal, JSON lines elsewhere."""
    import structlog

    output = stream or sys.stderr
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    if output.isatty():
        last: list[Any] = [hide_secrets, structlog.dev.ConsoleRenderer(colors=True)]
    else:
        last = [structlog.processors.format_exc_info, hide_secrets, structlog.processors.JSONRenderer(default=str)]
    handler = logging.StreamHandler(output)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last], foreign_pre_chain=shared
        )
    )
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )


def hide_secrets(_logger: object, _method: str, event: Mapping[str, Any]) -> MutableMapping[str, Any]:
    """Return an event without passwords and keys in the addresses that its texts name, as a processor of structlog."""
    return {name: without_secrets(value) if isinstance(value, str) else value for name, value in event.items()}


def without_secrets(text: str) -> str:
    """Return a text whose addresses have no password and no key."""
    return SECRET_PARAMETERS.sub(rf"\g<1>{HIDDEN}", CREDENTIALS.sub(f"{HIDDEN}@", text))
