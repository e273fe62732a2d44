"""What entries are called for others, and how a bundle proves whose it is: both made from one secret of my vault.

An entry's own id tells when it was written, to the millisecond, and a plain hash of its words would tell whoever
guesses a private name that was cut whether the guess is right. So neither leaves: others get a name and a mark that
mean something to nobody who has not the secret.
"""

import os
from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

from learnlog.model.ids import id_of_number
from learnlog.sharing.ledger import FOLDER, Left
from learnlog.sharing.shared import Selection, SharedEntry
from learnlog.vault.files import Vault
from learnlog.vault.pages import Page

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

PAGE: Final = f"{FOLDER}/key.md"
_BODY: Final = """A secret of this journal: from it come the names that my entries have in bundles, and the signature
that tells a coach that a bundle is mine. It stays in the vault, so that it is the same on every machine of mine.
Give it to nobody; whoever has it could make bundles in my name.
"""
_BYTES: Final = 32
SIGNED: Final = b"learnlog bundle 1\n"
"""Stands before what is signed, so that a signature means nothing elsewhere."""


class Names:
    """Names entries for others: always the same name for the same entry."""

    def __init__(self, vault: Vault) -> None:
        self._page = Page(vault, PAGE, _BODY)

    def on(self, selection: Selection, left: Iterable[Left]) -> tuple[Selection, Mapping[str, str]]:
        """Return `selection` as others may get it, and its entries' names by their own ids.

        What `left` before, oldest first, keeps the name it had then.
        """
        before: dict[str, str] = {}
        for one in left:
            before.update({own: name for own, name in one.names.items() if own != name})
        names = {one.id: before.get(one.id) or self._name(one.id) for one in selection.entries}
        return replace(selection, entries=tuple(self._told(one, names) for one in selection.entries)), names

    def _name(self, own: str) -> str:
        return id_of_number(int.from_bytes(self._digest("name", own, 10)))

    def _told(self, entry: SharedEntry, names: Mapping[str, str]) -> SharedEntry:
        return replace(
            entry,
            id=names[entry.id],
            entries=tuple(names[id] for id in entry.entries),
            evidence=tuple(replace(one, entry=names.get(one.entry, "")) for one in entry.evidence),
            hash=self._digest("version", entry.hash, 32).hex(),
        )

    def _digest(self, what: str, words: str, size: int) -> bytes:
        return blake2b(words.encode(), digest_size=size, key=self._secret, person=what.encode()).digest()

    @cached_property
    def _secret(self) -> bytes:
        with self._page.locked():  # two processes at once must not make two
            known = self._read()
            if not known:
                self._page.put({"key": os.urandom(_BYTES).hex()})
                known = self._read()
        return known

    def _read(self) -> bytes:
        values: Mapping[str, Any] = self._page.values()
        try:
            found = bytes.fromhex(str(values.get("key") or ""))
        except ValueError:
            return b""
        return found if len(found) == _BYTES else b""

    @cached_property
    def _signer(self) -> "Ed25519PrivateKey":
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self._digest("sign", "", 32))

    @property
    def public_key(self) -> str:
        """What others know my bundles by (Ed25519, RFC 8032; base 64)."""
        return b64encode(self._signer.public_key().public_bytes_raw()).decode()

    def sign(self, data: bytes) -> str:
        """Return the signature of `data`, base 64."""
        return b64encode(self._signer.sign(SIGNED + data)).decode()


def is_signed(data: bytes, signature: str, key: str) -> bool:
    """Tell whether whoever has the secret to the public `key` signed `data`."""
    from base64 import b64decode

    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        public = Ed25519PublicKey.from_public_bytes(b64decode(key, validate=True))
        public.verify(b64decode(signature, validate=True), SIGNED + data)
    except (ValueError, InvalidSignature):
        return False
    return True
