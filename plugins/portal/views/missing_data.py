"""Why there is no data of a council for a return: of each dataset that it reads, what is in the way, and since when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from plugins.portal.views.register import SourceKey, expected_sources
from plugins.portal.views.source_states import REASONS, SourceState, state_of
from plugins.storage.warehouse.source_status import SourceStatus, load_source_statuses
from transforms.domain.period import day_in_words
from transforms.standards import standard

if TYPE_CHECKING:
    from plugins.storage.deployment import Deployment
    from transforms.domain.authority import Source
    from transforms.domain.statutory_return import StatutoryReturn


class MissingReason(StrEnum):
    """What is in the way of a dataset."""

    NO_SOURCE = "no-source"
    NOT_COLLECTED = "not-collected"
    UNREACHABLE = "unreachable"
    QUARANTINED = "quarantined"
    REFUSED = "refused"
    NOT_PUBLISHED = "not-published"

    @property
    def title(self) -> str:  # type: ignore[override]
        """The reason in a list to choose from."""
        return TITLES[self]


TITLES = {
    MissingReason.NO_SOURCE: "No address is known",
    MissingReason.NOT_COLLECTED: "Not collected yet",
    MissingReason.UNREACHABLE: "Unreachable",
    MissingReason.QUARANTINED: "Quarantined",
    MissingReason.REFUSED: "Not usable",
    MissingReason.NOT_PUBLISHED: "Not published yet",
}
NEVER = {
    SourceState.NO_ADDRESS: MissingReason.NO_SOURCE,
    SourceState.NEVER_COLLECTED: MissingReason.NOT_COLLECTED,
}


@dataclass(frozen=True)
class MissingDataset:
    """A dataset that gives nothing for a period: what is in the way, since when, and which file is in use."""

    title: str
    reason: MissingReason
    since: date | None = None
    code: str = ""  # why the newest file can't be used
    in_use_day: date | None = None

    @property
    def words(self) -> str:
        """What is in the way, in words without a full stop."""
        since = f" since {day_in_words(self.since)}" if self.since else ""
        match self.reason:
            case MissingReason.NO_SOURCE:
                return "we do not know where it is published"
            case MissingReason.NOT_COLLECTED:
                return "not collected yet"
            case MissingReason.UNREACHABLE:
                return f"unreachable{since}"
            case MissingReason.QUARANTINED:
                return f"quarantined{since}: {REASONS['shrunk']}"
            case MissingReason.REFUSED:
                return f"not usable{since}: {REASONS.get(self.code, self.code)}"
        of_day = f"the file of {day_in_words(self.in_use_day)}" if self.in_use_day else "the file in use"
        return f"not published yet: {of_day} has nothing for this period"

    @property
    def request(self) -> str:
        """What to ask the council for, as a sentence."""
        match self.reason:
            case MissingReason.NO_SOURCE:
                return f"Please tell us where you publish {self.title}."
            case MissingReason.NOT_COLLECTED:
                return f"We have not collected {self.title} yet; please check that it is published."
            case MissingReason.UNREACHABLE:
                since = f" since {day_in_words(self.since)}" if self.since else ""
                return f"The address of {self.title} has not given us a file{since}. Please put it right."
            case MissingReason.QUARANTINED:
                return (
                    f"Your new file of {self.title} is much shorter than the one before. Please tell us whether that "
                    "is right."
                )
            case MissingReason.REFUSED:
                why = REASONS.get(self.code, self.code)
                return f"We could not use your file of {self.title}: {why}. Please publish it again."
        return f"Please publish {self.title} for this period."


def load_missing_data(
    deployment: "Deployment", definition: "StatutoryReturn", authorities: Sequence[str], day: date
) -> dict[str, tuple[MissingDataset, ...]]:
    """Return why there is no data of some authorities for a return, as on a day, by authority."""
    if not authorities:
        return {}
    slugs = definition.all_standards
    register = expected_sources(deployment, day)
    with deployment.transaction() as connection:
        statuses = load_source_statuses(connection, slugs, authorities, day)
    by_key = {(status.standard, status.authority_gss): status for status in statuses}
    return {gss: missing_datasets(slugs, gss, register, by_key) for gss in authorities}


def missing_datasets(
    slugs: Sequence[str],
    gss: str,
    register: "Mapping[SourceKey, Source]",
    statuses: Mapping[SourceKey, SourceStatus],
) -> tuple[MissingDataset, ...]:
    """Return what is in the way of an authority's datasets: those without a usable file, or else all of them."""
    missing = [_missing_dataset(slug, register.get((slug, gss)), statuses.get((slug, gss))) for slug in slugs]
    without_file = [dataset for dataset in missing if dataset.reason is not MissingReason.NOT_PUBLISHED]
    return tuple(without_file or missing)


def _missing_dataset(slug: str, source: "Source | None", status: SourceStatus | None) -> MissingDataset:
    title = standard(slug).title
    state = state_of(status, has_address=bool(source and source.url)).state
    if status is None:
        return MissingDataset(title, NEVER[state])
    code = status.reason or ""
    if code == "shrunk":
        reason = MissingReason.QUARANTINED
    elif state not in (SourceState.NOTHING_USABLE, SourceState.LAST_VALID):
        reason = MissingReason.NOT_PUBLISHED
    else:
        reason = MissingReason.UNREACHABLE if code == "unreachable" else MissingReason.REFUSED
    return MissingDataset(title, reason, status.since, code, status.in_use_day)
