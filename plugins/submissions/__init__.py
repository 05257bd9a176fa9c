"""Submissions: the acts of a return's life. Pages, commands, the API and the scheduler call these functions.

refusals.py        why an act is refused, as values that every caller turns into its own words
assembly_cells.py  the rows of cells.csv and the questions of an assembly, by authority
visibility.py      what of rounds and releases is whose
assembly_reader.py who reads which assemblies, where unreleased returns are hidden
rounds.py          planning, opening, freezing, closing
proposals.py       what an assembly proposes, or revises
chases.py          reminding those who have not confirmed
declarations.py    what was declared for a round, carried forward too
parts.py           confirming, disputing, declaring, explaining
own_parts.py       the parts of somebody's own authorities in many rounds at once
releases.py        proposing, agreeing, refusing, withdrawing, acknowledging, questions
people.py          who somebody is, and what they may do; granting and ending
messages.py        at most one a day to each person
recently_read.py   what was worked out of the audit trail lately
repeated.py        the same answer to the same idempotency key
package_folder.py  packages of released returns
visible_entries.py which entries of the audit trail are whose

Every act takes a transaction and the access of who acts, holds the lock of the audit trail from before it reads the
state until the transaction ends, and adds one entry or none.
"""
