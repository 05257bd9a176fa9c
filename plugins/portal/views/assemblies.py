"""Assemblies: what is known of a period of a return, when it was known, and what a later vintage revised."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from plugins.portal.views.figures import Figure, Figures, figures_of
from plugins.storage.warehouse.vintages import Vintage, load_vintages, newest_of_each_period
from transforms.domain.period import Period, parse_period
from transforms.domain.statutory_return import ENGLAND, StatutoryReturn
from transforms.registers import authorities

if TYPE_CHECKING:
    from plugins.storage.deployment import Deployment

KNOWINGS_LISTED = 6  # of which it is looked up what they revised
CHANGES_LISTED = 30


@dataclass(frozen=True)
class AssemblyView:
    """One period of a return as known on a day, and everything else that is known of the period."""

    definition: StatutoryReturn
    period: Period
    vintage: Vintage
    all_knowings: Sequence[Vintage]  # the newest first, this one among them
    figures: Figures

    @property
    def is_newest(self) -> bool:
        """Whether nothing newer is known."""
        return self.vintage == self.all_knowings[0]

    @property
    def before(self) -> Vintage | None:
        """The vintage before this one."""
        return self._beside(1)

    @property
    def frozen(self) -> Vintage | None:
        """The knowing that was frozen for the department."""
        return next((one for one in self.all_knowings if one.frozen_on), None)

    @property
    def query(self) -> str:
        """What an address of this period ends with, so that it goes on showing this vintage; blank for the newest."""
        if self.is_newest:
            return ""
        same_day = [one for one in self.all_knowings if one.as_known == self.vintage.as_known]
        version = "" if same_day[0] == self.vintage else f"&version={self.vintage.version}"
        return f"?as-known={self.vintage.as_known}{version}"

    def name(self, gss: str) -> str:
        """Return the name of an authority of the return, or of England."""
        return body_name(gss)

    def _beside(self, step: int) -> Vintage | None:
        place = list(self.all_knowings).index(self.vintage) + step
        return self.all_knowings[place] if place < len(self.all_knowings) else None


@dataclass(frozen=True)
class Change:
    """A cell that a later vintage revised."""

    authority: str
    cell: str
    before: Figure | None
    after: Figure | None


@dataclass(frozen=True)
class Revised:
    """What differs between two vintages."""

    cells: int  # of the authorities, England's not counted
    bodies: Sequence[str]  # whose cells were revised
    first: Sequence[Change]  # England's before the others
    total: int


@dataclass(frozen=True)
class Revision:
    """One vintage, and what it revised of the one before; None where that was not looked up, or there was none."""

    vintage: Vintage
    revised: Revised | None


def periods_of(here: "Deployment", definition: StatutoryReturn) -> list[Vintage]:
    """Return the newest vintage of every period of a return, the newest period first."""
    with here.transaction() as connection:
        return newest_of_each_period(load_vintages(connection, definition.slug))


def assembled(
    here: "Deployment",
    definition: StatutoryReturn,
    period: str,
    as_known: date | None = None,
    version: int | None = None,
) -> AssemblyView | None:
    """Return a period as known on or before a day (on the last, by default); None where nothing was assembled."""
    try:
        named = parse_period(period)
    except ValueError:
        return None
    with here.transaction() as connection:
        known = load_vintages(connection, definition.slug, period)
    then = [one for one in known if as_known is None or one.as_known <= as_known]
    if version is not None:
        then = [one for one in then if one.version == version and one.as_known == as_known]
    if not then:
        return None
    return AssemblyView(definition, named, then[0], known, figures_of(here.archive, then[0]))


def revisions(here: "Deployment", shown: AssemblyView) -> list[Revision]:
    """Return what is known of the period, the newest first, and what each of the last few vintages revised."""
    found = []
    for place, vintage in enumerate(shown.all_knowings):
        has_before = place + 1 < len(shown.all_knowings)
        before = shown.all_knowings[place + 1] if has_before and place < KNOWINGS_LISTED else None
        found.append(Revision(vintage, revised(here, before, vintage) if before else None))
    return found


def revised(here: "Deployment", before: Vintage, after: Vintage) -> Revised:
    """Return what differs between two vintages."""
    return _revised(figures_of(here.archive, before), figures_of(here.archive, after))


@lru_cache(maxsize=64)
def _revised(before: Figures, after: Figures) -> Revised:
    earlier, later = before.cells, after.cells
    changes = [
        Change(gss, cell, was, now)
        for gss in sorted({*earlier, *later}, key=lambda gss: (gss != ENGLAND, gss))
        if earlier.get(gss) != later.get(gss)
        for cell in {**later.get(gss, {}), **earlier.get(gss, {})}
        if (was := earlier.get(gss, {}).get(cell)) != (now := later.get(gss, {}).get(cell))
    ]
    theirs = [one for one in changes if one.authority != ENGLAND]
    bodies = list(dict.fromkeys(one.authority for one in theirs))
    return Revised(len(theirs), bodies, changes[:CHANGES_LISTED], len(changes))


def body_name(gss: str) -> str:
    """Return the name of an authority or of England, its code where the register has no name."""
    body = authorities().get(gss)
    return "England" if gss == ENGLAND else body.name if body else gss
