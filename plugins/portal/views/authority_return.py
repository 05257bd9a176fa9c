"""One authority's return: its figures, beside those of like authorities, and what is listed of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from plugins.portal.pages import day_in_words
from plugins.portal.views.assemblies import AssemblyView, body_name
from plugins.portal.views.figures import Listed
from plugins.portal.views.national import Rate, rates_of
from transforms.domain.statutory_return import ENGLAND
from transforms.registers import authorities
from transforms.render.derived_columns import heading

MOST_BESIDE = 40
KINDS = {
    "county": "county councils",
    "development-corporation": "development corporations",
    "district": "district councils",
    "london-borough": "London boroughs",
    "metropolitan": "metropolitan boroughs",
    "national-park": "national parks",
    "unitary": "unitary authorities",
}
WITHOUT_ARTICLE = ("London", "Yorkshire and The Humber")
FACT = re.compile(r"(\w+)=(.*?)(?= \w+=|$)")


@dataclass(frozen=True)
class Beside:
    """One body's indicators, in a table of like ones."""

    gss: str
    name: str
    rates: Sequence[Rate]
    is_asked: bool


def like_authorities(shown: AssemblyView, gss: str) -> list[Beside]:
    """Return an authority's indicators among those of its class and region, and England's last."""
    mine = authorities().get(gss)
    alike = [
        other
        for other in shown.vintage.authorities
        if mine
        and (body := authorities().get(other))
        and (body.authority_class, body.region) == (mine.authority_class, mine.region)
    ]
    chosen = sorted({gss, *alike[:MOST_BESIDE]}, key=body_name)
    shown_ones = dict.fromkeys((*chosen, ENGLAND))
    return [Beside(one, body_name(one), rates_of(shown, one), one == gss) for one in shown_ones]


def alike_in_words(gss: str) -> str:
    """Return whom an authority is shown beside: “district councils in the South East”."""
    body = authorities().get(gss)
    if body is None:
        return "like authorities"
    kind = KINDS.get(body.authority_class, "like authorities")
    if not body.region or kind.startswith(body.region):
        return kind
    article = "" if body.region in WITHOUT_ARTICLE else "the "
    return f"{kind} in {article}{body.region}"


def detail_in_words(detail: str) -> str:
    """Return what is told of an exception, `derived=9 counted=8`, as people write it: “derived: 9, counted: 8”."""
    facts = [f"{heading(name)}: {_said(value)}" for name, value in FACT.findall(detail)]
    return ", ".join(facts) or detail


def _said(value: str) -> str:
    try:
        return day_in_words(date.fromisoformat(value)) if value else "none"
    except ValueError:
        return value


def listed_of(shown: AssemblyView, gss: str) -> list[Listed]:
    """Return the exceptions of an authority."""
    return [one for one in shown.figures.exceptions if one.authority == gss]
