"""Follow findings over time, and explain and waive them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"

TABLES = ("decision", "explanation", "ledger_count", "ledger", "comparison")
ONLY_ADDED_TO = ("explanation", "decision")
REFUSE = """
create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'rows of % are only ever added', tg_table_name;
end $$
"""


def upgrade() -> None:
    """Create the tables of comparisons, ledgers and explanations; what people wrote can't be changed afterwards."""
    _create_comparison()
    _create_ledger()
    _create_ledger_count()
    _create_explanation()
    _create_decision()
    op.execute(REFUSE)
    for table in ONLY_ADDED_TO:
        op.execute(
            f"create trigger only_added_to before update or delete or truncate on {table} "
            "for each statement execute function refuse_change()"
        )


def downgrade() -> None:
    """Drop them."""
    for table in TABLES:
        op.drop_table(table)
    op.execute("drop function refuse_change")


def _create_comparison() -> None:
    op.create_table(
        "comparison",
        sa.Column("standard", sa.Text(), nullable=False),
        sa.Column("authority_gss", sa.Text(), nullable=False),
        sa.Column("fetched_on", sa.Date(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("before_sha256", sa.Text(), nullable=False),
        sa.Column("rules_version", sa.Text(), nullable=False),
        sa.Column("before_on", sa.Date(), nullable=True),
        sa.Column("outcomes", JSONB(), nullable=False),
        sa.Column("issues", sa.BigInteger(), nullable=False),
        sa.Column("compared_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("standard", "authority_gss", "fetched_on", "sha256", "before_sha256", "rules_version"),
    )


def _create_ledger() -> None:
    op.create_table(
        "ledger",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("standard", sa.Text(), nullable=False),
        sa.Column("authority_gss", sa.Text(), nullable=False),
        sa.Column("chain", sa.Text(), nullable=False),
        sa.Column("follows", sa.Text(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("rules_version", sa.Text(), nullable=False),
        sa.Column("is_in_use", sa.Boolean(), nullable=False),
        sa.Column("before_sha256", sa.Text(), nullable=True),
        sa.Column("seen_from", sa.Date(), nullable=True),
        sa.Column("seen_until", sa.Date(), nullable=True),
        sa.Column("history", sa.Text(), nullable=False),
        sa.Column("entries", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("standard", "authority_gss", "chain", name="ledger_chain"),
    )


def _create_ledger_count() -> None:
    op.create_table(
        "ledger_count",
        sa.Column("ledger_id", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("column", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("ledger_id", "code", "column", "severity", "opened_by", "state", "days"),
        sa.ForeignKeyConstraint(["ledger_id"], ["ledger.id"], name="ledger_count_of"),
    )


def _create_explanation() -> None:
    op.create_table(
        "explanation",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("standard", sa.Text(), nullable=False),
        sa.Column("authority_gss", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("column", sa.Text(), nullable=True),
        sa.Column("values", JSONB(), nullable=True),
        sa.Column("fingerprints", JSONB(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("id", "proposed_by", name="explanation_of"),
    )
    op.create_index("explanation_by_source", "explanation", ["standard", "authority_gss"], unique=False)


def _create_decision() -> None:
    op.create_table(
        "decision",
        sa.Column("explanation_id", sa.BigInteger(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("explanation_id", "decision"),
        sa.ForeignKeyConstraint(
            ["explanation_id", "proposed_by"], ["explanation.id", "explanation.proposed_by"], name="decision_on"
        ),
        sa.CheckConstraint(
            "decision = 'withdrawn' or lower(btrim(decided_by)) <> lower(btrim(proposed_by))",
            name="decision_by_another",
        ),
    )
