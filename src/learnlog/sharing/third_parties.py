"""Whom else a text names: people I know, handles, e-mail addresses, phone numbers. A help, never a proof of absence."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_EMAIL = re.compile(r"(?<![\w.+@-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}", re.ASCII)
_HANDLE = re.compile(
    r"(?<![\w@./])@[\w.-]{1,60}@[\w-]{1,63}(?:\.[\w-]{1,63})+"  # @name@host
    r"|(?<![\w@./])@?[\w-]{1,60}\.bsky\.social\b"
    r"|(?<![\w@./&])@[A-Za-z][\w.-]{1,59}"
)
_PHONE = re.compile(r"(?<![\w.])(?:\+|00)?\(?\d[\d ()/.-]{6,18}\d(?!\w)")
_DATE = re.compile(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}(?:[ T]\d.*)?")
_DIGITS = (8, 15)
"""How many digits a phone number has (E.164: at most 15)."""


@dataclass(frozen=True, slots=True)
class Named:
    """What was found: its ``kind`` (person, handle, e-mail, phone), the words, and how often."""

    kind: str
    words: str
    times: int


def find_named(texts: Iterable[str], people: Sequence[str] = ()) -> list[Named]:
    """Return whom `texts` name, the most frequent first; `people` are names to look for."""
    whole = "\n".join(texts)
    counts: dict[tuple[str, str], int] = {}

    def count(kind: str, words: Iterable[str]) -> None:
        for word in words:
            counts[kind, word] = counts.get((kind, word), 0) + 1

    mails = _EMAIL.findall(whole)
    count("e-mail", mails)
    rest = _EMAIL.sub(" ", whole) if mails else whole
    fediverse = [word for word in _HANDLE.findall(whole) if word.startswith("@") and word.count("@") == 2]
    count("handle", fediverse)
    count("handle", (word.rstrip(".") for word in _HANDLE.findall(rest) if word.rstrip(".") not in fediverse))
    count("phone", (word.strip() for word in _PHONE.findall(rest) if _is_phone(word)))
    for name in dict.fromkeys(name for name in people if len(name) > 2):
        hits = re.findall(rf"(?<!\w){re.escape(name)}(?!\w)", whole, re.IGNORECASE)
        count("person", [name] * len(hits))
    found = (Named(kind, words, times) for (kind, words), times in counts.items())
    return sorted(found, key=lambda named: (-named.times, named.kind, named.words.casefold()))


def _is_phone(text: str) -> bool:
    digits = sum(letter.isdigit() for letter in text)
    return _DIGITS[0] <= digits <= _DIGITS[1] and not _DATE.fullmatch(text.strip())
