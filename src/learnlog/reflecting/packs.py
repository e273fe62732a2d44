"""Prompt packs: questions as data. Ours come along; a pack of the same name in the vault's ``prompts`` goes first."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from learnlog.model.errors import LearnlogError, NotFoundError
from learnlog.model.safe import clean_line, line_in
from learnlog.plain_file import plain_bytes

FOLDER: Final = "prompts"
DEFAULT: Final = "what-so-what"
LARGEST: Final = 100_000
_NO_THEME: Final = {"en": "this", "nl": "dit"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One question. ``follow`` is asked once, when nothing was written to it; ``key`` stays when words change."""

    key: str
    ask: str
    follow: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """A pack: ``name`` is what it is asked for by, ``mine`` that it stands in the vault."""

    name: str
    title: str
    language: str
    about: str = ""
    parts: tuple[Part, ...] = ()
    mine: bool = False

    def asking(self, theme: str) -> "Pack":
        """Return the pack with the theme's name in its questions; without one they speak of “this”."""
        name = clean_line(theme, 80) or _NO_THEME.get(self.language, "this")
        parts = (
            Part(key=p.key, ask=p.ask.replace("{theme}", name), follow=p.follow.replace("{theme}", name))
            for p in self.parts
        )
        return Pack(
            name=self.name,
            title=self.title,
            language=self.language,
            about=self.about,
            parts=tuple(parts),
            mine=self.mine,
        )


class Packs:
    """The packs there are, in the language that is wanted where there is a choice."""

    def __init__(self, vault_root: Path) -> None:
        self._folder = vault_root / FOLDER

    def all(self, language: str = "en") -> list[Pack]:
        """Return each pack once, by its title; one in another language only where there is no other.

        Raises:
            LearnlogError: a pack in the vault cannot be understood; it says which and why.
        """
        found: dict[str, Pack] = {}
        for pack in (*_ours(), *self._mine()):
            known = found.get(pack.name)
            is_better = known is None or pack.language == language or known.language != language
            if is_better and not (known and known.mine and not pack.mine):
                found[pack.name] = pack
        return sorted(found.values(), key=lambda pack: (pack.name != DEFAULT, pack.title.casefold()))

    def get(self, name: str, language: str = "en") -> Pack:
        """Return the pack called `name`.

        Raises:
            NotFoundError: there is none.
            LearnlogError: a pack in the vault cannot be understood.
        """
        packs = {pack.name: pack for pack in self.all(language)}
        if name in packs:
            return packs[name]
        raise NotFoundError(
            f"There is no prompt pack “{clean_line(name, 60)}”.", f"There are: {', '.join(packs)}."
        )

    def _mine(self) -> Iterator[Pack]:
        for file in sorted(self._folder.glob("*.toml")) if self._folder.is_dir() else ():
            try:
                text = plain_bytes(file, LARGEST)
            except OSError as error:
                raise LearnlogError(f"prompts/{file.name} cannot be read: {error.strerror}.") from error
            yield _read(file.name, text, mine=True)


@cache
def _ours() -> tuple[Pack, ...]:
    from importlib.resources import files  # loads tempfile

    folder = files("learnlog.reflecting").joinpath("packs")
    named = sorted(
        (item for item in folder.iterdir() if item.name.endswith(".toml")), key=lambda item: item.name
    )
    return tuple(_read(item.name, item.read_bytes(), mine=False) for item in named)


def _read(file: str, data: bytes, *, mine: bool) -> Pack:
    import tomllib

    try:
        values = tomllib.loads(data[:LARGEST].decode("utf-8"))
    except ValueError as error:
        raise LearnlogError(
            f"prompts/{file} cannot be understood: {error}.", "Mend or remove that file."
        ) from error
    name, _, language = file.removesuffix(".toml").rpartition(".")
    parts = tuple(_parts(values.get("part")))
    if not parts:
        raise LearnlogError(f"prompts/{file} asks nothing.", "It needs at least one [[part]] with an ask.")
    return Pack(
        name=clean_line(name or language, 60),
        title=line_in(values, "title", 80) or name or language,
        language=line_in(values, "language", 20) or (language if name else "en"),
        about=line_in(values, "about", 200),
        parts=parts,
        mine=mine,
    )


def _parts(listed: object) -> Iterable[Part]:
    for number, item in enumerate(listed if isinstance(listed, list) else (), start=1):
        if isinstance(item, dict) and (ask := line_in(item, "ask", 300)):
            yield Part(
                key=line_in(item, "key", 40) or f"part-{number}", ask=ask, follow=line_in(item, "follow", 300)
            )


def laid_out(pack: Pack, faded: Sequence[str] = ()) -> str:
    """Return the text to write in: each question on a line of its own, those that `faded` left out."""
    asked = [part for part in pack.parts if part.key not in faded] or list(pack.parts)
    return "\n\n".join(f"**{part.ask}**\n" for part in asked)


def answered(pack: Pack, text: str) -> tuple[str, list[Part], list[Part]]:
    """Return `text` without the questions that nothing was written to, and the parts with and without an answer.

    Parts that are not in the text at all were skipped on purpose: they are in neither list.
    """
    lines = text.splitlines()
    asked = {f"**{part.ask}**": part for part in pack.parts}
    kept: list[str] = []
    full: list[Part] = []
    empty: list[Part] = []
    start = 0
    for place, line in enumerate([*lines, "**"]):
        if place < len(lines) and line.strip() not in asked:
            continue
        block = lines[start:place]
        part = asked.get(block[0].strip()) if block else None
        has_words = part is None or any(words.strip() for words in block[1:])
        if part is not None:
            (full if has_words else empty).append(part)
        kept += block if has_words else []
        start = place
    return "\n".join(kept).strip("\n"), full, empty
