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
`Ctrl+P`.

![The keys of the River](pictures/help.svg)

A count before a movement repeats it: `5j` goes five lines down, `3n` to the third unread post, `12G` to the
twelfth line. In a post it is the number of a link as well, until a movement follows.

## Keys of your own

Every key of the tables below can be another: give it in [the settings](settings.md) by the name in the last column.
Several keys are parted by commas. The footer, `?` and the palette show the keys as they are for you.

```toml
[keys]
star = "*"
next-unread = "n,f8"
undo = "ctrl+z"
themes = "g t"
```

A key is a letter or sign (`x`, `?`, `=`), a name (`enter`, `escape`, `space`, `tab`, `f5`, `pagedown`, `comma`,
`plus`), or one with `ctrl+`, `alt+` or `shift+` before it, as far as your terminal sends that. A command that you
give a key takes it from the command that had it on the same screen; give that one another. When a key is left to two
commands, learnlog says so as it starts, and `learnlog doctor` lists all of them; a name that is no command, or a key
that is none, keeps the screens shut until it is mended, with a sentence that names the nearest.

`Enter` and `Esc` are `open` and `back` in lists, `take` and `leave` in dialogs and forms. What stays as it is: the keys
that move and edit in a text, `Tab` in a form, and the keys of what is offered while one writes.

Keys pressed one after the other, as in vim, are parted by spaces: `"g t"`, `"z z, f8"`. A key that begins such a
sequence and is a command by itself, such as `g`, waits a second for the next one.

## Macros

Several commands behind one key, as newsboat has them: the `[macro]` table lists them by name, and `,` then that name
runs them, one after the other. Each waits for the one before, dialogs included; a macro ends where a command means
nothing.

```toml
[macro]
x = ["star", "browse", "next-unread"]     # ,x
done = ["read", "next-unread"]            # no single letter: it needs a key, or the palette

[keys]
macro.done = "ctrl+x"
```

A [view](views-and-rules.md) has a key, or a place in a macro, by its name: `view.on-paper`. It is shown in the River,
from wherever you are.

```toml
[keys]
view.on-paper = "f6"
```

## For fingers that know newsboat or vim

`j` `k` `g` `G` `Ctrl+d` `Ctrl+u` `Ctrl+f` `Ctrl+b` move, with counts; `gg` is `g` twice, which is the first line as
well. `n` is the next unread post and `N` the one before, `A` marks all of the list read, `o` opens the browser, `/`
searches, `u` undoes, `:` finds every command by name (`:q` is *quit*), `q` leaves. What has another key here:

| newsboat | here |
| --- | --- |
| `N`: read or unread | `m` |
| `r`, `R`: reload one, all | `r`: those that are due; `Ctrl+N`: all |
| `l`: only what is unread | `U` |
| `t`, `J`, `K`: by tag, next feed, feed before | `l`: any list by its name; `Tab` to the lists at the left |
| `F`, query feeds | `/` and `Ctrl+S`: a view; `v`: all of them |
| kill files, ignore rules | `Ctrl+R` in Search: a rule |
| `s`, `^B`: save, bookmark | `K`: keep in your folder; `s`: a star |
| `e`: enqueue a podcast | `]` and `Enter`: open it in your browser |
| a number: open that link | `]` and `[` go through the links, `Enter` opens one |

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
