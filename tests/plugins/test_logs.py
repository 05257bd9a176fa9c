"""The log: a JSON line for each thing that happened, the same in the pipeline and in the portal, without a secret."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from starlette.testclient import TestClient

from plugins.logs import configure_logs, log_event, without_secrets
from plugins.portal.application import create_application
from tests.plugins.conftest import Page, Site, site
from tests.plugins.pipeline.steps.conftest import (
    ADUR,
    ARUN,
    STANDARD,
    Collecting,
    cases,
    collecting,
    deployment_settings,
    register,
)
from tests.plugins.portal.sent_files import BAD, NOWHERE, SECRET, ready, send

__all__ = ["collecting", "deployment_settings", "register", "site"]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def set_up_as_before() -> Iterator[None]:
    """Leave logging as it was before a test."""
    root, was_configured, config = logging.getLogger(), structlog.is_configured(), structlog.get_config()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:], root.level = handlers, level
    structlog.configure(**config) if was_configured else structlog.reset_defaults()


@pytest.fixture
def log() -> io.StringIO:
    """The log of this process, set up as that of a service."""
    stream = io.StringIO()
    configure_logs(stream)
    return stream


def events(log: io.StringIO, name: str = "") -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    return [line for line in lines if not name or line["event"] == name]


def test_every_line_is_json_with_its_time_level_and_module_whoever_wrote_it(log: io.StringIO) -> None:
    log_event("ours", "source fetched", authority=ADUR, seconds=0.5, error=None)
    logging.getLogger("another.library").warning("of %d", 3)
    try:
        raise ValueError("no\nway")
    except ValueError:
        logging.getLogger("ours").exception("our code failed over %s", ADUR)
    ours, library, fault = events(log)
    assert ours.pop("timestamp")
    assert ours == {"event": "source fetched", "authority": ADUR, "seconds": 0.5, "level": "info", "logger": "ours"}
    assert (library["event"], library["level"], library["logger"]) == ("of 3", "warning", "another.library")
    assert fault["event"] == f"our code failed over {ADUR}"
    assert "ValueError: no\nway" in fault["exception"]


def test_a_terminal_gets_text_for_people() -> None:
    terminal = Terminal()
    configure_logs(terminal)
    log_event("ours", "source fetched", authority=ADUR)
    assert "source fetched" in terminal.getvalue()
    assert ADUR in terminal.getvalue()
    assert not terminal.getvalue().startswith("{")


@pytest.mark.parametrize(
    "address",
    [
        "https://council:hunter2@data.example/a.csv",
        "postgresql+psycopg://council:hunter2@127.0.0.1/database",
        "https://data.example/a.csv?page=2&api_key=hunter2&size=3",
        "https://data.example/a.csv?X-Amz-Signature=hunter2",
        "https://blob.example/a.csv?sv=2024&sig=hunter2#top",
        "two: smtp://us:hunter2@a and https://x?token=hunter2 end",
    ],
)
def test_no_password_or_key_of_an_address_is_logged_by_whatever_way(log: io.StringIO, address: str) -> None:
    log_event("ours", "source fetched", error=f"{address} did not answer")
    logging.getLogger("another.library").error("cannot open %s", address)
    try:
        raise OSError(address)
    except OSError:
        logging.getLogger("ours").exception("failed")
    assert len(events(log)) == 3
    assert "hunter2" not in log.getvalue()
    assert "data.example" not in address or "data.example" in log.getvalue()


@pytest.mark.parametrize("text", ["https://data.example/a.csv?page=2", "jo@example.com", "no address: a@b", ""])
def test_what_holds_no_secret_is_logged_as_it_is(text: str) -> None:
    assert without_secrets(text) == text


@pytest.mark.platform
def test_a_collection_logs_each_source_each_file_and_the_counts_at_the_end(
    collecting: Collecting, site: Site, log: io.StringIO
) -> None:
    site.publish("/adur.csv", Page(cases(5)))
    site.publish("/arun.csv", Page(status=404))
    collecting.collect("2025-04-02")
    fetched = {event["authority"]: event for event in events(log, "source fetched")}
    known = collecting.ask("select authority_gss, outcome, sha256 from collection")
    assert {(gss, event["outcome"], event.get("sha256")) for gss, event in fetched.items()} == set(known)
    assert fetched[ADUR]["bytes"] == len(cases(5))
    assert fetched[ADUR]["requests"] == 1
    assert fetched[ARUN]["status"] == 404
    assert all(event["standard"] == STANDARD and event["run"] == "run-2025-04-02" for event in fetched.values())
    [checked] = events(log, "file checked")
    assert (checked["authority"], checked["sha256"], checked["rows"]) == (ADUR, fetched[ADUR]["sha256"], 5)
    [end] = events(log, "batch fetched")
    assert (end["sources"], end["faults"]) == (3, 0)
    assert sum(end["outcomes"].values()) == 3
    assert events(log, "batch checked")[-1]["files"] == 1


def test_the_portal_logs_a_finished_check_and_nothing_of_the_visitor(log: io.StringIO) -> None:
    with TestClient(create_application(NOWHERE), follow_redirects=False) as visitor:
        ready(visitor, send(visitor, BAD, name="jo-bloggs.csv", standard=STANDARD))
    [checked] = events(log, "upload checked")
    assert (checked["standard"], checked["bytes"], checked["outcome"]) == (STANDARD, len(BAD), "ready")
    assert checked["seconds"] > 0
    assert SECRET not in log.getvalue()
    assert "jo-bloggs" not in log.getvalue()
    assert "testclient" not in log.getvalue()
