"""What hangs on a post: pictures, films, link cards and quoted posts, as the network's view tells them."""

from dataclasses import dataclass

from learnlog.model.safe import clean_line, clean_link, clean_text
from learnlog.model.social import Actor, LinkCard, Media, Quoted
from learnlog.reading.sources.bluesky.loose import Table, items, line, moment, raw, table, written
from learnlog.reading.sources.bluesky.names import is_did, is_handle, is_post, parts, post_page, profile_page
from learnlog.reading.sources.bluesky.warnings import labels_of, warning_of

_MOST_MEDIA = 20
_MOST_ALT = 5000
_GONE = {
    "viewNotFound": "The quoted post was deleted.",
    "viewBlocked": "The quoted post is hidden: one of the two has blocked the other.",
    "viewDetached": "The quoted post was taken out by its author.",
}
_CARDS = ("generatorView", "listView", "starterPackViewBasic", "labelerView")


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedded:
    """Everything that hangs on one post."""

    media: tuple[Media, ...] = ()
    card: LinkCard | None = None
    quote: Quoted | None = None


def actor_of(author: Table) -> Actor | None:
    """Return who `author` is, None when it names nobody."""
    did, handle = raw(author, "did"), line(author, "handle", 260)
    if not is_did(did):
        return None
    if not is_handle(handle) or handle.endswith(".invalid"):
        handle = ""
    return Actor(
        key=did, handle=handle, name=line(author, "displayName", 200), url=profile_page(handle or did)
    )


def embedded(embed: Table) -> Embedded:
    """Return what the view of an embed holds; a kind nobody knows is nothing."""
    kind = raw(embed, "$type").removesuffix("#view")
    if kind == "app.bsky.embed.recordWithMedia":
        media = embedded(_but_no_more(table(embed, "media")))
        quote, card = _record(table(embed, "record", "record"))
        return Embedded(media=media.media, card=media.card or card, quote=quote)
    if kind == "app.bsky.embed.record":
        quote, card = _record(table(embed, "record"))
        return Embedded(card=card, quote=quote)
    if kind == "app.bsky.embed.external":
        return Embedded(card=_card(table(embed, "external")))
    if kind == "app.bsky.embed.images":
        return Embedded(media=tuple(_picture(one) for one in items(embed, "images", _MOST_MEDIA)))
    if kind == "app.bsky.embed.video":
        return Embedded(media=(_film(embed),))
    return Embedded()


def _but_no_more(media: Table) -> Table:
    """Return `media` unless it holds quotes again, which only a liar sends."""
    return {} if raw(media, "$type").startswith("app.bsky.embed.record") else media


def _picture(image: Table) -> Media:
    url = clean_link(raw(image, "fullsize")) or clean_link(raw(image, "thumb"))
    return Media(kind="image", url=url, alt=clean_text(raw(image, "alt")[:_MOST_ALT]).strip())


def _film(video: Table) -> Media:
    url = clean_link(raw(video, "playlist")) or clean_link(raw(video, "thumbnail"))
    alt = clean_text(raw(video, "alt")[:_MOST_ALT]).strip()
    return Media(kind="video", url=url, alt=alt, type="application/vnd.apple.mpegurl")


def _card(external: Table) -> LinkCard | None:
    url = clean_link(raw(external, "uri"))
    if not url:
        return None
    return LinkCard(url=url, title=line(external, "title"), text=line(external, "description", 1000))


def _record(record: Table) -> tuple[Quoted | None, LinkCard | None]:
    kind, uri = raw(record, "$type").rpartition("#")[2], raw(record, "uri")
    if kind in _CARDS:
        return None, _thing(record)
    if kind in _GONE and is_post(uri):
        return Quoted(guid=uri, url=post_page(uri), gone=_GONE[kind]), None
    if kind == "viewRecord" and is_post(uri):
        return _quoted(record, uri), None
    return None, None


def _quoted(record: Table, uri: str) -> Quoted | None:
    author = actor_of(table(record, "author"))
    if author is None or author.key != parts(uri)[0]:
        return None
    value = table(record, "value")
    return Quoted(
        guid=uri,
        url=post_page(uri, author.handle),
        author=author,
        text=clean_text(raw(value, "text")[:30_000]).strip(),
        published=written(value, moment(record, "indexedAt")),
        warning=warning_of(labels_of(record, value)),
    )


def _thing(record: Table) -> LinkCard | None:
    """Return a card for what is no post: a feed, a list, a starter pack."""
    did, kind, key = parts(raw(record, "uri"))
    folder = {"app.bsky.feed.generator": "feed", "app.bsky.graph.list": "lists"}.get(kind, "")
    if kind == "app.bsky.graph.starterpack":
        url = f"https://bsky.app/starter-pack/{did}/{key}"
    elif folder:
        url = f"{profile_page(did)}/{folder}/{key}"
    else:
        return None
    name = line(record, "displayName") or line(record, "name") or line(table(record, "record"), "name")
    text = clean_line(raw(record, "description") or raw(table(record, "record"), "description"), 1000)
    return LinkCard(url=url, title=name, text=text)
