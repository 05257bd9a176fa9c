"""Telling the data team that a run failed or is late: a line of the log, and an e-mail where the settings name whom.

Source: https://airflow.apache.org/docs/apache-airflow/3.3.2/howto/notifications.html, …/howto/deadline-alerts.html
Known   a run that failed is reported by Airflow's DAG processor, one that is late by its triggerer, each once, however
        many of its tasks failed. A mail that can't be sent is a line of the log: a report fails nothing.
        A message names tasks and runs; the exception, which may quote a file, stays in the task's log.
"""

import asyncio
import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from plugins.logs import log_event
from plugins.notify.mail_service import mail_service
from plugins.notify.message_state import MailSettingWrong, MessageState
from plugins.settings import AIRFLOW_PAGES, MAIL, REPORT_TO

if TYPE_CHECKING:
    from collections.abc import Mapping

IF_RED = re.compile(r"^If red\s+(.*(?:\n[ \t]+\S.*)*)", re.MULTILINE)
LOOK = "Open the run, and read the log of the task that is red."
REASONS = {
    "task_failure": "a task failed",
    "all_tasks_deadlocked": "no task can start any more",
    "timed_out": "the run took too long",
}


@dataclass(frozen=True)
class RunReport:
    """What the data team is told of one run."""

    dag_id: str
    run_id: str
    problem: str  # in words, such as "a task failed"
    advice: str
    task_id: str = ""
    event: str = "run failed"

    @property
    def subject(self) -> str:
        """The subject of the e-mail."""
        return f"{self.dag_id}: {self.problem}"

    def text(self, airflow: str) -> str:
        """Return the text of the e-mail; `airflow` is the address at which people open Airflow."""
        lines = [f"What    {self.dag_id}: {self.problem}", f"Run     {self.run_id}"]
        if self.task_id:
            lines.append(f"Task    {self.task_id}")
        if airflow:
            lines.append(f"Where   {airflow.rstrip('/')}/dags/{quote(self.dag_id)}/runs/{quote(self.run_id, safe='')}")
        return "\n".join([*lines, "", "What to do", self.advice, ""])


def report_failure(context: "Mapping[str, Any]") -> None:
    """Report a run that failed, as `on_failure_callback` of its DAG."""
    dag, run = context.get("dag"), context.get("dag_run")
    instance = context.get("task_instance") or context.get("ti")
    run_id = str(context.get("run_id") or getattr(run, "run_id", ""))
    reason = str(context.get("reason") or "")
    send_report(
        RunReport(
            getattr(dag, "dag_id", "") or getattr(run, "dag_id", ""), run_id,
            REASONS.get(reason, reason or "it failed"), advice_of(getattr(dag, "doc_md", "") or ""),
            getattr(instance, "task_id", ""),
        )
    )  # fmt: skip


async def report_lateness(hours: float, advice: str = LOOK, context: "Mapping[str, Any] | None" = None) -> None:
    """Report a run that is not done in time, as the callback of its DAG's deadline."""
    run = (context or {}).get("dag_run") or {}  # as Airflow's API writes it
    dag_id, run_id = str(run.get("dag_id", "")), str(run.get("dag_run_id", ""))
    report = RunReport(dag_id, run_id, f"not done {hours:g} hours after it was due to start", advice, event="run late")
    await asyncio.to_thread(send_report, report)


def advice_of(documentation: str) -> str:
    """Return what the docstring of a DAG file says under “If red”, as one paragraph."""
    advice = IF_RED.search(documentation)
    words = " ".join(advice[1].split()) if advice else LOOK
    return words[0].upper() + words[1:]


def send_report(report: RunReport) -> None:
    """Write a report to the log and send it to every address of the settings."""
    log_event(
        __name__, report.event, dag=report.dag_id, run=report.run_id, step=report.task_id or None,
        problem=report.problem, advice=report.advice,
    )  # fmt: skip
    addresses = [address.strip() for address in os.environ.get(REPORT_TO, "").split(",") if address.strip()]
    mail = os.environ.get(MAIL, "").strip()
    if not mail or not addresses:
        return
    try:
        service = mail_service(mail)
    except (MailSettingWrong, ValueError) as error:
        log_event(__name__, "report not sent", dag=report.dag_id, run=report.run_id, error=f"{MAIL}: {error}")
        return
    text = report.text(os.environ.get(AIRFLOW_PAGES, "").strip())
    for number, address in enumerate(addresses, start=1):
        state, why = service.send(address, report.subject, text)
        if state is not MessageState.SENT:
            log_event(__name__, "report not sent", dag=report.dag_id, run=report.run_id, receiver=number, error=why)
