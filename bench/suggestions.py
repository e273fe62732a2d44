"""How often a suggested theme is right: on labelled posts of others, which are not part of this repository.

``python -m bench.suggestions FOLDER ...`` takes folders with ``posts.jsonl.gz`` (id, author, date, title, body), with
``LABELS.post_tags.json`` (the themes of each post, by id) and ``themes.public.json`` (id, name, keywords, and the texts
of a ``journal`` on it). `bench/packages.py` makes one of such.

The themes of a collection are dealt into two halves: what is chosen is chosen on the first, and judged on the second.
In each of several draws as many posts of each theme as told, next to each other in time from a place drawn by chance,
are taken as put under it, half of all it has at most; the journal is what I wrote on it. Then all other posts are
asked for, also those of no label or of a theme of the other half: these are most of what one reads. A post that has
all words of a theme's name, or of a keyword that at most one post in twenty has, is under it already and counts
neither as found nor as wanted. Once more with what the product learns meanwhile: that I look at every post, and
take every second of the right suggestions, so that a theme whose suggestions I pass over is suggested more clearly.

``right`` is the share of suggestions that are a label of the post, of those for posts
with a label; ``at least`` is the same of all suggestions, as if no post without labels were about any theme; ``found``
is the share of the posts with a label that they are not under already which got the right one.
"""

import gzip
import itertools
import json
import random
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from learnlog.reading.sorting.passing_over import PassingOver
from learnlog.reading.sorting.theme_scoring import Habits, habits_of, suggest, taste_of, vocabulary

FILED = (0, 5, 20, 50)
DRAWS = 5
LEAST = 10
"""Posts that a theme must have to be asked for."""
SHARE = 20
"""A keyword that more than this part of the posts have proposes none."""
SAMPLE, START = 1000, 650
"""Posts and words of each, as the product looks at to see how they are worded."""


@dataclass
class Collection:
    """Posts in order of time, and the themes of two halves."""

    name: str
    posts: list[dict[str, Any]]
    halves: list[list[dict[str, Any]]] = field(default_factory=list)
    habits: Habits = field(default_factory=Habits)


def load(folder: Path) -> Collection:
    """Return the posts of `folder`, each with its words and labels, and its themes, dealt into halves."""
    labels = json.loads((folder / "LABELS.post_tags.json").read_text())
    with gzip.open(folder / "posts.jsonl.gz", "rt") as lines:
        posts = [json.loads(line) for line in lines]
    for post in posts:
        post["words"] = vocabulary(f"{post['title']} {post['body']}")
        post["labels"], post["under"] = set(labels.get(str(post["id"]), ())), set()
    posts.sort(key=lambda post: (post["date"], post["id"]))
    themes = json.loads((folder / "themes.public.json").read_text())
    themes = [theme for theme in themes if sum(theme["id"] in post["labels"] for post in posts) >= LEAST]
    for theme in themes:
        _put_under(theme, posts)
    order = sorted(theme["id"] for theme in themes)
    random.Random(11).shuffle(order)
    halves = [[theme for theme in themes if theme["id"] in order[start::2]] for start in (0, 1)]
    return Collection(folder.name, posts, halves, habits_of(_sample(posts)))


def _sample(posts: list[dict[str, Any]]) -> list[frozenset[str]]:
    """Return words of some posts: any, not the first, as collections are given away with their words sorted."""
    rng = random.Random(7)
    texts = [f"{post['title']} {post['body']}".split() for post in posts[:: max(1, len(posts) // SAMPLE)]]
    return [vocabulary(" ".join(rng.sample(text, min(START, len(text))))) for text in texts]


def _put_under(theme: dict[str, Any], posts: list[dict[str, Any]]) -> None:
    for number, term in enumerate((theme["name"], *theme["keywords"])):
        words = vocabulary(term)
        found = [post for post in posts if words and words <= post["words"]]
        if number == 0 or len(found) <= len(posts) / SHARE:
            for post in found:
                post["under"].add(theme["id"])


def draw(collection: Collection, half: int, filed: int, seed: int) -> dict[str, list[dict[str, Any]]]:
    """Return by theme the posts that were put under it."""
    rng = random.Random(f"{collection.name}{'AB'[half]}{filed}{seed}")
    drawn = {}
    for theme in collection.halves[half]:
        mine = [post for post in collection.posts if theme["id"] in post["labels"]]
        number = min(filed, len(mine) // 2)
        start = rng.randrange(len(mine) - number + 1) if number else 0
        drawn[theme["id"]] = mine[start : start + number]
    return drawn


def ask(
    collection: Collection, half: int, drawn: dict[str, list[dict[str, Any]]], taken: float | None = None
) -> Counter[str]:
    """Return how many posts were asked for, and what was suggested for them, when this part of right ones is taken."""
    noted, rng = PassingOver(), random.Random(1)
    usual = Counter((id, post["author"]) for id, posts in drawn.items() for post in posts)
    of_author = Counter(post["author"] for posts in drawn.values() for post in posts)
    tastes = []
    for theme in collection.halves[half]:
        texts = [post["words"] for post in drawn[theme["id"]]]
        texts += [words for text in theme.get("journal") or () if (words := vocabulary(text))]
        if taste := taste_of(theme["id"], (theme["name"], *theme["keywords"]), texts, collection.habits):
            tastes.append(taste)
    learned = {post["id"] for posts in drawn.values() for post in posts}
    ids = {theme["id"] for theme in collection.halves[half]}
    told: Counter[str] = Counter()
    for post in collection.posts:
        if post["id"] in learned:
            continue
        labels, author = (post["labels"] & ids) - post["under"], post["author"]
        shares = {
            id: usual[id, author] / (of_author[author] + 1)
            for id in ids
            if of_author[author] and usual[id, author]
        }
        found = suggest(post["words"], tastes, collection.habits, post["under"], shares, noted.clearer())
        if found and taken is not None:
            _note(noted, post["id"], found.theme, found.theme in labels and rng.random() < taken)
        told.update(
            asked=1,
            wanted=bool(labels),
            made=found is not None,
            judged=found is not None and bool(post["labels"]),
            right=found is not None and found.theme in labels,
        )
    return told


def _note(noted: PassingOver, post: str, theme: str, is_taken: bool) -> None:
    noted.suggested(post, theme)
    noted.looked_at(post)
    if is_taken:
        noted.took(post, theme)


def measure(collection: Collection) -> None:
    """Print for both halves, and for each number of posts put under the themes before, what came of it."""
    for half, name in enumerate(("chosen on", "held out")):
        for filed, taken in itertools.product(FILED, (None, 0.5)):
            told: Counter[str] = Counter()
            for seed in range(DRAWS if filed else 1):
                told += ask(collection, half, draw(collection, half, filed, seed), taken)
            made, judged, wanted = (max(1, told[what]) for what in ("made", "judged", "wanted"))
            print(
                f"  {name}, {len(collection.halves[half]):2} themes, {filed:2} before"
                f"{', passing over' if taken else ''}: {told['judged']:5} judged, "
                f"right {told['right'] / judged:.2f}, at least {told['right'] / made:.2f}, "
                f"found {told['right'] / wanted:.3f}, of 1,000 posts {1000 * told['made'] / told['asked']:5.1f}"
            )


if __name__ == "__main__":
    for folder in map(Path, sys.argv[1:]):
        print(folder.name, flush=True)
        measure(load(folder))
