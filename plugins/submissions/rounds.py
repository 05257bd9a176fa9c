"""Rounds: planned and opened with the first assembly, proposed, chased, frozen, closed.

Source: docs/specifications/life-of-a-return.md, section 2.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from plugins.storage.warehouse.assemblies import Assembly
from plugins.storage.warehouse.audit_trail import (
    append_entry,
    load_acts,
    load_entries,
    load_head,
    load_newest_hash,
    lock_trail,
)
from plugins.submissions.assembly_cells import load_codes
from plugins.submissions.recently_read import RecentlyRead
from plugins.submissions.refusals import InvalidInput, NotVisible, StateConflict, stated
from plugins.submissions.visibility import NOTHING, expect_role, sees_round
from transforms.audit import AuditEntry
from transforms.domain.period import KINDS, Period, parse_period
from transforms.domain.statutory_return import StatutoryReturn
from transforms.registers import who_owes
from transforms.returns import RETURNS, statutory_return
from transforms.rounds.machines import ROUND, NotPermitted, RoundState
from transforms.rounds.release import RELEASE_ACTS
from transforms.rounds.roles import Access, Role
from transforms.rounds.round import Round, follow_round
from transforms.rounds.round_days import round_days

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from plugins.storage.archive import Archive

ROUNDS_READ: RecentlyRead["OpenedRound"] = RecentlyRead(24)
LISTS_READ: RecentlyRead[list["OpenedRound"]] = RecentlyRead(2)
CALENDAR, ASSEMBLING = "process/calendar", "process/assemble"
ROUND_ACTS = (
    "plan-round", "open-round", "change-round", "chase-round", "propose-cells", "freeze-round", "close-round",
    "agree-release",
)  # fmt: skip


@dataclass(frozen=True)
class OpenedRound:
    """A round with its definition, and every entry about it, its parts and its releases.

    Where it is one of a list, `has_parts` may be false: the entries about its parts are not among them.
    """

    definition: StatutoryReturn
    period: Period
    round: Round
    entries: Sequence[AuditEntry]
    has_parts: bool = True

    def authorities(self, archive: "Archive") -> tuple[str, ...]:
        """Return who has a part: those in the assembly, or else those that owe the return."""
        vintage = self.round.knowledge
        if vintage is None:
            return tuple(sorted(body.gss for body in who_owes(self.definition.owed_by, self.period.last)))
        return tuple(gss for gss in load_codes(archive, vintage.prefix) if self.definition.total_area(gss) is None)


def read_round(connection: "Connection", return_slug: str, period: str) -> OpenedRound:
    """Return a round with all its entries; raise NotVisible where there is none."""
    definition, parsed = _declared(return_slug, period)
    subject = f"{return_slug}/{parsed}"
    newest = load_newest_hash(connection, subject)
    if not newest:
        raise NotVisible(NOTHING)

    def read() -> OpenedRound:
        entries = load_entries(connection, subject)
        return OpenedRound(definition, parsed, follow_round(return_slug, str(parsed), entries), entries)

    return ROUNDS_READ.get(newest, read)


def read_visible_round(
    connection: "Connection", archive: "Archive", access: Access, return_slug: str, period: str, day: date
) -> OpenedRound:
    """Return a round that somebody sees; raise NotVisible where there is none or it is not theirs."""
    opened = read_round(connection, return_slug, period)
    if not sees_round(access, return_slug, opened.authorities(archive), day):
        raise NotVisible(NOTHING)
    return opened


def list_rounds(connection: "Connection", archive: "Archive", access: Access, day: date) -> list[OpenedRound]:
    """Return every round that somebody sees, the newest period of each return first, without what parts say."""
    return [
        opened
        for opened in list_every_round(connection, with_parts=False)
        if sees_round(access, opened.definition.slug, opened.authorities(archive), day)
    ]


def list_every_round(connection: "Connection", *, with_parts: bool = True) -> list[OpenedRound]:
    """Return every round, the newest period of each return first, with what parts say or without."""
    if with_parts:
        return [
            opened
            for definition in RETURNS
            for opened in _rounds_of(load_entries(connection, definition.slug), has_parts=True)
        ]

    def read() -> list[OpenedRound]:
        return _rounds_of(load_acts(connection, (*ROUND_ACTS, *RELEASE_ACTS)), has_parts=False)

    return LISTS_READ.get(load_head(connection).hash, read)


def _rounds_of(entries: Iterable[AuditEntry], *, has_parts: bool) -> list[OpenedRound]:
    """Return the rounds that entries, by number, are about."""
    by_round: dict[tuple[str, str], list[AuditEntry]] = {}
    for entry in entries:
        return_slug, period, *_ = entry.subject.split("/")
        by_round.setdefault((return_slug, period), []).append(entry)
    rounds = []
    for definition in RETURNS:
        own = {period: of_round for (slug, period), of_round in by_round.items() if slug == definition.slug}
        for period, of_round in sorted(own.items(), reverse=True):
            parsed = parse_period(period)
            state = follow_round(definition.slug, period, of_round)
            rounds.append(OpenedRound(definition.for_period(parsed), parsed, state, of_round, has_parts))
    return rounds


def freeze_round(
    connection: "Connection", archive: "Archive", access: Access, address: tuple[str, str], why: str, day: date
) -> Round:
    """Freeze a round by hand: what is proposed now is what will be released."""
    lock_trail(connection)
    opened = read_visible_round(connection, archive, access, *address, day)
    expect_role(access, Role.COLLECTOR)
    return _frozen(connection, opened.round, access.person, stated("why", why))


def freeze_by_calendar(connection: "Connection", assembly: Assembly, day: date) -> None:
    """Freeze the round of an assembly at its deadline; nothing where it is frozen, or its day was put off."""
    lock_trail(connection)
    opened = follow_round(assembly.return_slug, assembly.period, entries_of_round(connection, assembly))
    if opened.days is not None and opened.days.freezes <= day:
        _frozen_when_due(connection, opened)


def change_round(
    connection: "Connection", access: Access, return_slug: str, period: str, days: Mapping[str, Any], why: str
) -> Round:
    """Change days of a round, with a reason."""
    return _act(
        connection, access, return_slug, period, "change-round", why, lambda opened: _changed_days(opened, days)
    )


def close_round(connection: "Connection", access: Access, return_slug: str, period: str, why: str) -> Round:
    """Close a round before its day: nothing is revised any more."""
    return _act(connection, access, return_slug, period, "close-round", why, lambda _: {})


def plan_round(connection: "Connection", access: Access, return_slug: str, period: str, why: str, day: date) -> Round:
    """Plan a round, and open it where its day has come."""
    lock_trail(connection)
    if not access.reads_everything:
        raise NotVisible(NOTHING)
    expect_role(access, Role.COLLECTOR)
    definition, parsed = _declared(return_slug, period)
    entries = load_entries(connection, f"{return_slug}/{parsed}", acts=ROUND_ACTS)
    opened = follow_round(return_slug, str(parsed), entries)
    if opened.state:
        raise StateConflict(f"the round {opened.subject} is {opened.state}")
    return open_when_due(connection, opened, definition, parsed, day, access.person, stated("why", why))


def follow_calendar(connection: "Connection", day: date) -> list[str]:
    """Plan, open, freeze and close every round whose day has come, and return their subjects."""
    lock_trail(connection)
    changed = []
    for definition in RETURNS:
        if definition.kind != "return":
            continue
        entries = load_entries(connection, definition.slug, acts=ROUND_ACTS)
        periods = {entry.subject.split("/")[1] for entry in entries} | {str(definition.default_period(day))}
        for period in sorted(periods):
            parsed = parse_period(period)
            own = [entry for entry in entries if entry.subject.split("/")[1] == period]
            before = follow_round(definition.slug, period, own)
            after = open_when_due(connection, before, definition.for_period(parsed), parsed, day)
            if after.days is not None and after.days.freezes < day:  # a day that a collector has changed, or missed
                after = _frozen_when_due(connection, after)
            after = _closed(connection, after, day)
            if after.state != before.state:
                changed.append(after.subject)
    return changed


def _act(
    connection: "Connection", access: Access, return_slug: str, period: str, act: str, why: str,
    content: Callable[[Round], Mapping[str, Any]],
) -> Round:  # fmt: skip
    """Do a collector's act on a round, with a reason, and return the round after it."""
    lock_trail(connection)
    if not access.reads_everything:
        raise NotVisible(NOTHING)
    expect_role(access, Role.COLLECTOR)
    opened = read_round(connection, return_slug, period).round
    _expect(opened, act)
    return opened.following(
        append_entry(connection, access.person, act, opened.subject, content(opened), stated("why", why))
    )


def _frozen(connection: "Connection", opened: Round, by: str, why: str) -> Round:
    _expect(opened, "freeze-round")
    vintage = opened.proposed
    if vintage is None:
        raise StateConflict("nothing has been assembled for this round, so there is nothing to freeze")
    what = {"receipt": vintage.receipt, "as_known": str(vintage.as_known), "prefix": vintage.prefix}
    return opened.following(append_entry(connection, by, "freeze-round", opened.subject, what, why))


def _frozen_when_due(connection: "Connection", opened: Round) -> Round:
    """Return a round frozen by the calendar; as it is where it is not open, or nothing was ever assembled."""
    if opened.state == RoundState.OPEN and opened.proposed is not None:
        return _frozen(connection, opened, CALENDAR, "")
    return opened


def open_when_due(
    connection: "Connection", opened: Round, definition: StatutoryReturn, period: Period, day: date,
    by: str = CALENDAR, why: str = "",
) -> Round:  # fmt: skip
    """Return a round, planned where it was not, and opened where its day has come."""
    if not opened.state:
        days = round_days(definition, period).as_texts()
        opened = opened.following(append_entry(connection, by, "plan-round", opened.subject, days, why))
    if opened.state == RoundState.PLANNED and opened.days is not None and opened.days.opens <= day:
        opened = opened.following(append_entry(connection, by, "open-round", opened.subject, {}, why))
    return opened


def _closed(connection: "Connection", opened: Round, day: date) -> Round:
    if opened.state == RoundState.RELEASED and opened.days is not None and opened.days.closes < day:
        return opened.following(append_entry(connection, CALENDAR, "close-round", opened.subject, {}))
    return opened


def entries_of_round(connection: "Connection", assembly: Assembly) -> list[AuditEntry]:
    """Return the entries about the round of an assembly itself, by number."""
    return load_entries(connection, f"{assembly.return_slug}/{assembly.period}", acts=ROUND_ACTS)


def _changed_days(opened: Round, days: Mapping[str, Any]) -> dict[str, Any]:
    try:
        if opened.days is not None:
            opened.days.changed(days)
    except ValueError as error:
        raise InvalidInput(str(error), dict.fromkeys(days, str(error))) from error
    return dict(days)


def _expect(opened: Round, act: str) -> None:
    try:
        ROUND.after(opened.state, act)
    except NotPermitted as error:
        raise StateConflict(str(error), state=opened.state) from error


def _declared(return_slug: str, period: str) -> tuple[StatutoryReturn, Period]:
    """Return a return's definition and a period of its kind; raise NotVisible where there is none."""
    try:
        definition, parsed = statutory_return(return_slug), parse_period(period)
    except (LookupError, ValueError) as error:
        raise NotVisible(NOTHING) from error
    if definition.kind != "return" or not isinstance(parsed, KINDS[definition.period_kind]):
        raise NotVisible(NOTHING)
    return definition.for_period(parsed), parsed
