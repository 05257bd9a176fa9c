"""Members of a file set that can't be read: each is refused by itself, and the set is read without it."""

from dataclasses import replace
from typing import TYPE_CHECKING

from plugins.reading import tasks
from plugins.reading.run_limited import FileUnreadable, run_limited
from transforms.reading.file_sets import is_file_set

if TYPE_CHECKING:
    from expectations.check import PublishedFile
    from transforms.domain.standard import DatasetStandard


def refuse(file: "PublishedFile", reason: str, standard: "DatasetStandard") -> "PublishedFile":
    """Return a file marked with what is not to be read again: members of a set where it is them, else all of it."""
    is_untried = is_file_set(file.content) and not file.unreadable_members
    members = unreadable_members(file.content, file.name, standard) if is_untried else {}
    return replace(file, unreadable_members=members) if members else replace(file, unreadable=reason)


def unreadable_members(content: bytes, name: str, standard: "DatasetStandard") -> dict[str, str]:
    """Return by their SHA-256 why members of a set can't be read; each is tried by itself, as a file of its size."""
    try:
        members = run_limited(name, len(content), tasks.list_members, content)
    except FileUnreadable:
        return {}
    reasons: dict[str, str] = {}
    for number, (sha256, member, size) in enumerate(members):
        try:
            run_limited(member, size, tasks.read_member, content, number, standard)
        except FileUnreadable as error:
            reasons[sha256] = str(error)
    return reasons
