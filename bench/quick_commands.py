"""Whole processes of the quick commands against a bare interpreter, with jrnl on the same entries beside them."""

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from homes import make_home

RUNS = 15


def cpu_of(command: list[str], env: dict[str, str], runs: int = RUNS) -> float:
    """Return the middle of the CPU seconds that `runs` whole runs of `command` took, after one warm-up."""
    figures = []
    for _ in range(runs + 1):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(command, env=env, capture_output=True, check=False, stdin=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if done.returncode:
            raise SystemExit(f"{command} failed: {done.stderr.decode()[-500:]}")
        figures.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return statistics.median(figures[1:])


def main() -> None:
    """Make the home, run every command, print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=10_000)
    asked = parser.parse_args()
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        workspace = make_home(home, entries=asked.entries)
        last = workspace.journal.list(limit=1)[0]
        workspace.close()
        env["LEARNLOG_HOME"] = str(home)
        learnlog = [str(Path(sys.executable).with_name("learnlog"))]
        bare = cpu_of([sys.executable, "-c", "pass"], env)
        print(f"{asked.entries:,} entries; bare interpreter {bare * 1000:.1f} ms of CPU")
        commands = {
            "add": ["add", "One more thing I learned today."],
            "list -n 10": ["list", "-n", "10"],
            "search WORD": ["search", "sulgri"],
            "show ID": ["show", last.id],
        }
        for name, words in commands.items():
            show(f"learnlog {name}", cpu_of(learnlog + words, env), bare)
        peer(home, env, bare, show)


def show(name: str, seconds: float, bare: float) -> None:
    """Print one figure."""
    print(f"{name:24} {seconds * 1000:8.1f} ms  {seconds / bare:6.1f} x bare")


def peer(home: Path, env: dict[str, str], bare: float, report: Callable[[str, float, float], None]) -> None:
    """Run jrnl on the same entries, when it is installed beside this interpreter or on the path."""
    beside = Path(sys.executable).with_name("jrnl")
    jrnl = str(beside) if beside.exists() else shutil.which("jrnl")
    if jrnl is None:
        print("jrnl is not installed: no figures beside ours (`pip install jrnl==4.6` brings it)")
        return
    journal = home.parent / "journal.txt"
    with journal.open("w", encoding="utf-8") as out:
        for path in sorted((home / "vault/journal").rglob("*.md")):
            text = path.read_text(encoding="utf-8")
            front, _, body = text.removeprefix("---\n").partition("\n---\n")
            titles = [line[7:].strip('"') for line in front.splitlines() if line.startswith("title: ")]
            title = titles[0] if titles else "An entry"
            out.write(f"[{path.name[:10]} 09:00] {title}\n{body.strip()}\n\n")
    config = home.parent / "jrnl.yaml"
    config.write_text(
        f"version: v4.6\njournals:\n  default:\n    journal: {journal}\n"
        "colors: {body: none, date: none, tags: none, title: none}\n"
        "default_hour: 9\ndefault_minute: 0\neditor: ''\nencrypt: false\nhighlight: true\n"
        "indent_character: '|'\nlinewrap: 79\ntagsymbols: '@'\ntemplate: false\ntimeformat: '%F %R'\n"
        "display_format: pretty\n",
        encoding="utf-8",
    )
    base = [jrnl, "--config-file", str(config)]
    report("jrnl -n 10", cpu_of([*base, "-n", "10"], env, 3), bare)
    report("jrnl -contains WORD", cpu_of([*base, "-contains", "sulgri"], env, 3), bare)
    report("jrnl (add)", cpu_of([*base, "One more thing."], env, 1), bare)


if __name__ == "__main__":
    main()
