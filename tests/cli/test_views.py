"""Views from the shell."""

from tests.cli.conftest import Shell


def test_views_are_kept_ordered_shown_and_taken_away(followed: Shell) -> None:
    followed.ok("views", "add", "Twos", "post", "2")
    followed.ok("views", "add", "Unread", "is:unread")
    followed.ok("views", "move", "unread", "first")
    listed = followed.ok("views", "--json").json
    assert [(one["name"], one["search"], one["unread"]) for one in listed] == [
        ("Unread", "is:unread", 3),
        ("Twos", "post 2", 1),
    ]
    shown = followed.ok("views", "show", "twos", "--json").json
    assert [one["title"] for one in shown] == ["Post 2"]
    followed.ok("mark", shown[0]["id"], "--read")
    assert followed.ok("views", "show", "twos", "--unread").out == ""
    followed.ok("views", "rename", "twos", "Pairs")
    followed.ok("views", "change", "pairs", "post", "3")
    assert "Post 3" in followed.ok("views", "show", "pairs").out
    followed.ok("views", "remove", "unread")
    assert [one["name"] for one in followed.ok("views", "--json").json] == ["Pairs"]
    assert followed("views", "show", "unread").code == 1
    assert followed("views", "add", "x", "in:journal").code == 2


def test_the_river_shows_a_view_or_any_search_by_time(followed: Shell) -> None:
    followed.ok("views", "add", "All", "post")

    def titles(*argv: str) -> list[str]:
        return [one["title"] for one in followed.ok("river", "--json", *argv).json]

    assert titles("--view", "all") == ["Post 3", "Post 2", "Post 1"]
    assert titles("--view", "all", "--search", "-2") == ["Post 3", "Post 1"]
    assert titles("--search", "from:anna 3 OR 1") == ["Post 3", "Post 1"]


def test_views_are_in_the_full_export(followed: Shell) -> None:
    followed.ok("views", "add", "Pairs", "post", "2")
    assert followed.ok("export", "--format", "json").json["views"] == [
        {"id": "pairs", "name": "Pairs", "search": "post 2"}
    ]


def test_the_doctor_tells_of_a_view_that_cannot_be_understood(followed: Shell) -> None:
    followed.ok("views", "add", "Pairs", "post", "2")
    page = followed.open().vault.root / "views.md"
    page.write_text(page.read_text().replace("search:", "serach:"))
    assert "views.md: 1 of its views has no name or no search." in followed("doctor").out
