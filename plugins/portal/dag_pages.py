"""The pages that Airflow's DAGs lead to: what is collected by one, or what is assembled."""

from transforms.returns import RETURNS
from transforms.standards import STANDARDS

ELSE = "/collections"


def page_of(dag: str) -> str:
    """Return the page of the standard that a DAG collects or the return that it makes; the calendar for any other."""
    kind, _, slug = dag.partition("__")
    if kind == "collect" and slug in {standard.slug for standard in STANDARDS}:
        return f"/standards/{slug}"
    if kind in {"assemble", "freeze"} and slug in {definition.slug for definition in RETURNS}:
        return f"/returns/{slug}"
    return ELSE
