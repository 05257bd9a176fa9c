"""The catalogue of national datasets and returns as DCAT, in JSON-LD.

Source: W3C DCAT version 3; licence addresses of the Open Government Licence.
"""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse

from plugins.portal import pages
from plugins.portal.accounts.reader import reader_of
from plugins.portal.api.responses import portal_address
from plugins.portal.pages import sentence
from plugins.portal.views.assemblies import newest_vintages
from plugins.portal.views.figures import load_figures
from plugins.portal.views.national_datasets import NationalDataset, national_dataset
from plugins.storage.warehouse.vintages import Vintage
from transforms.domain.period import parse_period
from transforms.domain.statutory_return import StatutoryReturn
from transforms.render.report_words.counts import counted
from transforms.returns import RETURNS
from transforms.standards import STANDARDS

router = APIRouter(prefix="/api/v1", tags=["Catalogue"])
OGL = "http://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
LICENCES = {"OGL-UK-3.0": OGL, "OGL-3.0": OGL}
MEDIA = "https://www.iana.org/assignments/media-types/"
KINDS = {
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "spdx": "http://spdx.org/rdf/terms#",
}
Node = dict[str, Any]
PUBLISHER: Node = {"@id": "_:publisher", "@type": "foaf:Agent", "foaf:name": "Council returns"}
ENGLISH = "http://publications.europa.eu/resource/authority/language/ENG"
ENGLAND = "http://statistics.data.gov.uk/id/statistical-geography/E92000001"
COMMON: Node = {"dct:publisher": PUBLISHER, "dct:language": {"@id": ENGLISH}, "dct:spatial": {"@id": ENGLAND}}


class LinkedDataResponse(JSONResponse):
    """A response in JSON-LD."""

    media_type = "application/ld+json"


@router.get("/catalogue.jsonld", response_class=LinkedDataResponse)
def get_catalogue(request: Request) -> LinkedDataResponse:
    """Get everything that can be downloaded as a DCAT catalogue."""
    deployment, reader, base = pages.deployment_of(request), reader_of(request), portal_address(request)
    national = [
        dataset for dataset in (national_dataset(deployment, standard) for standard in STANDARDS) if dataset.files
    ]
    datasets = [_national(dataset, base) for dataset in national]
    for definition in RETURNS:
        datasets += [
            _period(definition, dataset, load_figures(deployment.archive, dataset).manifest["outputs"], base)
            for dataset in newest_vintages(deployment, reader, definition)
        ]
    catalogue: Node = {
        "@context": CONTEXT,
        "@id": f"{base}/api/v1/catalogue.jsonld",
        "@type": "dcat:Catalog",
        "dct:title": "Council returns",
        "dct:description": "What councils publish under national standards, and the returns assembled from it",
        "dct:publisher": PUBLISHER,
        "dct:language": {"@id": ENGLISH},
        "foaf:homepage": {"@id": f"{base}/"},
        "dcat:dataset": datasets,
    }
    return LinkedDataResponse(catalogue)


def _national(dataset: NationalDataset, base: str) -> Node:
    slug = dataset.standard.slug
    terms = _licence_terms({dataset.licences.get(file.authority_gss, "") for file in dataset.files})
    names = [f"{slug}.{kind}" for kind in ("csv", "parquet")]
    kinds = [_distribution(f"{base}/api/v1/datasets/{name}", name) | terms for name in names]
    number_of_files = counted(len(dataset.files), "file") + " in use"
    return {
        "@id": f"{base}/api/v1/datasets/{slug}",
        "@type": "dcat:Dataset",
        **COMMON,
        "dct:identifier": slug,
        "dct:title": f"{dataset.standard.title}, England",
        "dct:description": f"The usable records of {number_of_files}, without personal data",
        "dct:conformsTo": {"@id": f"{base}/standards/{slug}"},
        "dct:modified": _day(max(file.first_on for file in dataset.files).isoformat()),
        "dcat:landingPage": {"@id": f"{base}/standards/{slug}"},
        "dcat:distribution": kinds,
    }


def _period(definition: StatutoryReturn, vintage: Vintage, outputs: list[dict[str, Any]], base: str) -> Node:
    page = f"{base}/returns/{definition.slug}/{vintage.period}"
    period = parse_period(vintage.period)
    files = [
        _distribution(f"{page}/files/{vintage.short_receipt}/{output['file']}", output["file"])
        | {
            "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": str(output["bytes"])},
            "spdx:checksum": {
                "@type": "spdx:Checksum",
                "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
                "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": output["sha256"]},
            },
        }
        for output in outputs
    ]  # fmt: skip
    return {
        "@id": page,
        "@type": "dcat:Dataset",
        **COMMON,
        "dct:identifier": f"{definition.slug}/{vintage.period}",
        "dct:title": f"{definition.title}, {vintage.period}",
        "dct:description": f"{definition.code}, assembled from published data, as known on {vintage.as_known}",
        "dct:modified": _day(vintage.as_known.isoformat()),
        "dct:temporal": {"@type": "dct:PeriodOfTime", "dcat:startDate": _day(period.first.isoformat()),
                         "dcat:endDate": _day(period.last.isoformat())},
        "dcat:version": str(vintage.version),
        "dcat:landingPage": {"@id": page},
        "dcat:distribution": files,
    }  # fmt: skip


def _distribution(address: str, name: str) -> Node:
    kind = KINDS[name.rpartition(".")[2]]
    return {
        "@type": "dcat:Distribution",
        "dct:title": name,
        "dcat:accessURL": {"@id": address},
        "dcat:downloadURL": {"@id": address},
        "dcat:mediaType": {"@id": f"{MEDIA}{kind}"},
    }


def _licence_terms(licences: set[str]) -> Node:
    """Return the licence where all files have the same; otherwise that each record names the licence of its file."""
    addresses = {LICENCES.get(licence) for licence in licences}
    if len(addresses) == 1 and None not in addresses:
        return {"dct:license": {"@id": addresses.pop()}}
    names = f": {sentence(sorted(licences - {''}))}" if licences - {""} else ""
    words = f"Each record gives the licence of its file, where the publisher gave one{names}"
    return {"dct:rights": {"@type": "dct:RightsStatement", "rdfs:label": words}}


def _day(day: str) -> Node:
    return {"@type": "xsd:date", "@value": day}
