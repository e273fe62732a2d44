"""How long the whole finder takes, from a theme to people with reasons, and what ties add to taking posts in.

The library has a person for every 200 posts (three of five are followed), who boost, mention and answer each other and
strangers and link to sites; one post in fifty names the theme. Figures are CPU time, the middle of nine.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

from homes import NOW, words_of
from learnlog.library import Library
from learnlog.model.fetching import FetchState
from learnlog.model.person import Channel, Person
from learnlog.model.post import NewPost
from learnlog.model.social import Actor, Social
from learnlog.settings import find_paths
from learnlog.workspace import Workspace

EACH = 200


def actor(number: int) -> Actor:
    """Return the made-up person with this number."""
    host = f"m{number}.example"
    return Actor(key=f"https://{host}/users/u", handle=f"@u@{host}", name=f"Person {number}")


def posts_of(rng: random.Random, words: list[str], number: int, people: int) -> Iterator[NewPost]:
    """Yield what a person publishes."""
    me = actor(number)
    for count in range(EACH):
        text = " ".join(words[min(int(rng.paretovariate(0.75)) - 1, len(words) - 1)] for _ in range(40))
        text += " data contracts" if rng.random() < 0.02 else ""
        uri, others = f"{me.key}/{count}", [actor(rng.randrange(people * 3)) for _ in range(3)]
        boosted = rng.random() < 0.3
        social = Social(
            author=others[0] if boosted else me,
            uri=uri,
            boost_of=uri if boosted else "",
            mentions=(others[1],) if rng.random() < 0.3 else (),
            answers=others[2] if rng.random() < 0.3 else None,
        )
        link = (
            f'<a href="https://s{rng.randrange(people * 4)}.example/x">there</a>'
            if rng.random() < 0.3
            else ""
        )
        published = NOW - timedelta(minutes=rng.randrange(500_000))
        html = f"<p>{text} {link}</p>"
        yield NewPost(guid=uri, text=text, html=html, published=published, social=social)


def fill(space: Workspace, size: int) -> None:
    """Put people, cards and posts into the library."""
    rng, words, people = random.Random(size), words_of(), max(20, size // EACH)
    space.themes.add("data contracts", keywords=[words[400], words[900]])
    with space.shelf.together():
        for number in (n for n in range(people) if n % 5 < 3):
            channel = Channel(kind="mastodon", key=actor(number).key)
            card = Person(id=f"p{number}", name=f"Person {number}", channels=(channel,), created=NOW)
            space.shelf.write(f"people/{card.id}.md", card.id, card.front_matter(), "")
    for number in range(people):
        _commit(space.library, number, list(posts_of(rng, words, number, people)))
    space.library.tidy()


def _commit(library: Library, number: int, posts: list[NewPost]) -> None:
    library.channels.commit(actor(number).key, posts, FetchState(checked=NOW))


def taking_in(folder: Path, size: int) -> float:
    """Return the CPU seconds of taking `size` posts into a new library."""
    rng, words, people = random.Random(1), words_of(), max(20, size // EACH)
    every = [list(posts_of(rng, words, number, people)) for number in range(size // EACH)]
    library = Library(folder / "library.db")
    started = time.process_time()
    for number, posts in enumerate(every):
        _commit(library, number, posts)
    took = time.process_time() - started
    library.close()
    return took


def main() -> None:
    """Measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[10_000, 100_000])
    for size in parser.parse_args().sizes:
        with tempfile.TemporaryDirectory() as folder:
            space = Workspace(find_paths(folder), clock=lambda: NOW)
            fill(space, size)
            took = []
            for _ in range(9):
                started = time.process_time()
                found = space.finder.find("data contracts")
                took.append(time.process_time() - started)
            middle = statistics.median(took) * 1000
            print(
                f"{size:>9,} posts: {middle:.0f} ms, {len(found.mine)} of mine and {len(found.new)} new people"
            )
            space.close()
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        whole = taking_in(Path(one), 10_000)
        with patch("learnlog.library.ties.write"):
            without = taking_in(Path(two), 10_000)
    print(f"taking in 10,000 posts: {whole:.2f} s, {without:.2f} s without ties")


if __name__ == "__main__":
    main()
