"""What Airflow is told to know of ours: the one file under ``plugins/`` that it loads by itself.

Source: https://airflow.apache.org/docs/apache-airflow/3.3.2/administration-and-deployment/plugins.html
        https://airflow.apache.org/docs/apache-airflow/3.3.2/howto/define-extra-link.html
Known   The menu opens the portal beside Airflow; the tab of a DAG shows it in a frame, which stays on Airflow's page.
        A view without a route is found by its name in small letters, so no route may be called like one.
"""

import os
from typing import TYPE_CHECKING

from airflow.plugins_manager import AirflowPlugin
from airflow.sdk import BaseOperatorLink

from plugins.pipeline.schedules.partition_mappers import ReaderPeriods
from plugins.pipeline.schedules.timetables import StatutoryDeadline
from plugins.portal.dag_pages import page_of
from plugins.settings import PORTAL

if TYPE_CHECKING:
    from airflow.sdk import BaseOperator
    from airflow.sdk.types import TaskInstanceKey

ADDRESS = os.environ.get(PORTAL, "").strip().rstrip("/")
WORDS = "Portal"


class PageOfTask(BaseOperatorLink):
    """Leads from a task to the page of what its DAG collects or makes."""

    name = WORDS

    def get_link(self, operator: "BaseOperator", *, ti_key: "TaskInstanceKey") -> str:  # noqa: ARG002
        """Return the address of the page."""
        return f"{ADDRESS}{page_of(ti_key.dag_id)}"


class ReturnsPlugin(AirflowPlugin):
    """The timetables of council returns and, where the settings say at which address the portal is, the ways to it."""

    name = "council_returns"
    timetables = [StatutoryDeadline]  # noqa: RUF012 (as Airflow declares it)
    partition_mappers = [ReaderPeriods]  # noqa: RUF012 (as Airflow declares it)
    external_views = (
        [
            {"name": WORDS, "href": f"{ADDRESS}/", "destination": "nav", "nav_top_level": True},
            {"name": WORDS, "href": f"{ADDRESS}/dags/{{DAG_ID}}", "destination": "dag", "url_route": "published"},
        ]
        if ADDRESS
        else []
    )
    global_operator_extra_links = [PageOfTask()] if ADDRESS else []
