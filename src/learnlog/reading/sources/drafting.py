"""The last steps every format shares: from what a feed says about a post to a post that can be stored."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from learnlog.model.ids import derived_id
from learnlog.model.moments import is_sayable
from learnlog.model.post import NewPost
from learnlog.model.safe import clean_line
from learnlog.reading.sources.enclosures import Enclosure, enclosed
from learnlog.reading.sources.outline import MAX_ITEMS
from learnlog.reading.sources.sanitize import Sanitizer, paragraphs

MAX_TITLE = 500
MAX_TAGS = 30
_MAX_GUID = 1000
_EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)
_AHEAD = timedelta(days=1)


@dataclass(slots=True, kw_only=True)
class Draft:
    """What a feed says about a post, as it says it: nothing in it is safe yet."""

    guid: str = ""
    url: str = ""
    title: str = ""
    title_is_html: bool = False
    author: str = ""
    content: str = ""
    content_is_html: bool = True
    base: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    tags: list[str] = field(default_factory=list)
    language: str = ""
    enclosures: list[Enclosure] = field(default_factory=list)

    @property
    def has_name(self) -> bool:
        """Tell whether the feed names it, by a guid or a link."""
        return bool(self.guid.strip() or self.url)

    @property
    def identity(self) -> str:
        """The guid, else the link, else a hash of the words; never long."""
        name = self.guid.strip() or self.url
        if not name:
            return derived_id(self.title, self.content, self.author)
        return derived_id(name) if len(name) > _MAX_GUID else clean_line(name) or derived_id(name)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFeed:
    """A feed as it was read; ``format`` is its dialect.

    ``warning`` is a quiet remark on how well it is made, ``is_cut`` tells that it ends before its end.
    """

    format: str = ""
    title: str = ""
    site: str = ""
    description: str = ""
    language: str = ""
    posts: tuple[NewPost, ...] = ()
    warning: str = ""
    is_cut: bool = False


def finish(drafts: Sequence[Draft], sanitizer: Sanitizer, now: datetime) -> tuple[NewPost, ...]:
    """Return the newest `drafts` as posts, in the feed's order and each once.

    When one guid names several different posts, their links and titles tell them apart. Undated posts get
    `now`, a second apart, so that the feed's order stays.
    """
    drafts = _newest(drafts)
    names = _identities(drafts)
    posts: dict[str, NewPost] = {}
    for index, (name, draft) in enumerate(zip(names, drafts, strict=True)):
        if name not in posts:
            moment = now.astimezone(UTC) - timedelta(seconds=index)
            posts[name] = _post(name, draft, sanitizer, moment)
    return tuple(posts.values())


def _newest(drafts: Sequence[Draft]) -> list[Draft]:
    if len(drafts) <= MAX_ITEMS:
        return list(drafts)
    dated = sorted(range(len(drafts)), key=lambda i: (_age(drafts[i]), i))
    return [drafts[i] for i in sorted(dated[:MAX_ITEMS])]


def _age(draft: Draft) -> float:
    return -draft.published.timestamp() if draft.published else float("inf")


def _identities(drafts: Sequence[Draft]) -> list[str]:
    """Return a name for each draft: the same for what is the same post, and only then."""
    names = [draft.identity for draft in drafts]
    variants = {(name, draft.url, draft.title) for name, draft in zip(names, drafts, strict=True)}
    shared = {name for name, count in Counter(name for name, _, _ in variants).items() if count > 1}
    seen: Counter[str] = Counter()
    told: list[str] = []
    # From the end, since new posts come first: what was numbered once keeps its number.
    for name, draft in zip(reversed(names), reversed(drafts), strict=True):
        if name in shared:
            name = derived_id(name, draft.url, draft.title)
        elif not draft.has_name and (number := seen[name]):
            seen[name] += 1
            name = derived_id(name, str(number))
        else:
            seen[name] += 1
        told.append(name)
    return told[::-1]


def _post(name: str, draft: Draft, sanitizer: Sanitizer, moment: datetime) -> NewPost:
    content = draft.content
    html = sanitizer.clean(content, draft.base) if draft.content_is_html else paragraphs(content)
    if draft.enclosures:
        html += enclosed(draft.enclosures, html)
    published = draft.published
    if published is None or published > moment + _AHEAD:
        published = moment
    updated = draft.updated if draft.updated and published < draft.updated <= moment + _AHEAD else None
    return NewPost(
        guid=name,
        url=draft.url,
        title=clean_line(sanitizer.words(draft.title) if draft.title_is_html else draft.title, MAX_TITLE),
        author=clean_line(draft.author, 200),
        html=html,
        text=None,
        published=published,
        updated=updated,
        tags=_tags(draft.tags),
        language=clean_line(draft.language, 35),
    )


def _tags(words: Iterable[str]) -> tuple[str, ...]:
    tags: dict[str, None] = {}
    for word in words:
        if tag := clean_line(word, 100):
            tags.setdefault(tag)
        if len(tags) >= MAX_TAGS:
            break
    return tuple(tags)


def moment_of(moment: datetime) -> datetime | None:
    """Return `moment` in UTC, or None when it is too early to be meant."""
    try:
        moment = moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC).replace(microsecond=0)
    except (ValueError, OverflowError):
        return None
    return moment if moment >= _EARLIEST and is_sayable(moment) else None


_FRACTION = re.compile(r"(?<=:\d\d)\.\d+")


def text_moment(text: str) -> datetime | None:
    """Read a date as RFC 3339 or RFC 822 writes it; None for anything else."""
    from email.utils import parsedate_to_datetime

    text = _FRACTION.sub("", text.strip()[:60])
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return moment_of(read(text))
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None
