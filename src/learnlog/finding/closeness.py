"""How close posts are to what is asked: words counted by rarity, as BM25 does, and beside the best posts."""

import heapq
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from learnlog.finding.question import Question
from learnlog.finding.vocabulary import Vocabulary
from learnlog.finding.weights import WEIGHTS, Weights
from learnlog.library.evidence import Evidence, Wrote, places
from learnlog.model.ranking import Match, Word

_ROUGH = 200
"""Posts among which the best are looked for that related words are learned from."""
_BEST = 3
"""Authors whose best posts say what closeness 1 means: one freak post alone does not."""


class Close(NamedTuple):
    """A post with what it scored and how close that is to the best; ``found`` are the words in it.

    Of each word found: its number among the words, its `Postings.counts`, and what it adds.
    """

    post: Wrote
    score: float
    closeness: float
    found: "list[_Found]"


@dataclass(frozen=True, slots=True)
class Closest:
    """The posts that are closest to what was asked, best first, and all that was looked for."""

    posts: tuple[Close, ...] = ()
    words: tuple[Word, ...] = ()
    theme: frozenset[str] = frozenset()
    left_out: tuple[str, ...] = ()
    best: float = 0.0

    def matches(self, close: Close) -> tuple[Match, ...]:
        """Return the words found in a post, how often in each place, and what each adds to its score."""
        made = []
        for number, count, adds in close.found:
            title, text, tags = places(count)
            made.append(Match(word=self.words[number], title=title, text=text, tags=tags, adds=adds))
        return tuple(made)


def closest(question: Question, evidence: Evidence, weights: Weights = WEIGHTS) -> Closest:
    """Return the posts in the store that are closest to `question`, at most ``weights.candidates``."""
    size, top = evidence.size()
    vocabulary = Vocabulary(evidence, weights, size, top)
    vocabulary.ask(question)
    if question.own and weights.own:
        vocabulary.add_own(question.own)
    if not vocabulary.words:
        return Closest(left_out=tuple(vocabulary.left_out))
    sheet = _Sheet(vocabulary, top)
    if weights.related:
        vocabulary.add_related(_feedback(sheet.exactly(_ROUGH), evidence, weights))
    scored = sheet.exactly(weights.candidates)
    best = _best(scored)
    return Closest(
        tuple(Close(post, score, score / best, found) for post, score, found in scored),
        tuple(vocabulary.words),
        vocabulary.theme.union(vocabulary.left_out),
        tuple(vocabulary.left_out),
        best,
    )


_Found = tuple[int, int, float]
_Scored = tuple[Wrote, float, list[_Found]]


class _Sheet:
    """Adds up what the words of a vocabulary give each post, roughly for all and exactly for the best."""

    def __init__(self, vocabulary: Vocabulary, top: int) -> None:
        self._vocabulary = vocabulary
        self._weights = vocabulary.weights
        self._sums = array("d", bytes(8 * (top + 1)))
        self._added = 0

    def exactly(self, most: int) -> list[_Scored]:
        """Return the `most` best posts by all words so far, with their scores, best first."""
        self._roughly()
        sums = self._sums
        touched = [row for row, value in enumerate(sums) if value]
        posts = self._vocabulary.evidence.posts(heapq.nlargest(most, touched, key=sums.__getitem__))
        if not posts:
            return []
        usual = sum(post.words for post in posts) / len(posts) or 1.0
        lengths = {post.row: 1 - self._weights.length * (1 - post.words / usual) for post in posts}
        found = self._found(lengths)
        scored = [(post, sum(adds for _, _, adds in found[post.row]), found[post.row]) for post in posts]
        return sorted(scored, key=lambda one: (-one[1], -one[0].published, one[0].post))

    def _roughly(self) -> None:
        """Add what words give that were not added yet, each post taken for one of usual length."""
        sums = self._sums
        for group in self._groups(self._added):
            if len(group) == 1:
                for row, gain in self._gains(group[0]):
                    sums[row] += gain
                continue
            whole: dict[int, float] = defaultdict(float)
            found: Counter[int] = Counter()
            for number in group:
                for row, gain in self._gains(number):
                    whole[row] += gain
                    found[row] += 1
            for row, gain in whole.items():
                sums[row] += gain * (1 if found[row] == len(group) else self._weights.partly)
        self._added = len(self._vocabulary.words)

    def _gains(self, number: int) -> Iterable[tuple[int, float]]:
        """Yield the row of each post with the word, and what the word adds there in a post of usual length."""
        postings, saturation = self._vocabulary.postings[number], self._weights.saturation
        worth = self._worth(number)
        gains = {count: most / (times + saturation) for count, (most, times) in worth.items()}
        return zip(postings.rows, map(gains.__getitem__, postings.counts), strict=True)

    def _worth(self, number: int) -> dict[int, tuple[float, float]]:
        """Return for each of the word's counts how often that is, weighed by place, and what it is worth with that."""
        word, weights = self._vocabulary.words[number], self._weights
        full = word.weight * word.rarity * (weights.saturation + 1)
        worth = {}
        for count in set(self._vocabulary.postings[number].counts):
            title, text, tags = places(count)
            times = weights.title * title + weights.text * text + weights.tags * tags
            worth[count] = (full * times, times)
        return worth

    def _found(self, lengths: Mapping[int, float]) -> dict[int, list[_Found]]:
        """Return what each word adds to each of the posts whose `lengths` are given, beside the usual length."""
        saturation = self._weights.saturation
        every: dict[int, list[_Found]] = {row: [] for row in lengths}
        for group in self._groups():
            found: dict[int, list[_Found]] = defaultdict(list) if len(group) > 1 else every
            for number in group:
                postings, worth = self._vocabulary.postings[number], self._worth(number)
                for row, count in zip(postings.rows, postings.counts, strict=True):
                    if row in lengths:
                        most, times = worth[count]
                        found[row].append((number, count, most / (times + saturation * lengths[row])))
            if found is not every:
                for row, those in found.items():
                    share = 1.0 if len(those) == len(group) else self._weights.partly
                    every[row] += [(number, count, share * adds) for number, count, adds in those]
        return every

    def _groups(self, start: int = 0) -> Iterable[list[int]]:
        """Return the numbers of the words from `start` on, those of one name or keyword together."""
        groups: dict[int, list[int]] = defaultdict(list)
        for number, word in enumerate(self._vocabulary.words[start:], start):
            groups[word.group].append(number)
        return groups.values()


def _best(scored: Sequence[_Scored]) -> float:
    """Return what closeness 1 means: the mean score of the best posts of the best authors."""
    best: dict[str, float] = {}
    for post, score, _ in scored:
        best.setdefault(post.author, score)
        if len(best) == _BEST:
            break
    return sum(best.values()) / len(best) if best else 0.0


def _feedback(scored: Sequence[_Scored], evidence: Evidence, weights: Weights) -> list[tuple[float, str]]:
    """Return score and text of the best posts: few of one author, and each text once."""
    chosen: dict[str, float] = {}
    of: Counter[str] = Counter()
    for start in range(0, len(scored), weights.feedback_posts):
        some = scored[start : start + weights.feedback_posts]
        texts = evidence.texts([post.row for post, _, _ in some])
        for post, score, _ in some:
            text = texts.get(post.row, "")
            if text not in chosen and of[post.author] < weights.feedback_per_author:
                chosen[text] = score
                of[post.author] += 1
                if len(chosen) == weights.feedback_posts:
                    return [(score, text) for text, score in chosen.items()]
    return [(score, text) for text, score in chosen.items()]
