"""Keep changes of sources, which are only added, and proposals of new ones with what people decided about them."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

CHANGE_TEXTS = (
    *("act", "authority_gss", "standard", "url", "by", "why", "kind", "pattern", "format", "licence", "provision"),
    "outcome",
)
PROPOSAL_TEXTS = (
    *("standard", "authority_gss", "url", "title", "dataset", "publisher", "licence", "format", "catalogue", "why"),
)
DECISION_TEXTS = ("decision", "by", "why")
ONLY_ADDED = ("source_change", "proposal_decision")


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "source_change",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in CHANGE_TEXTS),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "proposal",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in PROPOSAL_TEXTS),
        sa.Column("recognised", sa.Integer(), nullable=False),
        sa.Column("columns", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("standard", "authority_gss", "url", name="proposal_of"),
    )
    op.create_table(
        "proposal_decision",
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in DECISION_TEXTS),
        sa.Column("written_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("proposal_id"),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name="proposal_decision_on"),
    )
    for table in ONLY_ADDED:
        op.execute(
            f"create trigger only_added_to before update or delete or truncate on {table} "
            "for each statement execute function refuse_change()"
        )


def downgrade() -> None:
    """Drop them."""
    for table in ("proposal_decision", "proposal", "source_change"):
        op.drop_table(table)
