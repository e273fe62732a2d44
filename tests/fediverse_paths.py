"""What the fake server of `tests.fediverse` answers at each path, after Mastodon's documented entities."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from learnlog.reading.sources.sanitize import plain
from tests.fediverse_entities import (
    instance_entity,
    media_entity,
    moment_text,
    relationship_entity,
)

if TYPE_CHECKING:
    from tests.fediverse import Asked, Fediverse

Entity = dict[str, Any]
OOB = "urn:ietf:wg:oauth:2.0:oob"


@dataclass
class Answer:
    status: int = 200
    said: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    type: str = "application/json"

    @property
    def bytes(self) -> bytes:
        if isinstance(self.said, bytes):
            return self.said
        return self.said.encode() if isinstance(self.said, str) else json.dumps(self.said).encode()


NOT_FOUND = 404
Page = Callable[..., Answer]
_PAGES: list[tuple[str, re.Pattern[str], Page]] = []


def page(method: str, pattern: str) -> Callable[[Page], Page]:
    def keep(function: Page) -> Page:
        _PAGES.append((method, re.compile(pattern), function))
        return function

    return keep


def missing() -> Answer:
    return Answer(NOT_FOUND, {"error": "Record not found"})


def route(server: "Fediverse", asked: "Asked") -> Answer:
    if asked.path in server.feeds:
        return Answer(200, server.rss(server.feeds[asked.path]), type="application/rss+xml")
    if asked.path in server.pages:
        return Answer(
            200, f"<!doctype html><html><head>{server.pages[asked.path]}</head></html>", type="text/html"
        )
    for method, pattern, function in _PAGES:
        found = pattern.fullmatch(asked.path)
        if found and method == asked.method:
            closed = asked.path.startswith("/api/") and asked.path not in ("/api/v1/apps", "/api/v1/instance")
            if closed and server.habits.closed and asked.token not in server.tokens:
                return Answer(401, {"error": "Unauthorized: token not supplied"})
            return function(server, asked, *found.groups())
    return missing()


def me(server: "Fediverse", asked: "Asked", scope: str = "read") -> Entity:
    token = server.tokens.get(asked.token, {})
    return server.accounts[token["name"]] if scope in token.get("scopes", ()) else {}


NO = Answer(401, {"error": "The access token is invalid"})
FORBIDDEN = Answer(403, {"error": "This action is outside the authorized scopes"})


@page("GET", "/.well-known/webfinger")
def webfinger(server: "Fediverse", asked: "Asked") -> Answer:
    name = asked.query.get("resource", "").removeprefix("acct:").partition("@")[0]
    account = server.accounts.get(name)
    if account is None:
        return missing()
    actor = f"{server.base}/{name}" if server.manner == "snac" else f"{server.base}/users/{name}"
    link = {"rel": "self", "type": "application/activity+json", "href": actor}
    shown = {"rel": "http://webfinger.net/rel/profile-page", "type": "text/html", "href": account["url"]}
    said = {
        "subject": f"acct:{name}@{server.host}",
        "aliases": [account["url"], actor],
        "links": [shown, link],
    }
    return Answer(200, said, type="application/jrd+json")


@page("GET", "/api/v1/instance")
def instance(server: "Fediverse", asked: "Asked") -> Answer:
    if server.manner in ("takahe", "snac"):
        return Answer(200, {"uri": server.host, "version": "odd"})
    return Answer(200, instance_entity(server, 5000 if server.manner == "gotosocial" else 500))


@page("GET", "/api/v1/accounts/lookup")
def lookup(server: "Fediverse", asked: "Asked") -> Answer:
    if server.manner == "snac":
        return missing()
    account = server.accounts.get(asked.query.get("acct", "").partition("@")[0])
    return Answer(200, account) if account else missing()


@page("GET", "/api/v2/search")
def search(server: "Fediverse", asked: "Asked") -> Answer:
    if server.manner == "gotosocial" and not me(server, asked):
        return missing()
    q = asked.query.get("q", "")
    if asked.query.get("resolve") == "true" and not me(server, asked):
        return NO
    name = q.lstrip("@").partition("@")[0]
    accounts = [
        one
        for one in server.accounts.values()
        if one["username"] == name
        or q in (one.get("uri"), one["url"])
        or (q.isalpha() and q in one["note"].casefold())
    ]
    statuses = [_dressed(server, one) for one in server.statuses if q in (one["uri"], one["url"])]
    return Answer(200, {"accounts": accounts, "statuses": statuses, "hashtags": []})


@page("GET", "/api/v1/accounts/verify_credentials")
def verify(server: "Fediverse", asked: "Asked") -> Answer:
    account = me(server, asked)
    no = {"error": "Invalid credentials."}
    return Answer(200, account) if account else Answer(server.habits.unknown_token, no)


@page("GET", "/api/v1/accounts/([^/]+)/statuses")
def statuses(server: "Fediverse", asked: "Asked", own: str) -> Answer:
    theirs = [status for status in server.statuses if status["account"]["id"] == own]
    if server.habits.lists_public_only:
        theirs = [status for status in theirs if status["visibility"] in ("public", "unlisted")]
    theirs = [_dressed(server, status) for status in theirs]
    return _paged(server, asked, theirs, f"/api/v1/accounts/{own}/statuses")


def _dressed(server: "Fediverse", status: Entity) -> Entity:
    """Return a status as snac shows it once somebody has boosted it."""
    booster = server.boosters.get(status["id"])
    if not booster or not server.habits.dresses_boosts:
        return status
    own = status["id"].upper() if server.habits.dresses_boosts == "capitals" else status["id"]
    around = {"id": own, "uri": f"{server.base}#{own}", "account": server.accounts[booster], "content": ""}
    return {**status, **around, "reblog": status}


def _paged(server: "Fediverse", asked: "Asked", items: list[Entity], path: str) -> Answer:
    ids = [item["id"] for item in items]
    limit = min(int(asked.query.get("limit", 20)), 40)
    if "max_id" in asked.query:
        items = items[ids.index(asked.query["max_id"]) + 1 :] if asked.query["max_id"] in ids else []
    if "min_id" in asked.query and asked.query["min_id"] in ids:
        items = items[: ids.index(asked.query["min_id"])][-limit:]
    chosen = items[:limit]
    headers = {}
    if server.manner != "takahe" and chosen:
        base = "" if server.habits.links_are_relative else server.base
        older = f"{base}{path}?{urlencode({'limit': limit, 'max_id': chosen[-1]['id']})}"
        newer = f"{base}{path}?{urlencode({'limit': limit, 'min_id': chosen[0]['id']})}"
        headers["Link"] = f'<{older}>; rel="next", <{newer}>; rel="prev"'
    return Answer(200, chosen, headers)


@page("GET", "/api/v1/statuses/([^/]+)")
def one_status(server: "Fediverse", asked: "Asked", own: str) -> Answer:
    status = server.find(own)
    return Answer(200, _dressed(server, status)) if status else missing()


@page("GET", "/api/v1/statuses/([^/]+)/context")
def context(server: "Fediverse", asked: "Asked", own: str) -> Answer:
    status = server.find(own)
    if status is None:
        return missing()
    above: list[Entity] = []
    parent = server.find(status["in_reply_to_id"])
    while parent:
        above.insert(0, parent)
        parent = server.find(parent["in_reply_to_id"])
    below, ids = [], {own}
    for one in reversed(server.statuses):
        if one["in_reply_to_id"] in ids:
            ids.add(one["id"])
            below.append(one)
    return Answer(200, {"ancestors": above, "descendants": below})


@page("GET", "/@([^/]+).rss")
def mastodon_feed(server: "Fediverse", asked: "Asked", name: str) -> Answer:
    return _feed(server, name, "mastodon")


@page("GET", "/@([^/]+)/feed.rss")
def gotosocial_feed(server: "Fediverse", asked: "Asked", name: str) -> Answer:
    return _feed(server, name, "gotosocial")


@page("GET", "/([^/@]+).rss")
def snac_feed(server: "Fediverse", asked: "Asked", name: str) -> Answer:
    return _feed(server, name, "snac")


def _feed(server: "Fediverse", name: str, manner: str) -> Answer:
    if server.manner != manner or name not in server.accounts:
        return missing()
    return Answer(200, server.rss(name), type="application/rss+xml")


@page("POST", "/api/v1/statuses")
def publish(server: "Fediverse", asked: "Asked") -> Answer:
    account, key, form = me(server, asked, "write"), asked.headers.get("idempotency-key", ""), asked.form
    if not account:
        return FORBIDDEN if asked.token in server.tokens else NO
    if key in server.keys and not server.habits.forgets_keys:
        return Answer(200, server.keys[key])
    parent = form.get("in_reply_to_id")
    if parent and server.find(parent) is None:
        return Answer(404, {"error": "The post you are trying to reply to does not appear to exist."})
    if len(form.get("status", "")) > 500 and server.manner != "gotosocial":
        return Answer(422, {"error": "Validation failed: Text character limit of 500 exceeded"})
    words = (
        form["status"]
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace("\n\n", "</p><p>")
        .replace("\n", "<br>")
    )
    status = server.post(
        account["username"],
        words,
        created_at=moment_text(server.clock()),
        in_reply_to_id=parent,
        in_reply_to_account_id=server.find(parent)["account"]["id"] if parent else None,
        sensitive=bool(form.get("sensitive")),
        spoiler_text=form.get("spoiler_text", ""),
        visibility=form.get("visibility", "public"),
        language=form.get("language"),
        media_attachments=[server.media[own] for own in form.get("media_ids", [])],
    )
    server.keys[key] = status
    return Answer(200, status)


@page("DELETE", "/api/v1/statuses/([^/]+)")
def unpublish(server: "Fediverse", asked: "Asked", own: str) -> Answer:
    status = server.find(own)
    if status is None or server.habits.cannot_delete:
        return missing()
    server.delete(status)
    return Answer(200, status | {"text": plain(status["content"])})


@page("POST", "/api/v2/media")
def upload(server: "Fediverse", asked: "Asked") -> Answer:
    words = re.search(rb'name="description"\r\n\r\n(.*?)\r\n', asked.body, re.S)
    own = server.next_id()
    made = media_entity(own, words[1].decode() if words else None, f"{server.base}/media/{own}.png")
    server.media[own] = made
    still = made | {"url": None}
    return Answer(202, still) if server.habits.media_polls else Answer(200, made)


@page("GET", "/api/v1/media/([^/]+)")
def media(server: "Fediverse", asked: "Asked", own: str) -> Answer:
    server.habits.media_polls -= 1
    return Answer(206 if server.habits.media_polls > 0 else 200, server.media[own])


@page("POST", "/api/v1/(statuses|accounts)/([^/]+)/([a-z]+)")
def deed(server: "Fediverse", asked: "Asked", kind: str, own: str, what: str) -> Answer:
    if not me(server, asked, "write"):
        return FORBIDDEN
    if server.manner == "takahe" and "bookmark" in what:
        return Answer(501, {"error": "not implemented"})
    server.deeds.append((what, own))
    if kind == "accounts":
        return Answer(200, relationship_entity(own, following=what == "follow"))
    status = server.find(own)
    if status is None:
        return missing()
    flag = {"favourite": "favourited", "reblog": "reblogged", "bookmark": "bookmarked"}.get(
        what.removeprefix("un")
    )
    if flag:
        is_done = not what.startswith("un")
        if server.habits.refuses_twice and status.get(flag, False) is is_done:
            return Answer(422, {"error": "Validation failed"})
        status[flag] = is_done
    if what == "reblog":
        server.boosters[own] = me(server, asked)["username"]
    if what != "reblog":
        return Answer(200, status)
    again = {"id": server.next_id(), "reblog": status, "account": me(server, asked), "content": ""}
    return Answer(200, {**status, **again})


@page("GET", "/api/v1/notifications")
def notifications(server: "Fediverse", asked: "Asked") -> Answer:
    return _paged(server, asked, server.notices, "/api/v1/notifications") if me(server, asked) else NO


@page("GET", "/api/v1/notifications/([^/]+)")
def one_notification(server: "Fediverse", asked: "Asked", own: str) -> Answer:
    found = next((notice for notice in server.notices if notice["id"] == own), None)
    return Answer(200, found) if found else missing()


@page("GET", "/api/v1/timelines/home")
def home(server: "Fediverse", asked: "Asked") -> Answer:
    if not me(server, asked):
        return NO
    names = {*server.home_of, me(server, asked)["username"]}
    mine = [status for status in server.statuses if status["account"]["username"] in names]
    if server.manner == "takahe":  # pages forward only from the top
        asked.query.pop("min_id", None)
    return _paged(server, asked, mine, "/api/v1/timelines/home")


@page("GET", "/api/v1/markers")
def markers(server: "Fediverse", asked: "Asked") -> Answer:
    return missing() if server.manner == "snac" else Answer(200, server.markers)


@page("POST", "/api/v1/markers")
def mark(server: "Fediverse", asked: "Asked") -> Answer:
    if server.manner == "snac":
        return missing()
    if not me(server, asked, "write"):
        return FORBIDDEN
    for name in ("home", "notifications"):
        if name in asked.form:
            server.markers[name] = {
                "last_read_id": asked.form[name]["last_read_id"],
                "version": server.markers.get(name, {}).get("version", 0) + 1,
                "updated_at": moment_text(server.clock()),
            }
    return Answer(200, server.markers)
