"""The JSON of the shell: an interface, with names that stay. `NAMES` is what the docs say of them."""

from typing import TYPE_CHECKING, Any

from learnlog.model.document import Document, DocumentType
from learnlog.model.interchange import entry_dict, filed_dict, kept_dict, person_dict, theme_dict
from learnlog.model.moments import to_text

if TYPE_CHECKING:
    from learnlog.model.query import Hit

Json = dict[str, Any]

NAMES = {
    "entry": {
        "id": "stable and sortable by time",
        "title": "may be empty",
        "body": "Markdown",
        "kind": "`reflection`, `insight`, `question`, `goal` or `bookmark`",
        "created": "ISO 8601 with zone",
        "modified": "ISO 8601 with zone",
        "themes": "slugs",
        "tags": "free words",
        "visibility": "`private`, `coach`, `cohort` or `public`",
        "path": "its file in the vault",
        "links": "objects with `relation` (`kept`, `person`, `entry`) and `target` (an id)",
        "status": "`closed`, or empty",
        "sent": "where it was sent: objects with `network`, `url`, `uri` and `when`",
        "answered_by": "what answers a question: a kept post's or entry's id, or empty",
        "prompts": "keys of the prompt pack's questions that were answered in it",
        "attachments": "files: objects with `name`, `file` (path in the vault), `type`, `size`, `hash` and `alt`",
    },
    "post": {
        "id": "stable, the same on every machine",
        "url": "where it was published",
        "title": "may be empty",
        "text": "plain text",
        "published": "ISO 8601, UTC",
        "person": "a person's id",
        "channel": "the channel's key: a feed's address, a DID, an actor's address",
        "read": "true or false",
        "starred": "true or false",
        "themes": "slugs",
        "author": "as the source names them",
        "uri": "the network's own name for it; of a boost, that of the boosted post; empty for feeds",
        "boost_of": "of a boost, the boosted post's `uri`, else empty",
        "by": "of a boost, who wrote it: their handle",
        "in_reply_to": "the `uri` of the post it answers, or empty",
        "thread": "the `uri` of its thread's first post, or empty",
        "warning": "the content warning, or empty",
        "media": "objects with `kind` (`image`, `video`, `audio`, `file`), `url`, `alt` (its description)",
        "gone": "true when its author took it back",
        "hidden": "true while a rule hides it",
        "rules": "what rules did with it: objects with `rule`, `what` (`theme`, `star`, `read`, `hide`) and `theme`",
        "edited": "when it was last seen that its words had changed, ISO 8601, UTC, or empty",
        "voices": "other posts of the same story: objects with `id`, `person`, `name`, `kind`, `channel`, `published`, "
        "`reason` (`address`, `link`, `words` or `boost`)",
    },
    "person": {
        "id": "stable slug",
        "name": "as on the card",
        "channels": "objects with `kind` and `key`, and where known `title`, `address`, `typed_host`, "
        "`aliases` (earlier keys), `boosts` (`false`: not wanted), `full_text` (`true`: posts are read whole)",
        "themes": "slugs",
        "circles": "groups I made",
        "why": "my line on why I follow",
        "role": "what they are",
        "aliases": "earlier ids and other names",
        "created": "ISO 8601 with zone",
        "body": "Markdown",
        "status": "`following`, `muted` or `unfollowed`",
        "path": "the card in the vault",
    },
    "theme": {
        "id": "the slug, which never changes",
        "slug": "the same",
        "name": "as it is called now",
        "question": "what I want to find out",
        "status": "`active`, `parked`, `finished` or `merged`",
        "aliases": "other and earlier names",
        "keywords": "words that propose posts and entries",
        "tags": "tags that propose posts and entries",
        "merged_into": "a slug, or empty",
        "created": "ISO 8601 with zone",
        "path": "its page in the vault",
        "body": "Markdown",
    },
    "kept": {
        "id": "stable and sortable by time",
        "title": "may be empty",
        "body": "Markdown",
        "url": "where it was published",
        "author": "as the source names them",
        "person": "a person's id, or empty",
        "published": "ISO 8601",
        "kept": "ISO 8601: when I kept it",
        "why": "my line on why",
        "post": "the post's id",
        "channel": "the channel's key",
        "answers": "the id of the question it answers, or empty",
        "themes": "slugs",
        "tags": "free words",
        "path": "its file in the vault",
    },
    "account": {
        "id": "what `account remove` takes",
        "network": "`bluesky` or `mastodon`",
        "handle": "as its network writes it",
        "name": "may be empty",
        "server": "where it lives",
        "scopes": "what it may do: `read`, `write`",
        "secrets": "where its secrets are: `keyring` or `file`",
        "added": "ISO 8601 with zone, or null",
    },
    "message (`outbox`, `share`, `ask`, `reply`)": {
        "id": "stable and sortable by time",
        "account": "the id of my account",
        "kind": "`share`, `ask` or `answer`",
        "status": "`draft`, `queued`, `sending`, `sent`, `unsure`, `failed`, `retracted` or `dropped`",
        "entry": "the id of the entry it is from, or empty",
        "in_reply_to": "the uri of the post it answers, or empty",
        "audience": "`public`, `unlisted`, `followers` or `direct`",
        "language": "a code, or empty",
        "warning": "may be empty",
        "pictures": "objects with `file` and `alt`",
        "posts": "objects with `text`, `length` and `limit`, as the network counts",
        "sent": "objects with `uri`, `url` and `when`, for each post that is out",
        "created": "ISO 8601 with zone",
        "later": "ISO 8601: not before, or empty",
        "error": "a sentence, or empty",
        "path": "its file in the vault",
    },
    "question (`answers`)": {
        "question": "an entry",
        "answers": "kept posts, each with `new`",
    },
    "reading position (`position`)": {
        "account": "the id of your account there",
        "place": "up to where you read there: uri, who, text and moment; null when nobody said",
        "read_there": "ids of posts that you read there and not here",
        "ahead": "up to where you read everything here; null when no further than there",
        "furthest": "the last that you read here, when something before it is unread; else null",
        "skipped": "how many posts before `furthest` you did not read",
    },
    "notice (`notices`)": {
        "account": "the id of my account",
        "kind": "`reply`, `mention`, `boost`, `like`, `follow` or `quote`",
        "who": "their handle",
        "name": "may be empty",
        "moment": "ISO 8601 with zone",
        "text": "what was said, or empty",
        "url": "where it is",
        "audience": "who can see it, or empty",
        "about": "the uri of my post it is about, or empty",
        "entry": "the id of the entry that post came from, or empty",
        "on": "what that entry is called, or the post's first words, or empty",
    },
    "hit": {
        "type": "`entry`, `kept`, `post`, `theme` or `person`",
        "id": "what `show` takes",
        "title": "or the first words",
        "excerpt": "plain text around the match",
        "moment": "ISO 8601: written or published",
        "kind": "an entry's kind",
        "person": "a person's id",
        "themes": "slugs",
    },
    "found (`find`)": {
        "asked": "what was looked for",
        "theme": "a slug, or empty",
        "terms": "the words that were looked for",
        "mine": "people I follow, best first: found persons",
        "new": "people who are new to me, best first: found persons",
        "searched": "where: stored posts only, or servers",
        "notes": "a sentence for each server that could not be asked",
        "left_out": "objects with `why` (the gate) and `number`",
    },
    "found person (`find`, `dismissed`)": {
        "key": "`person:` and an id, or the key of their best known channel",
        "name": "as the card or the network has it",
        "handle": "may be empty",
        "bio": "what they say of themselves",
        "person": "the id of somebody I follow, or empty",
        "channels": "what `--follow` follows: objects with `kind`, `key` and where known `title`, `address`",
        "proposed": "channels that may be theirs: objects with `channel`, `evidence`, `proven`",
        "last": "ISO 8601: when they published last, or null",
        "is_bot": "true when they say so",
        "circle": "`mine` or `new`",
        "score": "orders the list; `--why` explains it",
        "beyond": "true when none of those I follow passes them on",
        "identity": "why their channels count as one person's, or empty",
        "reasons": "objects with `kind`, `words`, `count`, `posts` (ids), `people` (ids), `address`, `entries` (ids)",
        "evidence": "their best posts: objects with `id`, `title`, `url`, `published`",
    },
    "explanation (`find --why`)": {
        "words": "what the figure is",
        "value": "a number, or null",
        "post": "the id of a post it rests on, or empty",
        "parts": "the figures it is made of, of the same form",
    },
    "rising (`rising`)": {
        "word": "a word or a phrase",
        "posts": "ids of this week's posts with it, newest first",
        "people": "names of those who write it this week",
        "usual": "how many people write it in a usual week",
        "known": "the theme or the tag of mine it belongs to, or empty",
    },
    "look back (`people --review`)": {
        "person": "their id",
        "name": "as on the card",
        "posts": "their posts of this season",
        "read": "how many of them I read",
        "insights": "insights of mine that came from them",
        "last": "ISO 8601: when they published last, or null",
        "since": "ISO 8601: when the season began",
    },
    "what I could be asked about (`me`)": {
        "name": "a theme's name, or a tag",
        "theme": "its slug, or empty",
        "entries": "how many I wrote on it",
        "insights": "how many of them are insights",
        "weeks": "in how many weeks",
        "words": "what sets them apart from the rest of my journal",
        "last": "ISO 8601: the newest",
    },
    "channel asked (`fetch`)": {
        "person": "their name",
        "channel": "the channel's key",
        "new": "how many posts are new",
        "changed": "how many posts changed",
        "error": "a sentence, or empty",
        "note": "a remark, or empty",
        "moved_to": "where it is asked from now on, since it moved for good, or empty",
    },
    "channel's standing (`fetch --explain`)": {
        "person": "a person's id",
        "channel": "the channel's key",
        "kind": "`feed`, `bluesky` or `mastodon`",
        "host": "who is asked for it, or empty",
        "asked": "ISO 8601: when it was last asked, or null",
        "status": "the last HTTP status; 0: no answer came",
        "said": "what it answered, a sentence, or empty",
        "error": "a sentence, or empty",
        "errors": "how often in a row it failed",
        "fetched": "ISO 8601: when it last gave a document, or null",
        "due": "ISO 8601: when it is asked next, or null: not any more",
        "reason": "why then and not sooner, half a sentence",
        "wait_until": "ISO 8601: until when it asked to be left alone, or null",
        "retired": "ISO 8601: when it said that it is gone for good, or null",
        "etag": "the validator it gave, as it gave it, or empty",
        "last_modified": "the same",
        "moving_to": "where it says that it moved for good, or empty",
        "moves_seen": "how often that proved to be a feed",
    },
    "version (`history ID`)": {
        "number": "1 is the oldest",
        "moment": "ISO 8601",
        "origin": "`save`, `outside`, `delete`, `conflict` or `now`",
        "current": "true for what the file holds now",
        "text": "the whole file",
    },
    "deleted thing (`history`)": {
        "id": "what `restore` takes",
        "path": "where its file was",
        "deleted": "ISO 8601",
    },
    "finding (`doctor`)": {
        "ok": "true or false",
        "what": "what was looked at",
        "hint": "how to mend it, or empty",
    },
}


def hit_json(hit: "Hit") -> Json:
    """Return one result of a search for programs."""
    return {
        "type": hit.type,
        "id": hit.id,
        "title": hit.title,
        "excerpt": hit.excerpt,
        "moment": to_text(hit.moment),
        "kind": hit.kind,
        "person": hit.person,
        "themes": hit.themes,
    }


def document_json(document: Document) -> Json:
    """Return whatever a document of the vault is for programs."""
    if document.type is DocumentType.ENTRY:
        from learnlog.model.entry import Entry

        return entry_dict(Entry.of(document))
    if document.type is DocumentType.KEPT:
        from learnlog.model.post import KeptPost

        return kept_dict(KeptPost.of(document))
    if document.type is DocumentType.FILED:
        from learnlog.model.filed import FiledPost

        return filed_dict(FiledPost.of(document))
    if document.type is DocumentType.PERSON:
        from learnlog.model.person import Person

        return person_dict(Person.of(document))
    from learnlog.model.theme import WorkTheme

    return theme_dict(WorkTheme.of(document))
