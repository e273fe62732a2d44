"""A server that speaks Mastodon's API on a loopback address, in the manners of four kinds of servers.

``mastodon`` is open to all; ``gotosocial`` has ULIDs, shows nothing without a login and has a feed;
``snac`` has hexadecimal ids, no lookup, no markers, another feed; ``takahe`` has few of the fields and no polls.
Everything that is posted is stored; `habits` switches what real servers do on bad days.
"""

import html
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import md5
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, quote, urlsplit

import tests.fediverse_login
import tests.fediverse_people  # noqa: F401 - and so are these
from tests.fediverse_entities import account_entity, dialect, mention_entity, moment_text, status_entity
from tests.fediverse_paths import Answer, route

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
Entity = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """One request as it came in."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    form: Entity
    body: bytes

    @property
    def token(self) -> str:
        return self.headers.get("authorization", "").removeprefix("Bearer ")


@dataclass
class Habits:
    """What goes wrong: each can be switched while the server runs."""

    left: int | None = None  # requests until the limit is reached
    reset: datetime | None = None
    breaks_after_accepting: bool = False
    forgets_keys: bool = False
    closed: bool = False
    missing: set[str] = field(default_factory=set)  # paths that are not offered (404)
    refuses: dict[str, int] = field(default_factory=dict)  # path -> status
    says: dict[str, Any] = field(default_factory=dict)  # path -> what it says there instead
    redirects_to: str = ""
    answers_with: bytes | None = None  # for everything under /api
    media_polls: int = 0
    dresses_boosts: str = (
        ""  # shows what was boosted as a boost by whoever did last: "same" id, or in "capitals"
    )
    cannot_delete: bool = False
    links_are_relative: bool = False
    lists_public_only: bool = False  # with an account; its owner sees the rest at home
    unknown_token: int = 401  # what a token that is no longer known is answered when asked whose it is
    refuses_twice: bool = False  # what is done already (422)
    before: Callable[[Asked], None] | None = None


class Fediverse:
    """``with Fediverse("snac") as server: server.add("ana"); server.post("ana", "Hello")``."""

    def __init__(self, manner: str = "mastodon", address: str = "127.0.0.1") -> None:
        self.manner = manner
        self.habits = Habits(closed=manner == "gotosocial")
        self.log: list[Asked] = []
        self.accounts: dict[str, Entity] = {}
        self.statuses: list[Entity] = []  # newest first
        self.keys: dict[str, Entity] = {}
        self.apps: dict[str, Entity] = {}
        self.codes: dict[str, Entity] = {}
        self.tokens: dict[str, Entity] = {}
        self.media: dict[str, Entity] = {}
        self.notices: list[Entity] = []  # newest first
        self.markers: Entity = {}
        self.home_of: set[str] = set()  # whose posts stand in the home timeline
        self.suggested: list[Entity] = []  # accounts, to whoever is logged in
        self.familiar: dict[str, list[Entity]] = {}  # who of mine follows the account of that name
        self.collections: list[Entity] = []
        self.feeds: dict[str, str] = {}  # whose feed is at other places than usual
        self.pages: dict[str, str] = {}  # HTML by its path
        self.boosters: dict[str, str] = {}  # who boosted a post last, by its id
        self.deeds: list[tuple[str, str]] = []
        self.login = "ana"  # who sits before the browser
        self.clock: Callable[[], datetime] = lambda: datetime.now(UTC)
        self._number = 0
        self.lock = threading.RLock()
        self._server = _Listener((address, 0), _Handler)
        self._server.owner = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def host(self) -> str:
        address, port = self._server.server_address[:2]
        return f"{address!s}:{port}"

    @property
    def base(self) -> str:
        return f"http://{self.host}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def next_id(self) -> str:
        """Return an id as this kind of server has them; only Mastodon's grow."""
        self._number += 1
        if self.manner == "gotosocial":
            return f"01H{md5(str(self._number).encode()).hexdigest().upper()[:23]}"
        if self.manner == "snac":
            return md5(str(self._number).encode()).hexdigest()
        return str(self._number) if self.manner == "takahe" else str(113_500_000_000_000_000 + self._number)

    def add(self, name: str, **more: Any) -> Entity:
        """Add an account."""
        page = f"{self.base}/{name}" if self.manner == "snac" else f"{self.base}/@{name}"
        actor = page if self.manner == "snac" else f"{self.base}/users/{name}"
        account = dialect(self.manner, "Account", account_entity(self.next_id(), name, actor, page))
        self.accounts[name] = account | more
        return self.accounts[name]

    def post(self, name: str, words: str = "Hello", **more: Any) -> Entity:
        """Publish a post, a minute after the one before."""
        with self.lock:
            own = self.next_id()
            account = self.accounts[name]
            uri = f"{self.base}/users/{name}/statuses/{own}"
            if self.manner == "snac":
                uri = f"{account['url']}/p/17000.{self._number}"
            written = START + timedelta(minutes=len(self.statuses))
            status = dialect(self.manner, "Status", status_entity(own, uri, account, written, words))
            status |= more
            self.statuses.insert(0, status)
            return status

    def boost(self, name: str, status: Entity) -> Entity:
        return self.post(name, "", reblog=status, content="")

    def delete(self, status: Entity) -> None:
        self.statuses.remove(status)

    def answer(self, name: str, status: Entity, words: str, **more: Any) -> Entity:
        whom = status["account"]
        more = {"mentions": [mention_entity(whom)]} | more
        return self.post(name, words, in_reply_to_id=status["id"], in_reply_to_account_id=whom["id"], **more)

    def notice(self, kind: str, name: str, status: Entity | None = None) -> Entity:
        own, heard = self.next_id(), START + timedelta(minutes=len(self.notices))
        found = {"id": own, "type": kind, "group_key": f"ungrouped-{own}", "created_at": moment_text(heard)}
        found |= {"account": self.accounts[name]} | ({"status": status} if status else {})
        self.notices.insert(0, found)
        return found

    def find(self, own: str) -> Entity | None:
        return next((status for status in self.statuses if status["id"] == own), None)

    def grant(self, name: str, scopes: str = "read write") -> str:
        """Return a token, as if `name` had logged in."""
        token = f"token-{len(self.tokens)}-very-secret"
        self.tokens[token] = {"name": name, "scopes": scopes.split()}
        return token

    def rss(self, name: str) -> str:
        items = "".join(
            f"<item><guid>{s['uri']}</guid><link>{s['url']}</link><description>{html.escape(s['content'])}</description></item>"
            for s in self.statuses
            if s["account"]["username"] == name
        )
        head = f"<title>{name.title()}</title><link>{self.accounts[name]['url']}</link>"
        return f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{items}</channel></rss>'

    def asked(self, path: str) -> list[Asked]:
        return [one for one in self.log if one.path == path]

    def reply(self, asked: Asked) -> Answer | None:
        """Return what is answered; None breaks the connection."""
        self.log.append(asked)
        habits = self.habits
        if habits.before:
            habits.before(asked)
        if asked.path in habits.refuses:
            return Answer(habits.refuses[asked.path], habits.says.get(asked.path, {"error": "no"}))
        if asked.path in habits.says:
            said = habits.says[asked.path]
            return Answer(200, said, type="text/html" if isinstance(said, str) else "application/json")
        if asked.path in habits.missing:
            return Answer(404, {"error": "Not found"})
        is_api = asked.path.startswith("/api/")
        if is_api and habits.redirects_to:
            return Answer(302, {}, {"Location": habits.redirects_to + quote(asked.path)})
        if is_api and habits.answers_with is not None:
            return Answer(200, habits.answers_with)
        if is_api and habits.left is not None:
            reset = (habits.reset or self.clock() + timedelta(minutes=5)).isoformat()
            if habits.left == 0:
                return Answer(
                    429, {"error": "Throttled"}, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": reset}
                )
            habits.left -= 1
        with self.lock:
            found = route(self, asked)
        if is_api and habits.left is not None:
            found.headers |= {"X-RateLimit-Remaining": str(habits.left), "X-RateLimit-Reset": reset}
        is_post = asked.method == "POST" and asked.path == "/api/v1/statuses"
        return None if habits.breaks_after_accepting and is_post else found


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    owner: Fediverse

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that leaves early is no error here."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Listener

    def do_GET(self) -> None:  # the standard library asks for this name
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        parts = urlsplit(self.path)
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        form: Entity = {}
        if "json" in headers.get("content-type", ""):
            form = json.loads(body)
        elif "urlencoded" in headers.get("content-type", ""):
            form = {name: values[-1] for name, values in parse_qs(body.decode()).items()}
        try:
            self._send(self.server.owner.reply(Asked(self.command, parts.path, query, headers, form, body)))
        except OSError:
            self.close_connection = True

    do_POST = do_PUT = do_DELETE = do_GET  # noqa: N815  # likewise

    def _send(self, answer: Answer | None) -> None:
        if answer is None:
            self.close_connection = True
            return
        etag = f'W/"{md5(answer.bytes).hexdigest()}"'
        same = answer.status == 200 and self.headers.get("If-None-Match") == etag
        date = self.server.owner.clock().astimezone(UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
        self.send_response_only(304 if same else answer.status)
        sent = {"Date": date, "Content-Type": answer.type, "ETag": etag} | answer.headers
        for name, value in (sent | {"Content-Length": "0" if same else str(len(answer.bytes))}).items():
            self.send_header(name, value)
        self.end_headers()
        if not same:
            self.wfile.write(answer.bytes)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is printed: tests look at the log."""
