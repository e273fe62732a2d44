"""What a social network knows of a post, as JSON in the library: cleaned and cut on the way in and out."""

import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any, TypeVar

from learnlog.model.moments import is_sayable
from learnlog.model.safe import clean_line, clean_link, clean_text
from learnlog.model.social import Actor, Audience, Choice, LinkCard, Media, Poll, Quoted, Social

_MANY = 50
"""So many pictures, people or choices of one post are kept; no network allows more."""

_MOST = 2**53
_QUOTED, _ALT = 10_000, 5000
_KINDS = ("image", "video", "audio", "file")

_NAMES = {
    kind: tuple(field.name for field in fields(kind))
    for kind in (Social, Actor, Media, Quoted, Choice, Poll, LinkCard)
}

_Json = Mapping[str, Any]
_Part = TypeVar("_Part")


def to_json(social: Social) -> str:
    """Return `social`, which is `clean`, as JSON; what is empty is left out."""
    return json.dumps(_plain(social), ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Social | None:
    """Read what `to_json` wrote, also by a later version; None when it is nothing of the kind."""
    try:
        data = json.loads(text) if text else None
    except (ValueError, RecursionError):
        return None
    return _social(data) if isinstance(data, dict) else None


def clean(social: Social) -> Social:
    """Return `social` with every text safe to show, and of a size that no honest post exceeds."""
    return _social(_plain(social))


def content(social: Social) -> str:
    """Return what makes an edit when it differs: not counts, not names that change without the post."""
    kept: dict[str, Any] = {
        "uri": social.uri,
        "boost_of": social.boost_of,
        "parent": social.parent,
        "warning": social.warning,
        "labels": social.labels,
        "media": _plain(social.media),
    }
    quote, poll, card = social.quote, social.poll, social.card
    kept["quote"] = [quote.guid, quote.text, quote.warning, quote.gone] if quote else None
    kept["poll"] = [choice.words for choice in poll.choices] if poll else None
    kept["card"] = [card.url, card.title] if card else None
    return json.dumps(kept, ensure_ascii=False, sort_keys=True)


def without_words(social: Social) -> Social:
    """Return only where the post stood: who wrote it, and its place in a thread."""
    return Social(
        author=social.author,
        uri=social.uri,
        boost_of=social.boost_of,
        parent=social.parent,
        root=social.root,
        answers=social.answers,
    )


def found_by(social: Social) -> list[str]:
    """Return what else than its text finds a post: whom it passes on, descriptions, quote, card, choices."""
    words = [social.author.name, social.author.handle] if social.is_boost else []
    words += [social.warning, *(media.alt for media in social.media)]
    words += [social.quote.text] if social.quote else []
    words += [social.card.title] if social.card else []
    words += [choice.words for choice in social.poll.choices] if social.poll else []
    return [line for text in words if (line := clean_line(text, 1000))]


def gist(social: Social) -> str:
    """Return what stands for a post without words in a list: a description, the card, the quote."""
    alt = next((media.alt for media in social.media if media.alt), "")
    card = social.card.title if social.card else ""
    return alt or card or (social.quote.text if social.quote else "")


def _plain(value: Any) -> Any:
    names = _NAMES.get(type(value))
    if names:
        named = ((name, getattr(value, name)) for name in names)
        return {name: _plain(part) for name, part in named if part is not None and part != "" and part != ()}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return value.isoformat() if isinstance(value, datetime) else value


def _social(data: _Json) -> Social:
    return Social(
        author=_actor(data.get("author")) or Actor(key=""),
        uri=_line(data, "uri"),
        cid=_line(data, "cid", 200),
        home=_line(data, "home"),
        boost_of=_line(data, "boost_of"),
        boosted=_moment(data, "boosted"),
        parent=_line(data, "parent"),
        root=_line(data, "root"),
        answers=_actor(data.get("answers")),
        quote=_quoted(data.get("quote")),
        warning=_line(data, "warning", 500),
        labels=_many(
            data, "labels", lambda label: clean_line(label, 100) if isinstance(label, str) else None
        ),
        media=_many(data, "media", _media),
        poll=_poll(data.get("poll")),
        card=_card(data.get("card")),
        mentions=_many(data, "mentions", _actor),
        audience=_audience(data.get("audience")),
        replies=_count(data, "replies"),
        boosts=_count(data, "boosts"),
        likes=_count(data, "likes"),
    )


def _actor(data: object) -> Actor | None:
    if not isinstance(data, dict):
        return None
    actor = Actor(
        key=_line(data, "key"),
        handle=_line(data, "handle", 300),
        name=_line(data, "name", 200),
        url=_link(data, "url"),
    )
    return actor if actor != Actor(key="") else None


def _quoted(data: object) -> Quoted | None:
    if not isinstance(data, dict):
        return None
    quoted = Quoted(
        guid=_line(data, "guid"),
        url=_link(data, "url"),
        author=_actor(data.get("author")),
        text=_text(data, "text", _QUOTED),
        published=_moment(data, "published"),
        warning=_line(data, "warning", 500),
        gone=_line(data, "gone", 200),
    )
    return quoted if quoted != Quoted(guid="") else None


def _media(data: object) -> Media | None:
    if not isinstance(data, dict):
        return None
    kind = data.get("kind")
    return Media(
        kind=kind if kind in _KINDS else "file",
        url=_link(data, "url"),
        alt=_text(data, "alt", _ALT),
        type=_line(data, "type", 100),
    )


def _poll(data: object) -> Poll | None:
    if not isinstance(data, dict) or not (choices := _many(data, "choices", _choice)):
        return None
    return Poll(
        choices=choices,
        closes=_moment(data, "closes"),
        several=data.get("several") is True,
        voters=_count(data, "voters"),
    )


def _choice(data: object) -> Choice | None:
    return (
        Choice(words=_line(data, "words", 500), votes=_count(data, "votes"))
        if isinstance(data, dict)
        else None
    )


def _card(data: object) -> LinkCard | None:
    if not isinstance(data, dict) or not (url := _link(data, "url")):
        return None
    return LinkCard(url=url, title=_line(data, "title", 300), text=_text(data, "text", 1000))


def _audience(value: object) -> Audience:
    # a word of a later version: better too narrow than shown as public
    known = [audience for audience in Audience if audience.value == value]
    return known[0] if known else Audience.PUBLIC if value is None else Audience.FOLLOWERS


def _many(data: _Json, name: str, make: Callable[[object], _Part | None]) -> tuple[_Part, ...]:
    items = data.get(name)
    made = [make(item) for item in items[:_MANY]] if isinstance(items, list) else []
    return tuple(part for part in made if part)


def _line(data: _Json, name: str, limit: int = 2000) -> str:
    value = data.get(name)
    return clean_line(value, limit) if isinstance(value, str) else ""


def _text(data: _Json, name: str, limit: int) -> str:
    value = data.get(name)
    return clean_text(value[: limit * 4]).strip()[:limit].rstrip() if isinstance(value, str) else ""


def _link(data: _Json, name: str) -> str:
    value = data.get(name)
    return clean_link(value) if isinstance(value, str) else ""


def _count(data: _Json, name: str) -> int | None:
    value = data.get(name)
    return min(max(value, 0), _MOST) if type(value) is int else None


def _moment(data: _Json, name: str) -> datetime | None:
    value = data.get(name)
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
        return moment.astimezone(UTC) if moment and moment.tzinfo and is_sayable(moment) else None
    except (ValueError, OverflowError):
        return None
