"""DAGs: one address for each, to which Airflow links, and which redirects to the page of what it makes."""

from fastapi import APIRouter
from starlette.responses import RedirectResponse

from plugins.portal.dag_pages import page_of

router = APIRouter(prefix="/dags")


@router.get("/{dag}")
def redirect_dag(dag: str) -> RedirectResponse:
    """Redirect to the page of the standard that a DAG collects or the return that it assembles."""
    return RedirectResponse(page_of(dag))
