"""Reasons in words, with what they count: never a bare score, and every number opens."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from learnlog.finding.candidates import Standing
from learnlog.library.schema import ANSWERED, LINKED, MENTIONED, QUOTED, WROTE
from learnlog.library.traces import Trace
from learnlog.model.finding import Reason, ReasonKind
from learnlog.model.moments import from_seconds
from learnlog.model.safe import clean_link

_TOLD = {
    WROTE: (ReasonKind.BOOSTED, "boosted by"),
    QUOTED: (ReasonKind.QUOTED, "quoted by"),
    LINKED: (ReasonKind.LINKED, "linked by"),
    ANSWERED: (ReasonKind.TALKS, "answered by"),
    MENTIONED: (ReasonKind.MENTIONED, "mentioned by"),
}
"""What a tie is called, the strongest first."""
_LISTS = {
    "list": "in the list",
    "pack": "in the starter pack",
    "opml": "in the OPML folder",
    "blogroll": "in the blogroll",
    "tags": "features",
}
_ASKED = 3
"""Answers that somebody must have got before it counts whether they answer."""
_WORDS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was looked for: the theme's name as it is said, its terms, the present moment, names of mine by id.

    ``words`` are words of mine that are no theme: a post is on them when it has them all.
    """

    theme: str
    terms: tuple[str, ...]
    words: str = ""
    now: datetime
    names: Mapping[str, str]


def reasons(
    standing: Standing,
    asked: Asked,
    *,
    answers: Sequence[tuple[str, bool]] = (),
    insights: Sequence[str] = (),
) -> tuple[Reason, ...]:
    """Return everything that speaks for somebody, best first; `insights` are ids of mine that came from them."""
    found = [
        _posts(standing.written, asked),
        *(_told(standing, relation, asked) for relation in _TOLD),
        _insights(insights),
        *_listed(standing, asked),
        _bio(standing, asked),
        _answers(answers),
    ]
    return tuple(reason for reason in found if reason)


def vouchers(standing: Standing) -> list[str]:
    """Return the ids of those I follow who pass on, quote, link, answer, mention or list somebody on the theme."""
    told = (trace.publisher for trace in standing.traces if trace.relation in _TOLD)
    by = dict.fromkeys((*told, *sorted(standing.listed_by)))
    return [person for person in by if person not in ("", standing.person)]


def _posts(traces: Sequence[Trace], asked: Asked) -> Reason | None:
    if not traces:
        return None
    newest = ago(traces[0].moment, asked.now)
    words = f"{some(len(traces), 'post')} on {asked.theme}, newest {newest}"
    if len(traces) == 1:
        words = f"1 post on {asked.theme}, {newest}"
    ids = tuple(trace.post for trace in traces)
    return Reason(kind=ReasonKind.POSTS, words=words, count=len(traces), posts=ids)


def _told(standing: Standing, relation: int, asked: Asked) -> Reason | None:
    kind, said = _TOLD[relation]
    traces = [
        trace
        for trace in standing.traces
        if trace.relation == relation and trace.publisher and trace.publisher != standing.person
    ]
    often = Counter(trace.publisher for trace in traces)
    people = tuple(sorted(often, key=lambda one: (-often[one], asked.names.get(one, one).casefold())))
    if not people:
        return None
    words = f"{said} {named(people, asked.names)}"
    posts = tuple(dict.fromkeys(trace.post for trace in traces))
    return Reason(kind=kind, words=words, count=len(people), posts=posts, people=people)


def _insights(ids: Sequence[str]) -> Reason | None:
    if not ids:
        return None
    words = f"{some(len(ids), 'insight')} of yours came from them"
    return Reason(kind=ReasonKind.INSIGHTS, words=words, count=len(ids), entries=tuple(ids))


def _listed(standing: Standing, asked: Asked) -> Iterable[Reason]:
    seen = dict.fromkeys((one.kind, one.text, one.source) for one in standing.described)
    for kind, text, source in seen:
        if kind == "followed" or fits(text, asked.terms):
            title = text.partition(": ")[0]
            words = text if kind == "followed" else f"{_LISTS.get(kind, 'in')} “{title}”"
            yield Reason(kind=ReasonKind.LISTED, words=words, count=1, address=clean_link(source))


def _bio(standing: Standing, asked: Asked) -> Reason | None:
    bio = next((p.bio for p in standing.profiles if fits(p.bio, asked.terms)), "")
    if not bio:
        return None
    shown = bio if len(bio) <= 80 else f"{bio[:79].rstrip()}…"
    return Reason(kind=ReasonKind.BIO, words=f"says “{shown}”", count=1)


def _answers(answers: Sequence[tuple[str, bool]]) -> Reason | None:
    if len(answers) < _ASKED:
        return None
    answered = sum(one for _, one in answers)
    words = f"answers {answered} in {len(answers)} replies"
    posts = tuple(post for post, _ in answers)
    return Reason(kind=ReasonKind.ANSWERS, words=words, count=answered, posts=posts) if answered else None


def fits(text: str, terms: Iterable[str]) -> bool:
    """Tell whether `text` names one of `terms`: its words in a row, or as one word (#DataContracts)."""
    words = " ".join(_WORDS.findall(text.casefold()))
    for term in terms:
        wanted = _WORDS.findall(term.casefold())
        if wanted and (f" {' '.join(wanted)} " in f" {words} " or f" {''.join(wanted)} " in f" {words} "):
            return True
    return False


def named(people: Sequence[str], names: Mapping[str, str]) -> str:
    """Return who of mine it is: Ana · Ana and Ben · Ana and 2 others you follow."""
    called = [names.get(person, person) for person in people]
    if len(called) < 3:
        return " and ".join(called)
    return f"{called[0]} and {len(called) - 1} others you follow"


def some(number: int, thing: str) -> str:
    """Return a number with what it counts."""
    return f"{number:,} {thing}" + ("" if number == 1 else "s")


def ago(seconds: int, now: datetime) -> str:
    """Return how long ago a moment in epoch seconds is, as a person would say it."""
    then = from_seconds(seconds).astimezone(now.tzinfo)
    days = (now.date() - then.date()).days
    if days < 1:
        return "today"
    if days == 1:
        return "yesterday"
    if days < 60:
        return f"{days} days ago"
    if days < 365:
        return f"{days // 30} months ago"
    return f"{then:%B %Y}"
