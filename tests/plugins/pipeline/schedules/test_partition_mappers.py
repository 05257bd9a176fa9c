"""Which periods of a return are assembled when one that it reads has been."""

import pytest
from airflow.sdk import AssetAny, PartitionedAssetTimetable
from airflow.serialization.decoders import decode_timetable
from airflow.serialization.encoders import encode_timetable

from plugins.pipeline.schedules.partition_mappers import ReaderPeriods
from plugins.returns_plugin import ReturnsPlugin
from plugins.storage.warehouse import assembly_asset, standardised_asset

MAPPER = ReaderPeriods("planning_performance", "planning_matters")


def test_a_quarter_is_a_part_of_the_year_to_september() -> None:
    years = {quarter: list(MAPPER.to_downstream(quarter)) for quarter in ("2024-Q3", "2024-Q4", "2025-Q3", "2025-Q4")}
    assert years == {
        "2024-Q3": ["2024-09-30"],
        "2024-Q4": ["2025-09-30"],
        "2025-Q3": ["2025-09-30"],
        "2025-Q4": ["2026-09-30"],
    }


def test_a_return_that_is_not_read_maps_to_nothing() -> None:
    assert list(ReaderPeriods("planning_performance", "county_matters").to_downstream("2025-Q1")) == []


def test_the_scheduler_reads_back_what_a_dag_file_says(monkeypatch: pytest.MonkeyPatch) -> None:
    registered = {f"{mapper.__module__}.{mapper.__qualname__}": mapper for mapper in ReturnsPlugin.partition_mappers}
    monkeypatch.setattr("airflow.plugins_manager.get_partition_mapper_plugins", lambda: registered)
    quarters, files = assembly_asset("planning_matters"), standardised_asset("planning_applications")
    timetable = PartitionedAssetTimetable(assets=AssetAny(quarters, files), partition_mapper_config={quarters: MAPPER})
    again = decode_timetable(encode_timetable(timetable))
    mapper = again.get_partition_mapper(name=quarters.name, uri=quarters.uri)
    assert list(mapper.to_downstream("2025-Q1")) == ["2025-09-30"]
    assert again.get_partition_mapper(name=files.name, uri=files.uri).to_downstream("2025-Q1") == "2025-Q1"
