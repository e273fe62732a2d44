"""The article of a page, without what stands around it: a child process reads the page, so that it can be stopped.

A page may be made to take a parser's memory or time; the child has little of both to give away.
"""

import re
import subprocess
import sys
from typing import Final

from learnlog.model.errors import LearnlogError

LARGEST: Final = 5_000_000
"""The characters of a page that are read."""
_SECONDS: Final = 20
_CPU_SECONDS: Final = 10
_MEMORY: Final = 800_000_000


_OPENED_TWICE = re.compile(r"<pre>\s*+<pre>")
_CLOSED_TWICE = re.compile(r"</pre>\s*+</pre>")


class ExtractionError(LearnlogError):
    """The page holds no article, or cannot be read."""


def extract(page: str, url: str) -> str:
    """Return the article in `page` as HTML, its links absolute against `url`; nothing in it is safe yet.

    Takes about a third of a second, and never more than 20 seconds: call it from a thread.

    Raises:
        ExtractionError: no article was found, or reading it took too much.
    """
    # -P: a module that lies in the folder where learnlog was started must not stand in for one of ours
    command = [sys.executable, "-P", "-m", "learnlog.reading.fetching.extracting", url]
    data = page[:LARGEST].encode("utf-8", "replace")
    try:
        done = subprocess.run(  # noqa: S603 - ourselves; the address is an argument of its own
            command, input=data, capture_output=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise ExtractionError("The page is made in a way that takes too long to read.") from error
    if done.returncode != 0:
        raise ExtractionError("The page is made in a way that cannot be read.")
    html = done.stdout.decode("utf-8", "replace")
    if not html.strip():
        raise ExtractionError("No article was found on the page.")
    # the library puts a block of code into another one
    return _CLOSED_TWICE.sub("</pre>", _OPENED_TWICE.sub("<pre>", html))


def _main() -> None:
    """Read a page from the standard input and write its article to the standard output."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    except (ImportError, ValueError, OSError):
        pass  # no such limits here; the time limit of the parent stands
    import trafilatura

    page = sys.stdin.buffer.read().decode("utf-8", "replace")
    found = trafilatura.extract(
        page,
        url=sys.argv[1],
        output_format="html",
        include_links=True,
        include_images=True,
        include_tables=True,
        include_formatting=True,
        include_comments=False,
    )
    sys.stdout.buffer.write((found or "").encode("utf-8", "replace"))


if __name__ == "__main__":
    _main()
