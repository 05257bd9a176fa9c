"""Returns: what each is, and how every cell of it is derived."""

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import HTMLResponse

from plugins.portal.pages import page
from transforms.domain.statutory_return import StatutoryReturn
from transforms.returns import RETURNS, statutory_return
from transforms.standards import standard

router = APIRouter(prefix="/returns")


@router.get("")
def list_returns(request: Request) -> HTMLResponse:
    """List every return."""
    return page(request, "returns.html", returns=RETURNS)


@router.get("/{slug}")
def show_return(request: Request, slug: str) -> HTMLResponse:
    """Show a return: what it is, what it reads, and its cells as the form has them."""
    definition = declared_return(slug)
    reads = [standard(one) for one in definition.reads]
    return page(request, "return.html", definition=definition, reads=reads)


def declared_return(slug: str) -> StatutoryReturn:
    """Return the return called `slug`, or say that there is none."""
    try:
        return statutory_return(slug)
    except LookupError as error:
        raise HTTPException(404, str(error)) from error
