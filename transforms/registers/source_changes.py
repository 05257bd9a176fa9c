"""Changes of sources between two editions of the register: added, paused, resumed and ended, by whom and why.

The register in the repository is the reviewed base; changes are applied to it in their order. Each is about one address
of one authority and standard.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from transforms.domain.authority import Source, SourceKind


class SourceAct(StrEnum):
    """What somebody did with a source."""

    ADD = "add"
    PAUSE = "pause"  # not asked until it is resumed
    RESUME = "resume"
    END = "end"  # not asked from the day on, and never again under this record
    TRY = "try"  # asked once, to see what comes; changes nothing


@dataclass(frozen=True)
class SourceChange:
    """One act on one source."""

    act: SourceAct
    authority_gss: str
    standard: str
    url: str
    day: date  # from which it holds
    by: str
    why: str
    kind: SourceKind = SourceKind.FILE
    pattern: str = ""
    format: str = ""
    licence: str = ""
    provision: str = "expected"


class ChangeRefused(ValueError):
    """Raised when a change can't be made of the register as it is, with the reason in a sentence."""


def apply_changes(register: Sequence[Source], changes: Iterable[SourceChange]) -> tuple[Source, ...]:
    """Return the register with the changes made; one that its base has by now, or no longer has, is passed over."""
    sources = list(register)
    for change in changes:
        if change.act is SourceAct.ADD:
            if not any(_is_meant(source, change) for source in sources):
                sources = [source for source in sources if not _is_blank_of(source, change)]
                sources.append(_added(change))
        elif change.act is not SourceAct.TRY:
            sources = [_changed(source, change) if _is_meant(source, change) else source for source in sources]
    return tuple(sources)


def check_change(register: Sequence[Source], change: SourceChange) -> None:
    """Raise ChangeRefused if a change makes no sense of the register as it is now."""
    meant = [source for source in register if _is_meant(source, change)]
    where = f"{change.url} is no open source of {change.authority_gss} for {change.standard}"
    if not change.by.strip() or not change.why.strip():
        raise ChangeRefused("Every change says who makes it and why.")
    if change.act is SourceAct.ADD and meant:
        raise ChangeRefused(f"{change.url} is a source of {change.authority_gss} for {change.standard} already.")
    if change.act in (SourceAct.PAUSE, SourceAct.RESUME, SourceAct.END) and not meant:
        raise ChangeRefused(f"{where}; see `council-returns sources list`.")
    if change.act is SourceAct.PAUSE and all(source.paused for source in meant):
        raise ChangeRefused(f"{change.url} is paused already.")
    if change.act is SourceAct.RESUME and not any(source.paused for source in meant):
        raise ChangeRefused(f"{change.url} is not paused.")
    if change.act is SourceAct.END and any(source.since and change.day <= source.since for source in meant):
        raise ChangeRefused(f"{change.url} counts from {meant[0].since} only, so it can't end on {change.day}.")


def _is_meant(source: Source, change: SourceChange) -> bool:
    """Return whether a change is about a source that has not ended by its day."""
    key = (source.authority_gss, source.standard, source.url)
    is_open = source.until is None or change.day < source.until
    return key == (change.authority_gss, change.standard, change.url) and is_open


def _is_blank_of(source: Source, change: SourceChange) -> bool:
    """Return whether a record says only that a source is expected whose address a change now gives."""
    return not source.url and (source.authority_gss, source.standard) == (change.authority_gss, change.standard)


def _added(change: SourceChange) -> Source:
    return Source(
        change.authority_gss, change.standard, change.url, change.format, change.licence, change.provision, change.day,
        None, change.kind, change.pattern,
    )  # fmt: skip


def _changed(source: Source, change: SourceChange) -> Source:
    if change.act is SourceAct.END:
        return replace(source, until=change.day, paused="")
    return replace(source, paused=change.why if change.act is SourceAct.PAUSE else "")
