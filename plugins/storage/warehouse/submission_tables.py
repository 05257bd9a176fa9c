"""The tables of the life of a return: the audit trail, and what stands beside it.

Grain:  audit_entry   one act; rows are only added, each bound to the one before by its hash
        person        who the identity provider says somebody is
        session       one signed-in browser, by the hash of its cookie
        answer        what was answered to one idempotency key of one person
        message       one message sent to one person on one day
"""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    func,
)

from plugins.storage.warehouse.tables import METADATA

OF_THE_PORTAL = {"portal": "insert, update, delete"}  # what `roles.py` grants it

AUDIT_ENTRY = Table(
    "audit_entry",
    METADATA,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("by", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("what", Text, nullable=False),  # canonical JSON, as it was hashed
    Column("why", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
    CheckConstraint("number > 0", name="audit_entry_number"),
    CheckConstraint("hash ~ '^[0-9a-f]{64}$'", name="audit_entry_hash"),
    Index("audit_entry_by_subject", "subject", "number", postgresql_ops={"subject": "text_pattern_ops"}),
    Index("audit_entry_by_person", "by", "number"),
    Index("audit_entry_by_act", "act", "number"),
    info={"append_only": True, "portal": "insert"},
)

PERSON = Table(
    "person",
    METADATA,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("issuer", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("first_seen", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("unsubscribed_on", Date),  # from messages
    UniqueConstraint("issuer", "subject", name="person_of_provider"),
    info=OF_THE_PORTAL,
)

SESSION = Table(
    "session",
    METADATA,
    Column("key_sha256", Text, primary_key=True),
    Column("person_id", BigInteger, ForeignKey("person.id", name="session_of"), nullable=False),
    Column("form_token", Text, nullable=False),
    Column("started_at", DateTime(timezone=True), nullable=False),
    Column("last_seen_at", DateTime(timezone=True), nullable=False),
    info=OF_THE_PORTAL,
)

ANSWER = Table(
    "answer",
    METADATA,
    Column("person_id", BigInteger, ForeignKey("person.id", name="answer_to"), primary_key=True),
    Column("key", Text, primary_key=True),
    Column("request_sha256", Text, nullable=False),  # of method, address and body
    Column("status", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("answered_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    info=OF_THE_PORTAL,
)

MESSAGE = Table(
    "message",
    METADATA,
    Column("person_id", BigInteger, ForeignKey("person.id", name="message_to"), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("address", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("state", Text, nullable=False),  # queued, sent, failed or bounced
    Column("error", Text, nullable=False, server_default=""),
    Column("changed_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    info=OF_THE_PORTAL,
)
