"""Find the entries of the audit trail by what was done: every page asks which rounds and releases there are."""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index."""
    op.create_index("audit_entry_by_act", "audit_entry", ["act", "number"])


def downgrade() -> None:
    """Drop it."""
    op.drop_index("audit_entry_by_act", "audit_entry")
