"""DAGs: the one address that Airflow knows for each, which leads to the page of what it collects or makes."""

from fastapi import APIRouter
from starlette.responses import RedirectResponse

from plugins.portal.dag_pages import page_of

router = APIRouter(prefix="/dags")


@router.get("/{dag}")
def show_dag(dag: str) -> RedirectResponse:
    """Lead to the page of what a DAG collects or makes."""
    return RedirectResponse(page_of(dag))
