"""What a post of a social network is, in signs and words that need no colour."""

import os
from collections.abc import Sequence
from datetime import datetime

from textual.content import Content

from learnlog.model.article_social import called, moment_said
from learnlog.model.post import Post
from learnlog.model.social import Actor, Audience, Social
from learnlog.tui.key_names import key_of
from learnlog.tui.text import line

BOOST, ANSWER, MEDIA, WARNING, GONE, EDITED = "↻", "↪", "▣", "!", "✕", "±"
AUDIENCES = {
    Audience.UNLISTED: "unlisted",
    Audience.FOLLOWERS: "only to followers",
    Audience.DIRECT: "direct: only to those it names",
}
_ROOMY, _TIGHT = 60, 24
"""Cells of a row's words from which a handle stands in full, and below which it stands alone."""

Part = tuple[str, str]


def name_of(post: Post) -> str:
    """Return what `post` is remembered by while the screens are open, also one that is not in the library."""
    return post.id or post.uri


def row_parts(
    post: Post, room: int, style: str, *, opened: bool = False, in_tree: bool = False
) -> list[Part]:
    """Return what a row says of `post` in at most `room` cells; a warning stands for the words until `opened`.

    A tree shows by itself what is an answer (`in_tree`).
    """
    signs = f"{ANSWER} " if post.is_answer and not in_tree else ""
    signs += f"{MEDIA} " if post.has_media else ""
    signs += f"{EDITED} " if post.edited is not None else ""
    if post.is_boost:
        signs = f"{BOOST} {_by(post.by, room)}: {signs}"
    if post.gone:
        signs = f"{GONE} deleted: {signs}"
    hidden = bool(post.warning) and not opened
    words = f"{WARNING} {post.warning}" if hidden else post.headline
    if post.is_emptied:
        signs, words = f"{GONE} deleted", ""
    if not signs:
        return [(line(words, room), style)]
    shown = line(signs, room)
    left = room - Content(shown).cell_length - 1
    return (
        [(f"{shown} ", "$text-muted"), (line(words, left), style)] if left > 0 else [(shown, "$text-muted")]
    )


def _by(handle: str, room: int) -> str:
    name = line(called(Actor(key="", handle=handle)), room)
    if room >= _ROOMY:
        return f"by {name}"
    short = "@" + name.lstrip("@").partition("@")[0].partition(".")[0]
    return short if room < _TIGHT else f"by {short}"


def head_lines(
    post: Post,
    social: Social | None,
    width: int,
    now: datetime,
    *,
    boosters: Sequence[str] = (),
    edited: datetime | None = None,
    language: str = "",
) -> list[Content]:
    """Return the lines at a post's head that only a social network's post has.

    `language` is the post's; it is named when it is not the one of this terminal.
    """
    said: list[tuple[str, str]] = []
    if post.gone:
        rest = "its words are gone" if post.is_emptied else "this is what it was"
        said.append((f"{GONE} Deleted by its author; {rest}", "$error"))
    if social is None:
        return [Content.styled(line(words, width), style) for words, style in said]
    if social.is_boost:
        said.append((_boosted(post, boosters), "$accent"))
    facts = [_who(social), AUDIENCES.get(social.audience, "")]
    facts.append(f"edited {moment_said(edited, now)}" if edited else "")
    facts.append(f"written in {line(language, 12)}" if _is_foreign(language) else "")
    said.append((" · ".join(fact for fact in facts if fact), "$text-muted"))
    if not social.is_boost and boosters:
        said.append((f"{BOOST} boosted by {_some_names(boosters)}", "$accent"))
    if social.parent:
        whom = f" to {called(social.answers)}" if social.answers else ""
        said.append((f"{ANSWER} in answer{whom} · {key_of('conversation')} opens it", "$accent"))
    return [Content.styled(line(words, width), style) for words, style in said if words]


def _is_foreign(language: str) -> bool:
    """Tell whether a post is in another language than this terminal speaks."""
    spoken = next(
        (os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "en"
    )
    mine = "en" if spoken.partition(".")[0] in ("C", "POSIX") else spoken[:2]
    return bool(language) and language[:2].casefold() != mine.casefold()


def _who(social: Social) -> str:
    handle, name = called(social.author), line(social.author.name, 80)
    return f"by {handle} {name}".rstrip() if social.is_boost else handle


def _boosted(post: Post, boosters: Sequence[str]) -> str:
    """Return who passes it on: the person it came by, and how many others that I follow."""
    others = len(boosters)
    more = f" · {others} {'other' if others == 1 else 'others'} of yours" if others else ""
    return f"{BOOST} boosted by {post.person_name or 'somebody'}{more}"


def _some_names(names: Sequence[str]) -> str:
    shown, rest = list(names[:2]), len(names) - 2
    return " and ".join(shown) if rest <= 0 else f"{', '.join(shown)} and {rest} more of yours"
