"""Where well-known places keep the feed of a profile, a channel or a project, so that their page need not be read.

Pages of these places are large, ask for consent first, or refuse programs; the feeds beside them do not.
"""

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import parse_qs, urlsplit

_NAME = r"[\w.-]{1,100}"
_YOUTUBE = "https://www.youtube.com/feeds/videos.xml"


def feeds_of_place(url: str) -> tuple[str, ...]:
    """Return the addresses where the feed of `url` is kept, likeliest first; none when the place is not known."""
    try:
        parts = urlsplit(url)
    except ValueError:  # brackets that hold no address
        return ()
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    path = parts.path.rstrip("/")
    if path.endswith((".atom", ".rss", ".xml")):
        return ()
    for hosts, pattern, feeds in _PLACES:
        if host in hosts and (found := re.fullmatch(pattern, path)):
            return tuple(feed.format(*found.groups()) for feed in feeds)
    if host == "youtube.com" and path == "/playlist":
        ids = parse_qs(parts.query).get("list", [])
        return tuple(f"{_YOUTUBE}?playlist_id={id}" for id in ids[:1] if re.fullmatch(r"[\w-]{1,64}", id))
    return ()


_GITHUB_OWN = (
    "about|apps|collections|enterprise|explore|features|login|marketplace|orgs|pricing|search|settings"
    "|sponsors|topics|trending"
)
_PLACES: Final[Sequence[tuple[frozenset[str], str, Sequence[str]]]] = (
    (frozenset({"youtube.com"}), r"/channel/(UC[\w-]{22})(?:/\w+)?", (_YOUTUBE + "?channel_id={0}",)),
    (frozenset({"youtube.com"}), rf"/user/({_NAME})(?:/\w+)?", (_YOUTUBE + "?user={0}",)),
    (frozenset({"github.com"}), rf"/(?!(?:{_GITHUB_OWN})$)({_NAME})", ("https://github.com/{0}.atom",)),
    (
        frozenset({"github.com"}),
        rf"/(?!(?:{_GITHUB_OWN})/)({_NAME}/{_NAME})",
        ("https://github.com/{0}/releases.atom", "https://github.com/{0}/commits.atom"),
    ),
    (
        frozenset({"github.com"}),
        rf"/({_NAME}/{_NAME})/(releases|tags|commits)",
        ("https://github.com/{0}/{1}.atom",),
    ),
    (frozenset({"gitlab.com"}), rf"/({_NAME})", ("https://gitlab.com/{0}.atom",)),
    (frozenset({"medium.com"}), rf"/(@?{_NAME})", ("https://medium.com/feed/{0}",)),
    (
        frozenset({"reddit.com", "old.reddit.com"}),
        rf"/(r|user|u)/({_NAME})",
        ("https://www.reddit.com/{0}/{1}/.rss",),
    ),
    (frozenset({"dev.to"}), rf"/({_NAME})", ("https://dev.to/feed/{0}",)),
    (
        frozenset({"stackoverflow.com"}),
        r"/users/(\d+)(?:/[^/]*)?",
        ("https://stackoverflow.com/feeds/user/{0}",),
    ),
    (frozenset({"lobste.rs"}), rf"/~({_NAME})", ("https://lobste.rs/~{0}/stories.rss",)),
)
