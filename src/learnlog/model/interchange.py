"""The JSON of learnlog: one place that names the keys, for commands and for the full export.

The names are an interface: keys are added, never renamed or removed. Moments are ISO 8601 with their zone,
and null where none is known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from learnlog.model.moments import EPOCH, to_text

if TYPE_CHECKING:
    from datetime import datetime

    from learnlog.model.attachment import Attachment
    from learnlog.model.entry import Entry
    from learnlog.model.filed import FiledPost
    from learnlog.model.person import Person
    from learnlog.model.post import KeptPost, Post, Voice
    from learnlog.model.social import Social
    from learnlog.model.theme import WorkTheme
    from learnlog.model.view import Rule, View

VERSION = 1


def view_dict(view: View) -> dict[str, Any]:
    """Return a view: a search that is a list of the River."""
    return {"id": view.id, "name": view.name, "search": view.search}


def rule_dict(rule: Rule) -> dict[str, Any]:
    """Return a rule; ``does`` are some of star, read and hide, ``themes`` slugs, ``problem`` why it does nothing."""
    return {
        "id": rule.id,
        "name": rule.name,
        "search": rule.search,
        "does": list(rule.does),
        "themes": list(rule.themes),
        "off": rule.off,
        "problem": rule.problem,
    }


def entry_dict(entry: Entry) -> dict[str, Any]:
    """Return an entry; ``links`` are what its front matter links to, each a relation and a target."""
    return {
        "id": entry.id,
        "title": entry.title,
        "body": entry.body,
        "kind": entry.kind.value,
        "created": _moment(entry.created),
        "modified": _moment(entry.modified),
        "themes": list(entry.themes),
        "tags": list(entry.tags),
        "visibility": entry.visibility.value,
        "path": entry.path,
        "links": [{"relation": link.relation, "target": link.target} for link in entry.links],
        "status": entry.status,
        "sent": [place.front_matter() for place in entry.sent],
        "answered_by": entry.answered_by,
        "prompts": list(entry.prompts),
        "attachments": [attachment_dict(one) for one in entry.attachments],
    }


def attachment_dict(attachment: Attachment) -> dict[str, Any]:
    """Return an attached file; ``file`` is its path in the vault, ``size`` is in bytes."""
    return {
        "name": attachment.name,
        "file": attachment.file,
        "type": attachment.type,
        "size": attachment.size,
        "hash": attachment.hash,
        "alt": attachment.alt,
    }


def post_dict(post: Post, text: str = "", social: Social | None = None) -> dict[str, Any]:
    """Return a post with its plain `text` (the excerpt when none is given); ``person`` is a person's id.

    `social` is what its network told of it: ``thread`` and ``in_reply_to`` are such names as ``uri``. ``voices`` are
    the other posts that tell the same story.
    """
    return {
        "id": post.id,
        "url": post.url,
        "title": post.title,
        "text": text or post.excerpt,
        "published": _moment(post.published),
        "person": post.person,
        "channel": post.channel,
        "read": post.read,
        "starred": post.starred,
        "themes": list(post.themes),
        "author": post.author,
        "uri": post.uri,
        "boost_of": post.uri if post.is_boost else "",
        "by": post.by,
        "in_reply_to": social.parent if social else "",
        "thread": social.root if social else "",
        "warning": post.warning,
        "media": [{"kind": m.kind, "url": m.url, "alt": m.alt} for m in social.media] if social else [],
        "gone": post.gone,
        "edited": _moment(post.edited) if post.edited else "",
        "voices": [voice_dict(voice) for voice in post.others],
        "hidden": post.is_hidden,
        "rules": [{"rule": one.rule, "what": one.what, "theme": one.theme} for one in post.touched],
    }


def voice_dict(voice: Voice) -> dict[str, Any]:
    """Return another post that tells the same story, and why it was joined: address, link, words or boost."""
    return {
        "id": voice.id,
        "person": voice.person,
        "name": voice.name,
        "kind": voice.kind,
        "channel": voice.channel,
        "published": _moment(voice.published),
        "reason": voice.reason,
    }


def person_dict(person: Person) -> dict[str, Any]:
    """Return a person's card; ``channels`` are mappings with at least ``kind`` and ``key``."""
    return {
        "id": person.id,
        "name": person.name,
        "channels": [channel.front_matter() for channel in person.channels],
        "themes": list(person.themes),
        "why": person.why,
        "role": person.role,
        "circles": list(person.circles),
        "aliases": list(person.aliases),
        "status": person.status,
        "created": _moment(person.created),
        "body": person.body,
        "path": person.path,
    }


def theme_dict(theme: WorkTheme) -> dict[str, Any]:
    """Return a work theme; ``id`` and ``slug`` are the same word, ``body`` is the text of its page."""
    return {
        "id": theme.slug,
        "slug": theme.slug,
        "name": theme.name,
        "question": theme.question,
        "aliases": list(theme.aliases),
        "keywords": list(theme.keywords),
        "tags": list(theme.tags),
        "status": theme.status.value,
        "body": theme.body,
        "merged_into": theme.merged_into,
        "created": _moment(theme.created),
        "path": theme.path,
    }


def kept_dict(kept: KeptPost) -> dict[str, Any]:
    """Return a kept post with its text as Markdown; ``post`` is the library's id for it."""
    return {
        "id": kept.id,
        "title": kept.title,
        "url": kept.url,
        "author": kept.author,
        "person": kept.person,
        "published": _moment(kept.published),
        "kept": _moment(kept.kept),
        "why": kept.why,
        "post": kept.post,
        "themes": list(kept.themes),
        "tags": list(kept.tags),
        "body": kept.body,
        "path": kept.path,
        "channel": kept.channel,
        "answers": kept.answers,
    }


def filed_dict(filed: FiledPost) -> dict[str, Any]:
    """Return the themes I gave a post; ``id`` is the post's."""
    return {
        "id": filed.id,
        "title": filed.title,
        "person": filed.person,
        "url": filed.url,
        "published": _moment(filed.published),
        "themes": list(filed.themes),
        "path": filed.path,
    }


def _moment(moment: datetime) -> str | None:
    return None if moment == EPOCH else to_text(moment)
