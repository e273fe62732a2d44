"""What the ranking is measured against: votes, reciprocal rank and CombSUM over one full-text search."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from expert_data import Collection
from learnlog.library import Library

_COMMON = 0.05

Hits = Sequence[tuple[int, str, float]]
"""Number of the post, its author and its BM25 score, best first."""


def votes(hits: Hits) -> dict[str, float]:
    """Return how many posts each author has among the hits."""
    return _added(hits, lambda _place, _score: 1.0)


def reciprocal_rank(hits: Hits) -> dict[str, float]:
    """Return the sum of 1 / place of each author's posts."""
    return _added(hits, lambda place, _score: 1 / place)


def comb_sum(hits: Hits) -> dict[str, float]:
    """Return the sum of the scores of each author's posts."""
    return _added(hits, lambda _place, score: score)


BASELINES: Mapping[str, Callable[[Hits], dict[str, float]]] = {
    "Votes": votes,
    "reciprocal rank": reciprocal_rank,
    "CombSUM": comb_sum,
}


def baseline(library: Library, collection: Collection, name: str) -> dict[str, list[dict[str, Any]]]:
    """Return the people for every theme as the baseline called `name` ranks them, with their hits."""
    found = {}
    for theme in collection.themes:
        hits = search(library, collection, theme)
        scores = BASELINES[name](hits)
        evidence: dict[str, list[int]] = defaultdict(list)
        for post, author, _ in hits:
            evidence[author].append(post)
        ordered = sorted(scores, key=lambda author: (-scores[author], author))
        found[theme["id"]] = [
            {"author": author, "evidence": evidence[author][:20]}
            for author in ordered
            if author in collection.candidates
        ]
    return found


def search(library: Library, collection: Collection, theme: Mapping[str, Any]) -> Hits:
    """Return every post with a word of the theme, keywords in more than a twentieth of all posts left out."""
    from learnlog.library.connection import Connections

    size = library.evidence.size()[0]
    words = dict.fromkeys(theme["name"].split())
    for word in " ".join(theme["keywords"]).split():
        if len(library.evidence.postings(word).rows) <= _COMMON * size:
            words[word] = None
    connections = Connections(library.path, 1.0)
    rows = connections.db.rows(
        """SELECT p.id, c.key, -bm25(post_fts) FROM post_fts JOIN post p ON p.row = post_fts.rowid
           JOIN channel c ON c.id = p.channel_id WHERE post_fts MATCH ? ORDER BY rank, p.id""",
        (" OR ".join(f'"{word}"' for word in words),),
    )
    connections.close()
    return [(int(collection.posts[id]), key, score) for id, key, score in rows]


def _added(hits: Hits, adds: Callable[[int, float], float]) -> dict[str, float]:
    scores: dict[str, float] = defaultdict(float)
    for place, (_, author, score) in enumerate(hits, 1):
        scores[author] += adds(place, score)
    return dict(scores)
