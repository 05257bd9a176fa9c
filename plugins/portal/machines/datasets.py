"""National datasets: every usable record of what is in use under a standard, as CSV and as Parquet."""

from dataclasses import dataclass

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import Response

from plugins.portal import pages
from plugins.portal.downloads import TO_BE_ASKED_AGAIN, give
from plugins.portal.routes.standards import declared_standard
from plugins.portal.shown.national_datasets import KINDS, NationalDataset, made, national_dataset
from transforms.standards import STANDARDS

BUSY = 503
router = APIRouter(prefix="/api/v1/datasets", tags=["National datasets"])


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


@router.head("/{standard}.{kind}", include_in_schema=False)
@router.get("/{standard}.{kind}", response_class=Response)
def give_dataset(request: Request, standard: str, kind: str) -> Response:
    """Give a national dataset whole, as csv or parquet; ETag, If-None-Match and Range are understood."""
    declared, here = declared_standard(standard), pages.here(request)
    if kind not in KINDS:
        raise HTTPException(404, f"there is no such kind of file; ask for {' or '.join(KINDS)}")
    dataset = national_dataset(here, declared)
    if not dataset.files:
        raise HTTPException(404, f"no file of {declared.title} is in use")
    key = made(here, dataset, kind)
    if key is None:
        raise HTTPException(BUSY, "a national dataset is being made: ask again in a minute", {"Retry-After": "60"})
    return give(request, key, f"{standard}.{kind}", TO_BE_ASKED_AGAIN)


def _fact(one: NationalDataset) -> NationalFact:
    slug = one.standard.slug
    base = f"/api/v1/datasets/{slug}"
    return NationalFact(slug, one.standard.title, len(one.files), one.records, f"{base}.csv", f"{base}.parquet")
