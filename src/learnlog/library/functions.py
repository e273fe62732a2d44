"""What the library's SQL calls beyond SQLite's own functions."""

import sqlite3

from learnlog.library.packing import excerpt_of, unpack


def register(connection: sqlite3.Connection) -> None:
    """Let the SQL of `connection` read packed posts, as the library's views do, and look for patterns."""
    for name, number, function in (
        ("packed_html", 1, lambda blob: None if blob is None else unpack(blob)[0]),
        ("packed_text", 1, lambda blob: None if blob is None else unpack(blob)[1]),
        ("packed_social", 1, lambda blob: None if blob is None else unpack(blob)[2]),
        ("html_text", 1, html_text),
        ("words_in", 1, lambda text: len(text.split())),
        ("excerpt_of", 1, lambda text: "" if text is None else excerpt_of(text)),
        ("says", 2, says),
    ):
        connection.create_function(name, number, function, deterministic=True)


def html_text(html: str) -> str:
    """Return the words of a post's HTML."""
    from learnlog.model.html_text import text_of

    return text_of(html)


def says(wanted: str, text: str) -> bool:
    """Tell whether the pattern `wanted` (of `learnlog.library.words.pattern`) is found in folded `text`."""
    import re

    from learnlog.library.words import fold

    return re.search(wanted, fold(text)) is not None
