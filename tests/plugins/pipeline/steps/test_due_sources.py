"""A scheduled collection asks the sources that are due, one by hand whomever it names."""

from types import SimpleNamespace
from typing import Any

import pytest

from plugins.pipeline import steps
from tests.plugins.conftest import Page, Site
from tests.plugins.pipeline.steps.conftest import ADUR, ARUN, CRAWLEY, RUN_AFTER, STANDARD, Collecting, cases

pytestmark = pytest.mark.platform


def asked(run_type: str, day: str, **params: object) -> list[Any]:
    run = SimpleNamespace(run_id="run", run_after=RUN_AFTER, run_type=run_type)
    batches = steps.list_sources.function(STANDARD, params={"day": day, **params}, dag_run=run)
    return [gss for batch in batches for gss in batch]


def test_who_has_not_changed_for_long_waits_and_who_fails_is_asked_daily(collecting: Collecting, site: Site) -> None:
    site.publish("/adur.csv", Page(cases(5)))
    site.publish("/arun.csv", Page(cases(6)), Page(status=404))
    collecting.collect("2025-05-05", authorities=[ADUR, ARUN])
    collecting.collect("2025-08-01", authorities=[ADUR, ARUN])
    assert asked("scheduled", "2025-08-02") == [ARUN, CRAWLEY]  # Crawley was never asked
    assert asked("manual", "2025-08-02") == [ADUR, ARUN, CRAWLEY]
    assert asked("scheduled", "2025-08-04") == [ADUR, ARUN, CRAWLEY]
    assert asked("scheduled", "2025-08-02", authorities=[ARUN]) == [ARUN]
