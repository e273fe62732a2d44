"""Rules from the shell: tried, made, at work while fetching, and taken back."""

from tests.cli.conftest import Shell, post

FEED = "https://anna.example/feed"


def titles(shell: Shell, *argv: str) -> list[str]:
    return [one["title"] for one in shell.ok("river", "--json", *argv).json]


def test_a_rule_is_tried_made_and_works_on_what_a_fetch_brings(followed: Shell) -> None:
    tried = followed.ok("rules", "try", "post", "2")
    assert "Post 2" in tried.out
    assert "It would catch 1 post of those that are here" in tried.err
    assert followed.ok("rules", "try", "post", "--json").json["count"] == 3
    followed.ok("rules", "add", "Sold", "sponsored OR 2", "--hide", "--read")
    assert len(titles(followed)) == 3
    followed.network.feeds[FEED] += [post(4, title="Sponsored: buy"), post(5)]
    fetched = followed.ok("fetch", "--all")
    assert "Your rules changed: “Sold” 1 post." in fetched.err
    assert titles(followed) == ["Post 5", "Post 3", "Post 2", "Post 1"]
    assert titles(followed, "--hidden") == ["Sponsored: buy"]
    assert titles(followed, "--search", "is:hidden") == ["Sponsored: buy"]
    hidden = followed.ok("river", "--hidden", "--json").json[0]
    assert hidden["hidden"]
    assert {one["what"] for one in hidden["rules"]} == {"hide", "read"}
    assert "hidden, marked read by rule “Sold”" in followed.ok("show", hidden["id"]).out
    assert "Taken back: “Sold” on 1 post, 2026-" in followed.ok("rules", "undo", "sold").err
    assert titles(followed, "--unread")[:2] == ["Post 5", "Sponsored: buy"]
    assert followed("rules", "undo", "sold").code == 1


def test_trying_a_rule_says_which_stories_it_would_leave_alone(followed: Shell) -> None:
    again = post(9, guid="w9", title="Read this", text="Gorgeous.", url=post(2).url)
    followed.network.feeds["https://weekly.example/feed"] = [again]
    followed.ok("follow", "https://weekly.example/feed", "--as", "The Weekly")
    spared = "Hide and read leave 1 story alone: another voice stands first."
    assert spared in followed.ok("rules", "try", "gorgeous").err
    assert followed.ok("rules", "try", "gorgeous", "--json").json["spared"] == 1
    assert spared not in followed.ok("rules", "try", '"post 2" OR gorgeous').err
    followed.ok("rules", "add", "Gorgeous", "gorgeous", "--star")
    assert spared not in followed.ok("rules", "try", "--rule", "gorgeous").err


def test_a_rule_works_on_what_comes_with_somebody_new(followed: Shell) -> None:
    followed.ok("rules", "add", "Sold", "sponsored", "--hide")
    followed.network.feeds["https://weekly.example/feed"] = [post(7, guid="w7", title="Sponsored: buy")]
    came = followed.ok("follow", "https://weekly.example/feed", "--as", "The Weekly")
    assert "Your rules changed: “Sold” 1 post." in came.err
    assert titles(followed, "--hidden") == ["Sponsored: buy"]


def test_a_rule_is_applied_to_what_is_here_and_taken_back(followed: Shell) -> None:
    followed.ok("rules", "add", "Twos", "post 2", "--star", "--theme", "Pairs", "--apply")
    assert titles(followed, "--starred") == ["Post 2"]
    assert titles(followed, "--theme", "pairs") == ["Post 2"]
    runs = followed.ok("rules", "runs", "--json").json
    assert [(run["name"], run["posts"]) for run in runs] == [("Twos", 1)]
    followed.ok("rules", "undo")
    assert titles(followed, "--starred") == []
    followed.ok("rules", "apply", "twos")
    assert titles(followed, "--theme", "pairs") == ["Post 2"]


def test_rules_are_listed_changed_rested_and_taken_away(followed: Shell) -> None:
    followed.ok("rules", "add", "Twos", "post 2", "--star")
    followed.ok("rules", "change", "twos", "--rename", "Pairs", "--hide")
    followed.ok("rules", "off", "pairs")
    listed = followed.ok("rules").out
    assert listed.split() == ["Pairs", "hide", "(off)", "post", "2"]
    followed.ok("rules", "on", "pairs")
    followed.ok("rules", "remove", "pairs")
    assert followed.ok("rules", "--json").json == []
    assert followed("rules", "add", "Idle", "post").code == 2
    assert followed("rules", "change", "pairs").code == 2


def test_one_hidden_post_is_shown_again(followed: Shell) -> None:
    followed.ok("rules", "add", "Twos", "post 2", "--hide", "--apply")
    hidden = followed.ok("river", "--hidden", "--json").json[0]["id"]
    followed.ok("mark", hidden, "--show")
    assert titles(followed) == ["Post 3", "Post 2", "Post 1"]


def test_a_broken_rule_is_told_by_fetch_list_and_doctor(followed: Shell) -> None:
    followed.ok("rules", "add", "Twos", "post 2", "--hide")
    page = followed.open().vault.root / "rules.md"
    page.write_text(page.read_text().replace("hide", "burn"))
    said = "rules.md: The rule “Twos” does nothing: It cannot do “burn”"
    assert said in followed.ok("fetch", "--all").err
    assert said in followed.ok("rules").err
    assert said in followed("doctor").out
    assert len(titles(followed)) == 3


def test_a_theme_is_suggested_for_a_post_and_accepted(followed: Shell) -> None:
    followed.ok("theme", "add", "Railways")
    words = ("The timetable at the junction", "A junction and its timetable", "Junction, timetable, night")
    others = [post(9, guid=f"b{n}", title=f"Bread {n}", text=f"of gardens {n}") for n in range(150)]
    trains = [
        post(4 + n, title=text, text=text) for n, text in enumerate((*words, "No timetable, no junction"))
    ]
    followed.network.feeds[FEED] += [*trains, *others]
    followed.ok("fetch", "--all")
    ids = {one["title"]: one["id"] for one in followed.ok("river", "-n", "500", "--json").json}
    followed.ok("mark", *(ids[text] for text in words), "--theme", "railways")
    found = followed.ok("suggest", ids["No timetable, no junction"], "--json").json
    assert found["theme"] == "railways"
    assert set(found["words"]) == {"junction", "timetable"}
    assert "No theme speaks clearly" in followed.ok("suggest", ids["Bread 3"]).err
    followed.ok("suggest", ids["No timetable, no junction"], "--accept")
    assert "No timetable, no junction" in titles(followed, "--theme", "railways")
