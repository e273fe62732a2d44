"""Why somebody stands where they stand, to the last number."""

from collections.abc import Mapping, Sequence

from learnlog.finding.candidates import Standing
from learnlog.finding.looking import Look
from learnlog.finding.reasons import vouchers
from learnlog.finding.weights import WEIGHTS
from learnlog.model.finding import Figure, Suggestion
from learnlog.model.ranking import Part, Ranked, Ranking


def explained(found: Suggestion, standing: Standing, look: Look, place: int, of: int) -> Figure:
    """Return the figures behind `found`, who is number `place` of `of` in their circle before any gate."""
    ranked = standing.ranked
    opened = [part.post for part in ranked.parts] if ranked else []
    opened += [post for reason in found.reasons for post in reason.posts]
    titles = look.headlines(dict.fromkeys(opened))
    parts = (
        Figure(words=f"place among {of:,} before any gate", value=float(place)),
        _score(ranked, titles) if ranked else Figure(words="no post of theirs is close to it", value=0.0),
        _words(look.ranking),
        _reasons(found, titles),
        _gates(look, standing),
    )
    return Figure(words=f"{found.candidate.name} on {look.asked.theme}", value=found.score, parts=parts)


def _reasons(found: Suggestion, titles: Mapping[str, str]) -> Figure:
    parts = tuple(
        Figure(
            words=reason.words,
            value=float(reason.count),
            parts=tuple(Figure(words=titles.get(post, post), post=post) for post in reason.posts),
        )
        for reason in found.reasons
    )
    return Figure(words="reasons", value=float(len(parts)), parts=parts)


def _gates(look: Look, standing: Standing) -> Figure:
    posts, vouching = len(standing.written), len(vouchers(standing))
    parts = (
        Figure(words="different posts on it (a new person needs 3)", value=float(posts)),
        Figure(words="people of mine who vouch (or 2)", value=float(vouching)),
        _last(look, standing),
    )
    return Figure(words="gates", parts=parts)


def _score(ranked: Ranked, titles: Mapping[str, str]) -> Figure:
    total = Figure(
        words="what their posts add, and what others call them",
        value=ranked.total,
        parts=(
            *(_post(part, titles) for part in ranked.parts),
            Figure(words="lists, packs and bios that are called so", value=ranked.called),
            *(
                [Figure(words="further posts, which do not count", value=float(ranked.more))]
                if ranked.more
                else []
            ),
        ),
    )
    divisor = Figure(
        words=f"divided by their number of posts, at most {WEIGHTS.volume_posts}, to the power of {WEIGHTS.volume:g}",
        value=ranked.divisor,
        parts=(Figure(words="posts", value=float(ranked.posts)), *_copies(ranked)),
    )
    return Figure(words="the score", value=ranked.score, parts=(total, divisor))


def _copies(ranked: Ranked) -> Sequence[Figure]:
    copies = sum(bool(part.copy_of) for part in ranked.parts)
    words = f"near-copies among them: more than {WEIGHTS.repeats} posts for each original divide, too"
    return [Figure(words=words, value=float(copies))] if copies else []


def _post(part: Part, titles: Mapping[str, str]) -> Figure:
    copied = [Figure(words="nearly the same as a better one", post=part.copy_of)] if part.copy_of else []
    return Figure(
        words=titles.get(part.post, part.post),
        value=part.value,
        post=part.post,
        parts=(
            Figure(
                words="close to what is asked, the best being 1",
                value=part.closeness,
                parts=tuple(
                    Figure(
                        words=f"“{match.word.text}” {_times(match.title, match.text, match.tags)}",
                        value=match.adds,
                    )
                    for match in part.matches
                ),
            ),
            Figure(words="fresh, a new one being 1", value=part.freshness),
            Figure(words="counts in this share", value=part.share),
            *copied,
        ),
    )


def _times(title: int, text: int, tags: int) -> str:
    places = (("title", title), ("text", text), ("tags", tags))
    return ", ".join(f"{number} × in the {place}" for place, number in places if number)


def _words(ranking: Ranking) -> Figure:
    looked: Sequence[Figure] = [
        Figure(
            words=f"“{word.text}” ({word.kind.value}), in {word.posts:,} post{'' if word.posts == 1 else 's'}",
            value=word.weight,
            parts=(Figure(words="worth by its rarity", value=word.rarity),),
        )
        for word in ranking.words
    ]
    too_common = [Figure(words=f"“{word}” is left out: it is in too many posts") for word in ranking.left_out]
    return Figure(words="looked for", parts=(*looked, *too_common))


def _last(look: Look, standing: Standing) -> Figure:
    last = look.last(standing)
    if last is None:
        return Figure(words="last post: none is stored")
    days = (look.asked.now.timestamp() - last) / 86400
    return Figure(words="days since their last post (548 at most)", value=round(days, 1))
