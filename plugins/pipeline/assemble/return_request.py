"""What is asked of a return on the platform: which period, as known when, of whom, how its switches stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from plugins.faults import InputNotReady, UnknownStandard
from plugins.storage.warehouse.assembly_inputs import load_last_collection_day
from transforms.domain.period import Period, parse_period

if TYPE_CHECKING:
    from airflow.sdk.types import DagRunProtocol as DagRun

    from plugins.storage.deployment import Deployment
    from transforms.domain.statutory_return import StatutoryReturn


@dataclass(frozen=True)
class Question:
    """One return, asked."""

    definition: "StatutoryReturn"
    period: Period
    as_known: date
    authorities: Sequence[str]
    is_complete: bool  # everybody who is asked, and no switch moved
    switches: Mapping[str, str] = field(default_factory=dict)
    rules_versions: tuple[str, ...] = ()  # the rules in force; none for the newest check of every snapshot


def ask(
    here: "Deployment",
    slug: str,
    period: str | None = None,
    as_known: date | None = None,
    authorities: Sequence[str] | None = None,
    switches: Mapping[str, str] | None = None,
    today: date | None = None,
) -> Question:
    """Return a question with what was not said filled in.

    The day of knowing is the last day on which the return's standard was collected (up to `today`), the period the one
    due `today` or on that day, the authorities all that have a source.
    """
    definition = _declared(slug)
    known = as_known or _last_day(here, definition, today)
    due = parse_period(period) if period else definition.default_period(today or known)
    everybody = _asked(here, definition, known)
    chosen = sorted(set(authorities or everybody))
    is_complete = chosen == everybody and not switches
    return Question(definition, due, known, chosen, is_complete, dict(switches or {}))


def question_of_run(
    here: "Deployment",
    slug: str,
    dag_run: "DagRun",
    params: Mapping[str, Any],
    today: date | None = None,
) -> Question:
    """Return what a DAG run asks: of the period that changed, or by the words of an operator."""
    period = params.get("period") or getattr(dag_run, "partition_key", None)
    known = date.fromisoformat(params["as_known"]) if params.get("as_known") else None
    return ask(here, slug, period, known, params.get("authorities"), params.get("switches"), today)


def _declared(slug: str) -> "StatutoryReturn":
    """Return the definition of a return."""
    from transforms.returns import statutory_return

    try:
        return statutory_return(slug)
    except LookupError as error:
        raise UnknownStandard(str(error)) from error


def _last_day(here: "Deployment", definition: "StatutoryReturn", today: date | None) -> date:
    """Return the last day, up to `today`, on which the standard of a return was collected."""
    with here.transaction() as connection:
        day = load_last_collection_day(connection, definition.standard, today)
    if day is None:
        raise InputNotReady(f"{definition.standard} has never been collected, so {definition.slug} can't be assembled")
    return day


def _asked(here: "Deployment", definition: "StatutoryReturn", day: date) -> list[str]:
    """Return every authority that has a source of the return's standard on `day`."""
    from transforms.registers import open_sources

    return sorted({source.authority_gss for source in open_sources(definition.standard, day, here.settings.sources)})
