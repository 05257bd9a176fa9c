"""The catalogue: national datasets and returns as DCAT, in JSON-LD.

Source: W3C DCAT version 3; licence addresses of the Open Government Licence.
"""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse

from plugins.portal import pages
from plugins.portal.api.responses import portal_address
from plugins.portal.pages import sentence
from plugins.portal.views.assemblies import periods_of
from plugins.portal.views.figures import figures_of
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
OF_BOTH: Node = {"dct:publisher": PUBLISHER, "dct:language": {"@id": ENGLISH}, "dct:spatial": {"@id": ENGLAND}}


class LinkedData(JSONResponse):
    """An answer in JSON-LD."""

    media_type = "application/ld+json"


@router.get("/catalogue.jsonld", response_class=LinkedData)
def give_catalogue(request: Request) -> LinkedData:
    """Give what can be had as a DCAT catalogue."""
    here, base = pages.here(request), portal_address(request)
    national = [one for one in (national_dataset(here, standard) for standard in STANDARDS) if one.files]
    datasets = [_national(one, base) for one in national]
    for definition in RETURNS:
        datasets += [
            _period(definition, one, figures_of(here.archive, one).manifest["outputs"], base)
            for one in periods_of(here, definition)
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
    return LinkedData(catalogue)


def _national(one: NationalDataset, base: str) -> Node:
    slug = one.standard.slug
    terms = _terms({one.licences.get(file.authority_gss, "") for file in one.files})
    names = [f"{slug}.{kind}" for kind in ("csv", "parquet")]
    kinds = [_distribution(f"{base}/api/v1/datasets/{name}", name) | terms for name in names]
    of_whom = counted(len(one.files), "file") + " in use"
    return {
        "@id": f"{base}/api/v1/datasets/{slug}",
        "@type": "dcat:Dataset",
        **OF_BOTH,
        "dct:identifier": slug,
        "dct:title": f"{one.standard.title}, England",
        "dct:description": f"The usable records of {of_whom}, personal data gone",
        "dct:conformsTo": {"@id": f"{base}/standards/{slug}"},
        "dct:modified": _day(max(file.first_on for file in one.files).isoformat()),
        "dcat:landingPage": {"@id": f"{base}/standards/{slug}"},
        "dcat:distribution": kinds,
    }


def _period(definition: StatutoryReturn, known: Vintage, outputs: list[dict[str, Any]], base: str) -> Node:
    page = f"{base}/returns/{definition.slug}/{known.period}"
    period = parse_period(known.period)
    files = [
        _distribution(f"{page}/files/{known.short_receipt}/{one['file']}", one["file"])
        | {
            "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": str(one["bytes"])},
            "spdx:checksum": {
                "@type": "spdx:Checksum",
                "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
                "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": one["sha256"]},
            },
        }
        for one in outputs
    ]  # fmt: skip
    return {
        "@id": page,
        "@type": "dcat:Dataset",
        **OF_BOTH,
        "dct:identifier": f"{definition.slug}/{known.period}",
        "dct:title": f"{definition.title}, {known.period}",
        "dct:description": f"{definition.code}, assembled from published data, as known on {known.as_known}",
        "dct:modified": _day(known.as_known.isoformat()),
        "dct:temporal": {"@type": "dct:PeriodOfTime", "dcat:startDate": _day(period.first.isoformat()),
                         "dcat:endDate": _day(period.last.isoformat())},
        "dcat:version": str(known.version),
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


def _terms(licences: set[str]) -> Node:
    """Return the licence that all files have; where they differ, or one has none, each record says its own."""
    addresses = {LICENCES.get(one) for one in licences}
    if len(addresses) == 1 and None not in addresses:
        return {"dct:license": {"@id": addresses.pop()}}
    named = f": {sentence(sorted(licences - {''}))}" if licences - {""} else ""
    words = f"Each record names the licence of its file, and none where the publisher names none{named}"
    return {"dct:rights": {"@type": "dct:RightsStatement", "rdfs:label": words}}


def _day(day: str) -> Node:
    return {"@type": "xsd:date", "@value": day}
