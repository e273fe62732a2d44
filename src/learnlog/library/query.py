"""The search language: whatever is typed becomes a small tree, and never an error.

Words must all match; ``"phrases"``, ``AND``, ``OR``, ``NOT`` or a leading ``-``, parentheses and fields such
as ``theme:x`` or ``since:"last week"`` say more. The last word is a beginning while the text does not end in
a space, also when nothing but fields follows it, and so is ``word*``. What is broken is read as words, or
left out.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from learnlog.library.dates import span_of
from learnlog.library.words import has_word
from learnlog.model.safe import clean_line

FIELDS = (
    *("theme", "person", "from", "circle", "channel", "lang", "kind", "tag", "in", "is"),
    *("since", "newer", "until", "older", "date"),
)
MOMENTS = ("since", "newer", "until", "older", "date")
"""The fields whose value is a time; ``newer:7d`` is ``since:7d``, ``older:7d`` what is not from the last seven days."""
PLACES = {
    "journal": "entry",
    "posts": "post",
    "kept": "kept",
    "people": "person",
    "themes": "theme",
    "strangers": "post",
}
STATES = (
    *("starred", "unread", "read", "boost", "answer", "gone", "long", "hidden"),
    *("open", "private", "coach", "cohort", "public"),
)

_LONGEST, _LEAF, _LEAVES, _DEEPEST = 8000, 100, 32, 20
_ANY_MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
_TOKEN = re.compile(
    rf"""(?P<paren>[()])
    |(?P<minus>-+)(?=[^\s)-])
    |(?P<field>{"|".join(FIELDS)}):(?:"(?P<quoted>[^"]*)"?|(?P<value>[^\s()"]*))
    |"(?P<phrase>[^"]*)(?P<closed>"\*?)?
    |(?P<word>[^\s()"]+)""",
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Text:
    """A word or phrase; with ``prefix``, its last word is only a beginning."""

    text: str
    prefix: bool = False
    phrase: bool = False

    def __str__(self) -> str:
        return (f'"{self.text}"' if self.phrase else self.text) + "*" * self.prefix


@dataclass(frozen=True, slots=True)
class Field:
    """A condition such as ``theme:facilitation``; ``name`` is one of FIELDS."""

    name: str
    value: str

    def __str__(self) -> str:
        return (
            f'{self.name}:"{self.value}"' if re.search(r"[\s()]", self.value) else f"{self.name}:{self.value}"
        )


@dataclass(frozen=True, slots=True)
class Not:
    """What must not match."""

    item: "Node"

    def __str__(self) -> str:
        return f"-({self.item})" if isinstance(self.item, And | Or) else f"-{self.item}"


@dataclass(frozen=True, slots=True)
class And:
    """What must all match."""

    items: tuple["Node", ...]

    def __str__(self) -> str:
        return " ".join(f"({item})" if isinstance(item, Or) else str(item) for item in self.items)


@dataclass(frozen=True, slots=True)
class Or:
    """What any one of must match."""

    items: tuple["Node", ...]

    def __str__(self) -> str:
        return " OR ".join(map(str, self.items))


Node = Text | Field | Not | And | Or


@dataclass(frozen=True, slots=True)
class Query:
    """A search as understood. Without ``root`` it finds everything when ``blank``, else nothing."""

    root: Node | None
    blank: bool = False

    def __str__(self) -> str:
        text = "" if self.root is None else str(self.root)
        return text if text.endswith("*") or not text else text + " "  # the space: its last word is whole


def parse(text: str) -> Query:
    """Read `text` as a search."""
    line = clean_line(text, _LONGEST)
    tokens = _tokens(line, unfinished=bool(text) and not text[-1].isspace())
    root = _Parser(tokens).parse()
    if root is None:  # nothing but operators: then they are words after all
        operators = [t for t in tokens if isinstance(t, str) and t.isalpha()]
        root = _join(And, [Text(t, phrase=True) for t in operators[:_LEAVES]])
    return Query(root, blank=not line)


def whole(text: str) -> str:
    """Return the search `text` as it can be kept: what it finds now, with its unfinished last word marked as one."""
    return str(parse(text)).strip()


def misread(text: str) -> str:
    """Return what a field of `text` can be, in a sentence, when its value means nothing and was read as words."""
    for found in _TOKEN.finditer(clean_line(text, _LONGEST)):
        name = (found["field"] or "").lower()
        if name and isinstance(read := _field(found), Text):
            can_be = {"in": ", ".join(PLACES), "is": ", ".join(STATES)}
            takes = can_be.get(name, 'a day or a time, such as yesterday, 7d, 2026-11 or "last week"')
            return f"“{read.text}” was read as words: {name}: takes {takes}."
    return ""


def leaves(node: Node | None) -> list[Text]:
    """Return the words and phrases of `node` that should be found, left to right."""
    if isinstance(node, Text):
        return [node]
    if isinstance(node, And | Or):
        return [leaf for item in node.items for leaf in leaves(item)]
    return []


_Token = str | Text | Field
"""A parenthesis, ``-``, ``AND``, ``OR`` or ``NOT`` as text, or a leaf."""


def _tokens(line: str, *, unfinished: bool) -> list[_Token]:
    tokens: list[_Token] = []
    count = 0
    for found in _TOKEN.finditer(line):
        last = unfinished and found.end() == len(line)
        token = _token(found, last=last)
        if isinstance(token, Text | Field):
            count += 1
            if count > _LEAVES:
                continue
        if token is not None:
            tokens.append(token)
    if unfinished:
        _open_last_word(tokens)
    return tokens


def _open_last_word(tokens: list[_Token]) -> None:
    """Make the last word a beginning when only fields, perhaps denied, follow it."""
    for place in reversed(range(len(tokens))):
        token = tokens[place]
        if isinstance(token, Text) and not token.phrase:
            tokens[place] = replace(token, prefix=True)
        if isinstance(token, Text) or token in ("(", ")", "OR"):
            return


def _token(found: re.Match[str], *, last: bool) -> _Token | None:
    if found["paren"] or found["minus"]:
        return found["paren"] or "-"
    if found["field"]:
        return _field(found)
    if found["phrase"] is not None:
        return _text(
            found["phrase"], prefix=found["closed"] == '"*' or (last and not found["closed"]), phrase=True
        )
    word = found["word"]
    if word in ("AND", "OR", "NOT"):
        return str(word)
    return _text(word.rstrip("*"), prefix=word.endswith("*") or last, phrase=False)


def _text(text: str, *, prefix: bool, phrase: bool) -> Text | None:
    text = clean_line(text)[:_LEAF].lstrip().rstrip(" *")
    return Text(text, prefix, phrase) if has_word(text) else None


def _field(found: re.Match[str]) -> _Token | None:
    name = found["field"].lower()
    value = clean_line(found["quoted"] or found["value"] or "")[:_LEAF].strip()
    if not value:
        return None
    checks = {
        "in": value.lower() in PLACES,
        "is": value.lower() in STATES,
    }
    if name in MOMENTS:
        checks[name] = span_of(value, _ANY_MOMENT) is not None
    if checks.get(name, True):
        return Field(name, value)
    return _text(f"{name}:{value}", prefix=False, phrase=True)


class _Parser:
    """Reads tokens by descent; AND binds closer than OR. Depth is bounded: the stack cannot run out."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._next = 0
        self._depth = 0

    def parse(self) -> Node | None:
        parts = []
        while self._next < len(self._tokens):
            parts.append(self._either())
            self._accept(")")  # one too many is left out
        return _join(And, parts)

    def _accept(self, token: str) -> bool:
        if self._next < len(self._tokens) and self._tokens[self._next] == token:
            self._next += 1
            return True
        return False

    def _either(self) -> Node | None:
        parts = [self._all()]
        while self._accept("OR"):
            parts.append(self._all())
        return _join(Or, parts)

    def _all(self) -> Node | None:
        parts = []
        while self._next < len(self._tokens) and self._tokens[self._next] not in ("OR", ")"):
            parts.append(self._one())
        return _join(And, parts)

    def _one(self) -> Node | None:
        negated = False
        while self._accept("-") or self._accept("NOT"):
            negated = True
        node = self._unit()
        if not negated or node is None:
            return node
        return node.item if isinstance(node, Not) else Not(node)

    def _unit(self) -> Node | None:
        if self._accept("("):
            return self._group()
        token = self._tokens[self._next] if self._next < len(self._tokens) else ")"
        if token in ("OR", ")"):
            return None
        self._next += 1
        return token if isinstance(token, Text | Field) else None

    def _group(self) -> Node | None:
        if self._depth >= _DEEPEST:
            return None
        self._depth += 1
        node = self._either()
        self._depth -= 1
        self._accept(")")
        return node


def _join(kind: type[And] | type[Or], parts: Iterable[Node | None]) -> Node | None:
    """Return `parts` as one node, without needless nesting."""
    items: list[Node] = []
    for part in parts:
        if isinstance(part, kind):
            items.extend(part.items)
        elif part is not None:
            items.append(part)
    return kind(tuple(items)) if len(items) > 1 else items[0] if items else None
