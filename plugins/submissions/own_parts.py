"""The parts of somebody's own authorities in many rounds at once: what their first page shows.

Known   one query for all of them, and each followed once for what was entered of it.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from plugins.storage.warehouse.audit_trail import load_entries_about
from plugins.submissions.declarations import carried_from
from plugins.submissions.parts import declared_values, follow
from plugins.submissions.recently_read import RecentlyRead
from plugins.submissions.rounds import OpenedRound
from transforms.audit import AuditEntry
from transforms.rounds.part import Part

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from plugins.storage.archive import Archive

PARTS_READ: RecentlyRead[Part] = RecentlyRead(1_024)


def read_own_parts(
    connection: "Connection", archive: "Archive", rounds: Sequence[OpenedRound], own: Mapping[str, Sequence[str]]
) -> dict[str, dict[str, Part]]:
    """Return the parts of some authorities, by the subject of the round and by code.

    Args:
        connection: a transaction.
        archive: where the files of assemblies are.
        rounds: the rounds.
        own: whose parts are wanted, by the subject of the round.

    """
    subjects = [f"{subject}/{gss}" for subject, codes in own.items() for gss in codes]
    about: dict[str, list[AuditEntry]] = {}
    of_return: dict[tuple[str, str], list[AuditEntry]] = {}
    for entry in load_entries_about(connection, subjects) if subjects else ():
        return_slug, _, gss = entry.subject.split("/")
        about.setdefault(entry.subject, []).append(entry)
        of_return.setdefault((return_slug, gss), []).append(entry)
    return {
        opened.round.subject: {
            gss: _read(
                archive, opened, gss, about.get(f"{opened.round.subject}/{gss}", []),
                of_return.get((opened.definition.slug, gss), []),
            )
            for gss in own.get(opened.round.subject, ())
        }
        for opened in rounds
    }  # fmt: skip


def _read(
    archive: "Archive", opened: OpenedRound, gss: str, about: Sequence[AuditEntry], of_return: Sequence[AuditEntry]
) -> Part:
    of_round = [entry for entry in opened.entries if entry.subject == opened.round.subject]
    carried = declared_values(carried_from(of_return, opened.period)).get(gss, {})
    newest = [entries[-1].hash for entries in (of_round, about) if entries]
    key = (archive, opened.round.subject, gss, *newest, *carried.items())
    return PARTS_READ.get(key, lambda: follow(archive, opened, gss, of_round, about, carried))
