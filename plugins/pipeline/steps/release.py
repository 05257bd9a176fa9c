"""The steps of rounds and releases: following the calendar, and building the package of every agreed release."""

import logging
from typing import TYPE_CHECKING, Any

from airflow.sdk import TriggerRule, task

from plugins.pipeline.steps.lineage import record_lineage
from plugins.storage.airflow_pools import COMPUTING

if TYPE_CHECKING:
    from airflow.sdk.types import DagRunProtocol as DagRun

LOG = logging.getLogger(__name__)


@task
def follow_rounds(params: dict[str, Any] | None = None, dag_run: "DagRun | None" = None) -> list[str]:
    """Plan, open and close the rounds whose day has come, and return those that changed."""
    from plugins.storage.deployment import open_deployment, run_day
    from plugins.submissions.rounds import follow_calendar

    with open_deployment() as deployment, deployment.transaction() as connection:
        changed = follow_calendar(connection, run_day(dag_run, params))
    LOG.info("Rounds that changed: %s.", ", ".join(changed) or "none")
    return changed


@task
def send_messages(params: dict[str, Any] | None = None, dag_run: "DagRun | None" = None) -> dict[str, int]:
    """Send everybody's message of the day; fail, to be tried again, where the server did not take one now."""
    from airflow.sdk.exceptions import AirflowSkipException

    from plugins.faults import MailUnavailable
    from plugins.notify.mail_service import mail_service
    from plugins.storage.deployment import open_deployment, run_day
    from plugins.submissions.messages import failed
    from plugins.submissions.messages import send_messages as send

    with open_deployment() as deployment:
        if not deployment.settings.mail:
            raise AirflowSkipException("no mail server is set, so nobody gets a message")
        counts = send(deployment, mail_service(deployment.settings.mail), run_day(dag_run, params))
    if failed(counts):
        raise MailUnavailable(f"the mail server did not take {failed(counts)} messages")
    return counts


@task
def list_agreed_releases() -> list[list[Any]]:
    """Return the releases that were agreed to and have no package: return, period and version."""
    from plugins.pipeline.release.build_release import unbuilt_releases
    from plugins.storage.deployment import open_deployment

    with open_deployment() as deployment:
        return [list(address) for address in unbuilt_releases(deployment)]


@task(pool=COMPUTING)
def build_release(address: list[Any]) -> str:
    """Build, sign and keep the package of a release, and return where it is; one that is there stays."""
    from plugins.pipeline.release.build_release import build_release as build
    from plugins.storage.deployment import open_deployment

    with open_deployment() as deployment:
        key = build(deployment, *address)
    record_lineage(deployment.settings.store, [f"returns/{address[0]}"], [f"releases/{address[0]}"])
    return key


@task(trigger_rule=TriggerRule.ALL_DONE)
def deliver_releases(params: dict[str, Any] | None = None, dag_run: "DagRun | None" = None) -> list[str]:
    """Deliver every package to every destination that lacks it, though another could not be built."""
    from plugins.pipeline.release.deliver_release import deliver_releases as deliver
    from plugins.storage.deployment import open_deployment, run_day

    with open_deployment() as deployment:
        return deliver(deployment, run_day(dag_run, params))
