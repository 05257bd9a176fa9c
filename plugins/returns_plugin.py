"""What Airflow is told to know of ours: the one file under ``plugins/`` that it loads by itself."""

from airflow.plugins_manager import AirflowPlugin


class ReturnsPlugin(AirflowPlugin):
    """The timetables of council returns."""

    name = "council_returns"
