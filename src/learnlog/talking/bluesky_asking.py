"""What a voice asks its server, and what may go wrong, told apart: not sent, refused, or nobody knows."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from learnlog.model.account import Account
from learnlog.model.errors import LearnlogError
from learnlog.reading.sources.bluesky.loose import Table, raw, table
from learnlog.reading.web.answers import FetchError, LostError
from learnlog.talking.base import LaterError, SendError, UnsureError

if TYPE_CHECKING:
    from learnlog.accounts.bluesky import BlueskyLogin, Session

_NOTHING_LOST = "Nothing is lost: try again later."


class RefusedError(SendError):
    """The server refused. ``name`` is its own word for why, ``said`` its sentence."""

    def __init__(self, message: str, hint: str, name: str, said: str) -> None:
        super().__init__(message, hint)
        self.name = name
        self.said = said


class Asking:
    """Asks the server of an account, in its own session."""

    def __init__(self, account: Account, login: "BlueskyLogin") -> None:
        self._account = account
        self._login = login
        self._open: Session | None = None

    def read(self, method: str, params: Table, *, through: str = "") -> Table:
        """Return what the server answers, or has a service (a DID) answer that it is asked `through`.

        Raises:
            RefusedError: it refused.
            LaterError: it cannot be reached now.
        """
        from atproto_client.models.dot_dict import DotDict

        try:
            return self._ask(
                lambda client: client.invoke_query(method, params=DotDict(params), headers=_to(through))
            )
        except LostError as error:
            raise LaterError(error.message, error.hint) from error

    def write(self, method: str, data: Table, *, through: str = "") -> Table:
        """Have the server change something, and return what it says.

        Raises:
            RefusedError: it refused.
            LaterError: it was not asked.
            UnsureError: it was asked, and nobody knows what became of it.
        """
        from atproto_client.models.dot_dict import DotDict

        try:
            return self._ask(
                lambda client: client.invoke_procedure(
                    method, data=DotDict(data), input_encoding="application/json", headers=_to(through)
                )
            )
        except LostError as error:
            raise UnsureError(error.message, "Look at your profile, or send it again.") from error

    def upload(self, data: bytes, kind: str) -> Table:
        """Give the server a picture, and return what stands for it in a post.

        Raises:
            RefusedError: it refused.
            LaterError: it cannot be reached now; what it has of the picture it forgets.
        """
        try:
            told = self._ask(
                lambda client: client.invoke_procedure(
                    "com.atproto.repo.uploadBlob", content=data, input_encoding=kind
                )
            )
        except LostError as error:
            raise LaterError(error.message, error.hint) from error
        blob = table(told, "blob")
        if raw(blob, "$type") != "blob":
            raise LaterError("The server did not take the picture.", _NOTHING_LOST)
        return blob

    def did_of(self, handle: str) -> str:
        """Return the DID behind a handle, "" when nobody is called so."""
        try:
            return raw(self.read("com.atproto.identity.resolveHandle", {"handle": handle}), "did")
        except RefusedError:
            return ""

    def _ask(self, question: Callable[[Any], Any]) -> Table:
        from atproto_client.exceptions import AtProtocolError

        self._open = self._open or self._login.session(self._account)
        try:
            return table(self._open.ask(question).content)
        except LostError:
            raise
        except FetchError as error:
            raise LaterError(error.message, error.hint) from error
        except (AtProtocolError, ValueError) as error:
            raise _understood(error) from error


def _to(service: str) -> dict[str, str]:
    return {"atproto-proxy": service} if service else {}


def _understood(error: Exception) -> LearnlogError:
    from learnlog.accounts.bluesky import name_of, reset_of, said_of, status_of

    status, name, said = status_of(error), name_of(error), said_of(error)
    if not status:
        return LostError(
            "The server answered something that is not what Bluesky answers.", "Try again later."
        )
    if status == 429:
        return LaterError("Bluesky wants no more questions for a while.", _NOTHING_LOST, reset_of(error))
    if status in (404, 501) and name in ("", "MethodNotImplemented", "XRPCNotSupported"):
        return RefusedError("This is not offered here.", "", name, said)
    if status >= 500:
        # A post has a key of its own, so asking again cannot make two of it.
        return LaterError(f"The server has a fault of its own ({status}).", _NOTHING_LOST)
    why = said or name or f"status {status}"
    return RefusedError(f"Bluesky refused: {why.rstrip('.')}.", "", name, said)
