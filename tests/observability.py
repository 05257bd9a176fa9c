"""The files of the profile `observability`: their rules, their panels, and the metrics that these name."""

import json
import re
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "deploy" / "observability"
METRIC = re.compile(r"\b(?:council_returns|airflow)_[a-z_]+|\bup\b")


def load(name: str) -> Any:
    return yaml.safe_load((FOLDER / name).read_text())


def rules() -> list[dict[str, Any]]:
    return [rule for group in load("rules.yaml")["groups"] for rule in group["rules"]]


def panels() -> list[dict[str, Any]]:
    dashboard: dict[str, Any] = json.loads((FOLDER / "grafana" / "council-returns.json").read_text())
    return list(dashboard["panels"])


def expressions() -> list[str]:
    """Return every expression of the rules and of the dashboard."""
    return [rule["expr"] for rule in rules()] + [
        target["expr"] for panel in panels() for target in panel.get("targets", ())
    ]


def metric_names() -> set[str]:
    """Return every metric that an expression names."""
    return {name for expression in expressions() for name in METRIC.findall(expression)}
