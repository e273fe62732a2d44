"""Statuses become posts: what a server says of one, with every lie about types passed over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from learnlog.model.html_text import text_of
from learnlog.model.moments import EPOCH
from learnlog.model.post import NewPost
from learnlog.model.safe import clean_link
from learnlog.model.social import Actor, Audience, Choice, LinkCard, Media, Poll, Quoted, Social
from learnlog.reading.sources.mastodon.fields import (
    Entity,
    count,
    entities,
    entity,
    line,
    link,
    moment,
    own_id,
    raw,
    undressed,
    uri,
)
from learnlog.reading.sources.mastodon.profile import read_actor
from learnlog.reading.sources.sanitize import Sanitizer

BOOST = "boost:"
STATUS_PATH = "/api/v1/statuses/"
_MEDIA = {"image": "image", "gifv": "video", "video": "video", "audio": "audio"}
_AUDIENCES = {
    "": Audience.PUBLIC,
    "public": Audience.PUBLIC,
    "unlisted": Audience.UNLISTED,
    "direct": Audience.DIRECT,
}
_UNQUOTED = {
    "pending": "its author has not agreed to be quoted yet",
    "rejected": "its author did not want to be quoted",
    "revoked": "its author no longer wants to be quoted",
    "deleted": "it was deleted",
    "unauthorized": "it is not for everyone",
    "blocked_account": "it is hidden here",
    "blocked_domain": "it is hidden here",
    "muted_account": "it is hidden here",
}


@dataclass(slots=True, kw_only=True)
class Reader:
    """Understands the statuses of one answer of the server at `base`, whose handles end with `host`.

    ``uris`` are the posts seen so far by the server's id, so that an answer names what it answers, and
    ``people`` who wrote them: the ids of accounts in mentions mean nothing on some servers (snac).
    """

    base: str
    host: str
    now: datetime
    cleaner: Sanitizer = field(default_factory=Sanitizer)
    uris: dict[str, str] = field(default_factory=dict)
    people: dict[str, Entity] = field(default_factory=dict)

    def read_all(self, statuses: Sequence[Entity]) -> list[NewPost]:
        """Return the posts among `statuses`, in their order; what is none is passed over."""
        statuses = [undressed(status) for status in statuses]
        for status in statuses:
            for one in (status, entity(status.get("reblog"))):
                if own_id(one) and uri(one):
                    self.uris[own_id(one)] = uri(one)
                    self.people[own_id(entity(one.get("account")))] = entity(one.get("account"))
        return [post for status in statuses if (post := self.read(status)) is not None]

    def read(self, status: Entity) -> NewPost | None:
        """Return the post that `status` is, None when it lacks what makes one."""
        inner = entity(status.get("reblog"))
        own = inner or status
        name, author = uri(own), self._actor(own.get("account"))
        if not name or author is None:
            return None
        wrapper = (uri(status) or f"{self.base}{STATUS_PATH}{own_id(status)}") if inner else ""
        written = self._past(moment(own, "created_at"))
        boosted = self._past(moment(status, "created_at")) if inner else None
        html = self.cleaner.clean(raw(own, "content"), self.base)
        social = self._social(own, author, boost_of=name if inner else "", boosted=boosted)
        return NewPost(
            guid=f"{BOOST}{wrapper}" if inner else name,
            url=link(own, "url") or clean_link(name),
            author=author.name or author.handle,
            html=html,
            text=text_of(html) or _instead(social),
            published=boosted or written or EPOCH,
            updated=self._past(moment(own, "edited_at")),
            tags=_tags(own),
            language=line(own, "language", 20),
            social=social,
        )

    def _social(self, own: Entity, author: Actor, *, boost_of: str, boosted: datetime | None) -> Social:
        mentions = entities(own.get("mentions"))
        media = tuple(_media(item) for item in entities(own.get("media_attachments"), 20))
        is_sensitive = own.get("sensitive") is True
        return Social(
            author=author,
            uri=uri(own),
            home=own_id(own),
            boost_of=boost_of,
            boosted=boosted,
            parent=self._parent(own),
            answers=self._answered(own, author, mentions),
            quote=self._quote(own),
            warning=line(own, "spoiler_text") or ("Sensitive media" if is_sensitive and media else ""),
            labels=("sensitive",) if is_sensitive else (),
            media=tuple(item for item in media if item.url or item.alt),
            poll=_poll(entity(own.get("poll"))),
            card=_card(entity(own.get("card"))),
            mentions=tuple(actor for item in mentions if (actor := self._actor(item))),
            audience=_audience(own),
            replies=count(own, "replies_count"),
            boosts=count(own, "reblogs_count"),
            likes=count(own, "favourites_count"),
        )

    def _parent(self, own: Entity) -> str:
        parent = own_id(own, "in_reply_to_id")
        if not parent:
            return ""
        return self.uris.get(parent) or f"{self.base}{STATUS_PATH}{quote(parent, safe='')}"

    def _answered(self, own: Entity, author: Actor, mentions: Sequence[Entity]) -> Actor | None:
        whom = own_id(own, "in_reply_to_account_id")
        if not whom:
            return None
        if whom == own_id(entity(own.get("account"))):
            return author
        named = next((item for item in mentions if own_id(item) == whom), self.people.get(whom))
        return self._actor(named or (mentions[0] if len(mentions) == 1 else None))

    def _quote(self, own: Entity) -> Quoted | None:
        said = entity(own.get("quote"))
        if not said:
            return None
        post = entity(said.get("quoted_status")) or (said if uri(said) else {})
        state = raw(said, "state") or "accepted"
        if not uri(post) or state != "accepted":
            known = own_id(said, "quoted_status_id")
            guid = uri(post) or (f"{self.base}{STATUS_PATH}{quote(known, safe='')}" if known else "")
            return Quoted(guid=guid, gone=_UNQUOTED.get(state, "it cannot be shown"))
        return Quoted(
            guid=uri(post),
            url=link(post, "url"),
            author=self._actor(post.get("account")),
            text=text_of(self.cleaner.clean(raw(post, "content"), self.base)),
            published=self._past(moment(post, "created_at")),
            warning=line(post, "spoiler_text"),
        )

    def _actor(self, account: Any) -> Actor | None:
        return read_actor(entity(account), self.base, self.host)

    def _past(self, when: datetime | None) -> datetime | None:
        """Return `when`; what claims to come from the future is from now."""
        latest = self.now + timedelta(hours=1)
        return self.now if when and when > latest else when


def _instead(social: Social) -> str:
    """Return words for a post without any: what its pictures show, what its link or poll says."""
    words = [item.alt for item in social.media]
    words += [choice.words for choice in social.poll.choices] if social.poll else []
    words += [social.card.title] if social.card else []
    return "\n\n".join(word for word in words if word)


def _media(item: Entity) -> Media:
    return Media(
        kind=_MEDIA.get(raw(item, "type"), "file"),
        url=link(item, "url") or link(item, "remote_url"),
        alt=line(item, "description", 5000),
    )


def _poll(poll: Entity) -> Poll | None:
    options = entities(poll.get("options"), 50)
    choices = tuple(
        Choice(words=words, votes=count(item, "votes_count"))
        for item in options
        if (words := line(item, "title"))
    )
    if not choices:
        return None
    voters = count(poll, "voters_count")
    return Poll(
        choices=choices,
        closes=moment(poll, "expires_at"),
        several=poll.get("multiple") is True,
        voters=count(poll, "votes_count") if voters is None else voters,
    )


def _card(card: Entity) -> LinkCard | None:
    url = link(card, "url")
    return LinkCard(url=url, title=line(card, "title"), text=line(card, "description", 1000)) if url else None


def _tags(own: Entity) -> tuple[str, ...]:
    names = (line(item, "name", 100).lstrip("#") for item in entities(own.get("tags")))
    return tuple(dict.fromkeys(name for name in names if name))


def _audience(own: Mapping[str, Any]) -> Audience:
    """Return who may see it; a word nobody knows is taken for the narrower."""
    return _AUDIENCES.get(raw(own, "visibility"), Audience.FOLLOWERS)
