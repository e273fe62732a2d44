"""One look at a theme: everybody the store tells of, ranked, and those who are shown with their proof."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from learnlog.finding import gates
from learnlog.finding.candidates import Everybody, Standing
from learnlog.finding.closeness import Closest, closest
from learnlog.finding.gates import Gates, Seen
from learnlog.finding.identity import Decided
from learnlog.finding.question import Question
from learnlog.finding.ranking import tally
from learnlog.finding.reasons import Asked, fits, reasons, vouchers
from learnlog.library import Library
from learnlog.library.schema import WROTE
from learnlog.library.traces import OWN, Trace
from learnlog.model.finding import Circle, Suggestion
from learnlog.model.moments import from_seconds
from learnlog.model.person import Person
from learnlog.model.post import Post
from learnlog.model.ranking import Ranking

EVIDENCE = 5
"""Best posts that come with a suggestion."""
MORE = 15
"""So many more than are shown are ranked: gates keep some back, and beyond the bubble one looks further."""
_CLOSE = 0.5
"""How close to the best posts one must be to count as on words that no post has all of."""
_MANY = 400
"""People named on a theme from which those who cannot be shown are not even looked up."""
_PLACE, _PLACES = 0.34, 8
"""A site that more than this share of my people link to, and at least so many, is a place and nobody's."""


class Look:
    """Gathers, ranks and proves; `insights` are ids of mine on the theme by person.

    ``ranking`` is what the last ranking looked for; ``unproven`` how many it did not even rank.
    """

    def __init__(
        self,
        library: Library,
        people: Sequence[Person],
        decided: Decided,
        asked: Asked,
        question: Question,
        insights: Mapping[str, Sequence[str]],
    ) -> None:
        self.asked = asked
        self.ranking = Ranking()
        self.unproven = 0
        self._library = library
        self._people = people
        self._everybody = Everybody(library, people, decided)
        self._question = question
        self._insights = insights
        self._last: dict[str, int] = {}
        self._passed: dict[str, dict[str, int]] = {}
        self._posts: dict[str, Post] = {}

    @cached_property
    def _gathered(self) -> tuple[Closest, list[Standing]]:
        """The posts that are close to the theme, and everybody whom the store tells of on it, in no order."""
        close = closest(self._question, self._library.evidence)
        traces = self._library.traces.of(self._on_theme(close))
        described = list(self._described())
        keys = (key for key, _ in described)
        standings = self._everybody.gather(self._worth_a_look(traces), keys)
        by_key = {key: standing for standing in standings for key in standing.keys}
        for key, owner in described:
            by_key[key].called += 1
            by_key[key].listed_by |= (
                {self._everybody.owners[owner]} if owner in self._everybody.owners else set()
            )
        for standing in standings:
            standing.called += self._says_so(standing)
        return close, standings

    def ranked(self, circle: Circle, limit: int | None = None) -> list[Standing]:
        """Return the first `limit` of a circle by what they wrote, and after them those of whom only others tell.

        Whoever has no post that names the theme, and is in no list that does, is not among them. With a `limit`,
        neither are strangers of whom it is seen at once that no gate would let them pass. Without one, it is also told
        what each word adds.
        """
        close, everybody = self._gathered
        among = [one for one in everybody if bool(one.person) == (circle is Circle.MINE)]
        if limit is not None and circle is Circle.NEW:
            passing = [
                one for one in among if one.seen >= gates.POSTS or len(vouchers(one)) >= gates.VOUCHERS
            ]
            self.unproven, among = len(among) - len(passing), passing
        by_key = {key: one for one in among for key in one.keys}
        posts = tuple(one for one in close.posts if one.post.author in by_key)
        self.ranking = tally(
            replace(close, posts=posts),
            self._library.evidence,
            now=self.asked.now,
            people={key: one.key for key, one in by_key.items()},
            called={one.key: one.called for one in among if one.called},
            limit=limit,
            with_words=limit is None,
        )
        by_name = {one.key: one for one in among}
        for ranked in self.ranking.people:
            by_name[ranked.key].ranked = ranked
        told = {by_key[one.post.author].key for one in posts}
        rest = [one for one in among if not (one.key in told or one.ranked) and (one.seen or vouchers(one))]
        return [*(by_name[one.key] for one in self.ranking.people), *sorted(rest, key=_by_others)]

    def _worth_a_look(self, traces: list[Trace]) -> list[Trace]:
        """Where very many are named, leave out those who could not pass the gates, whoever else they turn out to be."""
        said: dict[str, set[str]] = defaultdict(set)
        wrote: Counter[str] = Counter()
        for trace in traces:
            said[trace.who].add(trace.publisher)
            wrote[trace.who] += trace.relation in (OWN, WROTE)
        if len(said) <= _MANY:
            return traces
        mine = self._everybody.sites | self._everybody.owners.keys()
        kept = {
            who
            for who, publishers in said.items()
            if who in mine or wrote[who] >= gates.POSTS or len(publishers - {""}) >= gates.VOUCHERS
        }
        return [trace for trace in traces if trace.who in kept]

    def _on_theme(self, close: Closest) -> list[int]:
        """Return the rows of the posts that are on the theme: they name it, or are close when none names it."""
        rows = self._library.traces.naming(self.asked.terms, self.asked.words)
        return rows or [one.post.row for one in close.posts if one.closeness >= _CLOSE]

    def shown(self, standings: Sequence[Standing], limit: int, passing: Gates) -> list[Suggestion]:
        """Return the first `limit` who pass the gates, people beyond the bubble among them, each with proof."""
        self._learn(standings)
        passed = [one for one in standings if passing.let_pass(self._seen(one))]
        through = self._without_places(passed[: limit + MORE])
        chosen = gates.with_beyond(through, limit, self._is_beyond)
        self._read(chosen)
        return [found for one in chosen if (found := self._suggestion(one)).reasons]

    def suggestion(self, standing: Standing) -> Suggestion:
        """Return one of them with their proof."""
        self._learn([standing])
        self._read([standing])
        return self._suggestion(standing)

    def headlines(self, ids: Iterable[str]) -> dict[str, str]:
        """Return what posts are called, by id."""
        return {post.id: post.headline for post in self._library.posts.get_many(ids)}

    def _described(self) -> Iterable[tuple[str, str]]:
        """Yield the keys of those whom a list, pack or page calls by the theme, each with the key of its owner."""
        known: dict[str, bool] = {}
        for key, description in self._library.actors.described():
            text = description.text
            if text not in known:
                known[text] = fits(text, self.asked.terms)
            if known[text]:
                yield key, description.owner

    def _says_so(self, standing: Standing) -> int:
        return int(any(profile.bio and fits(profile.bio, self.asked.terms) for profile in standing.profiles))

    def _without_places(self, standings: Sequence[Standing]) -> list[Standing]:
        """Leave out the sites that so many of my people link to that they are nobody's own."""
        sites = [one for one in standings if not one.person and all(p.kind == "web" for p in one.profiles)]
        spread = self._library.traces.spread([key for one in sites for key in one.keys])
        most = max(_PLACES, _PLACE * len(self._people))
        shared = {key for key, number in spread.items() if number > most}
        return [one for one in standings if one.person or not one.keys <= shared]

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
        wanted = [post for standing in standings for post in standing.best(EVIDENCE)]
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
            last=from_seconds(last).astimezone(self.asked.now.tzinfo) if last is not None else None,
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
            evidence=tuple(self._posts[post] for post in standing.best(EVIDENCE) if post in self._posts),
            beyond=self._is_beyond(standing),
            identity=self._everybody.evidence(standing),
        )


def _by_others(standing: Standing) -> tuple[int, int, str]:
    return -standing.seen, -len(vouchers(standing)), standing.key
