"""The TUI's first useful screen against an empty Textual app, then what its keys cost (see `keys.py`).

Each figure comes from processes of its own; CPU is user plus system time.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

RUNS = 7


def child(name: str, home: str) -> float:
    """Run one measurement in a process of its own and return its CPU seconds."""
    env = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, __file__, "--child", name, "--home", home], env=env, capture_output=True, text=True
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def empty_app(_home: str) -> None:
    """Open an empty Textual app and leave after its first screen."""
    from textual.app import App

    class Empty(App[None]):
        def on_ready(self) -> None:
            self.exit()

    Empty().run(headless=True, size=(100, 30))


def first_screen(home: str) -> None:
    """Open learnlog and leave when Today stands filled."""
    from learnlog.tui.app import LearnlogApp
    from learnlog.tui.screens.today import TodayScreen
    from learnlog.workspace import open_workspace

    load = TodayScreen.load

    async def load_and_leave(self: TodayScreen) -> None:
        await load(self)
        self.app.call_after_refresh(self.app.exit)

    TodayScreen.load = load_and_leave  # type: ignore[method-assign]
    LearnlogApp(open_workspace(home)).run(headless=True, size=(100, 30))


def main() -> None:
    """Make the home, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=100_000)
    parser.add_argument("--entries", type=int, default=10_000)
    parser.add_argument("--child", choices=["empty_app", "first_screen"])
    parser.add_argument("--home", default="")
    asked = parser.parse_args()
    if asked.child:
        globals()[asked.child](asked.home)
        return
    import statistics

    from homes import make_home

    with tempfile.TemporaryDirectory() as folder:
        home = asked.home or str(Path(folder) / "home")
        if not Path(home).exists():
            make_home(Path(home), entries=asked.entries, posts=asked.posts).close()
        pairs = [(child("first_screen", home), child("empty_app", home)) for _ in range(RUNS)]
        ours, empty = (statistics.median(side) for side in zip(*pairs, strict=True))
        ratio = statistics.median(a / b for a, b in pairs)
        print(
            f"first useful screen {ours * 1000:.0f} ms of CPU, empty Textual app {empty * 1000:.0f} ms: {ratio:.2f} x"
        )
        subprocess.run([sys.executable, str(Path(__file__).with_name("keys.py")), home], check=True)


if __name__ == "__main__":
    main()
