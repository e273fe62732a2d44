"""The entities that the fake server of `tests.fediverse` tells, field by field as Mastodon documents them.

`dialect` takes away what other servers do not have. `tests/reading/sources/test_fediverse.py` holds the answers against
`DOCUMENTED`: the fields of each entity with their types, ``?`` where the documentation allows null, ``~`` where the
field may be missing.
"""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.fediverse import Fediverse

Entity = dict[str, Any]
LACKING = {
    ("takahe", "Account"): ("uri", "emojis", "noindex"),
    ("takahe", "Status"): ("poll", "card", "language", "edited_at", "quote", "application"),
    ("snac", "Status"): ("quote", "application"),
    ("gotosocial", "Status"): ("quote",),
}
DOCUMENTED: dict[str, dict[str, str]] = {
    "Account": {
        "id": "text", "username": "text", "acct": "text", "url": "address", "uri": "~address", "display_name": "text",
        "note": "text", "avatar": "address", "avatar_static": "address", "header": "address",
        "header_static": "address", "locked": "bool", "fields": "[Field]", "emojis": "[CustomEmoji]", "bot": "bool",
        "group": "bool", "discoverable": "?bool", "noindex": "~?bool", "moved": "~?Account", "suspended": "~bool",
        "limited": "~bool", "created_at": "moment", "last_status_at": "?day", "statuses_count": "number",
        "followers_count": "number", "following_count": "number",
    },
    "Field": {"name": "text", "value": "text", "verified_at": "?moment"},
    "CustomEmoji": {"shortcode": "text", "url": "address", "static_url": "address", "visible_in_picker": "bool"},
    "Status": {
        "id": "text", "uri": "text", "created_at": "moment", "account": "Account", "content": "text",
        "visibility": "text", "sensitive": "bool", "spoiler_text": "text", "media_attachments": "[MediaAttachment]",
        "application": "~?hash", "mentions": "[Mention]", "tags": "[Tag]", "emojis": "[CustomEmoji]",
        "reblogs_count": "number", "favourites_count": "number", "replies_count": "number", "url": "?address",
        "in_reply_to_id": "?text", "in_reply_to_account_id": "?text", "reblog": "?Status", "poll": "?Poll",
        "card": "?PreviewCard", "language": "?text", "text": "~?text", "edited_at": "?moment", "quote": "?Quote",
        "favourited": "~bool", "reblogged": "~bool", "muted": "~bool", "bookmarked": "~bool", "pinned": "~bool",
    },
    "Mention": {"id": "text", "username": "text", "url": "address", "acct": "text"},
    "Tag": {"name": "text", "url": "address"},
    "Poll": {
        "id": "text", "expires_at": "?moment", "expired": "bool", "multiple": "bool", "votes_count": "number",
        "voters_count": "?number", "options": "[Option]", "emojis": "[CustomEmoji]",
    },
    "Option": {"title": "text", "votes_count": "?number"},
    "PreviewCard": {"url": "address", "title": "text", "description": "text", "type": "text"},
    "Quote": {"state": "text", "quoted_status": "~?Status", "quoted_status_id": "~?text"},
    "MediaAttachment": {
        "id": "text", "type": "text", "url": "?address", "preview_url": "?address", "remote_url": "?address",
        "meta": "?hash", "description": "?text", "blurhash": "?text",
    },
    "Context": {"ancestors": "[Status]", "descendants": "[Status]"},
    "Notification": {
        "id": "text", "type": "text", "group_key": "text", "created_at": "moment", "account": "Account",
        "status": "~Status",
    },
    "Search": {"accounts": "[Account]", "statuses": "[Status]", "hashtags": "[Tag]"},
    "Relationship": {
        "id": "text", "following": "bool", "showing_reblogs": "bool", "notifying": "bool", "languages": "?[text]",
        "followed_by": "bool", "blocking": "bool", "blocked_by": "bool", "muting": "bool",
        "muting_notifications": "bool", "requested": "bool", "domain_blocking": "bool", "endorsed": "bool",
        "note": "text",
    },
    "Markers": {"home": "~Marker", "notifications": "~Marker"},
    "Marker": {"last_read_id": "text", "version": "number", "updated_at": "moment"},
    "Application": {
        "id": "text", "name": "text", "website": "?address", "scopes": "[text]", "redirect_uri": "text",
        "redirect_uris": "[text]", "client_id": "text", "client_secret": "text", "client_secret_expires_at": "number",
    },
    "Token": {"access_token": "text", "token_type": "text", "scope": "text", "created_at": "number"},
    "Error": {"error": "text", "error_description": "~text"},
    "Instance": {
        "uri": "text", "title": "text", "short_description": "text", "description": "text", "email": "text",
        "version": "text", "urls": "hash", "stats": "hash", "thumbnail": "?address", "languages": "[text]",
        "registrations": "bool", "approval_required": "bool", "invites_enabled": "bool", "configuration": "hash",
        "contact_account": "?Account", "rules": "[hash]",
    },
}  # fmt: skip


def moment_text(moment: datetime) -> str:
    """Return a moment as Mastodon tells it."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"


def dialect(manner: str, kind: str, entity: Entity) -> Entity:
    """Return the entity of that kind as servers of that manner tell it."""
    return {name: value for name, value in entity.items() if name not in LACKING.get((manner, kind), ())}


def account_entity(own: str, name: str, actor: str, page: str) -> Entity:
    picture = f"{page}/picture.png"
    return {
        "id": own, "username": name, "acct": name, "display_name": name.title(), "locked": False, "bot": False,
        "discoverable": True, "group": False, "created_at": "2016-03-16T00:00:00.000Z", "note": "<p>About me</p>",
        "url": page, "uri": actor, "avatar": picture, "avatar_static": picture, "header": picture,
        "header_static": picture, "followers_count": 3, "following_count": 2, "statuses_count": 1,
        "last_status_at": "2026-11-23", "emojis": [], "fields": [],
    }  # fmt: skip


def status_entity(own: str, uri: str, account: Entity, moment: datetime, words: str) -> Entity:
    return {
        "id": own, "created_at": moment_text(moment), "in_reply_to_id": None, "in_reply_to_account_id": None,
        "sensitive": False, "spoiler_text": "", "visibility": "public", "language": "en", "uri": uri,
        "url": f"{account['url']}/{own}", "replies_count": 0, "reblogs_count": 0, "favourites_count": 0,
        "edited_at": None, "content": f"<p>{words}</p>", "reblog": None,
        "application": {"name": "Web", "website": None}, "account": account, "media_attachments": [], "mentions": [],
        "tags": [], "emojis": [], "card": None, "poll": None, "quote": None,
    }  # fmt: skip


def mention_entity(account: Entity) -> Entity:
    return {name: account[name] for name in ("id", "username", "url", "acct")}


def media_entity(own: str, description: str | None, address: str) -> Entity:
    return {
        "id": own, "type": "image", "url": address, "preview_url": address, "remote_url": None,
        "meta": {"original": {"width": 4, "height": 4, "size": "4x4", "aspect": 1.0}}, "description": description,
        "blurhash": None,
    }  # fmt: skip


def relationship_entity(own: str, *, following: bool) -> Entity:
    no = ("notifying", "followed_by", "blocking", "blocked_by", "muting", "muting_notifications", "requested")
    said = {"id": own, "following": following, "showing_reblogs": following, "languages": None, "note": ""}
    return said | dict.fromkeys((*no, "domain_blocking", "endorsed"), False)


def application_entity(number: int, form: Entity) -> Entity:
    uris = form["redirect_uris"].split()
    return {
        "id": str(number), "name": form["client_name"], "website": None, "scopes": form["scopes"].split(),
        "redirect_uri": form["redirect_uris"], "redirect_uris": uris, "client_id": f"client-{number}",
        "client_secret": f"app-{number}-very-secret", "client_secret_expires_at": 0, "vapid_key": "key",
    }  # fmt: skip


def instance_entity(server: "Fediverse", length: int) -> Entity:
    statuses = {"max_characters": length, "max_media_attachments": 4, "characters_reserved_per_url": 23}
    media = {"supported_mime_types": ["image/png", "image/jpeg"], "image_size_limit": 16_777_216}
    polls = {
        "max_options": 4,
        "max_characters_per_option": 50,
        "min_expiration": 300,
        "max_expiration": 2_629_746,
    }
    return {
        "uri": server.host, "title": "A server", "short_description": "", "description": "", "email": "", "urls": {},
        "version": "4.5.0", "stats": {"user_count": 2, "status_count": 3, "domain_count": 1}, "thumbnail": None,
        "languages": ["en"], "registrations": False, "approval_required": False, "invites_enabled": False,
        "configuration": {
            "accounts": {"max_featured_tags": 10}, "statuses": statuses, "media_attachments": media, "polls": polls,
        },
        "contact_account": None, "rules": [],
    }  # fmt: skip
