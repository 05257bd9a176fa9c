"""What is wrong with the registers on a day, in sentences that say what to fix."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import date

from transforms.domain.authority import Authority, Source, SourceKind
from transforms.registers.bodies import authorities, planning_authorities
from transforms.registers.documents import DOCUMENTS
from transforms.registers.publishing import counts, sources

PROVISIONS = ("statutory", "expected", "encouraged")
EXPECTED_OF_PLANNING_AUTHORITIES = frozenset({"brownfield_land", "planning_applications"})  # with or without address


def check_registers(
    day: date, standards: Collection[str], register: Sequence[Source] | None = None, in_parts: Collection[str] = ()
) -> list[str]:
    """Return one sentence for each thing that is wrong with the registers on `day`.

    Args:
        day: the day on which sources and authorities should fit together.
        standards: the slugs that are declared.
        register: the sources to check, by default the packaged ones.
        in_parts: of the standards, those of which an authority may have several sources.

    """
    register = sources() if register is None else register
    bodies = authorities()
    return [
        *_codes_twice(tuple(bodies.values())),
        *_broken_successions(tuple(bodies.values())),
        *_sources_amiss(register, standards),
        *_sources_twice(register, day, in_parts),
        *_sources_of_ended_bodies(register, day),
        *_sources_missing(register, day),
    ]


def _codes_twice(bodies: Sequence[Authority]) -> Iterator[str]:
    issued = Counter(code for body in bodies for code in {body.gss, body.code, body.ecode, *body.former_gss} if code)
    for code, count in issued.items():
        if count > 1:
            yield f"The code {code} is given to {count} authorities; one code is one body."


def _broken_successions(bodies: Sequence[Authority]) -> Iterator[str]:
    by_gss = {body.gss: body for body in bodies}
    for body in bodies:
        if body.start_date and body.end_date and body.end_date <= body.start_date:
            yield f"{body.name} ({body.gss}) ends on {body.end_date}, not after it began on {body.start_date}."
        for gss in body.successors:
            if gss not in by_gss:
                yield f"{body.name} ({body.gss}) names {gss} as its successor, which is not in the register."
            elif body.end_date != by_gss[gss].start_date:
                yield f"{body.name} ({body.gss}) does not end on the day its successor {by_gss[gss].name} begins."


def _sources_amiss(register: Sequence[Source], standards: Collection[str]) -> Iterator[str]:
    for source in register:
        where = f"The source of {source.authority_gss} for {source.standard}"
        if source.authority_gss not in authorities():
            yield f"{where} is of an authority that is not in the register."
        if source.standard not in standards and source.standard not in DOCUMENTS:
            yield f"{where} is of a dataset standard that is not declared."
        if source.provision not in PROVISIONS:
            yield f"{where} says “{source.provision}” for its provision; write {', '.join(PROVISIONS)}."
        if source.url and not source.url.startswith(("http://", "https://")):
            yield f"{where} has the address “{source.url}”, which is not a web address."
        if source.pattern and source.kind is not SourceKind.LISTING:
            yield f"{where} has a pattern, which only a listing has."
        if source.since and source.until and source.until <= source.since:
            yield f"{where} ends on {source.until}, not after it began on {source.since}."


def _sources_twice(register: Sequence[Source], day: date, in_parts: Collection[str]) -> Iterator[str]:
    """Yield the sources of which there should be one, and the addresses that stand there twice."""
    open_sources = [source for source in register if counts(source, day)]
    addresses = Counter((source.authority_gss, source.standard, source.url, source.pattern) for source in open_sources)
    for (gss, standard, url, _), count in addresses.items():
        if url and count > 1:
            yield f"{_name(gss)} ({gss}) has the address {url} {count} times for {standard} on {day}; end all but one."
    numbers = Counter((source.authority_gss, source.standard) for source in open_sources)
    for (gss, standard), count in numbers.items():
        if count > 1 and standard not in in_parts:
            yield f"{_name(gss)} ({gss}) has {count} sources for {standard} on {day}; end all but one."


def _sources_of_ended_bodies(register: Sequence[Source], day: date) -> Iterator[str]:
    for source in register:
        body = authorities().get(source.authority_gss)
        if body and body.end_date and body.end_date <= day and counts(source, day):
            yield f"{body.name} ({body.gss}) ended on {body.end_date}, but its source for {source.standard} is open."


def _sources_missing(register: Sequence[Source], day: date) -> Iterator[str]:
    with_source = {(source.authority_gss, source.standard) for source in register if counts(source, day)}
    listed = {source.standard for source in register}
    for standard in sorted(listed & EXPECTED_OF_PLANNING_AUTHORITIES):
        for body in planning_authorities(day):
            if (body.gss, standard) not in with_source:
                yield f"{body.name} ({body.gss}) has no record for {standard} on {day}; add one, its address blank."


def _name(gss: str) -> str:
    body = authorities().get(gss)
    return body.name if body else gss
