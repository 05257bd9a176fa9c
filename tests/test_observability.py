"""The dashboard, the rules and the profile `observability`: every name in them is one that something gives or reads.

That the portal exports its own names is in tests/plugins/portal/views/test_metrics.py.
"""

import re
from pathlib import Path
from typing import Any

import airflow
import pytest
import yaml
from opentelemetry.sdk import environment_variables

from plugins.portal import application
from plugins.portal.routes.metrics import router
from plugins.settings import METRICS_TOKEN
from tests.observability import ROOT, expressions, load, metric_names, panels, rules

AIRFLOW_NAMES = Path(airflow.__file__).parent / "_shared" / "observability" / "metrics" / "metrics_template.yaml"
WORD = re.compile(r"[a-zA-Z_:][\w:]*")
LANGUAGE = {
    "and", "on", "by", "or", "ignoring", "without", "sum", "max", "rate", "increase", "sort", "topk", "time", "absent",
}  # fmt: skip


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return dict(yaml.safe_load((ROOT / "docker-compose.yml").read_text()))


def test_every_metric_of_airflow_is_one_that_it_documents_under_the_name_that_prometheus_gives_it() -> None:
    documented = {
        f"airflow_{metric['name'].replace('.', '_')}{'_total' if metric['type'] == 'counter' else ''}"
        for metric in yaml.safe_load(AIRFLOW_NAMES.read_text())["metrics"]
    }
    of_airflow = {name for name in metric_names() if name.startswith("airflow_")}
    assert of_airflow - documented == set()
    assert len(of_airflow) >= 4


def test_an_expression_has_no_words_but_metrics_labels_and_those_of_the_language() -> None:
    for expression in expressions():
        labels = re.findall(r"(?:by|on|ignoring) \(([^)]*)\)", expression)
        bare = re.sub(r"\{[^}]*\}|\[[^]]*\]|(?:by|on|ignoring) \([^)]*\)", " ", expression)
        assert set(WORD.findall(bare)) - LANGUAGE - metric_names() == set(), expression
        assert set(WORD.findall(" ".join(labels))) <= {
            "standard", "statutory_return", "state", "outcome", "severity", "status", "route", "pool_name",
        }, expression  # fmt: skip
        assert expression.count("(") == expression.count(")"), expression


def test_every_rule_says_when_how_bad_and_what_to_do() -> None:
    for rule in rules():
        assert re.fullmatch(r"\d+[mhd]", rule["for"]), rule["alert"]
        assert rule["labels"]["severity"] in {"warning", "critical"}
        assert set(rule["annotations"]) == {"summary", "description"}
    assert {rule["alert"] for rule in rules()} >= {
        "FreshnessBudgetSpent", "DeadlineNearAndManyMissing", "DiskNearlyFull", "TasksQueue",
    }  # fmt: skip


def test_a_page_that_a_rule_leads_to_exists() -> None:
    patterns = {route.path.partition("{")[0] for router in application.ROUTERS for route in router.routes}  # type: ignore[attr-defined]
    texts = " ".join(rule["annotations"]["description"] for rule in rules())
    pages = {page.rstrip(".").partition("?")[0].partition("{")[0] for page in re.findall(r"(?<=page )/\S+", texts)}
    assert pages - patterns == set()
    assert len(pages) >= 2


def test_every_panel_has_its_place_and_shows_something() -> None:
    places = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in panels()]
    assert len(set(places)) == len(places)
    assert len({panel["title"] for panel in panels()}) == len(places)
    assert [panel["title"] for panel in panels() if panel["type"] != "alertlist" and not panel["targets"]] == []
    sources = {panel["datasource"]["uid"] for panel in panels() if "datasource" in panel}
    assert sources == {source["uid"] for source in load("grafana/datasource.yaml")["datasources"]}


def test_prometheus_asks_services_that_are_there_on_their_ports_with_the_portal_s_token(
    compose: dict[str, Any],
) -> None:
    jobs = {job["job_name"]: job for job in load("prometheus.yaml")["scrape_configs"]}
    targets = {name: job["static_configs"][0]["targets"] for name, job in jobs.items()}
    exported = load("otel-collector.yaml")["exporters"]["prometheus"]["endpoint"].rpartition(":")[2]
    assert targets == {"portal": ["portal:8000"], "airflow": [f"otel-collector:{exported}"]}
    assert router.prefix == "/metrics"  # where Prometheus looks unless it is told otherwise
    secret = Path(jobs["portal"]["authorization"]["credentials_file"])
    assert secret.parent == Path("/run/secrets")
    assert secret.name in compose["services"]["prometheus"]["secrets"]
    assert compose["secrets"][secret.name] == {"environment": METRICS_TOKEN}
    assert METRICS_TOKEN in compose["services"]["portal"]["environment"]


def test_airflow_sends_where_the_collector_listens_by_settings_of_opentelemetry(compose: dict[str, Any]) -> None:
    given = compose["services"]["scheduler"]["environment"]
    assert {name for name in given if name.startswith("OTEL_")} <= vars(environment_variables).keys()
    port = load("otel-collector.yaml")["receivers"]["otlp"]["protocols"]["http"]["endpoint"].rpartition(":")[2]
    assert given["OTEL_EXPORTER_OTLP_ENDPOINT"] == f"http://otel-collector:{port}"
    assert given["AIRFLOW__METRICS__OTEL_ON"] == "${OTEL_ON:-False}"


def test_the_profile_is_started_by_its_name_alone_with_pinned_images_and_files_that_are_there(
    compose: dict[str, Any],
) -> None:
    profile = {
        name: service for name, service in compose["services"].items() if service.get("profiles") == ["observability"]
    }
    assert profile.keys() == {"otel-collector", "prometheus", "grafana"}
    for name, service in profile.items():
        assert re.search(r":v?\d+\.\d+\.\d+$", service["image"]), name
        mounted = [volume.split(":") for volume in service.get("volumes", ()) if volume.startswith("./")]
        assert mounted, name
        for path, _, rights in mounted:
            assert (ROOT / path).is_file(), path
            assert rights == "ro"
        assert all(port.startswith("${PRIVATE_ADDRESS:-127.0.0.1}:") for port in service["ports"]), name
    used = {word for service in profile.values() for word in service.get("command", ()) if word.startswith("/etc/")}
    targets = {volume.split(":")[1] for service in profile.values() for volume in service["volumes"]}
    assert used <= targets
    assert set(load("prometheus.yaml")["rule_files"]) <= targets
