"""How often a suggested theme is right: on labelled posts of others, which are not part of this repository.

``python -m bench.suggestions FOLDER`` takes a folder with ``posts.jsonl.gz`` (id, author, date, title, body), with
``LABELS.post_tags.json`` (the themes of each post, by id) and ``themes.public.json`` (id, name, keywords, and the texts
of a ``journal`` on it). The first posts of each theme, by date, are taken as those I put under it, the journal as what
I wrote on it; all later labelled posts are then asked for. A post counts as right when the one theme suggested is one
of its labels. *Beyond words* leaves out what stands under a theme already because it has all words of a name or
keyword: there a suggestion is news.
"""

import gzip
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from learnlog.reading.sorting.theme_scoring import Taste, suggest, taste_of, vocabulary

LEAST = 3
"""Labelled posts that a theme must have left after learning to be asked about."""


def load(folder: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the posts in order of time, each with its words and labels, and the themes."""
    labels = json.loads((folder / "LABELS.post_tags.json").read_text())
    with gzip.open(folder / "posts.jsonl.gz", "rt") as lines:
        posts = [json.loads(line) for line in lines]
    for post in posts:
        post["words"] = vocabulary(f"{post['title']} {post['body']}")
        post["labels"] = set(labels.get(str(post["id"]), ()))
    posts.sort(key=lambda post: (post["date"], post["id"]))
    return posts, json.loads((folder / "themes.public.json").read_text())


def measure(posts: list[dict[str, Any]], themes: list[dict[str, Any]], tagged: int) -> None:
    """Print precision and recall when `tagged` posts of each theme were put under it before."""
    frequency = Counter(word for post in posts for word in post["words"])
    usual: Counter[tuple[str, str]] = Counter()
    of_author: Counter[str] = Counter()
    labelled = [post for post in posts if post["labels"]]
    tastes: list[Taste] = []
    learned: set[int] = set()
    terms = {theme["id"]: [theme["name"], *theme["keywords"]] for theme in themes}
    journal = {theme["id"]: theme.get("journal") or () for theme in themes}

    def shares(author: str) -> dict[str, float]:
        return {id: usual[id, author] / (of_author[author] + 1) for id in terms if usual[id, author]}

    for id, names in terms.items():
        mine = [post for post in labelled if id in post["labels"]]
        if len(mine) >= tagged + LEAST:
            learned |= {post["id"] for post in mine[:tagged]}
            usual.update((id, post["author"]) for post in mine[:tagged])
            of_author.update(post["author"] for post in mine[:tagged])
            words = [post["words"] for post in mine[:tagged]] + [vocabulary(text) for text in journal[id]]
            tastes.append(taste_of(id, names, words, frequency.__getitem__, len(posts)))
    asked = {taste.theme for taste in tastes}
    for name in ("all", "beyond words"):
        right = wrong = missed = 0
        for post in labelled:
            under = {id for id in asked if any(vocabulary(term) <= post["words"] for term in terms[id])}
            without = under if name == "beyond words" else set()
            labels = (post["labels"] & asked) - without
            if post["id"] in learned or not (labels or name == "all"):
                continue
            found = suggest(post["words"], tastes, without, shares(post["author"]))
            right += bool(found and found.theme in labels)
            wrong += bool(found and found.theme not in labels)
            missed += bool(not found and labels)
        made, wanted = right + wrong, right + missed
        print(
            f"  {tagged:3} before, {len(tastes):2} themes, {name:12} {made:5} suggested, "
            f"precision {right / made if made else 0:.2f}, recall {right / wanted if wanted else 0:.2f}"
        )
    without_labels = [post for post in posts if not post["labels"]]
    some = sum(
        suggest(post["words"], tastes, (), shares(post["author"])) is not None for post in without_labels
    )
    print(f"      of {len(without_labels):,} posts without any label, {some:,} got a suggestion")


if __name__ == "__main__":
    for folder in map(Path, sys.argv[1:]):
        print(folder.name)
        for tagged in (0, 3, 10, 30):
            measure(*load(folder), tagged)
