"""Writes the pages that are made from the code: docs/keys.md, docs/commands.md and docs/settings.md.

Run it with ``make docs``; a test compares the pages with what it would write.
"""

from dataclasses import fields
from pathlib import Path

from learnlog.cli.reference import render
from learnlog.settings import Settings
from learnlog.tui.keys import markdown

FOLDER = Path(__file__).parent
KEYS = """# Keys

Every screen shows its most used keys in the footer, all of them under `?`, and every command by name under
`Ctrl+P`. A count before a movement repeats it: `5j` goes five lines down.

Keys can be rebound in [the settings](settings.md) by the name in the last column:

```toml
[keys]
star = "ctrl+s"
```

"""
SETTINGS = """# Settings

`settings.toml` lies in your home of learnlog (`LEARNLOG_HOME`, or `--home DIR`), else where your system keeps
settings (on Linux `~/.config/learnlog/`). Everything has a default; a key that learnlog does not know is
answered with the nearest one it knows.

| key | default | what it does |
| --- | --- | --- |
"""


def pages() -> dict[str, str]:
    """Return the text of each generated page by its name."""
    rows = "".join(f"| `{f.name}` | {_default(f.name)} | {f.metadata['help']} |\n" for f in fields(Settings))
    return {
        "keys.md": KEYS + markdown(),
        "settings.md": SETTINGS + rows,
        "commands.md": render(),
    }


def _default(name: str) -> str:
    value = getattr(Settings(), name)
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, tuple) and value:
        return ", ".join(f"`{one}`" for one in value)
    return f"`{value}`" if isinstance(value, int) else "empty"


if __name__ == "__main__":
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
