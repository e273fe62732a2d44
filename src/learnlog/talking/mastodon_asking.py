"""Asking my own Mastodon server as me: one question, one answer, every refusal in a sentence."""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from learnlog.accounts.base import AccountError, Keys
from learnlog.accounts.binding import secrets_of
from learnlog.model.account import Account
from learnlog.model.moments import Clock
from learnlog.model.safe import clean_line
from learnlog.reading.sources.base import Client
from learnlog.reading.sources.mastodon.addresses import host_of
from learnlog.reading.sources.mastodon.fields import (
    entities,
    entity,
    line,
    own_id,
    raw,
    understood,
    undressed,
    uri,
)
from learnlog.reading.web.answers import Answer, FetchError, LostError, RefusedError
from learnlog.reading.web.budget import PausedError, clock_time, resting
from learnlog.talking.base import LaterError, NotOfferedError, SendError, UnsureError

LIMIT = 4 * 2**20
NOT_OFFERED = frozenset({404, 405, 501})
_UNKNOWN = b"invalid credentials"  # so Pleroma says 403 to a token that it no longer knows


class Asking:
    """Asks as `account`; the token is read anew for each question, for another learnlog may have changed it."""

    def __init__(self, account: Account, keys: Keys, client: Callable[[], Client], clock: Clock) -> None:
        self._account = account
        self._keys = keys
        self._client = client
        self._clock = clock

    @property
    def host(self) -> str:
        """The server as people name it."""
        return host_of(self._account.server)

    def ask(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str | Sequence[str]] | None = None,
        said: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
        content_type: str = "",
    ) -> Answer:
        """Return what the server answers; `said` goes as JSON.

        Raises:
            AccountError: it no longer lets us in.
            LaterError: it cannot be asked now, or wants to be asked later.
            LostError: the question was given away, and no answer came.
        """
        token = secrets_of(self._keys, self._account).get("token", "")
        if not token:
            raise AccountError(
                f"The token for {clean_line(self._account.handle, 120)} is not where secrets are kept.",
                _AGAIN,
            )
        url = f"{self._account.server}{path}" + (f"?{urlencode(query, doseq=True)}" if query else "")
        if said is not None:
            body, content_type = json.dumps(said).encode(), "application/json"

        async def one() -> Answer:
            async with self._client() as client:
                return await client.request(
                    method,
                    url,
                    headers={"Authorization": f"Bearer {token}", **(headers or {})},
                    body=body,
                    content_type=content_type,
                    typed_host=self._account.typed_host,
                    limit=LIMIT,
                )

        return self._heard(one)

    def _heard(self, one: Callable[[], Any]) -> Answer:
        try:
            answer: Answer = asyncio.run(one())
        except LostError:
            raise
        except PausedError as error:
            raise LaterError(error.message, error.hint, error.until) from error
        except RefusedError as error:
            raise AccountError(error.message, error.hint) from error
        except FetchError as error:
            raise LaterError(error.message, error.hint) from error
        if answer.status == 401 or (answer.status == 403 and _UNKNOWN in answer.body[:1000].lower()):
            raise self.shut_out()
        if answer.status == 429:
            now = self._clock()
            until = resting(answer.status, answer.headers, answer.retry_after, now)
            when = f" until {clock_time(until, now)}" if until else ""
            raise LaterError(f"{self.host} asks us to wait{when}.", until=until)
        return answer

    def quietly(self, method: str, path: str, **more: Any) -> Answer:
        """Ask for what may be asked again: an answer that was lost only means later."""
        try:
            answer = self.ask(method, path, **more)
        except LostError as error:
            raise LaterError(error.message, error.hint) from error
        if answer.status >= 500 and answer.status != 501:
            raise LaterError(f"{self.host} has a fault of its own ({answer.status}).", "Try again later.")
        return answer

    def shut_out(self) -> AccountError:
        """Return the error for a token that the server no longer knows."""
        return AccountError(f"{self.host} no longer lets learnlog in.", _AGAIN)

    def refusal(self, answer: Answer, what: str, hint: str = "") -> SendError:
        """Return the error that says why the server would not; `hint` is what else can be done."""
        if answer.status in NOT_OFFERED:
            return NotOfferedError(f"{self.host} does not offer this: {what} ({answer.status}).", hint)
        why = line(entity(understood(answer.body)), "error", 200)
        return SendError(f"{self.host} refused {what}: {why or f'status {answer.status}'}".rstrip(".") + ".")

    def status_id(self, address: str, url: str = "") -> str:
        """Return my server's id of the post with that uri; it fetches posts from elsewhere when it must.

        Raises:
            SendError: my server does not know the post.
        """
        return self._resolved("statuses", address, url)

    def account_id(self, key: str) -> str:
        """Return my server's id of the person with that key. Raises SendError when it knows none."""
        return self._resolved("accounts", key, "")

    def _resolved(self, kind: str, address: str, url: str) -> str:
        for wanted in dict.fromkeys(one for one in (address, url) if one):
            query = {"q": wanted, "resolve": "true", "type": kind, "limit": "5"}
            answer = self.quietly("GET", "/api/v2/search", query=query)
            said = entity(understood(answer.body)).get(kind) if answer.status == 200 else []
            found = [undressed(one) for one in entities(said)]
            exact = [one for one in found if wanted in (uri(one), raw(one, "url"))]
            if exact and own_id(exact[0]):
                return own_id(exact[0])
        raise SendError(
            f"{self.host} does not know {clean_line(address, 200)}.", "Open it in the browser instead."
        )


def unsure(host: str) -> UnsureError:
    """Return the error for a post of which nobody knows whether it is out."""
    return UnsureError(f"Whether {host} took the post is not known: no clear answer came.")


_AGAIN = "Log in again: `learnlog account add mastodon`."
