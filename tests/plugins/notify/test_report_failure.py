"""Reports of runs that fail or are late, as Airflow's own parts cause them, through a real SMTP server."""

import asyncio
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
import structlog
from airflow.callbacks.callback_requests import DagCallbackRequest
from airflow.dag_processing.dagbag import DagBag
from airflow.dag_processing.processor import _execute_callbacks
from airflow.triggers.callback import CallbackTrigger
from structlog.testing import capture_logs

from plugins.local.platform.home import CHECKOUT
from plugins.notify.report_failure import LOOK, advice_of, report_failure
from plugins.settings import AIRFLOW_PAGES, MAIL, REPORT_TO
from tests.plugins.submissions.test_messages import Inbox, inbox

__all__ = ["inbox"]
FILE = CHECKOUT / "dags" / "refresh_registers.py"
RUN = "scheduled__2026-11-30T04:00:00+00:00"
DOCUMENTATION = "Do something.\n\nRuns     daily.\nIf red   look at `this`,\n         and clear it.\n"


@pytest.fixture(autouse=True)
def set_up_as_before() -> Iterator[None]:
    was_configured, config = structlog.is_configured(), structlog.get_config()
    structlog.configure()
    yield
    structlog.configure(**config) if was_configured else structlog.reset_defaults()


@pytest.fixture
def settings(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setenv(MAIL, f"smtp://127.0.0.1:{inbox.port}/?from=returns@example.gov.uk")
    monkeypatch.setenv(REPORT_TO, "data@example.gov.uk, duty@example.gov.uk")
    monkeypatch.setenv(AIRFLOW_PAGES, "https://airflow.example.gov.uk/")
    return monkeypatch


def context(reason: str = "task_failure") -> dict[str, Any]:
    return {
        "dag": SimpleNamespace(dag_id="collect__grants", doc_md=DOCUMENTATION), "run_id": RUN, "reason": reason,
        "task_instance": SimpleNamespace(task_id="fetch_batch"), "exception": ValueError("Jo Bloggs, 1 High Street"),
    }  # fmt: skip


def airflow_reports_failure() -> None:
    """Have Airflow's DAG processor do what it does once a run has failed."""
    request = DagCallbackRequest(
        filepath=str(FILE), bundle_name="dags", bundle_version=None, msg="task_failure", dag_id="refresh_registers",
        run_id=RUN, is_failure_callback=True, context_from_server=None,
    )  # fmt: skip
    bag = DagBag(FILE)
    assert not bag.import_errors
    _execute_callbacks(bag, [request], structlog.get_logger())


def test_a_run_that_fails_is_told_once_to_everybody_with_what_to_do_and_where(
    settings: pytest.MonkeyPatch, inbox: Inbox
) -> None:
    airflow_reports_failure()
    assert [message["Subject"] for message in inbox.messages] == ["refresh_registers: a task failed"] * 2
    texts = inbox.take()
    assert texts.keys() == {"data@example.gov.uk", "duty@example.gov.uk"}
    for text in texts.values():
        assert "The log says in sentences what to fix in which register." in text
        assert RUN in text
        assert (
            "https://airflow.example.gov.uk/dags/refresh_registers/runs/scheduled__2026-11-30T04%3A00%3A00%2B00%3A00"
            in text
        )


def test_a_run_that_is_late_is_told_by_the_triggerer(settings: pytest.MonkeyPatch, inbox: Inbox) -> None:
    arguments = {
        "hours": 4,
        "advice": "Look at it.",
        "context": {"dag_run": {"dag_id": "collect__grants", "dag_run_id": RUN}},
    }

    async def run() -> list[Any]:
        trigger = CallbackTrigger("plugins.notify.report_failure.report_lateness", arguments)
        return [event.payload["state"] async for event in trigger.run()]

    assert asyncio.run(run())[-1] == "success"
    [text, _] = inbox.take().values()
    assert "collect__grants: not done 4 hours after it was due to start" in text
    assert RUN in text
    assert "Look at it." in text


def test_what_an_exception_quotes_of_a_file_is_in_no_mail_and_no_line(
    settings: pytest.MonkeyPatch, inbox: Inbox
) -> None:
    with capture_logs() as lines:
        report_failure(context())
    [text, _] = inbox.take().values()
    assert "fetch_batch" in text
    assert "Look at `this`, and clear it." in text
    assert "Jo Bloggs" not in text + str(lines)
    assert [(line["event"], line["dag"], line["step"]) for line in lines] == [
        ("run failed", "collect__grants", "fetch_batch")
    ]


@pytest.mark.parametrize("missing", [MAIL, REPORT_TO])
def test_without_a_mail_server_or_anybody_to_tell_a_failure_is_a_line_of_the_log(
    settings: pytest.MonkeyPatch, inbox: Inbox, missing: str
) -> None:
    settings.delenv(missing)
    with capture_logs() as lines:
        report_failure(context("timed_out"))
    assert [(line["event"], line["problem"]) for line in lines] == [("run failed", "the run took too long")]
    assert not inbox.messages


@pytest.mark.parametrize(
    "mail",
    [
        "smtp://127.0.0.1:1/?from=returns@example.gov.uk",
        "nonsense",
        "smtp://127.0.0.1:port/?from=returns@example.gov.uk",
        "smtp://far.example?from=a@b",
    ],
)
def test_a_mail_that_cannot_be_sent_is_a_line_without_an_address_and_fails_nothing(
    settings: pytest.MonkeyPatch, mail: str
) -> None:
    settings.setenv(MAIL, mail)
    with capture_logs() as lines:
        report_failure(context())
    assert [line["event"] for line in lines][:2] == ["run failed", "report not sent"]
    assert "data@" not in str(lines)
    assert "duty@" not in str(lines)


def test_one_address_that_is_refused_keeps_no_other_from_being_told(settings: pytest.MonkeyPatch, inbox: Inbox) -> None:
    settings.setenv(REPORT_TO, "gone@example.gov.uk,,duty@example.gov.uk")
    with capture_logs() as lines:
        report_failure(context())
    assert inbox.take().keys() == {"duty@example.gov.uk"}
    assert [line["receiver"] for line in lines if line["event"] == "report not sent"] == [1]


def test_a_context_that_has_nothing_is_reported_all_the_same() -> None:
    with capture_logs() as lines:
        report_failure({})
    assert [(line["problem"], line["advice"]) for line in lines] == [("it failed", LOOK)]


def test_the_advice_is_what_the_docstring_says_if_red() -> None:
    assert advice_of(DOCUMENTATION) == "Look at `this`, and clear it."
    assert advice_of("") == advice_of("Writes nothing.") == LOOK
    assert (
        advice_of((CHECKOUT / "dags" / "release_returns.py").read_text().split('"""')[1]).count("Clear the task") == 1
    )
