"""Attention: how the datasets of a council stand, counted, and what somebody should look at first."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from plugins.portal.pages import day_in_words, sentence
from plugins.portal.views.council import Dataset
from plugins.portal.views.source_states import State
from transforms.domain.issue import Severity
from transforms.render.report_words.counts import counted

NOT_ASKED = {
    State.NEVER: "not collected yet",
    State.UNREGISTERED: "we know of no address where it is published",
}


@dataclass(frozen=True)
class Matter:
    """One thing to look at: a dataset, or several of which the same can be said."""

    subject: str
    words: str
    report: str = ""  # the slug of the standard whose report says more


def counted_states(datasets: Sequence[Dataset]) -> list[tuple[Dataset, int]]:
    """Return how many datasets stand alike, best first, each with one that does."""
    alike = {one.state.title: one for one in datasets}
    counts = Counter(one.state.title for one in datasets)
    order = list(State)
    return sorted(
        ((one, counts[title]) for title, one in alike.items()),
        key=lambda pair: (order.index(pair[0].state.state), pair[0].state.title),
    )


def attention(datasets: Sequence[Dataset], day: date) -> list[Matter]:
    """Return what is out of order on a day: what can't be used, is late, or has something to mend, in this order."""
    asked = [one for one in datasets if one.state.state not in NOT_ASKED]
    found = [
        Matter(one.standard.title, "; ".join(said), one.standard.slug if one.findings else "")
        for one in sorted(asked, key=lambda one: _rank(one, day))
        if (said := _out_of_order(one, day))
    ]
    for state, words in NOT_ASKED.items():
        names = [one.standard.title for one in datasets if one.state.state is state]
        if names:
            is_all = len(names) == len(datasets) > 1
            found.append(Matter("Every dataset" if is_all else sentence(names), words))
    return found


def _rank(one: Dataset, day: date) -> tuple[bool, bool, bool, str]:
    """Return what sorts first what can't be used, then what is late, then what has records that are left out."""
    is_late = one.late_after is not None and one.late_after < day
    is_whole = one.findings is None or one.findings.rows == one.findings.rows_usable
    return not one.state.is_failing, not is_late, is_whole, one.standard.title


def _out_of_order(one: Dataset, day: date) -> list[str]:
    words = [one.state.trouble] if one.state.is_failing else []
    if one.late_after and one.late_after < day:
        words.append(f"late since {day_in_words(one.late_after)}")
    left_out = one.findings.rows - one.findings.rows_usable if one.findings else 0
    if left_out:
        words.append(f"{counted(left_out, 'record')} left out")
    for count in one.counts:
        if count.severity is Severity.WARNING and count.number:
            words.append(counted(count.number, "warning"))
        if count.severity is Severity.CRITICAL and count.number and not (left_out or one.state.is_failing):
            words.append(counted(count.number, "critical finding"))
    return words
