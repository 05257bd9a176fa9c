"""Keep what people who are signed in do about a source: explain its findings, judge its files, have it collected.

Who proposed an explanation or decided on it is known by their account too, not by the name alone that it shows.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

SOURCE = ("standard", "authority_gss")


def upgrade() -> None:
    """Create the tables, and add the accounts."""
    op.add_column("explanation", sa.Column("account", sa.Text(), server_default="", nullable=False))
    op.add_column("decision", sa.Column("account", sa.Text(), server_default="", nullable=False))
    op.create_table(
        "quarantine_decision",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in (*SOURCE, "sha256", "decision", "by", "why")),
        sa.Column("written_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.CheckConstraint("decision in ('accepted', 'refused')", name="quarantine_decision_is_known"),
    )
    op.create_index("quarantine_decision_by_source", "quarantine_decision", [*SOURCE, "sha256"])
    op.execute(
        "create trigger only_added_to before update or delete or truncate on quarantine_decision "
        "for each statement execute function refuse_change()"
    )
    op.create_table(
        "collection_request",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in (*SOURCE, "by", "why")),
        sa.Column("requested_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("run_id", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "collection_request_waiting", "collection_request", [*SOURCE], unique=True,
        postgresql_where=sa.text("run_id is null"),
    )  # fmt: skip


def downgrade() -> None:
    """Drop them."""
    op.drop_table("collection_request")
    op.drop_table("quarantine_decision")
    op.drop_column("decision", "account")
    op.drop_column("explanation", "account")
