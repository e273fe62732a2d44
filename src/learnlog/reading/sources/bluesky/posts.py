"""From a view of a post as the network tells it to a post that can be stored. Pure: bytes were read elsewhere."""

from dataclasses import replace

from learnlog.model.post import NewPost
from learnlog.model.social import Actor, Social
from learnlog.reading.sources.bluesky.embeds import actor_of, embedded
from learnlog.reading.sources.bluesky.loose import Table, count, lines, moment, raw, table, written
from learnlog.reading.sources.bluesky.names import is_post, parts, post_page
from learnlog.reading.sources.bluesky.text import words_of
from learnlog.reading.sources.bluesky.warnings import labels_of, warning_of
from learnlog.reading.sources.drafting import MAX_TAGS
from learnlog.reading.sources.sanitize import Sanitizer


class Posts:
    """Makes posts of views; one for each conversation with a server."""

    def __init__(self) -> None:
        self._sanitizer = Sanitizer()

    def of_feed(self, item: Table, owner: str) -> NewPost | None:
        """Return an item of the feed of `owner`, a boost as one; None when it cannot be theirs or makes no sense."""
        post = self.of_view(table(item, "post"), table(item, "reply"))
        if post is None or post.social is None:
            return None
        reason = table(item, "reason")
        if not raw(reason, "$type").endswith("#reasonRepost"):
            return post if post.social.author.key == owner else None
        boosted = moment(reason, "indexedAt")
        if raw(table(reason, "by"), "did") != owner or boosted is None:
            return None
        own = raw(reason, "uri")
        name = own if parts(own)[0] == owner else f"{owner}/{post.guid}"
        social = replace(post.social, boost_of=post.guid, boosted=boosted)
        return replace(post, guid=f"boost:{name}", published=boosted, social=social)

    def of_view(self, view: Table, around: Table | None = None) -> NewPost | None:
        """Return the post that `view` shows; `around` are the views of what it answers."""
        uri, author, record = raw(view, "uri"), actor_of(table(view, "author")), table(view, "record")
        published = written(record, moment(view, "indexedAt"))
        if author is None or published is None or not is_post(uri) or parts(uri)[0] != author.key:
            return None
        words = words_of(record)
        langs = lines(record, "langs", 35)
        tags = dict.fromkeys([*words.tags, *lines(record, "tags")])
        return NewPost(
            guid=uri,
            url=post_page(uri, author.handle),
            author=author.name or author.handle,
            html=self._sanitizer.clean(words.html),
            text=words.plain,
            published=published,
            tags=tuple(tags)[:MAX_TAGS],
            language=langs[0] if langs else "",
            social=self._social(view, record, author, words.mentions, around or {}),
        )

    def _social(
        self, view: Table, record: Table, author: Actor, mentions: tuple[Actor, ...], around: Table
    ) -> Social:
        labels = labels_of(view, record)
        hanging = embedded(table(view, "embed"))
        parent, root = (raw(table(record, "reply", name), "uri") for name in ("parent", "root"))
        parent = parent if is_post(parent) else ""
        cid = raw(view, "cid") if raw(view, "cid").isalnum() and len(raw(view, "cid")) < 200 else ""
        return Social(
            author=author,
            uri=raw(view, "uri"),
            cid=cid,
            home=cid,
            parent=parent,
            root=(root if is_post(root) else parent) if parent else "",
            answers=_answered(parent, table(around, "parent")) if parent else None,
            quote=hanging.quote,
            warning=warning_of(labels),
            labels=labels,
            media=hanging.media,
            card=hanging.card,
            mentions=mentions,
            replies=count(view, "replyCount"),
            boosts=count(view, "repostCount"),
            likes=count(view, "likeCount"),
        )


def _answered(parent: str, view: Table) -> Actor:
    """Return who is answered: as the view of that post tells, else by the DID in its uri alone."""
    did = parts(parent)[0]
    author = actor_of(table(view, "author"))
    return author if author and author.key == did else Actor(key=did)
