"""What my own journal says: keywords for a theme, and what I could be asked about. Nobody but me sees it."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from learnlog.finding.reasons import fits
from learnlog.finding.wording import apart, telling, terms, without_parts
from learnlog.model.entry import Entry, EntryKind
from learnlog.model.finding import AskAbout
from learnlog.model.theme import WorkTheme

KEYWORDS: Final = 5
_TAG: Final = 2.0
"""What a word counts more that I chose as a tag."""
_ENOUGH: Final = 10
"""With so many posts on the theme, a word that none of them has is no keyword, unless it is a tag of mine."""
_WORDS: Final = 4
_OWN_TAGS: Final = 3
"""Entries that a tag needs to be a topic beside the themes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What my words are held against: posts ``inside`` the theme and ``outside`` of it, and words that are names."""

    inside: Sequence[str] = ()
    outside: Sequence[str] = ()
    names: frozenset[str] = frozenset()


def keywords(
    theme: WorkTheme,
    on: Sequence[Entry],
    others: Sequence[Entry],
    held: Held,
    is_common: Callable[[str], bool] = lambda _: False,
) -> tuple[str, ...]:
    """Return three to five keywords for `theme` from the entries `on` it, set apart from the `others`.

    A word scores by what sets my entries apart, and by what sets posts on the theme apart from other posts; what I
    chose as a tag counts more. What the theme is known by already is left out, names of people too, and what
    `is_common` in the posts of others: it finds too much.
    """
    here, there = [_said(entry) for entry in on], [_said(entry) for entry in others]
    scores = dict(telling(here, there, least=2 if len(here) > 1 else 1))
    posts = dict(apart(list(map(terms, held.inside)), list(map(terms, held.outside))))
    chosen = {tag.casefold() for entry in on for tag in entry.tags}
    known = [term.casefold() for term in theme.terms]
    found = {
        term: (score + posts.get(term, 0.0)) * (_TAG if term in chosen else 1)
        for term, score in scores.items()
        if not (set(term.split()) & held.names or fits(term, known) or any(fits(k, [term]) for k in known))
    }
    ranked = sorted(found, key=lambda term: (-found[term], -len(term.split()), term))
    is_told = len(held.inside) >= _ENOUGH
    good = (
        term
        for term in ranked
        if found[term] > 0
        and (term in chosen or posts.get(term, 0.0) > 0 or not is_told)
        and not is_common(term)
    )
    return tuple(without_parts(good, KEYWORDS))


def ask_about(
    themes: Sequence[WorkTheme], entries: Sequence[Entry], background: Sequence[str] = ()
) -> list[AskAbout]:
    """Return what I could be asked about, by what I wrote: my themes, and tags beside them, the deepest first.

    `background` are texts of others, which tell ordinary words from those that are a topic's.
    """
    usual = [terms(text) for text in background]
    said = {entry.id: _said(entry) for entry in entries}
    covered: set[str] = set()
    found: list[AskAbout] = []
    for theme in themes:
        on = [entry for entry in entries if theme.slug in entry.themes]
        covered |= {entry.id for entry in on}
        found += _about(theme.name, theme.slug, on, entries, said, usual)
    beside = [entry for entry in entries if entry.id not in covered]
    tags = Counter(tag for entry in beside for tag in dict.fromkeys(map(str.casefold, entry.tags)))
    for tag, number in tags.items():
        if number >= _OWN_TAGS:
            on = [entry for entry in beside if tag in map(str.casefold, entry.tags)]
            found += _about(tag, "", on, entries, said, usual)
    return sorted(found, key=lambda one: (-(one.entries + 2 * one.insights), -one.weeks, one.name.casefold()))


def _about(
    name: str,
    slug: str,
    on: Sequence[Entry],
    entries: Sequence[Entry],
    said: dict[str, Counter[str]],
    usual: list[Counter[str]],
) -> Iterable[AskAbout]:
    if not on:
        return
    ids = {entry.id for entry in on}
    others = [said[entry.id] for entry in entries if entry.id not in ids]
    best = telling([said[entry.id] for entry in on], [*others, *usual])
    words = without_parts((term for term, _ in best if not fits(term, [name])), _WORDS)
    yield AskAbout(
        name=name,
        theme=slug,
        entries=len(on),
        insights=sum(entry.kind is EntryKind.INSIGHT for entry in on),
        weeks=len({entry.created.isocalendar()[:2] for entry in on}),
        words=tuple(words),
        last=max(entry.created for entry in on),
    )


def _said(entry: Entry) -> Counter[str]:
    return terms(f"{entry.title}\n{entry.body}\n{' . '.join(entry.tags)}")
