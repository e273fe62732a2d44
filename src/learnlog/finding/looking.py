"""One look at a theme: everybody the store tells of, ranked, and those who are shown with their proof."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from learnlog.finding import gates
from learnlog.finding.candidates import Everybody, Standing
from learnlog.finding.gates import Gates, Seen
from learnlog.finding.identity import Decided
from learnlog.finding.reasons import Asked, fits, reasons, vouchers
from learnlog.finding.scoring import scored
from learnlog.library import Library
from learnlog.model.finding import Circle, Suggestion
from learnlog.model.person import Person
from learnlog.model.post import Post

EVIDENCE = 5
"""Best posts that come with a suggestion."""
ROOM = 10
"""So many times the length of the list is looked at, as gates keep some back."""
_PLACE, _PLACES = 0.34, 8
"""A site that more than this share of my people link to, and at least so many, is a place and nobody's."""


class Look:
    """Gathers, ranks and proves; `insights` are ids of mine on the theme by person."""

    def __init__(
        self,
        library: Library,
        people: Sequence[Person],
        decided: Decided,
        asked: Asked,
        insights: Mapping[str, Sequence[str]],
    ) -> None:
        self.asked = asked
        self._library = library
        self._people = people
        self._everybody = Everybody(library, people, decided)
        self._insights = insights
        self._last: dict[str, int] = {}
        self._passed: dict[str, dict[str, int]] = {}
        self._posts: dict[str, Post] = {}

    def ranked(self) -> list[Standing]:
        """Return everybody, best first."""
        hits = self._library.traces.hits(self.asked.terms)
        traces = self._library.traces.of(hits)
        return scored(self._everybody.gather(traces, self._described()), hits)

    def shown(self, standings: Sequence[Standing], limit: int, passing: Gates) -> list[Suggestion]:
        """Return the first `limit` who pass the gates, people beyond the bubble among them, each with proof."""
        first = standings[: limit * ROOM]
        shared = self._places(key for one in first for key in one.keys)
        first = [one for one in first if one.person or not one.keys <= shared]
        self._learn(first)
        through = [one for one in first if passing.let_pass(self._seen(one))]
        chosen = gates.with_beyond(through, limit, self._is_beyond)
        self._read(chosen)
        return [self._suggestion(one) for one in chosen]

    def suggestion(self, standing: Standing) -> Suggestion:
        """Return one of them with their proof."""
        self._learn([standing])
        self._read([standing])
        return self._suggestion(standing)

    def _described(self) -> Iterable[str]:
        """Return the keys of those whom somebody's list, pack or page calls by the theme."""
        known: dict[str, bool] = {}
        for key, description in self._library.actors.described():
            text = description.text
            if text not in known:
                known[text] = fits(text, self.asked.terms)
            if known[text]:
                yield key

    def _places(self, keys: Iterable[str]) -> set[str]:
        """Return the sites among `keys` that so many of my people link to that they are nobody's own."""
        sites = [key for key in keys if key.startswith("http")]
        most = max(_PLACES, _PLACE * len(self._people))
        return {site for site, number in self._library.traces.spread(sites).items() if number > most}

    def _learn(self, standings: Sequence[Standing]) -> None:
        """Find out when they published last, who passes them on, and what others call them."""
        keys = [key for standing in standings for key in standing.keys]
        self._last = self._library.traces.last(keys)
        self._passed = self._library.traces.passed_by(keys)
        described = self._library.actors.descriptions(keys)
        for standing in standings:
            told = (one for key in sorted(standing.keys) for one in described.get(key, ()))
            standing.described = tuple(told)

    def _read(self, standings: Sequence[Standing]) -> None:
        """Read the posts that are shown as proof."""
        wanted = [post for standing in standings for post, _ in standing.parts[:EVIDENCE]]
        self._posts = {post.id: post for post in self._library.posts.get_many(wanted)}

    def _is_beyond(self, standing: Standing) -> bool:
        """Tell whether none of mine passes them on, on whatever theme."""
        return not standing.person and not any(self._passed.get(key) for key in standing.keys)

    def last(self, standing: Standing) -> int | None:
        """Return when they published last, in epoch seconds, as far as is stored."""
        return max((self._last[key] for key in standing.keys if key in self._last), default=None)

    def _seen(self, standing: Standing) -> Seen:
        last = self.last(standing)
        return Seen(
            keys=standing.keys,
            is_mine=bool(standing.person),
            last=datetime.fromtimestamp(last, self.asked.now.tzinfo) if last is not None else None,
            posts=len(standing.written),
            vouchers=len(vouchers(standing)),
        )

    def _suggestion(self, standing: Standing) -> Suggestion:
        candidate = self._everybody.candidate(standing, self.last(standing))
        return Suggestion(
            candidate=candidate,
            circle=Circle.MINE if standing.person else Circle.NEW,
            score=standing.score,
            reasons=reasons(
                standing,
                self.asked,
                answers=self._library.traces.asked(sorted(standing.keys)),
                insights=self._insights.get(standing.person, ()) if standing.person else (),
            ),
            evidence=tuple(self._posts[post] for post, _ in standing.parts[:EVIDENCE] if post in self._posts),
            beyond=self._is_beyond(standing),
            identity=self._everybody.evidence(standing),
        )
