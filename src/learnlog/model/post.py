"""What they write: posts as a source reads them, as the library lists them, and as I keep them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from learnlog.model.document import Document
from learnlog.model.entry import first_line
from learnlog.model.errors import NotFoundError
from learnlog.model.moments import EPOCH, from_text, to_text
from learnlog.model.safe import clean_line

if TYPE_CHECKING:
    from learnlog.model.social import Social

DELETED = "deleted by its author"
"""What the library shows in place of words that their author took back."""


def posts_said(number: int) -> str:
    """Return `number` of posts in words."""
    return "1 post" if number == 1 else f"{number:,} posts"


def no_post(reference: str) -> NotFoundError:
    """Return what is raised when the library has no post by an id."""
    return NotFoundError(
        f"There is no post “{clean_line(reference, 60)}”.", "`learnlog river` shows posts and their ids."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPost:
    """A post as a source read it: ``html`` already sanitised, ``text`` plain, ``published`` aware UTC.

    ``text`` is None when it is what its HTML says: reading it out takes as long as all the rest, and can wait.
    ``guid`` is the channel's own stable name for it; ``tags`` are the author's categories. ``social`` is what
    only a social network knows of it.
    """

    guid: str
    url: str = ""
    title: str = ""
    author: str = ""
    html: str = ""
    text: str | None = ""
    published: datetime = EPOCH
    updated: datetime | None = None
    tags: tuple[str, ...] = ()
    language: str = ""
    social: "Social | None" = None

    @property
    def plain(self) -> str:
        """Its words."""
        if self.text is not None:
            return self.text
        from learnlog.model.html_text import text_of

        return text_of(self.html)


def called_at(name: str, kind: str) -> str:
    """Return the name of somebody with the network they say something on, when that is one: ``Ben (Bluesky)``."""
    return name if kind == "feed" else f"{name} ({kind.title()})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """One of several posts that tell the same story, as the others name it.

    ``name`` is the person's (or the author's), ``kind`` the channel's. ``reason`` is why it was joined: ``address``
    (the same page), ``link`` (it announces the page), ``words`` (the same words) or ``boost``.
    """

    id: str
    person: str
    name: str
    kind: str
    channel: str
    published: datetime
    reason: str
    is_boost: bool = False

    @property
    def called(self) -> str:
        """The name, and the network where it was said when that is one: ``Ben (Bluesky)``."""
        return called_at(self.name, self.kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Touch:
    """What a rule of mine did with a post: ``what`` is theme, star, read or hide; ``theme`` a slug."""

    rule: str
    what: str
    theme: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A post in the library, as lists show it. ``id`` is stable across machines (`ids.post_id`).

    ``person`` is a person's id and ``person_name`` their name; ``channel`` the channel's key. ``excerpt``
    is the start of the plain text. ``themes`` are slugs. ``kind`` is its channel's.
    ``row`` is the library's row, for paging only.
    ``uri`` is the network's own name for it, of a boost the boosted post's; ``by`` who wrote what is boosted
    (a handle). ``warning`` hides it until it is asked for; ``gone`` is set when its author took it back.
    ``deeds`` is what I did with it on its network, as any of my accounts: like, boost, bookmark. ``edited`` is when
    it was last seen that its words had changed. ``others`` are the other voices of its story, the leading one first,
    and ``is_told_again`` tells that one of these leads; ``starred`` and ``kept`` tell what I did with any of them.
    ``touched`` is what my rules did with this one.
    """

    id: str
    url: str
    title: str
    author: str
    excerpt: str
    published: datetime
    person: str
    person_name: str
    channel: str
    read: bool = False
    starred: bool = False
    kept: str = ""
    themes: tuple[str, ...] = ()
    words: int = 0
    row: int = 0
    uri: str = ""
    by: str = ""
    is_boost: bool = False
    is_answer: bool = False
    has_media: bool = False
    warning: str = ""
    gone: bool = False
    deeds: tuple[str, ...] = ()
    kind: str = "feed"
    edited: datetime | None = None
    others: tuple[Voice, ...] = ()
    is_told_again: bool = False
    touched: tuple[Touch, ...] = ()

    @property
    def is_hidden(self) -> bool:
        """Tell whether a rule hides it."""
        return any(touch.what == "hide" for touch in self.touched)

    @property
    def headline(self) -> str:
        """The title, or the first words of the text, on one line."""
        return self.title or self.excerpt or self.url or "(empty)"

    @property
    def called(self) -> str:
        """Who says it, and the network where it was said when that is one: ``Ben (Bluesky)``."""
        return called_at(self.person_name or self.author, self.kind)

    @property
    def is_emptied(self) -> bool:
        """Tell whether its author took it back and its words went too, as I had done nothing with them."""
        return self.gone and self.excerpt == DELETED


def rules_said(post: Post, themes: Mapping[str, str]) -> list[str]:
    """Return a phrase for each rule that did something with `post`; `themes` are names by slug."""
    done: dict[str, list[str]] = {}
    for touch in sorted(post.touched, key=lambda touch: touch.what != "hide"):
        words = {"hide": "hidden", "read": "marked read", "star": "starred"}
        said = words.get(touch.what, f"put under {themes.get(touch.theme, touch.theme)}")
        done.setdefault(touch.rule, []).append(said)
    return [f"{', '.join(said)} by rule “{rule}”" for rule, said in done.items()]


@dataclass(frozen=True, slots=True, kw_only=True)
class PostText:
    """The whole of a post: sanitised ``html``, plain ``text``, the author's ``tags``, when they changed it."""

    html: str
    text: str
    tags: tuple[str, ...] = ()
    language: str = ""
    social: "Social | None" = None
    updated: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostVersion:
    """What a post said until its author edited it: plain ``text``; ``until`` is when that was seen."""

    until: datetime
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPost:
    """A post I kept: its text lives in the vault and is readable when the source is gone.

    ``body`` is the post as Markdown; ``why`` is my line on it; ``post`` the library's id for it. ``answers`` is
    the id of the question of mine that it answers ("": none). A coach's comment is kept so too: ``comment`` is then
    ``notice``, ``ask`` or ``suggest``, ``answers`` the entry it is about, and ``version`` the hash of what was read.
    """

    id: str
    title: str
    url: str
    author: str
    person: str
    published: datetime
    kept: datetime
    why: str = ""
    post: str = ""
    channel: str = ""
    answers: str = ""
    comment: str = ""
    version: str = ""
    themes: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    body: str = ""
    path: str = ""
    hash: str = ""
    problem: str = ""

    @property
    def headline(self) -> str:
        """The title, or the post's first words, on one line."""
        return self.title or first_line(self.body) or self.url or "(empty)"

    def front_matter(self) -> dict[str, Any]:
        """Return the values that belong in the file's front matter; None says a key is not wanted."""
        return {
            "id": self.id,
            "title": self.title or None,
            "why": self.why or None,
            "author": self.author or None,
            "person": self.person or None,
            "url": self.url or None,
            "published": to_text(self.published),
            "kept": to_text(self.kept),
            "themes": list(self.themes),
            "tags": list(self.tags),
            "post": self.post or None,
            "channel": self.channel or None,
            "answers": self.answers or None,
            "comment": self.comment or None,
            "version": self.version or None,
        }

    @classmethod
    def of(cls, document: Document) -> "KeptPost":
        """Understand `document` as a kept post."""
        kept = from_text(document.word("kept"), EPOCH)
        return cls(
            id=document.id,
            title=document.word("title"),
            url=document.word("url"),
            author=document.word("author"),
            person=document.word("person"),
            published=from_text(document.word("published"), kept),
            kept=kept,
            why=document.word("why"),
            post=document.word("post"),
            channel=document.word("channel"),
            answers=document.word("answers"),
            comment=document.word("comment"),
            version=document.word("version"),
            themes=document.words("themes"),
            tags=document.words("tags"),
            body=document.body,
            path=document.path,
            hash=document.hash,
            problem=document.problem,
        )
