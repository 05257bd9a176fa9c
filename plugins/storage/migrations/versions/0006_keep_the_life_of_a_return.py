"""Keep an audit trail that only grows, and the people, sessions, answers and messages beside it."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# The same number as in plugins/storage/warehouse/audit_trail.py: whoever adds an entry waits for whoever did before.
FOLLOW = """
create function follow_last_entry() returns trigger language plpgsql as $$
declare last record;
begin
    perform pg_advisory_xact_lock(7202602);
    select number, hash into last from audit_entry order by number desc limit 1;
    if new.number <> coalesce(last.number, 0) + 1 or new.previous <> coalesce(last.hash, repeat('0', 64)) then
        raise exception 'entry % does not follow entry %', new.number, coalesce(last.number, 0);
    end if;
    return new;
end $$
"""
TABLES = ("message", "answer", "session", "person", "audit_entry")


def upgrade() -> None:
    """Create the tables; an entry follows the last one, and none is changed by anybody."""
    _create_audit_entry()
    _create_people()
    _create_message()


def downgrade() -> None:
    """Drop them."""
    for table in TABLES:
        op.drop_table(table)
    op.execute("drop function follow_last_entry")


def _create_audit_entry() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("by", "act", "subject", "what", "why", "previous")),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.CheckConstraint("number > 0", name="audit_entry_number"),
        sa.CheckConstraint("hash ~ '^[0-9a-f]{64}$'", name="audit_entry_hash"),
    )
    op.create_index(
        "audit_entry_by_subject", "audit_entry", ["subject", "number"], postgresql_ops={"subject": "text_pattern_ops"}
    )
    op.create_index("audit_entry_by_person", "audit_entry", ["by", "number"])
    op.execute(FOLLOW)
    op.execute(
        "create trigger follows_last_entry before insert on audit_entry "
        "for each row execute function follow_last_entry()"
    )
    op.execute(
        "create trigger only_added_to before update or delete or truncate on audit_entry "
        "for each statement execute function refuse_change()"
    )
    for trigger in ("follows_last_entry", "only_added_to"):  # also in a session that replays another server's changes
        op.execute(f"alter table audit_entry enable always trigger {trigger}")
    op.execute("revoke update, delete, truncate, references, trigger on audit_entry from current_user, public")


def _create_people() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("issuer", "subject", "name", "email")),
        sa.Column("first_seen", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("unsubscribed_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("issuer", "subject", name="person_of_provider"),
    )
    op.create_table(
        "session",
        sa.Column("key_sha256", sa.Text(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("form_token", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key_sha256"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="session_of"),
    )
    op.create_table(
        "answer",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("request_sha256", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "key"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="answer_to"),
    )


def _create_message() -> None:
    op.create_table(
        "message",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("address", "text", "state")),
        sa.Column("error", sa.Text(), server_default="", nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "day"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="message_to"),
    )
