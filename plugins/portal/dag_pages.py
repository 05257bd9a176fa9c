"""The page that each of Airflow's DAGs is about."""

from transforms.returns import RETURNS
from transforms.standards import STANDARDS

OTHER_PAGE = "/collections"


def page_of(dag: str) -> str:
    """Return the page of the standard that a DAG collects or the return that it assembles; otherwise “Collections”."""
    kind, _, slug = dag.partition("__")
    if kind == "collect" and slug in {standard.slug for standard in STANDARDS}:
        return f"/standards/{slug}"
    if kind in {"assemble", "freeze"} and slug in {definition.slug for definition in RETURNS}:
        return f"/returns/{slug}"
    return OTHER_PAGE
