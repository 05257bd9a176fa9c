"""Services: addresses whose answer may be one page of several; one module for each kind, and this register of them.

A new kind is a module with a `Service` and its line here. A JSON answer of no known kind that names its next page is
followed as well (`linked_pages.py`).
"""

from plugins.fetch.services.arcgis import ARCGIS
from plugins.fetch.services.ckan_datastore import CKAN_DATASTORE
from plugins.fetch.services.odata import ODATA
from plugins.fetch.services.ogc_features import OGC_FEATURES
from plugins.fetch.services.opendatasoft import OPENDATASOFT
from plugins.fetch.services.service_page import Address, Service
from plugins.fetch.services.socrata import SOCRATA
from plugins.fetch.services.wfs import WFS

SERVICES = (ARCGIS, WFS, CKAN_DATASTORE, OPENDATASOFT, SOCRATA, OGC_FEATURES, ODATA)

__all__ = ["SERVICES", "Service", "service_at"]


def service_at(url: str) -> Service | None:
    """Return the kind of service that `url` asks for records, None for any other address."""
    try:
        address = Address(url)
    except ValueError:  # no address at all, which the fetch refuses
        return None
    return next((service for service in SERVICES if service.is_asked_at(address)), None)
