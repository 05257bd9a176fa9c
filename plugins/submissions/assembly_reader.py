"""Who reads which assemblies: what is released is everybody's, what is not is its own authority's and the data team's.

Source: docs/specifications/life-of-a-return.md, section 1;
        docs/decisions/0027-a-return-is-public-once-released.md.
Known:  checks and statements are no returns: nobody releases them, and they are everybody's.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Protocol, TypeVar

from plugins.storage.warehouse.audit_trail import load_acts
from plugins.submissions.visibility import acting_codes
from transforms.returns import statutory_return
from transforms.rounds.release import SETTLING_ACTS, released_receipts
from transforms.rounds.roles import Access

if TYPE_CHECKING:
    from sqlalchemy import Connection


class HasReceipt(Protocol):
    """An assembly, as far as its reader has to know it."""

    @property
    def return_slug(self) -> str:
        """The return that it is of."""

    @property
    def receipt(self) -> str:
        """The hash over all of it."""


AnAssembly = TypeVar("AnAssembly", bound=HasReceipt)


@dataclass(frozen=True)
class AssemblyReader:
    """What somebody reads of assemblies; `released` is None for who reads all of them."""

    released: frozenset[str] | None = None  # the receipts of what was released
    access: Access | None = None
    day: date | None = None

    def reads(self, assembly: HasReceipt, gss: str = "") -> bool:
        """Whether they read an assembly: the whole of it, or what it says of one authority."""
        if self.released is None or assembly.receipt in self.released:
            return True
        return statutory_return(assembly.return_slug).kind != "return" or self.is_of(gss)

    def is_of(self, gss: str) -> bool:
        """Whether they are an officer or a certifier of an authority, or of its successor."""
        if not gss or self.access is None or self.day is None:
            return False
        return self.access.is_of_authority(acting_codes(gss, self.day))

    def readable(self, assemblies: Iterable[AnAssembly], gss: str = "") -> list[AnAssembly]:
        """Return the assemblies that they read, in their order."""
        return [assembly for assembly in assemblies if self.reads(assembly, gss)]


EVERYTHING = AssemblyReader()


def assembly_reader(connection: "Connection", access: Access | None, day: date) -> AssemblyReader:
    """Return what somebody reads where unreleased returns are hidden; `access` is None for who is not signed in."""
    if access is not None and access.reads_everything:
        return EVERYTHING
    return AssemblyReader(released_receipts(load_acts(connection, SETTLING_ACTS)), access, day)
