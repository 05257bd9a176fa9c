"""One authority's return: its indicators beside those of its peers, and its exceptions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from plugins.portal.views.assemblies import AssemblyView, authority_name
from plugins.portal.views.figures import ExceptionRow
from plugins.portal.views.national import IndicatorRate, indicator_rates
from transforms.domain.reasons import FIELD_MISSING
from transforms.domain.statutory_return import ENGLAND
from transforms.registers import authorities

MAX_PEERS = 40
ANY_PEERS = "similar authorities"
CLASS_IN_WORDS = {
    "county": "county councils",
    "development-corporation": "development corporations",
    "district": "district councils",
    "london-borough": "London boroughs",
    "metropolitan": "metropolitan boroughs",
    "national-park": "national parks",
    "strategic-authority": "strategic authorities",
    "unitary": "unitary authorities",
}
REGIONS_WITHOUT_ARTICLE = ("London", "Yorkshire and The Humber")


@dataclass(frozen=True)
class PeerIndicators:
    """The indicators of one authority, or of England, in a table of peers."""

    gss: str
    name: str
    rates: Sequence[IndicatorRate]
    is_subject: bool  # the authority that the page is about


def peer_indicators(assembly: AssemblyView, gss: str) -> list[PeerIndicators]:
    """Return an authority's indicators among those of its class and region, and England's last."""
    subject = authorities().get(gss)
    peers = [
        peer_gss
        for peer_gss in assembly.vintage.authorities
        if subject
        and assembly.figures.has_data(peer_gss)
        and (peer := authorities().get(peer_gss))
        and (peer.authority_class, peer.region) == (subject.authority_class, subject.region)
    ]
    compared = sorted({gss, *peers[:MAX_PEERS]}, key=authority_name)
    return [
        PeerIndicators(code, authority_name(code), indicator_rates(assembly, code), code == gss)
        for code in dict.fromkeys((*compared, ENGLAND))
    ]


def peers_in_words(gss: str) -> str:
    """Return what an authority's peers are called: “district councils in the South East”."""
    authority = authorities().get(gss)
    if authority is None:
        return ANY_PEERS
    kind = CLASS_IN_WORDS.get(authority.authority_class, ANY_PEERS)
    if not authority.region or kind.startswith(authority.region):
        return kind
    article = "" if authority.region in REGIONS_WITHOUT_ARTICLE else "the "
    return f"{kind} in {article}{authority.region}"


def fields_missing(exceptions: Iterable[ExceptionRow]) -> frozenset[str]:
    """Return the fields that cells need and that the exceptions of an authority say are not published."""
    details = (row.detail for row in exceptions if row.reason == FIELD_MISSING.name)
    return frozenset(detail.removeprefix("field=").partition(" ")[0] for detail in details)


def exceptions_of(assembly: AssemblyView, gss: str) -> list[ExceptionRow]:
    """Return the exceptions of an authority."""
    return [exception for exception in assembly.figures.exceptions if exception.authority == gss]
