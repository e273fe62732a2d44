"""How long a ranking takes on libraries of 10,000, 100,000 and 1,000,000 posts, and how much memory.

The library is filled through learnlog's own store with made-up posts (of 15 to 60 words, words as frequent as in
speech) by one person for every fifty posts. Each figure is CPU time, the median over themes; every theme has a name
of two words and five keywords, from rare ones to ones that stand in nearly every twentieth post.
"""

import argparse
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from homes import NOW, words_of
from learnlog.finding.question import Question
from learnlog.finding.ranking import rank
from learnlog.library import Library
from learnlog.model.fetching import FetchState
from learnlog.model.person import Channel
from learnlog.model.post import NewPost

SIZES = {10_000: 0.05, 100_000: 0.2, 1_000_000: 1.0}
"""Posts, and the seconds a ranking may take."""
LIMIT = 50
THEMES = 9
_EACH = 50
_EXPONENT = 0.75


def fill(path: Path, size: int) -> None:
    """Make a library of `size` posts at `path`."""
    rng, words = random.Random(size), words_of()
    library = Library(path)
    for person in range(size // _EACH):
        key = f"https://person{person}.example/feed.xml"
        library.channels.ensure(Channel(kind="feed", key=key))
        library.channels.commit(
            key,
            [_post(rng, words, person, number) for number in range(_EACH)],
            FetchState(checked=NOW, fetched=NOW),
        )
    library.tidy()
    library.close()


def _post(rng: random.Random, words: list[str], person: int, number: int) -> NewPost:
    picked = [
        words[min(int(rng.paretovariate(_EXPONENT)) - 1, len(words) - 1)] for _ in range(rng.randint(21, 66))
    ]
    return NewPost(
        guid=f"{person}/{number}",
        title=" ".join(picked[:6]),
        text=" ".join(picked[6:]),
        published=NOW - timedelta(hours=37 * number + person % 1000),
    )


def questions(library: Library) -> list[Question]:
    """Return themes with words of all frequencies below the one from which a keyword is left out."""
    rng, size = random.Random(5), library.evidence.size()[0]
    known = [(len(library.evidence.postings(word).rows), word) for word in words_of()[15:4000]]
    shares = (0.05, 0.03, 0.02, 0.01, 0.005, 0.002, 0.001)

    def near(share: float) -> str:
        few = sorted(known, key=lambda pair: abs(pair[0] - share * size))[:8]
        return rng.choice(few)[1]

    made = []
    for _ in range(THEMES):
        name, *keywords = (near(share) for share in (0.02, *shares[:1], *shares[2:]))
        made.append(Question(names=(f"{name} {near(0.01)}",), keywords=tuple(keywords)))
    return made


def measure(path: Path) -> None:
    """Print the median CPU seconds of a ranking, the longest, and the peak memory in MB."""
    library = Library(path)
    asked = questions(library)
    took = []
    for question in asked:
        started = time.process_time()
        rank(question, library.evidence, now=NOW, limit=LIMIT)
        took.append(time.process_time() - started)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{statistics.median(took)} {max(took)} {peak}")


def main() -> None:
    """Fill a library of each size, measure in a process of its own, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[10_000, 100_000])
    parser.add_argument("--keep", type=Path, help="a folder for the libraries, to use them again")
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure:
        measure(asked.measure)
        return
    with tempfile.TemporaryDirectory() as folder:
        for size in asked.sizes:
            path = (asked.keep or Path(folder)) / f"{size}.db"
            if not path.exists():
                fill(path, size)
            done = subprocess.run(
                [sys.executable, __file__, "--measure", str(path)], capture_output=True, text=True, check=True
            )
            median, longest, peak = (float(figure) for figure in done.stdout.split())
            allowed = f" (allowed {SIZES[size] * 1000:.0f} ms)" if size in SIZES else ""
            print(
                f"{size:>9,} posts: {median * 1000:.0f} ms{allowed}, longest {longest * 1000:.0f} ms, "
                f"peak {peak:.0f} MB"
            )


if __name__ == "__main__":
    main()
