"""Entries of the audit trail as sentences, for `audit show` and for pages."""

from collections.abc import Mapping

from transforms.audit.entry import AuditEntry
from transforms.domain.period import day_in_words

# What an act was, after the name of who did it and before its subject.
ACT_WORDS = {
    "plan-round": "planned the round",
    "open-round": "opened the round",
    "change-round": "changed the days of the round",
    "chase-round": "reminded those who have not confirmed in",
    "propose-cells": "proposed the cells of an assembly in",
    "freeze-round": "froze the round",
    "close-round": "closed the round",
    "declare-cell": "declared a cell of",
    "explain-check": "explained a check of",
    "confirm-cells": "confirmed",
    "dispute-cells": "disputed cells of",
    "withdraw-dispute": "withdrew a dispute of",
    "propose-declared": "proposed to accept a declared value of",
    "accept-declared": "accepted a declared value of",
    "agree-declared": "agreed to a declared value of",
    "propose-release": "proposed the release",
    "agree-release": "agreed to the release",
    "refuse-release": "refused the release",
    "build-release": "built the package of the release",
    "deliver-release": "delivered the release",
    "withdraw-release": "withdrew the release",
    "acknowledge-release": "acknowledged the release",
    "ask-question": "asked about",
    "answer-question": "answered a question about",
    "explain-findings": "explained findings of",
    "request-waiver": "asked for a waiver of findings of",
    "approve-waiver": "approved a waiver of findings of",
    "refuse-explanation": "refused an explanation of findings of",
    "withdraw-explanation": "withdrew an explanation of findings of",
    "accept-file": "accepted a quarantined file of",
    "refuse-file": "refused a quarantined file of",
    "request-collection": "asked for a collection of",
    "grant-role": "granted a role to",
    "end-role": "ended a role of",
}


def entry_sentence(entry: AuditEntry, names: Mapping[str, str]) -> str:
    """Return an entry as a sentence.

    Args:
        entry: the entry.
        names: of people and processes, as `by` and subjects name them.

    """
    person = names.get(entry.by, entry.by.replace("/", " "))
    subject = names.get(entry.subject, entry.subject)
    day, time = day_in_words(entry.at.date()), entry.at.strftime("%H:%M")
    why = f", because: {entry.why}" if entry.why else ""
    details = _details(entry)
    words = ACT_WORDS.get(entry.act, entry.act.replace("-", " "))
    return f"{entry.number}. {day}, {time} UTC: {person} {words} {subject}{f' ({details})' if details else ''}{why}"


def _details(entry: AuditEntry) -> str:
    """Return what an entry says in few words: single values as they are, lists by their length."""
    parts = []
    for name, value in sorted(entry.what.items()):
        words = name.replace("_", " ")
        if isinstance(value, list | dict):
            parts.append(f"{words}: {len(value)}")
        elif value not in ("", None):
            text = str(value)
            parts.append(f"{words} {text if len(text) <= 40 else text[:16] + '…'}")
    return ", ".join(parts)
