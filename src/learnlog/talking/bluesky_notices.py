"""What Bluesky tells me concerns me."""

from datetime import UTC, datetime

from learnlog.reading.sources.bluesky.embeds import actor_of
from learnlog.reading.sources.bluesky.loose import Table, moment, raw, table
from learnlog.reading.sources.bluesky.names import is_post, parts
from learnlog.reading.sources.bluesky.posts import Posts
from learnlog.talking.base import Notice

_KINDS = {
    "reply": "reply",
    "mention": "mention",
    "quote": "quote",
    "like": "like",
    "repost": "boost",
    "follow": "follow",
    "like-via-repost": "like",
    "repost-via-repost": "boost",
}


def notice_of(told: Table) -> Notice | None:
    """Return what a notification says, None when it is of no kind we know or makes no sense.

    Its id begins with its moment: so ids are in order, also when the notice that was read last is gone.
    """
    kind, uri = _KINDS.get(raw(told, "reason"), ""), raw(told, "uri")
    actor, seen = actor_of(table(told, "author")), moment(told, "indexedAt")
    if not kind or actor is None or seen is None or parts(uri)[0] != actor.key:
        return None
    post = Posts().of_view(told) if is_post(uri) else None
    about = raw(told, "reasonSubject")
    if kind == "reply":
        about = raw(table(told, "record", "reply", "parent"), "uri")
    return Notice(
        id=f"{_to_the_millisecond(told)} {uri}",
        kind=kind,
        actor=actor,
        moment=seen,
        post=post,
        about=about if is_post(about) else "",
    )


def _to_the_millisecond(told: Table) -> str:
    seen = datetime.fromisoformat(raw(told, "indexedAt")[:40])
    return seen.replace(tzinfo=seen.tzinfo or UTC).astimezone(UTC).isoformat(timespec="milliseconds")
