"""Where everything lives, and what the user set."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from learnlog.model.errors import UsageError
from learnlog.plain_file import plain_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Paths:
    """The folder of Markdown, the library's file, the settings' file and the folder for small state."""

    vault: Path
    library: Path
    settings: Path
    state: Path


def find_paths(home: str = "") -> Paths:
    """Return the paths under `home`, else under ``LEARNLOG_HOME``, else where the system keeps them."""
    home = home or os.environ.get("LEARNLOG_HOME", "")
    if home:
        root = Path(home).expanduser().absolute()
        return Paths(
            vault=root / "vault",
            library=root / "library.db",
            settings=root / "settings.toml",
            state=root / "state",
        )
    import platformdirs

    settings = platformdirs.user_config_path("learnlog") / "settings.toml"
    return Paths(
        vault=platformdirs.user_documents_path() / "learnlog",
        library=platformdirs.user_data_path("learnlog") / "library.db",
        settings=settings,
        state=platformdirs.user_state_path("learnlog"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the user set in ``settings.toml``; the defaults are what most people want.

    Each field's metadata holds the sentence that the documentation shows.
    """

    vault: str = field(default="", metadata={"help": "Folder of Markdown files, when not the usual one."})
    theme: str = field(default="", metadata={"help": "Colour theme of the screen, as chosen last."})
    editor: str = field(default="", metadata={"help": "Command for Ctrl+E; empty: $VISUAL, then $EDITOR."})
    hosts: tuple[str, ...] = field(
        default=(), metadata={"help": 'Private addresses that may be fetched, as "host:port".'}
    )
    connections: int = field(default=16, metadata={"help": "Connections open at once while fetching."})
    per_host: int = field(default=2, metadata={"help": "Connections open to one host at once."})
    host_pause: int = field(
        default=250,
        metadata={
            "help": "Milliseconds between two channels or pages of one host while fetching.",
            "least": 0,
        },
    )
    timeout: int = field(default=30, metadata={"help": "Seconds one request may take in all."})
    fetch_minutes: int = field(
        default=30, metadata={"help": "Minutes a fetch may take in all; the rest is asked by the next."}
    )
    bluesky_appview: str = field(
        default="https://public.api.bsky.app", metadata={"help": "Where Bluesky is read without an account."}
    )
    bluesky_plc: str = field(
        default="https://plc.directory", metadata={"help": "Where DIDs of Bluesky are looked up."}
    )
    bluesky_service: str = field(
        default="https://bsky.social",
        metadata={"help": "Where Bluesky accounts log in when nothing else is said."},
    )
    bluesky_chat: str = field(
        default="did:web:api.bsky.chat#bsky_chat",
        metadata={"help": "The service of Bluesky's private messages."},
    )
    search_online: bool = field(
        default=True, metadata={"help": "Whether people may be searched on networks when you ask for it."}
    )
    suggest_themes: bool = field(
        default=True, metadata={"help": "Whether a theme is suggested for a post that may be about it."}
    )
    mastodon_servers: tuple[str, ...] = field(
        default=("mastodon.social",),
        metadata={"help": "Mastodon servers to search while no account and nobody you follow names one."},
    )
    attachment_mb: int = field(
        default=25, metadata={"help": "Megabytes that a file may have which is attached to an entry."}
    )
    keep: str = field(
        default="all",
        metadata={"help": "Which posts of a channel stay: all, or such as “365 days, 1000 posts”."},
    )
    keep_unread: bool = field(
        default=True, metadata={"help": "Whether posts that you did not read stay, however old they are."}
    )
    keep_found: str = field(
        default="365 days",
        metadata={"help": "Which posts stay that a search on networks brought, of people you do not follow."},
    )
    keys: Mapping[str, str] = field(
        default_factory=dict, metadata={"help": 'Keys by command: star = "ctrl+b" in a [keys] table.'}
    )
    macro: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict,
        metadata={
            "help": 'Several commands on one key: x = ["star", "browse"] in a [macro] table; `,x` runs it.'
        },
    )


def load_settings(path: Path) -> Settings:
    """Read the settings at `path`; a missing file is all defaults.

    Raises:
        UsageError: the file is no TOML, a key is unknown (the hint names the nearest) or a value is of the
            wrong kind.
    """
    try:
        text = plain_text(path)
        import tomllib

        raw = tomllib.loads(text)
    except (FileNotFoundError, NotADirectoryError):
        return Settings()
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise UsageError(
            f"The settings in {path} cannot be read: {why}.", "Mend or rename that file."
        ) from error
    known = {item.name: item for item in fields(Settings)}
    values: dict[str, Any] = {}
    for name, value in raw.items():
        if name not in known:
            raise UsageError(
                f"The settings in {path} have an unknown key “{name}”.", _nearest(name, list(known))
            )
        least = known[name].metadata.get("least", 1)
        values[name] = _checked(path, name, value, getattr(Settings(), name), least)
    return Settings(**values)


def _nearest(name: str, known: list[str]) -> str:
    import difflib

    close = difflib.get_close_matches(name, known, 1, 0.4)
    return f"Did you mean “{close[0]}”?" if close else f"Known keys: {', '.join(known)}."


def _checked(path: Path, name: str, value: Any, default: Any, least: int) -> Any:
    if isinstance(default, tuple) and isinstance(value, list) and all(isinstance(v, str) for v in value):
        return tuple(value)
    if name == "macro" and isinstance(value, dict):
        return _lists(path, value)
    if isinstance(default, Mapping) and isinstance(value, dict):
        for kind in ("macro", "view"):  # macro.x = "ctrl+x"
            own = value.pop(kind) if isinstance(value.get(kind), dict) else {}
            value |= {f"{kind}.{key}": keys for key, keys in own.items()}
        return {str(key): str(keys) for key, keys in value.items()}
    if type(value) is type(default) and not (
        isinstance(value, int) and not isinstance(value, bool) and value < least
    ):
        return value
    wanted = {
        str: "text in quotes",
        bool: "true or false",
        int: f"a whole number from {least}",
        tuple: "a list of texts",
    }
    kind = wanted.get(type(default), "a table")
    raise UsageError(f"The setting “{name}” in {path} should be {kind}.", f"It is {value!r} now.")


def _lists(path: Path, value: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return a table of lists of texts."""
    for name, listed in value.items():
        if not (isinstance(listed, list) and listed and all(isinstance(one, str) for one in listed)):
            hint = f'For example: {name} = ["star", "browse", "next-unread"].'
            raise UsageError(f"The macro “{name}” in {path} should be a list of commands.", hint)
    return {str(name): tuple(listed) for name, listed in value.items()}
