"""Conversations, the message log, entries and effects: words sealed from the first."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("language", sa.String(2)),
        sa.Column("continues", sa.String(40)),
        sa.Column("token_hash", sa.String(64), nullable=False, index=True),
        sa.Column("data_key", sa.LargeBinary, nullable=False),
        sa.Column("next_seq", sa.Integer, nullable=False),
        sa.Column("erase_after", sa.DateTime(timezone=True)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "messages",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("conversation", sa.String(40), sa.ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("client_id", sa.String(64), nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("from_whom", sa.String(10), nullable=False),
        sa.Column("reply_to", sa.String(64), index=True),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.UniqueConstraint("conversation", "client_id", name="one_message_one_id"),
        sa.UniqueConstraint("conversation", "seq", name="one_message_one_seq"),
    )
    op.create_table(
        "entries",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("conversation", sa.String(40), sa.ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "effects",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("conversation", sa.String(40), sa.ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("message", sa.String(64), nullable=False),
        sa.Column("action", sa.String(64), nullable=False),
        sa.Column("n", sa.Integer, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("conversation", "message", "action", "n", name="one_effect_once"),
    )


def downgrade() -> None:
    for table in ("effects", "entries", "messages", "conversations"):
        op.drop_table(table)
