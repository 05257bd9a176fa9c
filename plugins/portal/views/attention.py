"""How many datasets of a council are in each state, and which of them somebody should look at first."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from plugins.portal.pages import day_in_words, sentence
from plugins.portal.views.council import DatasetView
from plugins.portal.views.source_states import SourceState, SourceStateView
from transforms.domain.issue import Severity
from transforms.render.report_words.counts import counted

NOT_COLLECTED = {
    SourceState.NEVER_COLLECTED: "not collected yet",
    SourceState.NO_ADDRESS: "we do not know an address where it is published",
}


@dataclass(frozen=True)
class AttentionItem:
    """One thing to look at: a dataset, or several with the same problem."""

    subject: str
    words: str
    report: str = ""  # the slug of the standard whose report says more


def count_states(datasets: Sequence[DatasetView]) -> list[tuple[SourceStateView, int]]:
    """Return how many datasets are in each state, best first, each with one such state."""
    by_title = {dataset.state.title: dataset.state for dataset in datasets}
    counts = Counter(dataset.state.title for dataset in datasets)
    order = list(SourceState)
    return sorted(
        ((state, counts[title]) for title, state in by_title.items()),
        key=lambda pair: (order.index(pair[0].state), pair[0].title),
    )


def list_attention_items(datasets: Sequence[DatasetView], day: date) -> list[AttentionItem]:
    """Return what needs attention on a day, first what can't be used, then what is late, then what is to be fixed."""
    collected = [dataset for dataset in datasets if dataset.state.state not in NOT_COLLECTED]
    items = [
        AttentionItem(dataset.standard.title, "; ".join(problems), dataset.standard.slug if dataset.findings else "")
        for dataset in sorted(collected, key=lambda dataset: _urgency(dataset, day))
        if (problems := _problems(dataset, day))
    ]
    for state, words in NOT_COLLECTED.items():
        titles = [dataset.standard.title for dataset in datasets if dataset.state.state is state]
        if titles:
            is_all = len(titles) == len(datasets) > 1
            items.append(AttentionItem("Every dataset" if is_all else sentence(titles), words))
    return items


def _urgency(dataset: DatasetView, day: date) -> tuple[bool, bool, bool, str]:
    """Return a sort key: first what can't be used, then what is late, then what has excluded records."""
    is_late = dataset.late_after is not None and dataset.late_after < day
    is_complete = dataset.findings is None or dataset.findings.rows == dataset.findings.rows_usable
    return not dataset.state.is_failing, not is_late, is_complete, dataset.standard.title


def _problems(dataset: DatasetView, day: date) -> list[str]:
    problems = [dataset.state.problem] if dataset.state.is_failing else []
    if dataset.late_after and dataset.late_after < day:
        problems.append(f"late since {day_in_words(dataset.late_after)}")
    excluded = dataset.findings.rows - dataset.findings.rows_usable if dataset.findings else 0
    if excluded and not _is_waived(dataset):
        problems.append(f"{counted(excluded, 'record')} excluded")
    for count in dataset.counts:
        if count.severity is Severity.WARNING and count.counting:
            problems.append(counted(count.counting, "warning"))
        if count.severity is Severity.CRITICAL and count.counting and not (excluded or dataset.state.is_failing):
            problems.append(counted(count.counting, "critical finding"))
    return problems


def _is_waived(dataset: DatasetView) -> bool:
    """Return whether every critical finding of a dataset is waived, so that its excluded records need no attention."""
    critical = [count for count in dataset.counts if count.severity is Severity.CRITICAL]
    return any(count.waived for count in critical) and not any(count.counting for count in critical)
