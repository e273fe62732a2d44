"""The SDK's client over our own guarded one. Importing this takes a second, so it is imported in a worker only."""

from typing import Any, cast
from urllib.parse import urlencode

from atproto_client.client.async_raw import AsyncClientRaw
from atproto_client.models.dot_dict import DotDict
from atproto_client.request import AsyncRequest, Response

from learnlog.reading.sources.base import Client
from learnlog.reading.sources.bluesky.loose import Table, table
from learnlog.reading.sources.bluesky.refusing import BlueskyError
from learnlog.reading.web.answered_json import loads

_LIMIT = 4 * 2**20


class GuardedRequest:
    """Sends what the SDK asks through our client: its guard, budgets, limits and time hold for all of it."""

    def __init__(self, http: Client, typed_host: str) -> None:
        self._http = http
        self._typed_host = typed_host

    async def get(self, url: str, params: dict[str, Any] | None = None, **_: Any) -> Response:
        """Ask, and return the JSON that was answered.

        Raises:
            BlueskyError: the server refused, or answered something else.
            FetchError: no answer came.
        """
        address = f"{url}?{urlencode(params or {}, doseq=True)}"
        answer = await self._http.request("GET", address, typed_host=self._typed_host, limit=_LIMIT)
        try:
            content = loads(answer.body or b"null")
        except ValueError:
            content = None
        if answer.status != 200 or not isinstance(content, dict):
            raise BlueskyError(answer.status, content, answer.headers, answer.retry_after)
        return Response(success=True, status_code=200, content=content, headers=dict(answer.headers))


async def ask(base: str, http: Client, typed_host: str, method: str, params: dict[str, Any]) -> Table:
    """Return what the server at `base` answers to `method`, as it says it: one lie must not cost a whole page.

    Raises:
        BlueskyError: the server refused.
        FetchError: no answer came.
    """
    # The SDK's own request would open connections of its own, past the guard.
    client = AsyncClientRaw(base, cast("AsyncRequest", GuardedRequest(http, typed_host)))
    response = await client.invoke_query(method, params=DotDict(params))
    return table(response.content)
