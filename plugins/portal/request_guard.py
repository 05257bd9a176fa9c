"""Requests that the portal refuses before any page sees them: for another host, or sent by another website's form.

Source: Fetch Metadata (`Sec-Fetch-Site`), RFC 6454 (`Origin`), RFC 9110 §7.2 (`Host`).
Known   a client that is no browser sends neither `Sec-Fetch-Site` nor `Origin`, and no visitor's cookies of its own
        accord. Where COUNCIL_RETURNS_PORTAL isn't set, nobody knows under which name the portal is opened.
"""

from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from fastapi import Request

from plugins.portal.pages import deployment_of

READING = frozenset({"GET", "HEAD", "OPTIONS"})
OWN_SITE = frozenset({"same-origin", "none"})  # values of Sec-Fetch-Site for a form of our own
METRICS = "/metrics"  # read by Prometheus under the name of a container, with a token that no browser sends by itself
DEFAULT_PORTS = {"http": 80, "https": 443}
BAD_REQUEST, FORBIDDEN = 400, 403
OTHER_HOST = "this website is not served under the name that was asked for"
OTHER_SITE = "this was sent from another website: fill in the form on this website"


def refusal_of(request: Request) -> tuple[int, str] | None:
    """Return why a request is refused, as a status and a sentence; None for one that is not."""
    portal = deployment_of(request).settings.portal
    if request.scope["path"] != METRICS and not is_own_host(request.headers.getlist("host"), portal):
        return BAD_REQUEST, OTHER_HOST
    if request.method not in READING and not _is_own_form(request, portal):
        return FORBIDDEN, OTHER_SITE
    return None


def is_own_host(hosts: list[str], portal: str) -> bool:
    """Return whether a request names one host, and one under which the portal is opened.

    Args:
        hosts: its `Host` headers.
        portal: the address at which people open the portal; blank where nobody has said.

    """
    if len(hosts) != 1 or (host := _parts(f"http://{hosts[0]}")) is None or "/" in hosts[0] or "@" in hosts[0]:
        return False
    own = _parts(portal) if portal else None
    if own is None or _is_loopback(host.hostname or ""):
        return True
    return host.hostname == own.hostname and host.port in (None, _port(own))


def is_same_origin(origin: str, host: str, portal: str) -> bool:
    """Return whether a page of `origin` is one of this website, asked for as `host` or opened as `portal`."""
    page = _parts(origin)
    if page is None or not page.hostname:
        return False
    address, own = _parts(f"{page.scheme}://{host}"), _parts(portal) if portal else None
    return any(
        other is not None and page.hostname == other.hostname and _port(page) == _port(other)
        for other in (address, own)
    )


def _is_own_form(request: Request, portal: str) -> bool:
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None and site not in OWN_SITE:
        return False
    return origin is None or is_same_origin(origin, request.headers.get("host", ""), portal)


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _port(parts: SplitResult) -> int | None:
    return parts.port or DEFAULT_PORTS.get(parts.scheme)


def _parts(address: str) -> SplitResult | None:
    """Return the parts of an address, None where it is none."""
    try:
        parts = urlsplit(address)
        _port(parts)  # which fails over a port that is no number
    except ValueError:
        return None
    return parts if parts.hostname else None
