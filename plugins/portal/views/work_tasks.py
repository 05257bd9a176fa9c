"""What needs somebody who is signed in, as a list: what to do, by when, and where."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from plugins.portal.views.work import PartRow, RoundView
from plugins.portal.views.work_sources import SourceActs
from plugins.portal.views.work_threads import list_threads
from plugins.submissions.parts import questions_of
from plugins.submissions.releases import read_releases
from plugins.submissions.visibility import acting_codes
from transforms.render.report_words.counts import counted
from transforms.rounds.machines import PartState, ReleaseState, RoundState
from transforms.rounds.roles import Access, Role

if TYPE_CHECKING:
    from plugins.storage.archive import Archive


@dataclass(frozen=True)
class Task:
    """One thing to do: in words, the page to do it on, and its last day where there is one."""

    words: str
    address: str
    due: date | None = None


def list_tasks(archive: "Archive", access: Access, views: Sequence[RoundView], day: date) -> list[Task]:
    """Return what needs somebody in some rounds, what is due first at the top."""
    tasks = [task for view in views for task in _tasks_of_round(archive, access, view, day)]
    return sorted(tasks, key=lambda task: (task.due is None, task.due or day))


def tasks_of_sources(acts: SourceActs) -> list[Task]:
    """Return what a collector has to decide about sources."""
    tasks = []
    if files := len(acts.to_decide):
        words = "the quarantined file" if files == 1 else f"{files} quarantined files"
        tasks.append(Task(f"Accept or refuse {words}", "/work/sources#quarantined"))
    if waivers := len(acts.waivers_waiting):
        words = "the waiver that a council asks" if waivers == 1 else f"{waivers} waivers that councils ask"
        tasks.append(Task(f"Approve or refuse {words} for", "/work/sources#explanations"))
    return tasks


def _tasks_of_round(archive: "Archive", access: Access, view: RoundView, day: date) -> Iterator[Task]:
    for row in view.rows:
        yield from _tasks_of_part(archive, access, view, row, day)
    yield from _tasks_of_releaser(access, view)
    yield from _tasks_of_receiver(access, view)
    if access.is_data_team:
        for link in list_threads(view.opened.definition, view.releases):
            if link.is_waiting:
                yield Task(f"Answer what the department asks about {link.cell} of {link.area}: {view.title}",
                           view.address + link.path)  # fmt: skip


def _tasks_of_part(archive: "Archive", access: Access, view: RoundView, row: PartRow, day: date) -> Iterator[Task]:
    opened, part, codes = view.opened, row.part, acting_codes(row.gss, day)
    address = f"{view.address}/parts/{row.gss}"
    of_part = f"{row.name}: {view.title}"
    due = opened.round.days.freezes if opened.round.days and opened.round.state == RoundState.OPEN else None
    if opened.round.takes_acts and access.has(Role.OFFICER, *codes):
        open_checks = {question.check for question in questions_of(archive, opened, row.gss)} - {*part.explanations}
        if open_checks:
            yield Task(f"Answer {counted(len(open_checks), 'question')} of {of_part}", f"{address}#questions", due)
    if opened.round.takes_acts and access.may_certify(codes, opened.definition.round_rules.certifying_role):
        if part.state is PartState.PROPOSED:
            yield Task(f"Confirm {counted(len(part.cells), 'cell')} of {of_part}", f"{address}#confirm", due)
        elif part.state is PartState.LAPSED:
            changed = counted(len(part.changed), "cell")
            yield Task(f"Confirm {changed} that changed since you confirmed {of_part}", f"{address}#confirm", due)
    for link in list_threads(opened.definition, read_releases(opened).values(), row.gss):
        if link.is_waiting:
            yield Task(f"Answer what the department asks about {link.cell} of {of_part}", view.address + link.path)


def _tasks_of_releaser(access: Access, view: RoundView) -> Iterator[Task]:
    if not access.has(Role.RELEASER):
        return
    opened, days = view.opened.round, view.opened.round.days
    due = days.releases_by if days else None
    proposed = [release for release in view.releases if release.state == ReleaseState.PROPOSED]
    if opened.state == RoundState.FROZEN and not proposed:
        yield Task(f"Propose the release of {view.title}", view.address, due)
    for release in proposed:
        if release.proposed_by != access.person:
            yield Task(f"Agree to version {release.version} of {view.title}, or refuse it", view.address, due)


def _tasks_of_receiver(access: Access, view: RoundView) -> Iterator[Task]:
    if not access.has(Role.RECEIVER, view.opened.definition.slug):
        return
    for release in view.releases:
        if release.state == ReleaseState.RELEASED and access.person not in release.acknowledged_by:
            yield Task(f"Acknowledge version {release.version} of {view.title}", view.address)
