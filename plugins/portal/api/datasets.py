"""National datasets: the usable records of every file in use of a standard, as CSV and Parquet."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path, Request
from starlette.responses import Response

from plugins.portal import pages
from plugins.portal.api.dataset_builder import DatasetBuilder
from plugins.portal.api.responses import REFUSALS
from plugins.portal.downloads import KINDS as MEDIA_TYPES
from plugins.portal.downloads import REVALIDATE, download
from plugins.portal.routes.standards import declared_standard
from plugins.portal.views.national_datasets import KINDS, NationalDataset, national_dataset
from transforms.standards import STANDARDS

BUSY = 503
CONTENT: dict[str, Any] = {MEDIA_TYPES[f".{kind}"].partition(";")[0]: {} for kind in KINDS}
RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"description": "The whole file", "content": CONTENT},
    206: {"description": "The requested range", "content": CONTENT},
    304: {"description": "Not changed since the ETag that was sent"},
    416: {"description": "The file does not have the requested range"},
}
router = APIRouter(prefix="/api/v1/datasets", tags=["National datasets"], responses=REFUSALS)


@dataclass(frozen=True)
class NationalFact:
    """A national dataset without personal data; each record has its authority, source, licence, file and line."""

    standard: str
    title: str
    authorities: int
    records: int
    csv: str
    parquet: str


@router.get("")
def list_datasets(request: Request) -> list[NationalFact]:
    """List the national datasets, without those that nobody publishes."""
    datasets = (national_dataset(pages.deployment_of(request), declared) for declared in STANDARDS)
    return [_fact(dataset) for dataset in datasets if dataset.files]


@router.get("/{standard}.{kind}", response_class=Response, responses=RESPONSES)
def download_dataset(
    request: Request, standard: str, kind: Annotated[str, Path(json_schema_extra={"enum": list(KINDS)})]
) -> Response:
    """Download a whole national dataset as csv or parquet; supports ETag, If-None-Match, Range and If-Range."""
    if kind not in KINDS:
        raise HTTPException(404, f"there is no such kind of file: ask for {' or '.join(KINDS)}")
    dataset = _in_use(request, standard)
    builder: DatasetBuilder = request.app.state.dataset_builder
    key = builder.key_of(pages.deployment_of(request).archive, dataset, kind)
    if key is None:
        raise HTTPException(BUSY, "this dataset is being built: try again in a minute", {"Retry-After": "60"})
    return download(request, key, f"{standard}.{kind}", REVALIDATE)


@router.get("/{standard}")
def get_dataset(request: Request, standard: str) -> NationalFact:
    """Get the size of a national dataset and the addresses of its files."""
    return _fact(_in_use(request, standard))


def _in_use(request: Request, slug: str) -> NationalDataset:
    declared = declared_standard(slug)
    dataset = national_dataset(pages.deployment_of(request), declared)
    if not dataset.files:
        raise HTTPException(404, f"no file of {declared.title} is in use")
    return dataset


def _fact(dataset: NationalDataset) -> NationalFact:
    slug = dataset.standard.slug
    base = f"/api/v1/datasets/{slug}"
    return NationalFact(
        slug, dataset.standard.title, len(dataset.files), dataset.records, f"{base}.csv", f"{base}.parquet"
    )
