"""Let nobody approve a waiver that they proposed under another spelling of their name.

`folded_name` keeps the letters and digits of a name, casefolded and without accents, as
`transforms.findings.explanations.folded_name` does. Decisions made before stay as they were written: the new check
holds for rows that come after it, and an approval by its proposer counts no more when it is read.
"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# The collation is PostgreSQL's own, so that the answer is the same in every database, whatever its locale.
FOLDED_NAME = """
create function folded_name(name text) returns text
language sql immutable strict parallel safe
return regexp_replace(
    replace(replace(replace(
        translate(casefold(normalize(name, nfkd) collate pg_unicode_fast), 'øłđðħı', 'olddhi'),
        'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'),
    '[^[:alnum:]]', '', 'g'
)
"""
CHECK = "alter table decision add constraint decision_by_another check (decision = 'withdrawn' or {}) {}"
FOLDED, LOWER_CASE = (
    "folded_name(decided_by) not in ('', folded_name(proposed_by))",
    "lower(btrim(decided_by)) <> lower(btrim(proposed_by))",
)


def upgrade() -> None:
    """Compare the two names folded."""
    op.execute(FOLDED_NAME)
    op.execute("alter table decision drop constraint decision_by_another")
    op.execute(CHECK.format(FOLDED, "not valid"))


def downgrade() -> None:
    """Compare them in lower case again."""
    op.execute("alter table decision drop constraint decision_by_another")
    op.execute(CHECK.format(LOWER_CASE, ""))
    op.execute("drop function folded_name")
