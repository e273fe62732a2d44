"""Asking Bluesky as an account of mine, for what it tells nobody else."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from learnlog.model.account import Account
from learnlog.reading.sources.bluesky.loose import Table, table
from learnlog.reading.sources.inquiry import RefusalError
from learnlog.reading.sources.manners import sentence
from learnlog.reading.sources.people_search import server_name

if TYPE_CHECKING:
    from learnlog.accounts.bluesky import Session


class SignedIn:
    """My account, asked through its own session, which is opened at the first question."""

    def __init__(self, account: Account, open_session: "Callable[[], Session]") -> None:
        self.account = account
        self._make = open_session
        self._session: Session | None = None
        self._opening = asyncio.Lock()

    async def ask(self, method: str, **params: Any) -> Table:
        """Return what my server answers.

        Raises:
            RefusalError: it refused.
            LearnlogError: the session has ended, or the server cannot be reached.
        """
        async with self._opening:  # one refreshes the session, not five
            if self._session is None:
                self._session = await asyncio.to_thread(self._make)
        return await asyncio.to_thread(self._ask, self._session, method, params)

    def _ask(self, session: "Session", method: str, params: dict[str, Any]) -> Table:
        from atproto_client.exceptions import AtProtocolError
        from atproto_client.models.dot_dict import DotDict

        from learnlog.accounts.bluesky import status_of

        try:
            answer = session.ask(lambda client: client.invoke_query(method, params=DotDict(params)))
        except (AtProtocolError, ValueError) as error:
            status = status_of(error)
            raise RefusalError(status, sentence(status, server_name(self.account.server))) from error
        return table(answer.content)
