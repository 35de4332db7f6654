"""Who holds a key to a conversation: its tokens, one for each device, and the one return code by which another device gets one."""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta, timezone

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from bot.errors import NotFound
from bot.store.tables import ReturnCodeRow, TokenRow
from bot.words.code_words import as_read, new_code

CODE_LASTS = timedelta(days=30)


class Access:
    """Tokens and return codes. Both are stored only as hashes; the code's is keyed, or whoever has the database could guess it."""

    def __init__(self, engine: Engine, master_key: bytes) -> None:
        self.engine = engine
        self._code_key = HKDF(SHA256(), 32, None, b"sgwrs return code").derive(master_key)

    def opens(self, conversation: str, token: str) -> bool:
        """Return whether ``token`` opens the conversation. False also for a conversation that does not exist."""
        with Session(self.engine) as session:
            found = session.get(TokenRow, _hash(token))
            return found is not None and found.conversation == conversation

    def new_code(self, conversation: str, language: str) -> tuple[str, datetime]:
        """Return (a new return code in ``language``, until when it holds). The one before it no longer works."""
        code, expires = new_code(language), datetime.now(timezone.utc) + CODE_LASTS
        with Session(self.engine) as session, session.begin():
            session.merge(ReturnCodeRow(conversation=conversation, code_hash=self._code_hash(code), expires_at=expires))
        return code, expires

    def revoke_code(self, conversation: str) -> None:
        """The return code, if there is one, no longer works."""
        with Session(self.engine) as session, session.begin():
            session.execute(delete(ReturnCodeRow).where(ReturnCodeRow.conversation == conversation))

    def come_back(self, code: str) -> tuple[str, str]:
        """Return (conversation, a new token for it) for a return code, which goes on working. Raises NotFound."""
        now = datetime.now(timezone.utc)
        with Session(self.engine) as session, session.begin():
            query = select(ReturnCodeRow).where(ReturnCodeRow.code_hash == self._code_hash(code), ReturnCodeRow.expires_at > now)
            found = session.scalar(query)
            if found is None:
                raise NotFound("That code opens no talk. Look at each word again, or ask for a new code where the talk was begun.")
            return found.conversation, add_token(session, found.conversation, now)

    def end(self, conversation: str) -> None:
        """No token and no code opens the conversation any more."""
        with Session(self.engine) as session, session.begin():
            for table in (TokenRow, ReturnCodeRow):
                session.execute(delete(table).where(table.conversation == conversation))

    def _code_hash(self, code: str) -> str:
        return hmac.new(self._code_key, as_read(code).encode(), hashlib.sha256).hexdigest()


def add_token(session: Session, conversation: str, now: datetime) -> str:
    """Return a new token that opens the conversation, written down as a hash in this transaction."""
    token = secrets.token_urlsafe(32)
    session.add(TokenRow(token_hash=_hash(token), conversation=conversation, created_at=now))
    return token


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
