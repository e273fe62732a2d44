"""How long a text is as Mastodon counts, and whether two texts are the same post."""

import re
from collections.abc import Mapping
from typing import Any

from learnlog.model.social import Audience
from learnlog.reading.sources.mastodon.fields import count, entity
from learnlog.talking.base import Limits

USUAL = 500
LINK = 23
VISIBILITY = {
    Audience.PUBLIC: "public",
    Audience.UNLISTED: "unlisted",
    Audience.FOLLOWERS: "private",
    Audience.DIRECT: "direct",
}
_URL = re.compile(r"https?://[^\s<>\"“”]*[^\s<>\"“”.,;:!?)'\]]", re.IGNORECASE)
_MENTION = re.compile(r"(?<![\w/])@([\w.-]*\w)@[\w-]+(?:\.[\w-]+)*(?::\d+)?")
_SPACES = re.compile(r"\s+")


def length_of(text: str) -> int:
    """Return how long `text` is: a link is 23, of a mention only the name counts."""
    text = _URL.sub("x" * LINK, text)
    return len(_MENTION.sub(r"@\1", text))


def alike(text: str) -> str:
    """Return what stays the same of a text when a server makes HTML of it and we make text again."""
    return _SPACES.sub("", _MENTION.sub(r"@\1", text)).casefold()


def limits_in(instance: Mapping[str, Any]) -> Limits:
    """Return what a server says one post may hold; what it does not say is as on most servers."""
    configuration = entity(instance.get("configuration"))
    statuses = entity(configuration.get("statuses"))
    media = entity(configuration.get("media_attachments"))
    length = count(statuses, "max_characters") or count(instance, "max_toot_chars") or USUAL
    pictures = count(statuses, "max_media_attachments")
    if pictures is None:  # where Pleroma says it
        pictures = count(instance, "max_media_attachments")
    return Limits(
        length=length,
        media=4 if pictures is None else pictures,
        media_bytes=count(media, "image_size_limit") or count(instance, "upload_limit") or 8_000_000,
        audiences=tuple(VISIBILITY),
        warnings=True,
    )
