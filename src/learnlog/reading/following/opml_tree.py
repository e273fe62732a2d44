"""An OPML file as a tree that forgets nothing: read with suspicion, written so that every reader finds it the same."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Final
from xml.parsers import expat  # noqa: S407, RUF100 - document types, and with them all entities, are refused

from learnlog.model.errors import LearnlogError
from learnlog.model.safe import clean_text
from learnlog.reading.following.opml_mending import NO_XML, mended

LARGEST: Final = 15_000_000
DEEPEST: Final = 30
MOST: Final = 20_000
MOST_PARTS: Final = 400_000
"""Elements, attributes and remarks in all: each takes memory, however short it is."""
_MOST_SAID: Final = 20_000
"""Signs for "is" in one element, of which the parser would tell only when it has it whole."""
_HOLDERS = frozenset({"opml", "head", "body", "outline"})
_ACTING = re.compile(
    "[\x7f-\x9f\u061c\u200b\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff\r\u2028\u2029]"
)
"""What might act on a terminal, and what a parser would fold: written as references, which say the same."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment of XML: words for who reads the file by eye."""

    text: str


@dataclass(slots=True)
class Node:
    """An element: its name and attributes as they are spelled, and what is in it, in its order.

    ``before`` and ``after`` are the remarks around the outermost one.
    """

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    inside: "list[Node | Remark | str]" = field(default_factory=list)
    before: tuple[Remark, ...] = ()
    after: tuple[Remark, ...] = ()

    @property
    def is_outline(self) -> bool:
        """Tell whether it is a row."""
        return self.tag.lower() == "outline"

    @property
    def outlines(self) -> "list[Node]":
        """The rows right in it."""
        return [child for child in self.inside if isinstance(child, Node) and child.is_outline]

    def named(self, name: str) -> str:
        """Return how the attribute `name` (in lower case) is spelled here; "" when there is none."""
        return next((key for key in self.attributes if key.lower() == name), "")

    def value(self, name: str) -> str:
        """Return the attribute `name` (in lower case), however it is spelled; "" when there is none."""
        return self.attributes.get(self.named(name), "")

    def put(self, name: str, value: str) -> None:
        """Give the attribute `name` another value; "" takes it away."""
        key = self.named(name.lower()) or name
        if value:
            self.attributes[key] = value
        else:
            self.attributes.pop(key, None)

    def child(self, tag: str) -> "Node | None":
        """Return the first element named `tag` (in lower case) right in it."""
        return next(
            (child for child in self.inside if isinstance(child, Node) and child.tag.lower() == tag), None
        )


def read_tree(data: bytes) -> Node:
    """Return the root of the OPML file `data`.

    Raises:
        LearnlogError: it is no OPML, is too large or too deep, or has a document type.
    """
    if len(data) > LARGEST:
        raise LearnlogError(f"The OPML file is larger than {LARGEST // 1_000_000} MB.", "Split it.")
    return _read(data, MOST_PARTS)


def read_kept(data: bytes) -> Node:
    """Return the root of a file that was read once: what was put beside its rows is more than another may have.

    Raises:
        LearnlogError: somebody changed it since, so that it is no OPML.
    """
    return _read(data, 2 * MOST_PARTS)


def _read(data: bytes, parts: int) -> Node:
    from learnlog.reading.sources.charset import decode

    text = decode(data)[0].lstrip("\ufeff \t\r\n\0")
    if any(part.count("=") > _MOST_SAID for part in text.split("<")):
        raise LearnlogError(f"The OPML file has more than {_MOST_SAID:,} attributes in a row.", "Split it.")
    # as it is, then without flaws that many readers write
    for written_anew in (str, partial(mended, values=False), partial(mended, values=True)):
        with suppress(expat.ExpatError):
            return _parse(written_anew(text), parts)
    raise _broken()


def _broken() -> LearnlogError:
    return LearnlogError("This file is no OPML that can be read.", "Export it anew from the other program.")


def _parse(text: str, parts: int) -> Node:
    reader = _Reader(parts)
    parser = expat.ParserCreate("utf-8")
    parser.ordered_attributes = True
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.say
    parser.CommentHandler = reader.remark
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.Parse(text.encode("utf-8", "replace"), True)
    if reader.root.tag.lower() != "opml":
        raise LearnlogError("This file is no OPML.", "`learnlog import markdown` takes notes.")
    return _with_body(reader.whole())


def _with_body(root: Node) -> Node:
    """Return the tree with its rows in a body, also those that stand beside it."""
    if rows := root.outlines:
        body = root.child("body") or Node("body")
        body.inside += rows
        others = (part for part in root.inside if not (isinstance(part, Node) and part.is_outline))
        root.inside = [*(part for part in others if part is not body), body]
    return root


def _refuse(*_: object) -> None:
    raise LearnlogError(
        "The OPML file declares a document type or entities, which are not read.",
        "Remove its <!DOCTYPE …> line and try again.",
    )


class _Reader:
    """Builds the tree from what the parser tells."""

    def __init__(self, most_parts: int) -> None:
        self.root = Node("")
        self._most_parts = most_parts
        self._open: list[Node] = []
        self._rows = self._parts = 0
        self._around: list[Remark] = []

    def start(self, tag: str, attributes: list[str]) -> None:
        node = Node(tag, dict(zip(attributes[::2], attributes[1::2], strict=True)))
        if len(self._open) >= DEEPEST:
            raise LearnlogError("The OPML file is nested too deeply.", f"Use at most {DEEPEST} levels.")
        self._rows += node.is_outline
        if self._rows > MOST:
            raise LearnlogError(f"The OPML file has more than {MOST:,} rows.", "Split it.")
        self._count(1 + len(node.attributes))
        if self._open:
            self._open[-1].inside.append(node)
        else:
            self.root = node
            self.root.before, self._around = tuple(self._around), []
        self._open.append(node)

    def end(self, _: str) -> None:
        node = self._open.pop()
        holds = node.tag.lower() in _HOLDERS or any(isinstance(child, Node) for child in node.inside)
        if holds:  # the blanks between elements are for the eye
            node.inside = [child for child in node.inside if not isinstance(child, str) or child.strip()]

    def say(self, text: str) -> None:
        self._open[-1].inside.append(text)

    def remark(self, text: str) -> None:
        self._count(1)
        said = Remark(_harmless(text))
        if self._open:
            self._open[-1].inside.append(said)
        else:
            self._around.append(said)

    def whole(self) -> Node:
        """Return the tree, now that all was read."""
        self.root.after = tuple(self._around)
        return self.root

    def _count(self, parts: int) -> None:
        self._parts += parts
        if self._parts > self._most_parts:
            raise LearnlogError(f"The OPML file has more than {MOST_PARTS:,} parts.", "Split it.")


def _harmless(text: str) -> str:
    """Return what a remark says, of which nothing can be written as a reference, so that nothing in it acts."""
    text = clean_text(text).replace("--", "- -")
    return f"{text} " if text.endswith("-") else text


def written(root: Node) -> str:
    """Return the tree as a file: nothing in it acts on a terminal, and it reads as the same tree."""
    before, after = (map(_remark, said) for said in (root.before, root.after))
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', *before, *_lines(root, ""), *after, ""])


def _lines(node: Node, indent: str) -> Iterator[str]:
    """Yield the lines of an element; where texts and elements are mixed, all of it is one."""
    start = f"<{node.tag}" + "".join(
        f' {name}="{_quoted(value)}"' for name, value in node.attributes.items() if _is_name(name)
    )
    inside = [child for child in node.inside if not isinstance(child, Node) or _is_name(child.tag)]
    if not inside:
        yield f"{indent}{start}/>"
    elif any(isinstance(child, str) for child in inside):
        yield f"{indent}{start}>{''.join(_in_line(child) for child in inside)}</{node.tag}>"
    else:
        yield f"{indent}{start}>"
        for child in inside:
            if isinstance(child, Node):
                yield from _lines(child, indent + "  ")
            elif isinstance(child, Remark):
                yield f"{indent}  {_remark(child)}"
        yield f"{indent}</{node.tag}>"


def _in_line(part: Node | Remark | str) -> str:
    if isinstance(part, Remark):
        return _remark(part)
    return _escaped(part) if isinstance(part, str) else "".join(_lines(part, ""))


def _remark(remark: Remark) -> str:
    return f"<!--{remark.text}-->"


def _is_name(name: str) -> bool:
    return clean_text(name) == name


def _escaped(text: str) -> str:
    text = NO_XML.sub("", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _ACTING.sub(lambda found: f"&#x{ord(found[0]):X};", text)


def _quoted(text: str) -> str:
    return _escaped(text).replace('"', "&quot;").replace("\n", "&#xA;").replace("\t", "&#x9;")
