"""Total areas: over whose authorities a return is added up."""

from dataclasses import dataclass


@dataclass(frozen=True)
class TotalArea:
    """An area over whose authorities the cells are added up; its members' codes begin with one of `gss_prefixes`."""

    gss: str
    name: str
    gss_prefixes: tuple[str, ...] = ("",)
