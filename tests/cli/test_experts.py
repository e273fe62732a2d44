"""Finding people from the shell."""

from dataclasses import replace
from pathlib import Path

from learnlog.model.finding import ReasonKind
from tests.cli.conftest import Shell
from tests.finding.world import ANA, BEN, FEMKE, World


def fill(shell: Shell) -> World:
    """I follow Ana, who passes on what Femke writes about data contracts."""
    world = World(shell.open())
    world.space.themes.add("data contracts")
    world.follow(ANA)
    world.on("data contracts", ANA, 4)
    world.boosts(
        ANA, FEMKE, "Data contracts are a promise", "data contracts need a reader", "Null and data contracts"
    )
    return world


def test_find_lists_both_circles_with_reasons_and_posts_that_can_be_shown(shell: Shell) -> None:
    fill(shell)
    result = shell.ok("find", "data", "contracts")
    assert "Among those you follow" in result.lines
    assert next(line for line in result.lines if "Femke Jansen" in line).startswith("  2  Femke Jansen")
    assert "     3 posts on data contracts, newest yesterday · boosted by Ana Vos" in result.lines
    assert "among mine 1 · new 1 · beyond my bubble 0" in result.err
    post = result.lines[-1].split()[0]
    assert "femke.bsky.social" in shell.ok("show", post).out


def test_find_gives_programs_everything(shell: Shell) -> None:
    fill(shell)
    told = shell.ok("find", "data contracts", "--json", "--new").json
    assert (told["asked"], told["theme"], told["mine"]) == ("data contracts", "data-contracts", [])
    (femke,) = told["new"]
    assert (femke["key"], femke["circle"], femke["beyond"]) == (FEMKE.key, "new", False)
    assert [one["kind"] for one in femke["reasons"]] == [ReasonKind.POSTS, ReasonKind.BOOSTED]
    assert femke["reasons"][1]["people"] == ["ana-vos"]


def test_why_adds_up_by_number_and_by_key(shell: Shell) -> None:
    fill(shell)
    by_number = shell.ok("find", "data contracts", "--why", "2", "--json").json
    by_key = shell.ok("find", "data contracts", "--why", FEMKE.key, "--json").json
    assert by_number == by_key
    assert by_key["words"] == "Femke Jansen on data contracts"
    assert (
        "what their posts add, and what others call them"
        in shell.ok("find", "data contracts", "--why", "2").out
    )
    assert shell("find", "data contracts", "--why", "9").code == 2


def test_following_and_setting_aside_by_number(shell: Shell) -> None:
    fill(shell)
    assert shell.ok("find", "data contracts", "--dismiss", "2").lines == [FEMKE.key]
    assert "Femke" not in shell.ok("find", "data contracts").out
    assert "1 not for me" in shell.ok("find", "data contracts").err
    assert "Femke Jansen" in shell.ok("dismissed").out
    assert shell.ok("dismissed", "--restore", "Femke Jansen", "--json").json[0]["key"] == FEMKE.key
    shell.ok("find", "data contracts", "--follow", "2")
    assert "Femke Jansen" in shell.ok("people", "--theme", "data contracts").out
    assert shell("dismissed", "--restore", "Femke Jansen").code == 1


def test_words_without_a_theme_and_nobody_found(shell: Shell) -> None:
    world = fill(shell)
    world.writes(ANA, "the silent half of a retro")
    assert "Ana Vos" in shell.ok("find", "silent half").out
    nothing = shell.ok("find", "quantum", "knitting")
    assert (nothing.out, "Nobody yet" in nothing.err) == ("", True)


def test_hostile_names_and_titles_do_nothing_on_the_terminal(shell: Shell) -> None:
    world = fill(shell)
    evil = replace(FEMKE, key="did:plc:evil", name="E\x1b]0;pwned\x07vil\x1b[2J", handle="e\u202evil")
    world.on("data contracts", evil, 3)
    for argv in (("find", "data contracts"), ("find", "data contracts", "--json")):
        said = shell.ok(*argv)
        assert "\x1b" not in said.out + said.err
        assert "\u202e" not in said.out


def test_nothing_is_sent_unless_somebody_agrees(shell: Shell) -> None:
    fill(shell)
    asked = shell("find", "data contracts", "--online")
    assert asked.code == 2
    assert "Nothing was sent" in asked.err
    assert "“data contracts”" in asked.err
    shell.typed = "n\n"
    assert shell("find", "data contracts", "--online", stdin=None).code == 1


def test_a_quick_find_loads_no_screen_and_no_network(home: Path) -> None:
    import subprocess
    import sys

    code = (
        "import sys; from learnlog.cli.main import main; main(['find', 'data contracts', '--json']);"
        "bad = {'textual', 'rich', 'httpx', 'feedparser', 'atproto', 'keyring', 'sqlite_utils', 'asyncio'};"
        "sys.exit(str(bad & set(sys.modules)) if bad & set(sys.modules) else 0)"
    )
    subprocess.run([sys.executable, "-c", "from learnlog.cli.main import main; main(['list'])"], check=True)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_keywords_rising_and_me_in_the_shell(shell: Shell) -> None:
    world = fill(shell)
    for body in ("the consumer was not asked", "ask the consumer first"):
        shell.ok("add", body, "--theme", "data contracts")
    shell.ok("add", "rain")
    assert shell.ok("theme", "keywords", "data contracts").lines == ["consumer"]
    told = shell.ok("theme", "keywords", "data contracts", "--accept", "--json")
    assert told.json == ["consumer"]
    assert shell.ok("theme", "show", "data contracts", "--json").json["keywords"] == ["consumer"]
    assert shell.ok("me", "--json").json[0]["name"] == "data contracts"
    assert "Only you see this" in shell.ok("me").err
    assert shell.ok("rising", "--json").json == []
    assert "Nothing rises" in shell.ok("rising").err
    world.space.clock.pass_(weeks=14)  # type: ignore[attr-defined]


def test_the_look_back_in_the_shell(shell: Shell) -> None:
    fill(shell)
    assert "Nobody to look back at" in shell.ok("people", "--review").err
    shell.clock.pass_(weeks=14)
    assert [one["person"] for one in shell.ok("people", "--review", "--json").json] == ["ana-vos"]
    assert "Ana Vos" in shell.ok("people", "--review").out
    assert shell.ok("people", "mute", "Ana", "Vos", "--json").json["status"] == "muted"
    assert shell.ok("people", "unmute", "ana-vos", "--json").json["status"] == "following"
    shell.ok("people", "keep", "ana-vos")
    assert shell.ok("people", "--review").out == ""


def test_a_peek_shows_what_is_stored_when_nobody_can_be_asked(shell: Shell) -> None:
    fill(shell)
    told = shell.ok("find", "data contracts", "--peek", "1", "--json")
    assert len(told.json) == 7  # what she passes on is hers to show
    assert {one["channel"] for one in told.json} == {ANA.key}
    assert len(shell.ok("find", "data contracts", "--peek", "1", "--offline", "-n", "2").lines) == 2


def test_of_a_site_that_two_link_to_the_feed_is_found_when_it_is_followed(shell: Shell) -> None:
    world = fill(shell)
    world.follow(BEN)
    for who in (ANA, BEN):
        world.commit(
            who, [world.linking(who, '<p>data contracts <a href="https://anna.example/x">so</a></p>')]
        )
    listed = shell.ok("find", "data contracts", "--new", "--json").json["new"]
    number = 1 + [one["key"] for one in listed].index("https://anna.example/")
    shell.ok("find", "data contracts", "--new", "--follow", str(number))
    told = shell.ok("people", "--theme", "data contracts", "--json").json
    assert [one["channels"][0]["key"] for one in told] == ["https://anna.example/feed"]
    assert shell.ok("river", "--person", told[0]["id"], "--json").json
