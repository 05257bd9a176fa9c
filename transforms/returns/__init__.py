"""Every return that we assemble, by slug."""

from transforms.domain.statutory_return import StatutoryReturn
from transforms.returns.brownfield_register import BROWNFIELD_REGISTER
from transforms.returns.planning_matters import PLANNING_MATTERS

RETURNS: tuple[StatutoryReturn, ...] = (PLANNING_MATTERS, BROWNFIELD_REGISTER)


def statutory_return(slug: str) -> StatutoryReturn:
    """Return the return called `slug`; raise LookupError, naming those there are, for any other."""
    for declared in RETURNS:
        if declared.slug == slug:
            return declared
    known = ", ".join(declared.slug for declared in RETURNS)
    raise LookupError(f"“{slug}” is not a return that we know; choose one of {known}")
