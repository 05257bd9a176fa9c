"""Keep with each assembly how it was made: of how many authorities anew, and what the next one can carry over."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

COUNTS = ("authorities_computed", "authorities_carried")
TEXTS = ("measured_prefix", "inputs_hash")


def upgrade() -> None:
    """Add them; of assemblies made until now nobody counted, and nothing is carried over from them."""
    for name in COUNTS:
        op.add_column("assembly", sa.Column(name, sa.Integer()))
    op.add_column("assembly", sa.Column("carried_from", sa.Date()))
    op.add_column("checked", sa.Column("last_day_named", sa.Date()))
    for name in TEXTS:
        op.add_column("assembly", sa.Column(name, sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    """Take them away."""
    op.drop_column("checked", "last_day_named")
    for name in (*COUNTS, *TEXTS, "carried_from"):
        op.drop_column("assembly", name)
