"""Why somebody stands where they stand, to the last number."""

from learnlog.finding.candidates import Standing
from learnlog.finding.looking import Look
from learnlog.finding.reasons import vouchers
from learnlog.model.finding import Figure, Suggestion


def explained(found: Suggestion, standing: Standing, look: Look, place: int, of: int) -> Figure:
    """Return the figures behind `found`, who is number `place` of `of` in their circle before any gate."""
    name, asked = found.candidate.name, look.asked
    told = {post.id: post.headline for post in found.evidence}
    parts = tuple(
        Figure(words=told.get(post, post), value=value, post=post) for post, value in standing.parts
    )
    return Figure(
        words=f"{name} on {asked.theme}",
        value=found.score,
        parts=(
            Figure(words=f"place among {of:,} before any gate", value=float(place)),
            Figure(words="the score: what their best posts add", value=found.score, parts=parts),
            Figure(words="looked for", parts=tuple(Figure(words=term) for term in asked.terms)),
            Figure(
                words="reasons",
                value=float(len(found.reasons)),
                parts=tuple(_reason(one.words, one.count, one.posts) for one in found.reasons),
            ),
            Figure(
                words="gates",
                parts=(
                    Figure(words="distinct posts on it", value=float(len(standing.written))),
                    Figure(words="people of mine who vouch", value=float(len(vouchers(standing)))),
                    _last(look, standing),
                ),
            ),
        ),
    )


def _reason(words: str, count: int, posts: tuple[str, ...]) -> Figure:
    return Figure(
        words=words, value=float(count), parts=tuple(Figure(words=post, post=post) for post in posts)
    )


def _last(look: Look, standing: Standing) -> Figure:
    last = look.last(standing)
    if last is None:
        return Figure(words="last post: none is stored")
    days = (look.asked.now.timestamp() - last) / 86400
    return Figure(words="days since their last post", value=round(days, 1))
