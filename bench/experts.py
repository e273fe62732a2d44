"""Rank every theme of an evaluation folder with learnlog's own store and ranker, and write the results.

`python bench/experts.py DATA COLLECTION SPLIT OUT.json`: DATA is a folder of the evaluation's layout and is only
read, COLLECTION one of emacs, blogs, dblp and emacs-future, SPLIT names the files with themes.
"""

import argparse
import json
from pathlib import Path

from expert_data import Collection, load, opened
from learnlog.finding.question import Question
from learnlog.finding.ranking import rank
from learnlog.library import Library

LIMIT = 1000
"""People a theme."""


def results(
    library: Library, collection: Collection, *, withhold_names: bool = False
) -> dict[str, list[dict[str, object]]]:
    """Return the people for every theme, best first, each with the posts that speak for them."""
    found = {}
    for theme in collection.themes:
        question = Question(
            names=() if withhold_names else (theme["name"],),
            keywords=tuple(theme["keywords"]),
            own=tuple(theme["journal"]),
        )
        ranking = rank(question, library.evidence, now=collection.newest, limit=LIMIT)
        found[theme["id"]] = [
            {"author": one.key, "evidence": [int(collection.posts[post]) for post in one.evidence]}
            for one in ranking.people
            if one.key in collection.candidates
        ]
    return found


def main() -> None:
    """Read what is asked, load, rank, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("collection")
    parser.add_argument("split")
    parser.add_argument("out", type=Path)
    parser.add_argument("--withhold-names", action="store_true", help="ask by keywords and own words only")
    asked = parser.parse_args()
    collection = load(asked.data, asked.collection, asked.split)
    with opened(collection) as library:
        found = results(library, collection, withhold_names=asked.withhold_names)
    asked.out.write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main()
