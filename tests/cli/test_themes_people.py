"""Themes and people from the shell."""

from tests.cli.conftest import Shell, post


def test_a_theme_from_its_name_to_its_end(shell: Shell) -> None:
    assert (
        shell.ok("theme", "add", "data", "contracts", "--question", "Who agrees?").out == "data-contracts\n"
    )
    assert shell("theme", "add", "Data Contracts").code == 2
    shell.ok("theme", "rename", "data contracts", "Agreements")
    shown = shell.ok("theme", "show", "data contracts").out
    assert shown.splitlines()[0] == "Agreements"
    assert "Who agrees?" in shown
    for verb, status in (("park", "parked"), ("finish", "finished"), ("reopen", "active")):
        assert shell.ok("theme", verb, "agreements", "--json").json["status"] == status


def test_a_theme_called_as_a_device_of_windows_is_found_by_its_name(shell: Shell) -> None:
    assert shell.ok("theme", "add", "NUL").out == "nul-x\n"
    shell.ok("add", "of nothing", "--theme", "nul")
    assert len(shell.ok("list", "--theme", "NUL", "--json").json) == 1
    assert shell.ok("theme", "show", "nul").out.splitlines()[0] == "NUL"


def test_merging_brings_the_entries_along(shell: Shell) -> None:
    shell.ok("add", "one", "--theme", "Old")
    shell.ok("theme", "add", "New")
    assert shell.ok("theme", "merge", "Old", "New").out == "new\n"
    assert len(shell.ok("list", "--theme", "new", "--json").json) == 1
    assert [theme["id"] for theme in shell.ok("theme", "--json").json] == ["new"]
    assert len(shell.ok("theme", "list", "--all", "--json").json) == 2


def test_a_theme_page_for_programs_holds_what_hangs_on_it(followed: Shell) -> None:
    followed.ok("add", "mine", "--kind", "insight", "--theme", "data contracts")
    page = followed.ok("theme", "show", "data contracts", "--json").json
    assert [entry["body"].strip() for entry in page["insights"]] == ["mine"]
    assert [person["name"] for person in page["people"]] == ["Anna Vos"]
    assert page["unread"] == 3
    assert "Anna Vos" in followed.ok("theme", "show", "data contracts").out


def test_follow_brings_the_posts_at_once(shell: Shell) -> None:
    fields = ["--as", "Anna Vos", "--circle", "Work", "--why", "clear", "--theme", "Writing"]
    result = shell.ok("follow", "https://anna.example/feed", *fields)
    assert result.out == "anna-vos\n"
    assert "Feed 1" in result.err
    assert "3 posts arrived" in result.err
    assert len(shell.ok("river", "--json").json) == 3
    (person,) = shell.ok("people", "--json").json
    assert (person["name"], person["circles"], person["themes"]) == ("Anna Vos", ["Work"], ["writing"])
    assert person["channels"][0]["key"] == "https://anna.example/feed"


def test_follow_takes_the_first_of_several_unless_told(shell: Shell) -> None:
    shell.network.feeds["https://anna.example/notes"] = [post(9)]
    shell.network.feeds["https://anna.example/photos"] = [post(8)]
    first = shell.ok("follow", "https://anna.example", "--as", "Anna", "--json")
    assert [channel["key"] for channel in first.json["channels"]] == ["https://anna.example/feed"]
    assert first.json["new"] == 3
    assert "--choose" in first.err
    second = shell.ok("follow", "https://anna.example", "--as", "Anna", "--choose", "2", "--json")
    assert [channel["key"][-5:] for channel in second.json["channels"]] == ["/feed", "notes"]
    every = shell.ok("follow", "https://anna.example", "--as", "Anna", "--all", "--json")
    assert len(every.json["channels"]) == 3
    assert shell("follow", "https://anna.example", "--choose", "4").code == 2


def test_nothing_to_follow_is_told(shell: Shell) -> None:
    result = shell("follow", "https://nobody.example")
    assert (result.code, result.out) == (1, "")
    assert "Nothing to follow" in result.err


def test_unfollow_keeps_the_card(followed: Shell) -> None:
    followed.ok("unfollow", "Anna", "Vos")
    assert followed.ok("people", "--json").json == []
    assert "`learnlog people --all`" in followed.ok("people").err
    assert followed.ok("people", "--all", "--json").json[0]["status"] == "unfollowed"
    assert followed.ok("river", "--json").json == []
    assert followed("unfollow", "anna-vos").code == 2


def test_people_by_theme_and_circle(followed: Shell) -> None:
    assert "3 new" in followed.ok("people").out
    assert len(followed.ok("people", "--theme", "data contracts", "--json").json) == 1
    assert followed.ok("people", "--circle", "Work", "--json").json == []


def test_show_prints_a_persons_page(followed: Shell) -> None:
    for reference in ("anna-vos", "Anna Vos"):
        page = followed.ok("show", reference).out
        assert page.splitlines()[0] == "Anna Vos"
        assert "Post 3" in page
    assert followed.ok("show", "anna-vos", "--json").json["name"] == "Anna Vos"


def test_a_feed_is_not_given_to_somebody_else_under_a_new_name(followed: Shell) -> None:
    before = followed.ok("people", "--json").json
    again = ["follow", "https://anna.example/feed", "--why", "dry", "--theme", "New"]
    result = followed(*again, "--as", "Ben")
    assert (result.code, result.out) == (2, "")
    assert "That feed is Anna Vos’s already; nothing was changed." in result.err
    assert followed.ok("people", "--json").json == before
    assert [theme["id"] for theme in followed.ok("theme", "--json").json] == ["data-contracts"]
    for name in ([], ["--as", "anna vos"], ["--as", "Feed 1"]):  # the last is the title a form offers
        followed.ok(*again, *name)
    assert [card["why"] for card in followed.ok("people", "--json").json] == ["dry"]


def test_people_show_the_names_of_their_themes(followed: Shell) -> None:
    followed.ok("theme", "rename", "data contracts", "Agreements")
    for command in (["people"], ["show", "anna-vos"]):
        assert "Agreements" in followed.ok(*command).out
    assert followed.ok("people", "--json").json[0]["themes"] == ["data-contracts"]


def test_a_post_without_a_title_takes_one_line(shell: Shell) -> None:
    shell.network.feeds = {"https://anna.example/feed": [post(1, title="", text="promise " * 60)]}
    shell.ok("follow", "https://anna.example/feed", "--as", "Anna Vos")
    shell.ok("theme", "add", "Promises", "--keyword", "promise")
    assert "…" in shell.ok("river").out
    for command in (["river"], ["theme", "show", "promises"]):
        assert max(map(len, shell.ok(*command).lines)) < 160
    assert len(shell.ok("river", "--json").json[0]["text"]) > 400
    assert len(shell.ok("show", shell.ok("river").lines[0].split()[0]).lines[0]) <= 100


def test_a_theme_page_shows_eight_posts(shell: Shell) -> None:
    shell.network.feeds = {"https://anna.example/feed": [post(n) for n in range(1, 13)]}
    shell.ok("follow", "https://anna.example/feed")
    shell.ok("theme", "add", "Words", "--keyword", "words")
    page = shell.ok("theme", "show", "words").out
    assert sum("  Post " in line for line in page.splitlines()) == 8
    assert len(shell.ok("theme", "show", "words", "--json").json["posts"]) == 12


def test_the_trash_names_themes_and_people_in_full(shell: Shell) -> None:
    shell.ok("theme", "add", "Data contracts")
    theme = shell.open().shelf.find("data-contracts")
    shell.open().shelf.delete(theme)
    id = shell.ok("history").lines[0].split()[0]
    assert id == "data-contracts"
    shell.ok("restore", id)
    assert shell.ok("theme", "--json").json[0]["id"] == id
