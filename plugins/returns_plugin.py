"""What Airflow is told to know of ours: the one file under ``plugins/`` that it loads by itself."""

from typing import ClassVar

from airflow.plugins_manager import AirflowPlugin

from plugins.timetables import StatutoryDeadline


class ReturnsPlugin(AirflowPlugin):
    """The timetables of council returns."""

    name = "council_returns"
    timetables: ClassVar[list[type]] = [StatutoryDeadline]
