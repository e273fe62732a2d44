"""The order of the found: each person's best posts on the theme, added up."""

from collections.abc import Mapping, Sequence

from learnlog.finding.candidates import Standing

_BEST = 20
_TOLD = 0.2
"""What a post of others that tells of somebody adds, of its own weight."""


def scored(standings: Sequence[Standing], hits: Mapping[int, float]) -> list[Standing]:
    """Return `standings` with their scores, best first; `hits` are the weights of posts by row."""
    for standing in standings:
        best = sorted(standing.written, key=lambda trace: (-hits[trace.row], -trace.moment, trace.row))[
            :_BEST
        ]
        standing.parts = [(trace.post, hits[trace.row]) for trace in best]
        told = {trace.row: trace for trace in standing.traces if trace.publisher} if not best else {}
        standing.parts += [(trace.post, _TOLD * hits[trace.row]) for trace in list(told.values())[:_BEST]]
        standing.score = sum(part for _, part in standing.parts)
    return sorted(standings, key=lambda one: (-one.score, one.key))
