"""ArcGIS: the query of a feature layer, which says whether it exceeded its transfer limit.

Source: ArcGIS REST API, “Query (Feature Service/Layer)” (`resultOffset`, `exceededTransferLimit`),
        https://developers.arcgis.com/rest/services-reference/enterprise/query-feature-service-layer/
"""

import re

from plugins.fetch.services.json_page import parse_json_page
from plugins.fetch.services.service_page import Address, Service, ServicePage

LAYER_QUERY = re.compile(r"/(?:FeatureServer|MapServer)/\d+/query/?$", re.IGNORECASE)


def _next_url(address: Address, page: ServicePage, records: int) -> str | None:
    if page.has_more is not True or not page.count:
        return None
    return address.with_parameter("resultOffset", (address.number("resultOffset") or 0) + records)


ARCGIS = Service("ArcGIS", lambda address: LAYER_QUERY.search(address.path) is not None, parse_json_page, _next_url)
