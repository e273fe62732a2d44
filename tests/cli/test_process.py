"""Whole processes: what they import, what they say when things break, what they leave behind."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

HEAVY = {
    *(
        "textual",
        "rich",
        "httpx",
        "feedparser",
        "atproto",
        "keyring",
        "sqlite_utils",
        "yaml",
        "parsedatetime",
    ),
    *("bs4", "nh3", "watchfiles", "shtab", "asyncio", "subprocess", "tempfile", "shutil", "logging"),
    *("learnlog.sharing.audience", "learnlog.sharing.bundle", "learnlog.coaching.coaching"),
}

QUICK = [
    ["add", "words", "--theme", "Writing", "--date", "last friday 15:00"],
    ["list", "-n", "10"],
    ["list", "--theme", "Writing", "--since", "7d", "--json"],
    ["search", "words"],
    ["show", "{id}"],
    ["show", "{id}", "--json"],
    ["visibility", "{id}", "coach"],
    ["theme", "list"],
    ["theme", "add", "Another"],
    ["people"],
    ["river", "--unread"],
    ["keep", "nothing"],
    ["history", "{id}"],
    ["edit", "{id}", "--text", "other words"],
    ["version"],
]


def learnlog(*argv: str, code: str = "", **options: object) -> subprocess.CompletedProcess[str]:
    program = ["-c", code] if code else ["-m", "learnlog"]
    return subprocess.run(
        [sys.executable, *program, *argv],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        stdin=subprocess.DEVNULL,
        **options,  # type: ignore[call-overload]
    )


LOOK = (
    "import json, sys; from learnlog.cli.main import main\n"
    "heavy = set(json.loads(sys.argv[2]))\n"
    "for argv in json.loads(sys.argv[1]):\n"
    "    code = main(argv); print(code, *heavy & set(sys.modules), *argv[:2], file=sys.stderr)\n"
    "    assert code == argv.count('nothing') and not heavy & set(sys.modules)"
)


def test_quick_commands_load_nothing_heavy(home: Path) -> None:
    id = learnlog("add", "first").stdout.strip()
    commands = [[word.format(id=id) for word in argv] for argv in QUICK]
    result = learnlog(json.dumps(commands), json.dumps(sorted(HEAVY)), code=LOOK)
    assert result.returncode == 0, result.stderr


def test_the_first_command_on_a_machine_makes_what_it_needs(home: Path) -> None:
    result = learnlog("list", "--json")
    assert (result.returncode, json.loads(result.stdout)) == (0, [])
    assert (home / "library.db").stat().st_mode & 0o077 == 0
    assert (home / "vault").stat().st_mode & 0o077 == 0


def test_exit_codes_reach_the_shell(home: Path) -> None:
    assert learnlog("list").returncode == 0
    assert learnlog("show", "zzzzzz").returncode == 1
    assert learnlog("show").returncode == 2
    assert learnlog().returncode == 2


def test_letters_come_out_whole_in_a_poor_locale(home: Path) -> None:
    learnlog("add", "naïve café")
    poor = {**os.environ, "PYTHONIOENCODING": "ascii"}
    assert learnlog("list", env=poor).returncode == 0
    assert "café" in json.loads(learnlog("list", "--json", env=poor).stdout)[0]["body"]


def test_a_reader_that_leaves_is_no_accident(home: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "learnlog", "add", "-"],
        input=b"words " * 20_000,
        check=True,
        capture_output=True,
    )
    command = [sys.executable, "-m", "learnlog", "list", "--json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(1)
    process.stdout.close()
    assert process.stderr.read() == b""
    process.wait(30)


def test_ctrl_c_is_quiet(home: Path, tmp_path: Path) -> None:
    learnlog("list")
    # whoever runs the tests in the background may have told their children to pass over Ctrl+C
    hears_ctrl_c = [
        "-c",
        "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
        "sys.argv = ['learnlog', 'add', '-']; from learnlog.__main__ import main; sys.exit(main())",
    ]
    command = [sys.executable, *hears_ctrl_c]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE)
    time.sleep(0.8)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert (process.returncode, said) == (130, b"")


BROKEN = (
    "import sys; import learnlog.workspace as w\n"
    "def search(*a, **k): raise RuntimeError('the secret words')\n"
    "w.Workspace.search = search\n"
    "from learnlog.cli.main import main; sys.exit(main(sys.argv[1:]))"
)


def test_what_nobody_foresaw_leaves_a_report_without_words(home: Path) -> None:
    result = learnlog("search", "private words", code=BROKEN)
    assert (result.returncode, result.stdout) == (1, "")
    assert "Traceback" not in result.stderr
    (report,) = (home / "state").glob("crash-*.txt")
    assert str(report) in result.stderr
    assert report.stat().st_mode & 0o077 == 0
    text = report.read_text(encoding="utf-8")
    assert "RuntimeError" in text
    assert "learnlog.cli.commands.finding" in text
    assert "words" not in text


def test_a_maintainer_sees_where_it_happened(home: Path) -> None:
    result = learnlog("search", "x", code=BROKEN, env={**os.environ, "LEARNLOG_DEBUG": "1"})
    assert "Traceback" in result.stderr
    assert not (home / "state").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_refuses_is_told_in_a_sentence(home: Path) -> None:
    home.mkdir(mode=0o500)
    result = learnlog("add", "words")
    assert result.returncode == 1
    assert "Traceback" not in result.stderr


def test_settings_that_are_wrong_are_told(home: Path) -> None:
    home.mkdir()
    (home / "settings.toml").write_text("edditor = 'vi'\n", encoding="utf-8")
    result = learnlog("list")
    assert result.returncode == 2
    assert "editor" in result.stderr


def test_a_lost_library_is_filled_from_the_vault_and_says_so(home: Path) -> None:
    learnlog("add", "It stays.")
    for file in home.glob("library.db*"):
        file.unlink()
    done = learnlog("list")
    assert "It stays." in done.stdout
    assert "1 of your files were read into it" in done.stderr
    assert learnlog("list").stderr == ""
