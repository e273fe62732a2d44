"""What a post becomes in the library: its row, what makes an edit, and where it stands in a thread."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from learnlog.library.connection import Database
from learnlog.library.packing import EXCERPT
from learnlog.library.schema import ANSWER, BOOST
from learnlog.model.ids import post_id
from learnlog.model.moments import EPOCH
from learnlog.model.post import NewPost
from learnlog.model.safe import clean_line, clean_link, clean_text

if TYPE_CHECKING:
    from learnlog.model.social import Actor, Social

_LONGEST = 2_000_000
_EARLIEST, _LATEST = -62_135_596_800, 253_402_214_400  # what a datetime can hold, in epoch seconds

UNTOLD = -1
"""What stands for the number of words of a post whose words were not read out of its HTML yet."""

_as_json = json.JSONEncoder(ensure_ascii=False).encode

_FEED = {
    "uri": "",
    "boost_of": "",
    "parent": "",
    "root": "",
    "by": "",
    "warning": "",
    "has_media": 0,
    "aside": 0,
    "social": "",
}
"""What a post has of all this when no social network brought it."""

_OF_WHOM = """
    SELECT channel_id = ? AS own, aside FROM post
    WHERE uri = ? AND uri <> '' AND boost_of = '' ORDER BY own DESC LIMIT 1
"""


def seconds(moment: datetime | None) -> int | None:
    """Return `moment` as the library counts it."""
    return None if moment is None else min(max(int(moment.timestamp()), _EARLIEST), _LATEST)


def rows_of_posts(
    key: str, posts: Sequence[NewPost], arrived: int
) -> "list[tuple[dict[str, Any], Social | None]]":
    """Return the posts as rows, oldest first, so that rows rise with time; of doubles the first counts.

    Sources bring the newest first: of posts of one second the later one is the newer.
    """
    rows: dict[str, tuple[dict[str, Any], Social | None]] = {}
    for post in posts:
        id = post_id(key, post.guid)
        if id not in rows:
            social = _cleaned(post.social)
            rows[id] = ({**_row(post, social, arrived), "id": id, "raw_guid": post.guid}, social)
    oldest_first = list(reversed(rows.values()))
    oldest_first.sort(key=lambda row: row[0]["published"])
    return oldest_first


def place_in_thread(db: Database, channel_id: int, social: "Social") -> dict[str, Any]:
    """Return ``root`` and ``aside``; what the network did not say of the thread, the library may know."""
    root = social.root
    if social.parent and not root:
        known = db.one("SELECT root, uri FROM post WHERE uri = ? AND uri <> '' LIMIT 1", (social.parent,))
        root = (known["root"] or known["uri"]) if known else social.parent
    if social.is_boost:
        return {"root": root, "aside": BOOST}
    talks_to_self = not social.parent or _is_own_thread(db, channel_id, social, root)
    return {"root": root, "aside": 0 if talks_to_self else ANSWER}


def _is_own_thread(db: Database, channel_id: int, social: "Social", root: str) -> bool:
    """Tell whether an answer goes on with what its author began themselves."""
    author, answered = social.author.key, social.answers
    if answered and answered.key and answered.key != author:
        return False
    if root.startswith("at://"):
        return root.startswith(f"at://{author}/")
    if author and root.startswith(f"{author.rstrip('/')}/"):
        return True
    for uri in (social.parent, root):  # an answer to an answer to others is part of that talk
        known = db.one(_OF_WHOM, (channel_id, uri))
        if known:
            return bool(known["own"]) and known["aside"] & 3 == 0
    return bool(answered and answered.key)


def _cleaned(social: "Social | None") -> "Social | None":
    if social is None:
        return None
    from learnlog.library.social_rows import clean

    return clean(social)


def _row(post: NewPost, social: "Social | None", arrived: int) -> dict[str, Any]:
    dated = seconds(post.published) or 0
    tags = [clean_line(tag, 100) for tag in post.tags[:50]]
    text = None if post.text is None else clean_text(post.text[:_LONGEST]).strip()
    author = clean_line(post.author, 200)
    html = clean_text(post.html if len(post.html) <= _LONGEST else post.html[:_LONGEST])
    values: dict[str, Any] = {
        **_FEED,
        "updated": seconds(post.updated),
        "words": UNTOLD if text is None else len(text.split()),
        "guid": clean_line(post.guid),
        "url": clean_link(post.url),
        "title": clean_line(post.title, 500),
        "author": author,
        "excerpt": "",  # told from the text
        "language": clean_line(post.language, 40),
        "tags": _as_json([tag for tag in tags if tag]),
        "extra": " · ".join((author, *tags)),
        "text": text or "",
        "is_told": text is not None,
        "html": html,
        "html_utf8": html.encode(),
    }
    if social:
        from learnlog.library.social_rows import content

        _add_social(values, social)
        # the address holds a handle and the author a name: both change while the post does not
        said = "html" if text is None else "text"
        values["hash"] = _digest(values, ("title", "tags", said), content(social))
    elif text is None:
        values["hash"] = _digest(values, ("url", "title", "author", "tags"), "", last=values["html_utf8"])
    else:
        values["hash"] = _digest(values, _WITH_TEXT)
    # without a date it arrived now; a date to come must not hold the top of the river
    published = min(dated, arrived) if dated > EPOCH.timestamp() else arrived
    return {**values, "dated": dated, "published": published, "arrived": arrived}


_WITH_TEXT = ("url", "title", "author", "tags", "text", "html")


def told(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the row `values` with its words read out of its HTML, if they were not yet."""
    if values["is_told"]:
        return dict(values)
    from learnlog.model.html_text import text_of

    text = text_of(values["html"])
    return {**values, "text": text, "is_told": True, "words": len(text.split())}


def is_same(values: Mapping[str, Any], hash: str) -> bool:
    """Tell whether `hash` is what was noted of the post `values`: words to be read out of its HTML once counted too."""
    return values["hash"] == hash or (not values["is_told"] and _digest(told(values), _WITH_TEXT) == hash)


def _digest(values: Mapping[str, Any], names: Iterable[str], *more: str, last: bytes = b"") -> str:
    import hashlib

    said = "\0".join((*(values[name] for name in names), *more))
    return hashlib.blake2b(said.encode() + last, digest_size=16).hexdigest()


def _add_social(values: dict[str, Any], social: "Social") -> None:
    from learnlog.library.social_rows import found_by, gist, to_json

    values |= {
        "uri": social.uri or social.boost_of,
        "boost_of": social.boost_of,
        "parent": social.parent,
        "by": _called(social.author) if social.is_boost else "",
        "warning": social.warning,
        "has_media": int(bool(social.media)),
        "social": to_json(social),
        "excerpt": "" if _has_words(values) else clean_line(gist(social), EXCERPT),
        "extra": " · ".join((values["extra"], *found_by(social))),
    }


def _has_words(values: Mapping[str, Any]) -> bool:
    """Tell whether a post says something itself, also where that is still to be read out of its HTML."""
    from learnlog.model.html_text import text_of

    return bool(values["text"]) or (not values["is_told"] and bool(text_of(values["html"]).strip()))


def _called(author: "Actor") -> str:
    return author.handle or author.name or author.key
