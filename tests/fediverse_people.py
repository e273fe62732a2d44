"""What the fake server of `tests.fediverse` answers to who looks for people."""

from typing import TYPE_CHECKING

from tests.fediverse_paths import NO, Answer, Entity, me, missing, page

if TYPE_CHECKING:
    from tests.fediverse import Asked, Fediverse


@page("GET", "/api/v1/timelines/tag/([^/]+)")
def tagged(server: "Fediverse", asked: "Asked", tag: str) -> Answer:
    if server.manner in ("snac", "takahe"):
        return missing()
    found = [one for one in server.statuses if tag in [item["name"].casefold() for item in one["tags"]]]
    if asked.query.get("local") == "true":
        found = [one for one in found if "@" not in one["account"]["acct"]]
    return Answer(200, found[: int(asked.query.get("limit", 20))])


@page("GET", "/api/v1/directory")
def directory(server: "Fediverse", asked: "Asked") -> Answer:
    if server.manner != "mastodon":
        return missing()
    return Answer(200, [one for one in server.accounts.values() if "@" not in one["acct"]])


@page("GET", "/api/v2/suggestions")
def suggestions(server: "Fediverse", asked: "Asked") -> Answer:
    if not me(server, asked):
        return NO
    return Answer(200, [{"source": "past_interactions", "account": one} for one in server.suggested])


@page("GET", "/api/v1/accounts/familiar_followers")
def familiar(server: "Fediverse", asked: "Asked") -> Answer:
    if not me(server, asked):
        return NO
    found = [
        {"id": account["id"], "accounts": server.familiar.get(account["username"], [])}
        for account in server.accounts.values()
    ]
    return Answer(200, found)


@page("GET", "/api/v1/accounts/([^/]+)/featured_tags")
def featured(server: "Fediverse", asked: "Asked", own: str) -> Answer:
    account = next((one for one in server.accounts.values() if one["id"] == own), {})
    return Answer(200, [{"name": tag} for tag in account.get("featured", ())])


@page("GET", "/api/v1/accounts/([^/]+)/collections")
def collections(server: "Fediverse", asked: "Asked", own: str) -> Answer:
    if not server.collections:
        return missing()
    return Answer(200, {"collections": [one for one in server.collections if one["account_id"] == own]})


@page("GET", "/api/v1/collections/([^/]+)")
def collection(server: "Fediverse", asked: "Asked", own: str) -> Answer:
    said: Entity = next(one for one in server.collections if one["id"] == own)
    ids = {said["account_id"], *(item["account_id"] for item in said["items"])}
    accounts = [one for one in server.accounts.values() if one["id"] in ids]
    return Answer(200, {"collection": said, "accounts": accounts})
