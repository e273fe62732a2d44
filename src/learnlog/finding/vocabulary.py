"""Which words are looked for, and what each is worth: those of the theme, mine on it, and related ones."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from learnlog.finding.question import Question
from learnlog.finding.weights import Weights
from learnlog.library.evidence import Evidence, Postings
from learnlog.library.words import words_of
from learnlog.model.ranking import Word, WordKind

_SURELY = 2
"""So many times as common in a sample as it may be in all, a word surely is too common: it is not counted."""


@dataclass(slots=True)
class Vocabulary:
    """The words that are looked for, each with where it stands; ``left_out`` are keywords too common to tell."""

    evidence: Evidence
    weights: Weights
    size: int
    top: int
    words: list[Word] = field(default_factory=list)
    postings: list[Postings] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    _groups: int = 0

    @property
    def weight(self) -> float:
        """What all words together count."""
        return sum(word.weight for word in self.words)

    @property
    def theme(self) -> frozenset[str]:
        """The theme's own words."""
        kinds = (WordKind.NAME, WordKind.KEYWORD)
        return frozenset(word.text for word in self.words if word.kind in kinds)

    def ask(self, question: Question) -> None:
        """Add the words of names and keywords; each word once, where it stands first."""
        seen: set[str] = set()
        common: list[tuple[str, Postings]] = []
        for name in question.names:
            self._add(
                [(word, self.evidence.postings(word)) for word in _fresh(name, seen)], WordKind.NAME, 1.0
            )
        for keyword in question.keywords:
            found = [(word, self.evidence.postings(word)) for word in _fresh(keyword, seen)]
            few = [(word, postings) for word, postings in found if not self._is_common(len(postings.rows))]
            common += [pair for pair in found if pair not in few]
            self._add(few, WordKind.KEYWORD, self.weights.keyword)
        common.sort(key=lambda pair: (len(pair[1].rows), pair[0]))
        if common and not self.words:  # better a common word than none
            self._add([common.pop(0)], WordKind.KEYWORD, self.weights.keyword)
        self.left_out = [word for word, _ in common]

    def add_own(self, texts: Iterable[str]) -> None:
        """Add the words that set apart what I wrote on the theme."""
        worth: dict[str, float] = defaultdict(float)
        for text in texts:
            for word, times in Counter(words_of(text)).items():
                worth[word] += math.log1p(times)
        self._add_best(worth, WordKind.OWN, self.weights.own_words, self.weights.own * self.weight)

    def add_related(self, texts: Sequence[tuple[float, str]]) -> None:
        """Add the words that the best posts have in common; `texts` are those posts, each with its score."""
        total = sum(score for score, _ in texts)
        worth: dict[str, float] = defaultdict(float)
        posts: Counter[str] = Counter()
        for score, text in texts:
            for word, times in Counter(words_of(text)).items():
                worth[word] += score / total * math.log1p(times)
                posts[word] += 1
        shared = {word: value for word, value in worth.items() if posts[word] > 1}
        self._add_best(
            shared, WordKind.RELATED, self.weights.related_words, self.weights.related * self.weight
        )

    def _add_best(self, worth: Mapping[str, float], kind: WordKind, most: int, weight: float) -> None:
        """Add the `most` words that are worth most by how often and how rarely they are used, weighing `weight`."""
        have = {word.text for word in self.words}
        rarest = math.log(max(self.size, 1))
        best: list[tuple[float, str]] = []
        # no word is worth more than if it stood in one post only: what comes after cannot be among the best
        for word, value in sorted(worth.items(), key=lambda pair: (-pair[1], pair[0])):
            if len(best) >= most and value * rarest <= best[most - 1][0]:
                break
            posts = 0 if word in have else self._telling(word)
            if posts:
                best.append((value * math.log(self.size / posts), word))
                best.sort(key=lambda one: (-one[0], one[1]))
        chosen = [one for one in best[:most] if one[0] > 0]
        total = sum(value for value, _ in chosen)
        for value, word in chosen:
            self._add([(word, self.evidence.postings(word))], kind, weight * value / total)

    def _telling(self, word: str) -> int:
        """Return in how many posts a word stands that is not the theme's, 0 when there are too many."""
        most = min(int(self.weights.common * self.size), self.weights.related_posts)
        if self.evidence.share(word, self.top) * self.size > _SURELY * most:
            return 0
        posts = self.evidence.frequency(word, most)
        return posts if posts <= most else 0

    def _add(self, words: Sequence[tuple[str, Postings]], kind: WordKind, weight: float) -> None:
        known = [(word, postings) for word, postings in words if postings.rows]
        for word, postings in known:
            posts = len(postings.rows)
            rarity = math.log(1 + (self.size - posts + 0.5) / (posts + 0.5))
            self.words.append(
                Word(text=word, kind=kind, weight=weight, posts=posts, rarity=rarity, group=self._groups)
            )
            self.postings.append(postings)
        self._groups += bool(known)

    def _is_common(self, posts: int) -> bool:
        return posts > self.weights.common * self.size


def _fresh(text: str, seen: set[str]) -> list[str]:
    """Return the words of `text` that are not among `seen`, and add them there."""
    fresh = [word for word in dict.fromkeys(words_of(text)) if word not in seen]
    seen.update(fresh)
    return fresh
