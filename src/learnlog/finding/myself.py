"""What my own journal says: keywords for a theme, and what I could be asked about. Nobody but me sees it."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from learnlog.finding.reasons import fits
from learnlog.finding.wording import telling, terms, without_parts
from learnlog.model.entry import Entry, EntryKind
from learnlog.model.finding import AskAbout
from learnlog.model.theme import WorkTheme

KEYWORDS: Final = 5
_TAG: Final = 4.0
"""What an entry's tag counts more than a word of its text: I chose it."""
_WORDS: Final = 4
_OWN_TAGS: Final = 3
"""Entries that a tag needs to be a topic beside the themes."""


def keywords(
    theme: WorkTheme,
    on: Sequence[Entry],
    others: Sequence[Entry],
    is_common: Callable[[str], bool] = lambda _: False,
) -> tuple[str, ...]:
    """Return three to five keywords for `theme` from the entries `on` it, set apart from the `others`.

    What the theme is known by already is left out, and what `is_common` in the posts of others: it finds too much.
    """
    here, there = [_said(entry) for entry in on], [_said(entry) for entry in others]
    scores = dict(telling(here, there, least=2 if len(here) > 1 else 1))
    for tag, number in Counter(tag.casefold() for entry in on for tag in entry.tags).items():
        elsewhere = sum(tag in map(str.casefold, entry.tags) for entry in others)
        if number > elsewhere:
            scores[tag] = scores.get(tag, 0.0) + _TAG * (number - elsewhere)
    ranked = sorted(scores, key=lambda term: (-scores[term], -len(term.split()), term))
    known = [term.casefold() for term in theme.terms]
    fresh = (t for t in ranked if not fits(t, known) and not any(fits(k, [t]) for k in known))
    return tuple(without_parts((term for term in fresh if not is_common(term)), KEYWORDS))


def ask_about(themes: Sequence[WorkTheme], entries: Sequence[Entry]) -> list[AskAbout]:
    """Return what I could be asked about, by what I wrote: my themes, and tags beside them, the deepest first."""
    said = {entry.id: _said(entry) for entry in entries}
    covered: set[str] = set()
    found: list[AskAbout] = []
    for theme in themes:
        on = [entry for entry in entries if theme.slug in entry.themes]
        covered |= {entry.id for entry in on}
        found += _about(theme.name, theme.slug, on, entries, said)
    beside = [entry for entry in entries if entry.id not in covered]
    tags = Counter(tag for entry in beside for tag in dict.fromkeys(map(str.casefold, entry.tags)))
    for tag, number in tags.items():
        if number >= _OWN_TAGS:
            on = [entry for entry in beside if tag in map(str.casefold, entry.tags)]
            found += _about(tag, "", on, entries, said)
    return sorted(found, key=lambda one: (-(one.entries + 2 * one.insights), -one.weeks, one.name.casefold()))


def _about(
    name: str, slug: str, on: Sequence[Entry], entries: Sequence[Entry], said: dict[str, Counter[str]]
) -> Iterable[AskAbout]:
    if not on:
        return
    ids = {entry.id for entry in on}
    apart = telling([said[e.id] for e in on], [said[e.id] for e in entries if e.id not in ids])
    words = without_parts((term for term, _ in apart if not fits(term, [name])), _WORDS)
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
