"""What happens to a file's front matter when learnlog changes a value in it."""

import subprocess
import sys

import pytest

from learnlog.model.errors import LearnlogError
from learnlog.vault.front_matter import parse, splice, split, tidy

BY_HAND = """---
# my own comment
title:   "Hello: world"   # keep me
id: 01jd0000000000000000000000
mood: >
  folded
  text

tags: # mine
  - a  # first
  # before b
  - b
aliases: [one,
   two]  # end
modified: 2026-01-01   # when
empty:
# last
---

Body here
"""

CARD = """---
name: Ana
channels:
  - kind: feed  # main
    key: https://x.org/feed
    note: mine
  - https://y.org/rss
---
"""


def lines_changed(before: str, after: str) -> set[str]:
    return set(before.splitlines()) ^ set(after.splitlines())


def test_changing_one_value_changes_one_line_and_keeps_its_comment() -> None:
    after = splice(BY_HAND, {"modified": "2026-02-01T10:00:00+01:00"})
    assert lines_changed(BY_HAND, after) == {
        "modified: 2026-01-01   # when",
        "modified: 2026-02-01T10:00:00+01:00   # when",
    }


def test_values_that_read_the_same_change_no_byte() -> None:
    same = {
        "title": "Hello: world",
        "tags": ["a", "b"],
        "mood": "folded text",
        "aliases": ["one", "two"],
        "modified": "2026-01-01T00:00:00+00:00",
        "themes": [],
        "status": None,
    }
    assert splice(BY_HAND, same, "Body here") == BY_HAND
    card = [{"kind": "feed", "key": "https://x.org/feed"}, {"kind": "feed", "key": "https://y.org/rss"}]
    assert splice(CARD, {"name": "Ana", "channels": card}) == CARD


def test_words_with_commas_equal_a_list() -> None:
    text = "---\ntags: a, b\n---\n"
    assert splice(text, {"tags": ["a", "b"]}) == text
    assert splice(text, {"tags": ["a", "c"]}) == "---\ntags: [a, c]\n---\n"


def test_a_list_keeps_the_lines_and_comments_of_items_that_stay() -> None:
    after = splice(BY_HAND, {"tags": ["b", "c: d"]})
    assert 'tags: # mine\n  # before b\n  - b\n  - "c: d"\naliases' in after


def test_an_emptied_list_keeps_the_comments_in_it() -> None:
    after = splice(BY_HAND, {"tags": []})
    assert "tags: [] # mine\n  # before b\naliases" in after
    assert parse(after)[0]["tags"] == []


def test_values_over_several_lines_can_be_replaced() -> None:
    after = splice(BY_HAND, {"mood": "calm", "aliases": ["three"]})
    assert "mood: calm\n\ntags: # mine" in after
    assert "aliases: [three]  # end\n" in after


def test_an_empty_value_is_filled_before_its_comment() -> None:
    assert splice("---\nwhy:   # later\n---\n", {"why": "now"}) == "---\nwhy: now   # later\n---\n"


def test_none_removes_a_key_with_all_its_lines() -> None:
    after = splice(BY_HAND, {"tags": None, "mood": None})
    assert parse(after)[0].keys() == {"title", "id", "aliases", "modified", "empty"}
    assert "# my own comment" in after
    assert "# last" in after


def test_new_keys_go_to_the_end_in_their_order() -> None:
    after = splice("---\nb: 1\n# end\n---\nx", {"z": "last", "a": ["q", "r"], "b": "1"})
    assert after == "---\nb: 1\n# end\nz: last\na: [q, r]\n---\nx"


def test_unknown_keys_inside_a_channel_survive() -> None:
    channels = [
        {"kind": "feed", "key": "https://x.org/feed", "title": "T"},
        {"kind": "feed", "key": "https://z.org"},
    ]
    data, _, problem = parse(splice(CARD, {"channels": channels}))
    assert problem == ""
    assert data["channels"] == [
        {"kind": "feed", "key": "https://x.org/feed", "note": "mine", "title": "T"},
        {"kind": "feed", "key": "https://z.org"},
    ]


def test_channels_are_added_to_an_empty_list_with_a_comment() -> None:
    after = splice("---\nchannels: []  # none yet\nz: 1\n---\n", {"channels": [{"key": "https://x.org"}]})
    assert after == "---\nchannels:  # none yet\n  - key: https://x.org\nz: 1\n---\n"


def test_windows_newlines_and_byte_order_mark_survive() -> None:
    text = "\ufeff---\r\ntitle: a # c\r\ntags:\r\n- x\r\n---\r\n\r\nBody\r\nmore\r\n"
    assert parse(text) == ({"title": "a", "tags": ["x"]}, "Body\nmore", "")
    after = splice(text, {"title": "b", "tags": ["x", "z"], "kind": "goal"}, "New\nbody")
    assert after == (
        "\ufeff---\r\ntitle: b # c\r\ntags:\r\n- x\r\n- z\r\nkind: goal\r\n---\r\n\r\nNew\r\nbody\r\n"
    )


def test_the_body_keeps_its_surroundings_when_it_changes() -> None:
    assert splice("---\na: 1\n---\nold", {}, "new") == "---\na: 1\n---\nnew"
    assert splice("---\na: 1\n---", {}, "new") == "---\na: 1\n---\n\nnew\n"
    assert splice("---\na: 1\n---\n\n\n  old\n\n", {}, "new") == "---\na: 1\n---\n\n\nnew\n\n"
    assert splice("---\na: 1\n---\n\nold\n", {}, "") == "---\na: 1\n---\n"


def test_a_file_without_front_matter_gets_one_above_its_text() -> None:
    assert splice("Just text\n", {"id": "x", "tags": []}) == "---\nid: x\ntags: []\n---\n\nJust text\n"
    assert splice("\ufeffText\r\n", {}, "Text") == "\ufeffText\r\n"
    assert splice("\ufeffText\r\n", {"id": "x"}) == "\ufeff---\r\nid: x\r\n---\r\n\r\nText\r\n"


def test_a_rule_above_prose_is_no_front_matter() -> None:
    text = "---\nSome prose.\n---\nmore\n"
    assert parse(text) == ({}, tidy(text), "")
    assert splice(text, {"id": "x"}).endswith(text)
    assert split("---\nid: never closed\n") == ("", "---\nid: never closed\n")


def test_doubled_keys_are_told_and_healed_when_changed() -> None:
    text = "---\ntitle: a\nx: 1\ntitle: b\n---\n"
    data, _, problem = parse(text)
    assert data["title"] == "b"
    assert "“title” more than once" in problem
    assert splice(text, {"title": "b"}) == text
    assert splice(text, {"title": "c"}) == "---\nx: 1\ntitle: c\n---\n"


@pytest.mark.parametrize(
    ("inside", "problem"),
    [
        ("title: mine\n\tnext: y\n", "no valid YAML"),
        ("title: mine\nother: [a, b\n", "no valid YAML"),
        ("title: mine\nother: &x 1\n", "anchors"),
        ("title: mine\nother: *x\n", "anchors"),
        ("title: mine\nother: " + "[" * 5000 + "\n", "nested too deeply"),
        ("title: mine\n<<<<<<< HEAD\nother: 1\n=======\nother: 2\n>>>>>>> side\n", "no valid YAML"),
        ("title: mine\nother: 'open\n", "no valid YAML"),
        ("title: mine\n" + "# long\n" * 10_000, "larger than 64 KB"),
    ],
)
def test_broken_front_matter_is_told_and_never_destroyed(inside: str, problem: str) -> None:
    text = f"---\n{inside}modified: old # when\n---\n\nBody\n"
    data, body, said = parse(text)
    assert problem in said
    assert body == "Body"
    assert data["title"] == "mine"
    after = splice(text, {"title": "mine", "modified": "new", "status": None}, "New body")
    assert after == text.replace("modified: old", "modified: new").replace("Body", "New body")


def test_a_value_that_broken_lines_hide_is_not_overwritten() -> None:
    text = "---\ntags:\n\t- a\nx: [\n---\n"
    assert splice(text, {"tags": []}) == text
    with pytest.raises(LearnlogError, match="tags") as error:
        splice(text, {"tags": ["b"]})
    assert "editor" in error.value.hint


@pytest.mark.parametrize("text", ['---\n{"title": "x", "a": 1}\n---\n', "---\n? title\n: x\na: 1\n---\n"])
def test_what_cannot_be_changed_by_the_line_is_refused(text: str) -> None:
    with pytest.raises(LearnlogError) as error:
        splice(text, {"title": "two words: more", "kind": "goal"})
    assert error.value.hint


def test_scalars_stay_text_and_tags_construct_nothing() -> None:
    text = "---\na: yes\nb: 2026-01-01\nc: 0x1F\nd: ~\ne: !!python/object/apply:os.system ['true']\n---\n"
    data, _, problem = parse(text)
    assert data == {"a": "yes", "b": "2026-01-01", "c": "0x1F", "d": "~", "e": ["true"]}
    assert problem == ""


def test_too_much_front_matter_is_refused_when_written() -> None:
    with pytest.raises(LearnlogError, match="64 KB"):
        splice("", {"title": "x" * 70_000})


def test_writing_and_changing_our_own_files_loads_no_yaml() -> None:
    program = (
        "import sys\nfrom learnlog.vault.front_matter import splice, parse\n"
        "values = {'title': 'a: b', 'tags': ['x', 'é#'], 'channels': [{'key': 'https://x.org/?a=b#c'}]}\n"
        "new = splice('', values)\n"
        "assert parse(splice(new, {'title': 'c'}, 'Body'))[0]['title'] == 'c'\n"
        "import learnlog.vault.files, learnlog.vault.documents, learnlog.vault.drafts\n"
        "heavy = {'yaml', 'tempfile', 'logging', 'subprocess', 'shutil', 'sqlite3', 'uuid', 'secrets'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
