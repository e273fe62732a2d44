"""Where well-known places keep the feed of a profile, a channel or a project, so that their page need not be read.

Pages of these places are large, ask for consent first, or refuse programs; the feeds beside them do not.
"""

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import parse_qs, urlsplit

from learnlog.reading.sources.tags import start_tags

_NAME = r"[\w.-]{1,100}"
_PROJECT = rf"{_NAME}/{_NAME}"
_BRANCH = r"[\w./-]{1,200}"
_CHANNEL = r"UC[\w-]{22}"
_YOUTUBE = "https://www.youtube.com/feeds/videos.xml"
_SUBDOMAIN = r"(?!www\.)([\w-]{1,63})"
_FRONT = re.compile(
    r"www\.|(?:m|music)\.(?=youtube\.com$)|(?:m|old|new|np|sh)\.(?=reddit\.com$)|export\.(?=arxiv\.org$)"
    r"|(?:m|mobile)\.(?=(?:facebook|twitter)\.com$)"
)
"""Names in front of a host that lead to the same."""

_GITHUB_OWN = (
    "about|account|apps|collections|codespaces|contact|copilot|customer-stories|dashboard|education|enterprise"
    "|events|explore|features|issues|join|login|marketplace|mobile|new|newsroom|notifications|orgs|organizations"
    "|pricing|pulls|readme|resources|search|security|settings|signup|site|solutions|sponsors|stars|team|topics"
    "|trending|users"
)
_EXCHANGES = (
    r"((?:[\w-]+\.)?stackexchange\.com|stackoverflow\.com|serverfault\.com|superuser\.com|askubuntu\.com"
    r"|mathoverflow\.net|stackapps\.com|[a-z]{2}\.stackoverflow\.com)"
)
_PLACES: Final[Sequence[tuple[str, ...]]] = (
    (rf"youtube\.com/channel/({_CHANNEL})(?:/\w+)?", _YOUTUBE + "?channel_id={0}"),
    (rf"youtube\.com/user/({_NAME})(?:/\w+)?", _YOUTUBE + "?user={0}"),
    (rf"github\.com/(?!(?:{_GITHUB_OWN})$)({_NAME})", "https://github.com/{0}.atom"),
    (rf"github\.com/orgs/({_NAME})(?:/\w+)?", "https://github.com/{0}.atom"),
    (
        rf"github\.com/(?!(?:{_GITHUB_OWN})/)({_PROJECT})",
        "https://github.com/{0}/releases.atom",
        "https://github.com/{0}/tags.atom",
        "https://github.com/{0}/commits.atom",
    ),
    (rf"github\.com/({_PROJECT})/(tags|commits|wiki|discussions)", "https://github.com/{0}/{1}.atom"),
    (rf"github\.com/({_PROJECT})/releases(?:/.*)?", "https://github.com/{0}/releases.atom"),
    (
        rf"github\.com/({_PROJECT})/(?:commits|tree)/({_BRANCH})",
        "https://github.com/{0}/commits/{1}.atom",
    ),
    (rf"gist\.github\.com/({_NAME})", "https://gist.github.com/{0}.atom"),
    (rf"gitlab\.com/({_BRANCH})/-/(tags|commits/{_BRANCH})", "https://gitlab.com/{0}/-/{1}?format=atom"),
    (rf"gitlab\.com/({_BRANCH})/-/releases", "https://gitlab.com/{0}/-/releases.atom"),
    (rf"gitlab\.com/({_NAME}(?:/{_NAME}){{0,5}})", "https://gitlab.com/{0}.atom"),
    (rf"codeberg\.org/({_NAME})", "https://codeberg.org/{0}.atom"),
    (
        rf"codeberg\.org/({_PROJECT})(?:/releases)?",
        "https://codeberg.org/{0}/releases.atom",
        "https://codeberg.org/{0}.atom",
    ),
    (
        rf"git\.sr\.ht/(~{_NAME}/{_NAME})(?:/(?:refs|log|tree))?",
        "https://git.sr.ht/{0}/refs/rss.xml",
        "https://git.sr.ht/{0}/log/rss.xml",
    ),
    (rf"medium\.com/(@{_NAME})(?:/.*)?", "https://medium.com/feed/{0}"),
    (rf"medium\.com/(tag/{_NAME}|{_NAME}/tagged/{_NAME}|{_NAME})", "https://medium.com/feed/{0}"),
    (rf"{_SUBDOMAIN}\.medium\.com(?:/.*)?", "https://{0}.medium.com/feed"),
    (r"(?!open\.)" + _SUBDOMAIN + r"\.substack\.com(?:/.*)?", "https://{0}.substack.com/feed"),
    (r"substack\.com/@([\w-]{1,63})(?:/.*)?", "https://{0}.substack.com/feed"),
    (r"open\.substack\.com/pub/([\w-]{1,63})(?:/.*)?", "https://{0}.substack.com/feed"),
    (rf"{_SUBDOMAIN}\.tumblr\.com(?:/.*)?", "https://{0}.tumblr.com/rss"),
    (
        r"tumblr\.com/(?:blog/(?:view/)?)?(?!(?:explore|login|register|tagged|search|blog|dashboard)(?:/|$))"
        r"([\w-]{1,63})(?:/.*)?",
        "https://{0}.tumblr.com/rss",
    ),
    (rf"{_SUBDOMAIN}\.wordpress\.com(?:/.*)?", "https://{0}.wordpress.com/feed/"),
    (
        _SUBDOMAIN + r"\.blogspot\.(com?(?:\.\w\w)?|\w\w)(?:/.*)?",
        "https://{0}.blogspot.{1}/feeds/posts/default",
    ),
    (rf"{_SUBDOMAIN}\.hashnode\.dev(?:/.*)?", "https://{0}.hashnode.dev/rss.xml"),
    (rf"{_SUBDOMAIN}\.bearblog\.dev(?:/.*)?", "https://{0}.bearblog.dev/feed/"),
    (rf"{_SUBDOMAIN}\.micro\.blog(?:/.*)?", "https://{0}.micro.blog/feed.xml"),
    (
        rf"{_SUBDOMAIN}\.(livejournal\.com|dreamwidth\.org)(?:/.*)?",
        "https://{0}.{1}/data/rss",
    ),
    (rf"write\.as/({_NAME})", "https://write.as/{0}/feed/"),
    (rf"reddit\.com/(r/{_NAME}(?:/(?:new|hot|top|rising))?)", "https://www.reddit.com/{0}/.rss"),
    (rf"reddit\.com/(r/{_NAME}/comments/\w+)(?:/.*)?", "https://www.reddit.com/{0}/.rss"),
    (rf"reddit\.com/u(?:ser)?/({_NAME}(?:/submitted|/m/\w+)?)", "https://www.reddit.com/user/{0}/.rss"),
    (rf"dev\.to/({_NAME})", "https://dev.to/feed/{0}"),
    (rf"dev\.to/t/({_NAME})", "https://dev.to/feed/tag/{0}"),
    (_EXCHANGES + r"/users/(\d+)(?:/[^/]*)?", "https://{0}/feeds/user/{1}"),
    (_EXCHANGES + r"/questions/(\d+)(?:/.*)?", "https://{0}/feeds/question/{1}"),
    (_EXCHANGES + r"/questions/tagged/([\w.+%-]{1,100})", "https://{0}/feeds/tag/{1}"),
    (rf"lobste\.rs/~({_NAME})", "https://lobste.rs/~{0}/stories.rss"),
    (rf"lobste\.rs/t/({_NAME})", "https://lobste.rs/t/{0}.rss"),
    (r"arxiv\.org/list/([\w.-]{2,30})(?:/\w+)?", "https://rss.arxiv.org/rss/{0}"),
    (rf"arxiv\.org/a/({_NAME})", "https://arxiv.org/a/{0}.atom"),
    (rf"vimeo\.com/(?!\d+$)((?:channels/)?{_NAME})(?:/videos)?", "https://vimeo.com/{0}/videos/rss"),
    (rf"letterboxd\.com/({_NAME})", "https://letterboxd.com/{0}/rss/"),
)
_WITHOUT: Final = {
    **dict.fromkeys(
        ("x.com", "twitter.com", "instagram.com", "facebook.com", "linkedin.com", "tiktok.com"),
        (
            "That network gives no feeds, and shows its posts only to its members.",
            "Perhaps they have a site, a newsletter, or an account on Mastodon or Bluesky.",
        ),
    ),
    **dict.fromkeys(
        ("podcasts.apple.com", "itunes.apple.com", "open.spotify.com"),
        (
            "That directory of podcasts does not say where their feeds are.",
            "Look on the podcast's own site for RSS, and follow that address.",
        ),
    ),
}
_UNTOLD: Final = {
    "youtube.com": (
        "YouTube did not say which channel that is.",
        "On the channel's page, “Share” copies its ID: follow https://www.youtube.com/channel/ID.",
    )
}
_NOT_FEDERATED: Final = re.compile(
    r"(?:youtube|github|gitlab|medium|substack|reddit|vimeo|tumblr|letterboxd|tiktok|instagram|x|twitter|facebook"
    rf"|linkedin)\.com|dev\.to|lobste\.rs|{_EXCHANGES}"
)
_ID_IN_PAGE = re.compile(rf'"(?:externalId|externalChannelId|channelId)":"({_CHANNEL})"')


def feeds_of_place(url: str) -> tuple[str, ...]:
    """Return the addresses where the feed of `url` is kept, likeliest first; none when the place is not known."""
    try:
        parts = urlsplit(url)
    except ValueError:  # brackets that hold no address
        return ()
    path = parts.path.rstrip("/")
    if path.endswith((".atom", ".rss", ".xml")):
        return ()
    place = _place(parts.hostname or "")
    for pattern, *feeds in _PLACES:
        if found := re.fullmatch(pattern, f"{place}{path}"):
            return tuple(feed.format(*found.groups()) for feed in feeds)
    if place == "youtube.com" and path == "/playlist":
        ids = parse_qs(parts.query).get("list", [])
        return tuple(f"{_YOUTUBE}?playlist_id={id}" for id in ids[:1] if re.fullmatch(r"[\w-]{1,64}", id))
    return ()


def feeds_named(page: str, url: str) -> tuple[str, ...]:
    """Return the feeds of the place that the `page` at `url` says it is about: a video's channel, a handle's."""
    named: dict[str, None] = {}
    for name, said in start_tags(page):
        if name == "link" and "canonical" in said.get("rel", "").lower().split():
            named.setdefault(said.get("href", ""))
        elif name == "meta" and said.get("property", "").lower() == "og:url":
            named.setdefault(said.get("content", ""))
        elif name == "meta" and said.get("itemprop") in ("channelId", "identifier"):
            named.setdefault(f"https://youtube.com/channel/{said.get('content', '')}")
    if _place(urlsplit(url).hostname or "") == "youtube.com" and (found := _ID_IN_PAGE.search(page)):
        named.setdefault(f"https://youtube.com/channel/{found[1]}")
    return next((feeds for address in named if (feeds := feeds_of_place(address))), ())


def why_none(url: str) -> tuple[str, str]:
    """Return why a place has no feeds for anybody, and what to do; two empty texts when it may have."""
    return _WITHOUT.get(_host(url), ("", ""))


def why_not_found(url: str) -> tuple[str, str]:
    """Return why no feed was found at a place that has some, and what to do; two empty texts when nobody knows."""
    return _UNTOLD.get(_host(url), ("", ""))


def is_federated(host: str) -> bool:
    """Tell whether `host` may be one of the many that speak ActivityPub: it is none of those known not to."""
    return not _NOT_FEDERATED.fullmatch(_place(host))


def _host(url: str) -> str:
    try:
        return _place(urlsplit(url).hostname or "")
    except ValueError:
        return ""


def _place(host: str) -> str:
    host = "youtube.com" if host == "youtu.be" else host
    front = _FRONT.match(host)
    return host[front.end() :] if front else host
