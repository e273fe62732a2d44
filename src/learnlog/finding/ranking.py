"""Who knows about something: one function over what is stored, the same each time, asking nobody.

For each person their best posts are added up (how close each is to what is asked, and how old), and the sum is
divided by a gentle power of how much they write. ``docs/finding-experts.md`` has the formula and the measurements.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from learnlog.finding.closeness import Close, Closest, closest
from learnlog.finding.duplicates import originals
from learnlog.finding.question import Question
from learnlog.finding.weights import WEIGHTS, YEAR, Weights
from learnlog.library.evidence import Evidence
from learnlog.model.ranking import Part, Ranked, Ranking

_COMPARED = 20_000
"""Characters of two texts that are compared."""


def rank(
    question: Question,
    evidence: Evidence,
    *,
    now: datetime,
    limit: int | None = None,
    with_words: bool = False,
    weights: Weights = WEIGHTS,
) -> Ranking:
    """Return those who know about `question`, best first, at most `limit`, each with the posts behind it.

    People I follow are one with all their channels; everybody else is the channel or actor itself. The words found
    in each post, and what each adds, are told `with_words`; the figures are the same.
    """
    close = closest(question, evidence, weights)
    return tally(
        close,
        evidence,
        now=now,
        people=evidence.owners(),
        limit=limit,
        with_words=with_words,
        weights=weights,
    )


def tally(
    close: Closest,
    evidence: Evidence,
    *,
    now: datetime,
    people: Mapping[str, str],
    called: Mapping[str, int] | None = None,
    limit: int | None = None,
    with_words: bool = False,
    weights: Weights = WEIGHTS,
) -> Ranking:
    """Return the authors of the posts in `close`, best first, at most `limit`.

    `people` says whose the keys of channels and actors are (a key that is not there is somebody of its own), and
    `called` how many descriptions by others name the theme, by person.
    """
    count = _Tally(close, evidence, now.timestamp(), people, called or {}, weights)
    found = count.first(limit, with_words=with_words)
    return Ranking(people=tuple(found), words=close.words, best=close.best, left_out=close.left_out)


class _Counted(NamedTuple):
    """A post with its freshness and what it would add if it counted in full."""

    close: Close
    freshness: float
    value: float


def _once(posts: Iterable[_Counted], stories: Mapping[int, int]) -> Iterator[_Counted]:
    """Yield `posts`, those of one author and the best first, of a story told in several places only the best."""
    told: set[int] = set()
    for one in posts:
        story = stories.get(one.close.post.row, 0)
        if story not in told:
            yield one
        if story:
            told.add(story)


class _Tally:
    """Adds up people's posts, looking for near-copies only among those who may still come first."""

    def __init__(
        self,
        close: Closest,
        evidence: Evidence,
        now: float,
        people: Mapping[str, str],
        called: Mapping[str, int],
        weights: Weights,
    ) -> None:
        self._close = close
        self._evidence = evidence
        self._weights = weights
        self._called = {
            who: weights.called * min(number, weights.most_called) for who, number in called.items()
        }
        self._posts: dict[str, list[_Counted]] = defaultdict(list)
        for one in self._counted(now):
            author = one.close.post.author
            self._posts[people.get(author, author)].append(one)
        stories = evidence.stories(one.post.row for one in close.posts)
        for who, posts in self._posts.items():
            posts.sort(key=lambda one: (-one.value, -one.close.post.published, one.close.post.post))
            self._posts[who] = list(_once(posts, stories))
        self._numbers = self._count(people)
        self._starts: dict[int, str] = {}

    def first(self, limit: int | None, *, with_words: bool) -> list[Ranked]:
        """Return the first `limit` people, best first; of equals the first by key."""
        # near-copies only lower a sum: whoever would come first with them left in, is looked at next
        waiting: list[tuple[float, str, Ranked | None]] = [
            (-self._most(who), who, None) for who in {*self._posts, *self._called}
        ]
        heapq.heapify(waiting)
        self._read_starts(who for _, who, _ in heapq.nsmallest(limit or 0, waiting))
        found: list[Ranked] = []
        while waiting and (limit is None or len(found) < limit):
            _, who, ranked = heapq.heappop(waiting)
            if ranked is None:
                ranked = self._ranked(who, with_words)
                heapq.heappush(waiting, (-ranked.score, who, ranked))
            elif ranked.score > 0:
                found.append(ranked)
        return found

    def _counted(self, now: float) -> Iterator[_Counted]:
        weights = self._weights
        for close in self._close.posts:
            age = max(now - close.post.published, 0.0) / YEAR
            freshness = weights.old + (1 - weights.old) * 0.5 ** (age / weights.half_life)
            above = max(close.closeness - weights.floor, weights.below_floor * close.closeness)
            yield _Counted(close, freshness, above * freshness)

    def _count(self, people: Mapping[str, str]) -> dict[str, int]:
        """Return how many posts everybody has; nobody has fewer than were found."""
        keys: dict[str, list[str]] = defaultdict(list)
        for key, who in people.items():
            keys[who].append(key)
        of = {key: who for who in self._posts for key in (who, *keys[who])}
        most = self._weights.volume_posts
        numbers: dict[str, int] = defaultdict(int)
        for key, number in self._evidence.numbers(of, most).items():
            numbers[of[key]] += number
        # of somebody who is only passed on it is not known how much else they write
        return {who: max(numbers[who] or most, len(posts)) for who, posts in self._posts.items()}

    def _divisor(self, who: str) -> float:
        weights = self._weights
        return float(max(min(self._numbers.get(who, 1), weights.volume_posts), 1) ** weights.volume)

    def _repeated(self, parts: Sequence[Part]) -> float:
        """Return what else divides the score of somebody who says the same again and again: 1 for most."""
        originals = sum(not part.copy_of for part in parts) or 1
        return max(len(parts) / originals / self._weights.repeats, 1.0)

    def _most(self, who: str) -> float:
        """Return the score of `who` if no post were a near-copy of another."""
        values = [one.value for one in self._posts.get(who, ())[: self._weights.most_posts]]
        taken = self._weights.alone * values[0] if values else 0.0
        return (sum(values) - taken + self._called.get(who, 0.0)) / self._divisor(who)

    def _ranked(self, who: str, with_words: bool) -> Ranked:
        posts = self._posts.get(who, [])
        self._read_starts([who])
        parts = tuple(self._parts(posts, with_words))
        called = self._called.get(who, 0.0)
        total = sum(part.value for part in parts) + called
        divisor = self._divisor(who) * self._repeated(parts)
        return Ranked(
            key=who,
            score=total / divisor,
            total=total,
            called=called,
            posts=self._numbers.get(who, 0),
            divisor=divisor,
            parts=parts,
            more=len(posts) - len(parts),
        )

    def _read_starts(self, people: Iterable[str]) -> None:
        """Read the first words of the posts of `people`, all at once."""
        rows = [one.close.post.row for who in people for one in self._posts.get(who, ())]
        unknown = [row for row in rows if row not in self._starts]
        if unknown:
            self._starts |= self._evidence.starts(unknown)

    def _parts(self, posts: Sequence[_Counted], with_words: bool) -> Iterator[Part]:
        weights = self._weights
        pairs = originals(
            posts,
            [self._starts.get(one.close.post.row, "") for one in posts],
            self._text,
            theme=self._close.theme,
            weights=weights,
        )
        for number, (one, copied) in enumerate(pairs):
            share = 0.0 if copied else 1.0 if number else 1 - weights.alone
            yield Part(
                post=one.close.post.post,
                published=one.close.post.published,
                length=one.close.post.words,
                matches=self._close.matches(one.close) if with_words else (),
                score=one.close.score,
                closeness=one.close.closeness,
                freshness=one.freshness,
                share=share,
                value=share * one.value,
                copy_of=copied.close.post.post if copied else "",
            )

    def _text(self, one: _Counted) -> str:
        row = one.close.post.row
        start = self._starts.get(row, "")
        # what was not cut is all there is: most posts of networks are that short
        return start if start and not start.endswith("…") else self._evidence.text(row, _COMPARED)
