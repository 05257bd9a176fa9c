"""National datasets: every usable record of what is in use under a standard, as CSV and as Parquet."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path, Request
from starlette.responses import Response

from plugins.portal import pages
from plugins.portal.api.dataset_builder import Maker
from plugins.portal.api.responses import REFUSALS
from plugins.portal.downloads import KINDS as MEDIA_TYPES
from plugins.portal.downloads import TO_BE_ASKED_AGAIN, give
from plugins.portal.routes.standards import declared_standard
from plugins.portal.views.national_datasets import KINDS, NationalDataset, national_dataset
from transforms.standards import STANDARDS

BUSY = 503
FILES: dict[str, Any] = {MEDIA_TYPES[f".{kind}"].partition(";")[0]: {} for kind in KINDS}
GIVEN: dict[int | str, dict[str, Any]] = {
    200: {"description": "The whole file", "content": FILES},
    206: {"description": "The range of it that was asked for", "content": FILES},
    304: {"description": "It is the one whose ETag was given"},
    416: {"description": "It has no such range"},
}
router = APIRouter(prefix="/api/v1/datasets", tags=["National datasets"], responses=REFUSALS)


@dataclass(frozen=True)
class NationalFact:
    """A national dataset: personal data gone, each record with its authority, source, licence, file and line."""

    standard: str
    title: str
    authorities: int
    records: int
    csv: str
    parquet: str


@router.get("")
def list_datasets(request: Request) -> list[NationalFact]:
    """List the national datasets; one that nobody publishes is not among them."""
    found = (national_dataset(pages.here(request), one) for one in STANDARDS)
    return [_fact(one) for one in found if one.files]


@router.get("/{standard}.{kind}", response_class=Response, responses=GIVEN)
def give_dataset(
    request: Request, standard: str, kind: Annotated[str, Path(json_schema_extra={"enum": list(KINDS)})]
) -> Response:
    """Give a national dataset whole, as csv or parquet; ETag, If-None-Match, Range and If-Range are understood."""
    if kind not in KINDS:
        raise HTTPException(404, f"there is no such kind of file; ask for {' or '.join(KINDS)}")
    dataset = _in_use(request, standard)
    maker: Maker = request.app.state.maker
    key = maker.made(pages.here(request).archive, dataset, kind)
    if key is None:
        raise HTTPException(BUSY, "this dataset is being made: ask again in a minute", {"Retry-After": "60"})
    return give(request, key, f"{standard}.{kind}", TO_BE_ASKED_AGAIN)


@router.get("/{standard}")
def describe_dataset(request: Request, standard: str) -> NationalFact:
    """Give what a national dataset holds, and where its files are."""
    return _fact(_in_use(request, standard))


def _in_use(request: Request, slug: str) -> NationalDataset:
    declared = declared_standard(slug)
    dataset = national_dataset(pages.here(request), declared)
    if not dataset.files:
        raise HTTPException(404, f"no file of {declared.title} is in use")
    return dataset


def _fact(one: NationalDataset) -> NationalFact:
    slug = one.standard.slug
    base = f"/api/v1/datasets/{slug}"
    return NationalFact(slug, one.standard.title, len(one.files), one.records, f"{base}.csv", f"{base}.parquet")
