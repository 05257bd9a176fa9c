"""Keep with each assembly its edition, so that it can be made again, and who owes it."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

COUNTS = ("authorities_owing", "authorities_asked")


def upgrade() -> None:
    """Add them; assemblies made until now are of whoever was asked, and nothing was declared."""
    op.add_column("assembly", sa.Column("edition", sa.Text(), server_default="", nullable=False))
    op.add_column("assembly", sa.Column("declared", sa.BigInteger(), server_default="0", nullable=False))
    for name in COUNTS:
        op.add_column("assembly", sa.Column(name, sa.Integer(), server_default="0", nullable=False))
    op.execute("update assembly set authorities_owing = jsonb_array_length(authorities)")
    op.execute("update assembly set authorities_asked = authorities_owing")


def downgrade() -> None:
    """Take them away."""
    for name in COUNTS:
        op.drop_column("assembly", name)
    op.drop_column("assembly", "declared")
    op.drop_column("assembly", "edition")
