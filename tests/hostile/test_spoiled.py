"""Pages of the vault that somebody edited to nonsense, or to harm: views, rules, goals, programmes, all there are."""

import random
import re
from contextlib import suppress
from pathlib import Path

import pytest

from learnlog.cli.main import main
from learnlog.demo.loader import open_demo
from tests.hostile.attacks import ACTING, HEAPS, MARKUP, quoted
from tests.hostile.terminal import trespasses

NONSENSE = [
    *(
        "[]",
        "{}",
        "123",
        "true",
        "null",
        "-1",
        "1e999",
        ".inf",
        "~",
        "''",
        "|\n  block",
        "- -",
        "*x",
        "&a [*a]",
    ),
    *(
        "2026-99-99",
        "9999-12-31T23:59:59+14:00",
        "0001-01-01T00:00:00-14:00",
        "9" * 40,
        "!!python/name:os.system x",
    ),
    *("[" * 200 + "]" * 200, "{a: {a: {a: 1}}}", "[[1, 2], [3]]", f'"{"x" * 300_000}"', "../../etc/passwd"),
    *(
        "/etc/passwd",
        "file:///etc/passwd",
        "javascript:alert(1)",
        '"; DROP TABLE post; --',
        "a NEAR/9 (b OR",
        '"*',
    ),
    *("person:( OR is:hidden NOT", "in:posts in:entries", "tag:\\", "'"),
]
ATTACKS = [text.replace("%", "mk") for text in (*ACTING.values(), *MARKUP.values(), *HEAPS.values())]
VALUE = re.compile(r"(\s*(?:- )?[\w-]+\s*[:=]\s*|\s*- )(.*)")
COMMANDS = """
    list -n 200|list --json|search contract --json|river -n 50|river --hidden|people --all|theme list
    theme show contracts|history|doctor|views|views --json|views show contracts|rules|rules --json|rules runs|goal
    goal --json|back|weeks|programme|programme --json|prompts|cohort|sharing|outbox|outbox --json|attachments
    attachments --json|answers|account|suggest|fetch --explain|summary --format markdown --output out.md|reindex|rising
"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """All pages of a full vault, by their paths."""
    home = tmp_path_factory.mktemp("pages") / "home"
    open_demo(home).close()
    for said in (
        ["views", "add", "Contracts", "contracts is:unread"],
        ["rules", "add", "Ads", "tag:ad", "--hide"],
    ):
        assert main([*said, "--home", str(home)]) == 0
    vault = home / "vault"
    found = [path for path in sorted(vault.rglob("*")) if path.suffix in (".md", ".toml")]
    return {str(path.relative_to(vault)): path.read_text(encoding="utf-8") for path in found}


def spoiled(text: str, chance: random.Random, share: float) -> str:
    """Return `text` with a `share` of its values nonsense, and lines taken away, doubled and put in."""
    lines = []
    for line in text.split("\n"):
        bad = chance.choice(NONSENSE) if chance.random() < 0.5 else chance.choice(ATTACKS)
        bad = quoted(bad) if chance.random() < 0.5 else bad
        found, die = VALUE.fullmatch(line), chance.random() / share
        if die < 0.6 and found:
            lines.append(found[1] + bad)
        elif die < 0.7:
            lines += [line, line]
        elif die < 0.8:
            lines.append(bad)
        elif not 0.8 < die < 0.9:
            lines.append(line)
    return "\n".join(lines)


@pytest.mark.parametrize("seed", range(4))
def test_a_spoiled_vault_is_read_as_far_as_it_can_be(
    pages: dict[str, str],
    seed: int,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    chance = random.Random(seed)
    for name, text in pages.items():
        path = tmp_path / "home" / "vault" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(spoiled(text, chance, (0.05, 0.3)[seed % 2]).encode("utf-8", "replace"))
    for command in COMMANDS.replace("\n", "|").split("|"):
        name, *rest = command.split() or ["version"]
        with suppress(SystemExit):
            main([name, "--home", str(tmp_path / "home"), *rest])
        out, err = capfd.readouterr()
        assert not trespasses((out + err).replace("\n", "\r\n"), screen=False), command
        assert not [word for word in ("Traceback", "foreseen") if word in out + err], command
