"""The comparison of two versions of a return as a page and as CSV, for the public and for people who are signed in."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from fastapi import Request
from starlette.responses import Response

from plugins.portal.pages import PageNotFound, deployment_of
from plugins.portal.views.version_comparison import ComparedVersion, VersionComparison, compare, comparison_csv
from plugins.submissions.rounds import OpenedRound

if TYPE_CHECKING:
    from plugins.storage.deployment import Deployment

PAGE_SIZE = 100
CSV = "text/csv; charset=utf-8"


def requested_comparison(
    request: Request, opened: OpenedRound, versions: Sequence[ComparedVersion], *, is_public: bool
) -> VersionComparison | None:
    """Return the comparison that an address names, of the last two versions by default; None with fewer than two.

    Raises:
        PageNotFound: where there is no such version, or the visitor doesn't see it.

    """
    if len(versions) < 2:
        return None
    by_name = {version.name: version for version in versions}
    names = [
        request.query_params.get(part) or version.name
        for part, version in zip(("from", "to"), versions[-2:], strict=True)
    ]
    if not {*names} <= {*by_name}:
        raise PageNotFound("there is no such version to compare", ("All versions", request.url.path))
    deployment: Deployment = deployment_of(request)
    return compare(deployment, opened, by_name[names[0]], by_name[names[1]], is_public=is_public)


def comparison_context(
    request: Request, opened: OpenedRound, versions: Sequence[ComparedVersion], comparison: VersionComparison | None
) -> dict[str, Any]:
    """Return what the template of a comparison shows: a page of the differences, of one authority if one is asked."""
    area = request.query_params.get("authority", "")
    differences = comparison.of_area(area) if comparison else ()
    last = max(1, -(-len(differences) // PAGE_SIZE))
    text = request.query_params.get("page", "1")
    number = min(max(int(text), 1), last) if text.isdecimal() and len(text) < 9 else 1
    addresses = {
        step: f"?{request.url.include_query_params(page=number + step).query}"
        for step in (-1, 1)
        if 1 <= number + step <= last
    }
    return {
        "opened": opened, "definition": opened.definition, "versions": versions, "comparison": comparison,
        "area": area, "number_of_differences": len(differences),
        "differences": differences[(number - 1) * PAGE_SIZE : number * PAGE_SIZE], "number": number, "last": last,
        "pages": addresses, "address": request.url.path, "csv": f"{request.url.path}.csv?{request.url.query}",
    }  # fmt: skip


def comparison_file(request: Request, comparison: VersionComparison | None, caching: str) -> Response:
    """Return the differences as a CSV file."""
    if comparison is None:
        raise PageNotFound("there are no two versions to compare")
    differences = comparison.of_area(request.query_params.get("authority", ""))
    slug, period = request.path_params["slug"], request.path_params["period"]
    name = f"{slug}-{period}-{comparison.before.name}-to-{comparison.after.name}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": caching}
    return Response(comparison_csv(differences), media_type=CSV, headers=headers)
