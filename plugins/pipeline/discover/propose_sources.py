"""Proposing sources: candidates are looked into, and those whose columns speak of a standard are written down.

Nothing is collected: a person accepts a proposal, which adds the source, or refuses it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plugins.fetch.file_sets import SourceAddress
from plugins.pipeline.collect.parts import comes_in_parts
from plugins.pipeline.discover.find_candidates import SourceCandidate, ask_catalogues, find_candidates
from plugins.pipeline.discover.search_words import every_word
from plugins.pipeline.discover.try_source import Sample, try_addresses
from plugins.storage.register import register_in_force
from plugins.storage.warehouse.proposals import Proposal, load_proposals, record_proposals
from transforms.domain.authority import SourceKind

if TYPE_CHECKING:
    from plugins.storage.deployment import Deployment
    from transforms.registers.catalogues import Catalogue


@dataclass(frozen=True)
class Discovery:
    """The result of one search: what was proposed, what was looked into and is nothing, and what was in the way."""

    proposals: Sequence[Proposal]
    dismissed: Sequence[str]  # in sentences
    problems: Sequence[str]
    files: int  # that the catalogues list


def discover(
    deployment: "Deployment", catalogues: Sequence["Catalogue"], authority_gss: str | None = None
) -> Discovery:
    """Ask catalogues, look into what may follow a standard, and write down what does.

    Args:
        deployment: where proposals are kept, and whose register says what is known already.
        catalogues: whom to ask.
        authority_gss: only this authority's datasets.

    """
    answers = ask_catalogues(deployment.settings, catalogues, every_word())
    with deployment.transaction() as connection:
        known_addresses = {proposal.url for proposal in load_proposals(connection)}
    known_addresses |= {source.url for source in register_in_force(deployment)}
    authorities = [authority_gss] if authority_gss else []
    candidates = find_candidates(answers, known_addresses, authorities)
    addresses = [SourceAddress(file.url) for candidate in candidates for file in candidate.samples]
    samples = {sample.url: sample for sample in try_addresses(deployment.settings, addresses)}
    proposals, dismissed = [], []
    for candidate in candidates:
        tried = [samples[file.url] for file in candidate.samples if file.url in samples]
        if proposal := _proposal(candidate, tried):
            proposals.append(proposal)
        else:
            dismissed += [sample.words() for sample in tried]
    with deployment.transaction() as connection:
        record_proposals(connection, proposals)
    return Discovery(proposals, dismissed, answers.problems, len(answers.files))


def _proposal(candidate: SourceCandidate, samples: Sequence[Sample]) -> Proposal | None:
    """Return the proposal for a candidate whose samples are all of one standard, None for any other."""
    standards = {sample.standard for sample in samples}
    if len(standards) != 1 or not (standard := standards.pop()):
        return None
    if candidate.is_listing and not comes_in_parts(standard):
        return None  # which of its files counts only a person can say
    file, sample = candidate.file, samples[0]
    named = f"“{file.title or file.name}”" + (f" of “{file.dataset}”" if file.dataset else "")
    return Proposal(
        id=0,
        standard=standard,
        authority_gss=candidate.authority_gss,
        url=candidate.url,
        kind=SourceKind.LISTING if candidate.is_listing else SourceKind.FILE,
        title=file.title or file.name,
        dataset=file.dataset,
        publisher=file.publisher,
        licence=file.licence,
        format=file.format.casefold()[:20],
        catalogue=candidate.catalogue,
        why=f"{named} in {candidate.catalogue}: {sample.recognised} of {sample.columns} columns are its fields",
        recognised=sample.recognised,
        columns=sample.columns,
    )
