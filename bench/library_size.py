"""What a library takes on disk against the text it holds, and what indexing costs after posts were stored.

The posts are of made-up words, picked as often as words of a language are (see `homes`), or with ``--texts`` of the
paragraphs of files, of which as many posts are made as they give.
"""

import argparse
import html
import random
import re
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from homes import NOW, text_of, words_of
from learnlog.library import Library
from learnlog.model.document import Document, DocumentType
from learnlog.model.fetching import FetchState
from learnlog.model.post import NewPost

FEED = "https://person.example/feed.xml"
BATCH = 1000
MARKUP = 0.92
"""A paragraph of which less is letters and spaces is code or a table, and left out."""


def made_up(number: int) -> Iterator[tuple[str, list[str]]]:
    """Yield the title and the paragraphs of `number` posts."""
    rng, words = random.Random(7), words_of()
    for _ in range(number):
        yield text_of(rng, words, 6), [text_of(rng, words, rng.randint(20, 90)) for _ in range(3)]


def of_files(folders: list[Path], each: int) -> Iterator[tuple[str, list[str]]]:
    """Yield titles and `each` paragraphs a post out of the texts in `folders`, each once, in a random order."""
    files = [
        file
        for folder in folders
        for end in ("md", "rst", "txt")
        for file in sorted(folder.rglob(f"*.{end}"))
    ]
    found: dict[str, None] = {}
    for file in files:
        if not file.is_file():
            continue
        for part in re.split(r"\n\s*\n", file.read_text(encoding="utf-8", errors="replace")[:500_000]):
            line = " ".join(part.split())
            letters = sum(letter.isalpha() or letter == " " for letter in line)
            if 100 < len(line) < 1500 and letters > MARKUP * len(line):
                found[line] = None
    parts = list(found)
    random.Random(7).shuffle(parts)
    for start in range(0, len(parts) - each + 1, each):
        yield " ".join(parts[start].split()[:7]), parts[start : start + each]


def post(number: int, title: str, parts: list[str]) -> NewPost:
    """Return a post of these paragraphs, with links as blogs have them."""
    url = f"https://person.example/posts/2026/{number}"
    body = "".join(f"<p>{html.escape(part)}</p>\n" for part in parts)
    return NewPost(
        guid=url,
        url=url,
        title=title,
        html=f'{body}<p><a href="{url}#comments">Comments</a></p>',
        text="\n\n".join(parts),
        published=NOW - timedelta(minutes=37 * number),
    )


def measure(library: Library, texts: Iterator[tuple[str, list[str]]]) -> None:
    """Store `texts` as posts, index them, and print what that took and takes."""
    card = {"name": "Person", "channels": [{"kind": "feed", "key": FEED}]}
    person = Document(type=DocumentType.PERSON, id="p", path="people/p.md", body="", text="", data=card)
    library.documents.put(person, mtime_ns=1, size=1)
    plain = carried = number = 0
    storing = indexing = longest = 0.0
    batch: list[NewPost] = []
    for number, (title, parts) in enumerate(texts, 1):
        batch.append(post(number, title, parts))
        plain += len(f"{title}{batch[-1].text}".encode())
        carried += len(f"{title}{batch[-1].text}{batch[-1].html}".encode())
        if len(batch) == BATCH:
            took = take_in(library, batch)
            storing, indexing, longest = storing + took[0], indexing + took[1], max(longest, took[2])
            batch = []
    took = take_in(library, batch)
    library.close()
    grown = library.path.stat().st_size
    library.compact(worth=0, most=None)
    library.close()
    size = library.path.stat().st_size
    each = 1e6 / max(number, 1)
    print(f"{number:,} posts with {plain / 1e6:.1f} MB of plain text, {carried / 1e6:.1f} MB with their HTML")
    print(f"the library as it grew: {grown / 1e6:.1f} MB, {grown / plain:.2f} x the plain text")
    print(
        f"without free pages:     {size / 1e6:.1f} MB, {size / plain:.2f} x the plain text, "
        f"{size / carried:.2f} x text and HTML"
    )
    print(
        f"storing {(storing + took[0]) * each:.0f} us of CPU a post, packing and indexing it later "
        f"{(indexing + took[1]) * each:.0f} us; longest slice {max(longest, took[2]) * 1000:.0f} ms of CPU"
    )


def take_in(library: Library, posts: list[NewPost]) -> tuple[float, float, float]:
    """Store and index `posts`; return the CPU seconds of both, and those of the longest slice."""
    begun = time.process_time()
    library.channels.commit(FEED, posts, FetchState(checked=NOW))
    stored = indexed = time.process_time()
    longest = 0.0
    while library.indexing.step():
        longest, indexed = max(longest, time.process_time() - indexed), time.process_time()
    return stored - begun, indexed - stored, longest


def main() -> None:
    """Make the library, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=100_000)
    parser.add_argument("--texts", type=Path, nargs="+", metavar="FOLDER")
    parser.add_argument("--paragraphs", type=int, default=8, help="of a post, with --texts (8)")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        texts = of_files(asked.texts, asked.paragraphs) if asked.texts else made_up(asked.posts)
        measure(Library(Path(folder) / "library.db"), texts)


if __name__ == "__main__":
    main()
