"""A text without what its links lead to, which is for nobody else: paths and names of files, ids."""

import re
from collections.abc import Callable
from urllib.parse import unquote

_WIKI = re.compile(r"\[\[([^\[\]\n]{1,400})\]\]")
_FILE = re.compile(
    r"\[([^\[\]\n]{0,400})\]\((?![a-z]+:)<?([^()<>\n]{1,400}\.md)(?:#[^()<>\n]{0,200})?>?\)", re.IGNORECASE
)
_ATTACHED = re.compile(
    r"!?\[([^\[\]\n]{0,400})\]\((?![a-z]+:)<?[^()<>\n]{0,200}\battachments/[^()<>\n]{1,400}>?\)",
    re.IGNORECASE,
)
"""A link into the folder of attached files: its words stay, the path is for nobody else."""


def without_links(text: str, named: Callable[[str, str], str]) -> str:
    """Return Markdown with its ``[[links]]``, and links to files of the vault, as words.

    `named` is given what a link leads to (a name, as the vault knows it) and the words that stand there, and returns
    the words that may stay.
    """

    def wiki(match: re.Match[str]) -> str:
        target, _, label = match[1].partition("|")
        return named(target.partition("#")[0].strip(), (label or target).strip())

    def file(match: re.Match[str]) -> str:
        # a path says what a file is called, which is for nobody else, whatever it leads to
        return named(unquote(match[2]).rpartition("/")[2][:-3], match[1].strip())

    if "[[" in text:
        text = _WIKI.sub(wiki, text)
    if "](" in text:
        text = _ATTACHED.sub(lambda match: match[1].strip() or "a file", text)
    return _FILE.sub(file, text) if "](" in text else text
