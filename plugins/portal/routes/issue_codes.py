"""Issue codes: everything that a check can find, and how to fix it."""

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import HTMLResponse

from plugins.portal.pages import render_page
from transforms.domain.issue import ISSUE_TYPES, Severity

router = APIRouter(prefix="/issue-codes")


@router.get("")
def issue_codes_page(request: Request) -> HTMLResponse:
    """List the issue codes, most severe first."""
    order = list(Severity)
    kinds = sorted(ISSUE_TYPES.values(), key=lambda kind: (order.index(kind.severity), kind.code))
    return render_page(request, "issue_codes.html", kinds=kinds)


@router.get("/{code}")
def issue_code_page(request: Request, code: str) -> HTMLResponse:
    """Show one issue code."""
    if code not in ISSUE_TYPES:
        raise HTTPException(404, f"there is no issue code {code}")
    return render_page(request, "issue_code.html", kind=ISSUE_TYPES[code])
