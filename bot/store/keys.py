"""Keys: a master key wraps one data key for each conversation; the data key seals its words. Erasing destroys the data key."""

import base64
import json
import os
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.errors import BadSetting

_NONCE_BYTES = 12
_KEY_BYTES = 32


def load_master_key(from_setting: str, key_file: Path) -> bytes:
    """Return the master key from SGWRS_MASTER_KEY (base64, 32 bytes) or from ``key_file``, made on the first run.

    Raises BadSetting when the setting or the file does not hold such a key.
    """
    if from_setting:
        return _decode(from_setting, "SGWRS_MASTER_KEY")
    if not key_file.exists():
        key_file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(key_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(base64.b64encode(os.urandom(_KEY_BYTES)).decode())
    return _decode(key_file.read_text().strip(), "The master key file")


def _decode(value: str, what: str) -> bytes:
    try:
        key = base64.b64decode(value, validate=True)
    except ValueError:
        key = b""
    if len(key) != _KEY_BYTES:
        raise BadSetting(f"{what} must hold 32 bytes in base64.")
    return key


class DataKey:
    """The key of one conversation. Seals and opens its words; ``place`` (table and row) is bound in, so that rows cannot be swapped."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)
        self._key = key

    @classmethod
    def new(cls) -> "DataKey":
        return cls(os.urandom(_KEY_BYTES))

    @classmethod
    def unwrap(cls, wrapped: bytes, master_key: bytes, conversation: str) -> "DataKey":
        """Open a wrapped data key. Raises BadSetting when the master key is not the one that wrapped it."""
        try:
            key = AESGCM(master_key).decrypt(wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:], conversation.encode())
        except InvalidTag:
            raise BadSetting("The master key does not open this database: it was made with another one.") from None
        return cls(key)

    def wrap(self, master_key: bytes, conversation: str) -> bytes:
        """Return this key sealed under the master key, for this conversation only."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + AESGCM(master_key).encrypt(nonce, self._key, conversation.encode())

    def seal(self, value: Any, place: str) -> bytes:
        """Return ``value`` (JSON) sealed."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, json.dumps(value, ensure_ascii=False).encode(), place.encode())

    def open(self, sealed: bytes, place: str) -> Any:
        """Return the value that was sealed in ``place``."""
        return json.loads(self._cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], place.encode()))

    def for_tracker(self) -> bytes:
        """Return the key for this conversation's tracker: derived, so that the engine never holds the data key itself."""
        return HKDF(SHA256(), _KEY_BYTES, None, b"sgwrs tracker").derive(self._key)
