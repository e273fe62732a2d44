"""From the commands to what Textual binds, what the settings may change, and the table in the documentation."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from textual.binding import Binding

from learnlog.model.errors import UsageError
from learnlog.tui.command import Command, act, spoken
from learnlog.tui.scopes import SCOPES

MACRO = "macro."
"""What stands before a macro's name where it is given a key of its own."""
VIEW = "view."
"""What stands before a view's name where it is given a key."""
_OF_A_VIEW = re.compile(r"view\.[\w-]+")
ALONE = frozenset(
    ("composer", "insight", "form", "rule", "share", "login", "welcome", "follow", "dialog", "help")
)
"""Scopes where one writes, or answers: the keys of lists, and those that work everywhere, type there."""
_MODIFIERS = ("ctrl", "alt", "shift", "super", "hyper", "meta")
_NAMED = frozenset(
    (
        *("enter", "escape", "tab", "space", "backspace", "delete", "insert", "home", "end"),
        *("up", "down", "left", "right", "pageup", "pagedown", *(f"f{number}" for number in range(1, 25))),
    )
)


def bindings(*groups: Iterable[Command]) -> list[Binding | tuple[str, str] | tuple[str, str, str]]:
    """Return Textual's bindings for the commands, each with an id by which the settings can rebind it.

    A command that several groups name is taken from the first: a screen words it better than every list does.
    Each key has a binding of its own, so that the footer never shows a key that only types where one is.
    """
    unique: dict[str, Command] = {}
    for command in (command for group in groups for command in group):
        unique.setdefault(command.id, command)
    return [
        Binding(
            key,
            command.action,
            command.label or command.help,
            show=bool(command.label),
            key_display=in_footer(key) if number else command.key_text.split(",")[0].replace("Ctrl+", "^"),
            id=command.id,
            tooltip=command.help,
            priority=command.priority,
        )
        for command in unique.values()
        for number, key in enumerate(command.keys.split(","))
    ]


def in_footer(key: str) -> str:
    """Return a key as the footer names it: ^s for Ctrl+S."""
    return spoken(key).replace("Ctrl+", "^")


def keymap(settings: Mapping[str, str], macros: Iterable[str] = ()) -> dict[str, str]:
    """Return the settings' ``[keys]`` as Textual's keymap; `macros` are the names of the settings' macros.

    Raises:
        UsageError: a command or a key is unknown; the hint names the nearest.
    """
    names = [*_commands(), *(MACRO + name for name in macros)]
    return {
        known(name, names): ",".join(_keys(name, key) for key in keys.split(","))
        for name, keys in settings.items()
    }


def known(name: str, names: Iterable[str] = (), whence: str = "give a key to") -> str:
    """Return `name`, which is one of `names` (without: of all commands'), or a view's: ``view.on-paper``.

    Raises:
        UsageError: it is none; the hint names the nearest.
    """
    every = sorted(names) or sorted(_commands())
    if name in every or _OF_A_VIEW.fullmatch(name):
        return name
    import difflib

    close = difflib.get_close_matches(name, every, 1, 0.4)
    hint = f"Did you mean “{close[0]}”?" if close else f"Commands: {', '.join(every)}."
    raise UsageError(f"The settings {whence} an unknown command “{name}”.", hint)


def view_command(id: str, keys: str = "") -> Command:
    """Return what shows the view that `id` names: ``view.on-paper``."""
    name = id.removeprefix(VIEW)
    return act(id, keys, f"The view {name}, in the River.", action=f"app.show_view('{name}')")


def view_commands(keys: Mapping[str, str]) -> list[Command]:
    """Return a command for each view that the keymap `keys` gives a key."""
    return [view_command(id, keys[id]) for id in keys if id.startswith(VIEW)]


def _commands() -> set[str]:
    return {command.id for _, commands in SCOPES.values() for command in commands}


def _keys(name: str, typed: str) -> str:
    """Return one key, or several to be pressed one after the other, as Textual calls them."""
    return " ".join(_key(name, key) for key in typed.split() or [""])


def _key(name: str, typed: str) -> str:
    """Return a key as Textual calls it; `typed` is such a name, or the letter itself."""
    from textual.keys import _character_to_key

    key = typed.strip()
    *modifiers, last = key.split("+") if len(key) > 1 else (key,)
    is_letter = len(last) == 1 and (last.isprintable() and not last.isspace())
    is_word = last in _NAMED or (last == last.lower() and last.isidentifier() and _is_sign(last))
    if not (is_letter or is_word) or not all(modifier in _MODIFIERS for modifier in modifiers):
        raise UsageError(
            f"The settings give “{name}” the key “{key}”, which is none.",
            "A key is a letter or sign, a name such as enter, f5 or pagedown, or one with ctrl+ before it; "
            "keys to be pressed one after the other are parted by spaces.",
        )
    return "+".join((*modifiers, _character_to_key(last) if is_letter else last))


def _is_sign(name: str) -> bool:
    import unicodedata

    try:
        return bool(unicodedata.lookup(name.replace("_", " ")))
    except KeyError:
        return name in ("plus", "minus", "slash", "at", "underscore", "circumflex_accent")


def clashes(keys: Mapping[str, str]) -> list[str]:
    """Return a sentence for each key that the keymap `keys` gives to a command where another has it as well."""
    found: dict[tuple[str, str, str], list[str]] = {}
    mine = [act(id, keys[id], "") for id in keys if id.startswith((MACRO, VIEW))]
    for scope, (title, own) in SCOPES.items():
        every = list(own) if scope in ALONE else [*own, *SCOPES["lists"][1], *SCOPES["everywhere"][1], *mine]
        for one, other, key in _pairs(every, keys):
            found.setdefault((one, other, key), []).append(title)
    return [_clash(one, other, key, titles) for (one, other, key), titles in found.items()]


def _pairs(commands: Sequence[Command], keys: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Yield (rebound command, other command, key) of those that share a key because of `keys`."""
    users: dict[str, list[str]] = {}
    for command in commands:
        for key in keys.get(command.id, command.keys).split(","):
            if command.id not in users.setdefault(key, []):
                users[key].append(command.id)
    for key, ids in users.items():
        for one in ids:
            if one in keys and len(ids) > 1:
                other = next(id for id in ids if id != one)
                if other not in keys or one < other:
                    yield one, other, key


def _clash(one: str, other: str, key: str, titles: Sequence[str]) -> str:
    where = titles[0] if len(titles) == 1 else f"{titles[0]} and {len(titles) - 1} more"
    return f"The key {spoken(key)} is “{one}” by the settings and “{other}” as well ({where}): only one can have it."


def key_text(command: Command, keys: Mapping[str, str]) -> str:
    """Return the keys of `command` as a person reads them, as the keymap `keys` has them."""
    if command.id not in keys:
        return command.key_text
    return ", ".join(spoken(key) for key in keys[command.id].split(","))


def markdown() -> str:
    """Return the table of all keys for the documentation."""
    parts = []
    for title, commands in SCOPES.values():
        rows = "\n".join(f"| `{c.key_text}` | {c.help} | `{c.id}` |" for c in commands)
        parts.append(
            f"## {title}\n\n| key | what it does | name in the settings |\n| --- | --- | --- |\n{rows}\n"
        )
    return "\n".join(parts)
