"""Makes homes of any size, through learnlog's own vault and library: a million posts take some five minutes of CPU."""

import argparse
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

from learnlog.model.ids import new_id
from learnlog.model.person import Channel
from learnlog.model.post import NewPost
from learnlog.settings import find_paths
from learnlog.vault.documents import write_text
from learnlog.workspace import Workspace

NOW = datetime(2026, 11, 23, 16, 5, tzinfo=UTC)
COMMON = ("the", "a", "of", "and", "to", "in", "is", "we", "it", "that", "for", "on", "with", "as", "this")
FETCHED = 250
"""Posts of a person that arrive at once."""
THEMES = ("data contracts", "facilitation", "observability")


def words_of(seed: int = 1, size: int = 20_000) -> list[str]:
    """Return made-up words; those at the front are picked far more often (Zipf)."""
    rng = random.Random(seed)
    parts = (
        "ra",
        "te",
        "no",
        "li",
        "vo",
        "ker",
        "sti",
        "ma",
        "del",
        "con",
        "tra",
        "po",
        "sul",
        "gri",
        "en",
        "ba",
    )
    return [*COMMON, *dict.fromkeys("".join(rng.choices(parts, k=rng.randint(2, 4))) for _ in range(size))]


def text_of(rng: random.Random, words: list[str], length: int) -> str:
    """Return `length` words with a sentence's worth of punctuation."""
    picked = [words[min(int(rng.paretovariate(0.75)) - 1, len(words) - 1)] for _ in range(length)]
    return " ".join(picked).capitalize() + "."


def make_home(folder: Path, *, entries: int, posts: int = 0, people: int = 20) -> Workspace:
    """Fill `folder` with a home of `entries` entries and `posts` posts and return its workspace."""
    workspace = Workspace(find_paths(str(folder)), clock=lambda: NOW)
    rng, words = random.Random(7), words_of()
    for name in THEMES:
        workspace.themes.add(name, keywords=[rng.choice(words[200:2000]) for _ in range(4)])
    _write_entries(workspace, rng, words, entries)
    _write_posts(workspace, rng, words, posts, people)
    workspace.library.indexing.finish()
    workspace.sync.reindex()
    return workspace


def _write_entries(workspace: Workspace, rng: random.Random, words: list[str], number: int) -> None:
    slugs = [theme.slug for theme in workspace.themes.all()]
    for index in range(number):
        moment = NOW - timedelta(hours=2 * index)
        title = text_of(rng, words, 5).rstrip(".")
        entry_id = new_id(moment)
        values = {
            "id": entry_id,
            "title": title,
            "created": moment.isoformat(),
            "modified": moment.isoformat(),
            "kind": rng.choice(("reflection", "insight", "question")),
            "themes": [rng.choice(slugs)],
            "tags": [rng.choice(words[50:90])],
            "visibility": "private",
        }
        body = "\n\n".join(text_of(rng, words, 40) for _ in range(3)) + "\n"
        path = workspace.paths.vault / workspace.vault.entry_path(moment, title, entry_id)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(write_text(values, body), encoding="utf-8")


def _write_posts(
    workspace: Workspace, rng: random.Random, words: list[str], number: int, people: int
) -> None:
    if not number:
        return
    keys = [f"https://person{index}.example/feed.xml" for index in range(people)]
    channels = workspace.library.channels
    for index, key in enumerate(keys):
        workspace.people.add(
            f"Person {index}", [Channel(kind="feed", key=key)], circles=[f"circle {index % 3}"]
        )
        channels.ensure(Channel(kind="feed", key=key))
    # as they came over the years: the oldest first, some of each person at a time
    for start in range(number // people, 0, -FETCHED):
        for index, key in enumerate(keys):
            numbers = range(start - 1, max(-1, start - 1 - FETCHED), -1)
            channels.commit(key, [_post(rng, words, key, n, index) for n in numbers], channels.state(key))


def _post(rng: random.Random, words: list[str], key: str, number: int, person: int) -> NewPost:
    text = "\n\n".join(text_of(rng, words, rng.randint(20, 90)) for _ in range(3))
    url = f"https://person{person}.example/{number}"
    return NewPost(
        guid=url,
        url=url,
        title=text_of(rng, words, 6).rstrip("."),
        html="".join(f"<p>{part}</p>" for part in text.split("\n\n")),
        text=text,
        published=NOW - timedelta(minutes=37 * number + person),
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--posts", type=int, default=100_000)
    parser.add_argument("--entries", type=int, default=10_000)
    parser.add_argument("--people", type=int, default=20)
    asked = parser.parse_args()
    make_home(asked.folder, entries=asked.entries, posts=asked.posts, people=asked.people).close()
