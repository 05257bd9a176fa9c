"""Every return that we assemble: each folder here declares one, as `RETURN`; nothing else knows its slug.

A return is its newest edition, which knows the earlier ones.
"""

from importlib import import_module
from pkgutil import iter_modules

from transforms.domain.statutory_return import StatutoryReturn


def _declared() -> tuple[StatutoryReturn, ...]:
    """Return the return that each folder declares, by slug."""
    folders = sorted(module.name for module in iter_modules(__path__) if module.ispkg)
    return tuple(import_module(f"{__name__}.{name}").RETURN for name in folders)


RETURNS: tuple[StatutoryReturn, ...] = _declared()


def statutory_return(slug: str) -> StatutoryReturn:
    """Return the return called `slug`; raise LookupError, naming those there are, for any other."""
    for declared in RETURNS:
        if declared.slug == slug:
            return declared
    slugs = ", ".join(declared.slug for declared in RETURNS)
    raise LookupError(f"unknown return “{slug}”; choose one of {slugs}")


def returns_reading(standard: str) -> tuple[StatutoryReturn, ...]:
    """Return the returns that read a dataset standard."""
    return tuple(definition for definition in RETURNS if standard in definition.standards)
