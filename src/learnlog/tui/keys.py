"""From the commands to what Textual binds, what the settings may change, and the table in the documentation."""

from collections.abc import Iterable, Mapping

from textual.binding import Binding

from learnlog.model.errors import UsageError
from learnlog.tui.command import Command, spoken
from learnlog.tui.scopes import SCOPES


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
            key_display=(spoken(key) if number else command.key_text.split(",")[0]).replace("Ctrl+", "^"),
            id=command.id,
            tooltip=command.help,
            priority=command.priority,
        )
        for command in unique.values()
        for number, key in enumerate(command.keys.split(","))
    ]


def keymap(settings: Mapping[str, str]) -> dict[str, str]:
    """Return the settings' ``[keys]`` as Textual's keymap.

    Raises:
        UsageError: a command is unknown; the hint names the nearest.
    """
    known = sorted({command.id for _, commands in SCOPES.values() for command in commands})
    for name in settings:
        if name not in known:
            import difflib

            close = difflib.get_close_matches(name, known, 1, 0.4)
            hint = f"Did you mean “{close[0]}”?" if close else f"Commands: {', '.join(known)}."
            raise UsageError(f"The settings give a key to an unknown command “{name}”.", hint)
    return dict(settings)


def markdown() -> str:
    """Return the table of all keys for the documentation."""
    parts = []
    for title, commands in SCOPES.values():
        rows = "\n".join(f"| `{c.key_text}` | {c.help} | `{c.id}` |" for c in commands)
        parts.append(
            f"## {title}\n\n| key | what it does | name in the settings |\n| --- | --- | --- |\n{rows}\n"
        )
    return "\n".join(parts)
