"""The demo's content as a newcomer meets it: it reads, hangs together, and happens in a sensible order."""

import re
import tomllib
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from learnlog.model.entry import EntryKind
from learnlog.model.ids import slugify
from learnlog.model.safe import clean_link, clean_text
from learnlog.model.theme import ThemeStatus
from learnlog.model.visibility import Visibility
from learnlog.vault import front_matter

CONTENT = Path(str(files("learnlog.demo") / "content"))
STORY_DAYS = 80
ENTRY_KEYS = {
    *("key", "days_ago", "modified_days_ago", "time", "title", "kind", "language"),
    *("themes", "tags", "visibility", "people", "posts", "entries", "status", "example", "answered_by"),
    *("if", "then", "due_in", "review_in", "progress", "reviews", "shown_by"),
}
POST_KEYS = {
    *("key", "channel", "title", "url", "language", "days_ago", "time"),
    *("tags", "read", "starred", "html"),
}
EXAMPLE_NOTES = {"en": "> *Why this is a good example:* ", "nl": "> *Waarom dit een goed voorbeeld is:* "}
COMMON_WORDS = {
    "en": {"the", "and", "of", "is", "that", "it", "to"},
    "nl": {"de", "het", "een", "en", "van", "is", "dat"},
}


def read_toml(name: str) -> dict[str, Any]:
    return tomllib.loads((CONTENT / name).read_text("utf-8"))


def read_entry(path: Path) -> dict[str, Any]:
    data, body, problem = front_matter.parse(path.read_text("utf-8"))
    assert not problem, path.name
    days_ago = int(data["days_ago"])
    modified = int(data.get("modified_days_ago", days_ago))
    return {**data, "days_ago": days_ago, "modified_days_ago": modified, "body": body.strip()}


def read_posts(path: Path) -> list[dict[str, Any]]:
    """Return the posts of one person's file, with the defaults at its top filled in."""
    data = tomllib.loads(path.read_text("utf-8"))
    defaults = {name: data[name] for name in ("person", "channel", "language")}
    return [{**defaults, **post} for post in data["post"]]


ENTRIES = {entry["key"]: entry for entry in map(read_entry, sorted((CONTENT / "entries").glob("*.md")))}
THEMES = {theme["slug"]: theme for theme in read_toml("themes.toml")["theme"]}
PEOPLE = {person["id"]: person for person in read_toml("people.toml")["person"]}
ALL_POSTS = [post for path in sorted((CONTENT / "posts").glob("*.toml")) for post in read_posts(path)]
POSTS = {post["key"]: post for post in ALL_POSTS}
ALL_KEPT = read_toml("kept.toml")["kept"]
ANSWERS = {answer["post"]: answer for answer in read_toml("talking.toml")["answer"]}
KEPT = {kept["post"]: kept for kept in ALL_KEPT} | ANSWERS
SOCIAL = {
    post["key"]: {**{name: data[name] for name in ("person",) if name in data}, **post}
    for data in (read_toml(f"social/{path.name}") for path in sorted((CONTENT / "social").glob("*.toml")))
    for post in data["post"]
}


class Reader(HTMLParser):
    """Collects a post's plain text, its links, its images, and whether every tag is closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.links, self.images, self.tags, self.open = "", [], [], set(), []
        self.feed(html)
        self.close()
        self.text = " ".join(self.text.split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.add(tag)
        if tag == "a":
            self.links.append(values["href"])
        if tag == "img":
            self.images.append(values)
        else:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


READ = {key: Reader(post["html"]) for key, post in POSTS.items()}
SAID = READ | {key: Reader(post["html"]) for key, post in SOCIAL.items() if "html" in post}


def when(item: dict[str, Any]) -> tuple[int, str]:
    """Return a place in time that grows towards the present."""
    return -item["days_ago"], item["time"]


def straight(text: str) -> str:
    """Return `text` with the typewriter's apostrophes, as Noor types her quotes."""
    return text.replace("’", "'")


def test_the_newcomer_finds_a_full_journal():
    assert 24 <= len(ENTRIES) <= 30
    assert (len(THEMES), len(PEOPLE)) == (3, 5)
    assert 40 <= len(POSTS) <= 60
    assert {entry["kind"] for entry in ENTRIES.values()} == set(EntryKind)
    assert {entry["visibility"] for entry in ENTRIES.values() if "visibility" in entry} <= set(Visibility)
    assert {theme["status"] for theme in THEMES.values()} <= set(ThemeStatus)


def test_nothing_is_there_twice():
    assert len(ENTRIES) == len(list((CONTENT / "entries").glob("*.md")))
    assert len(POSTS) == len(ALL_POSTS) == len({post["url"] for post in ALL_POSTS})
    assert len(KEPT) == len(ALL_KEPT) + len(ANSWERS)
    assert len({entry["title"] for entry in ENTRIES.values()}) == len(ENTRIES)


def test_both_languages_are_there_and_are_what_they_say():
    texts = [(entry["language"], entry["body"]) for entry in ENTRIES.values()]
    dutch = sum(language == "nl" for language, _ in texts)
    assert 0.35 <= dutch / len(texts) <= 0.5
    assert sum(post["language"] == "nl" for post in ALL_POSTS) >= 10
    for language, body in texts:
        words = re.findall(r"\w+", body.lower())
        other = "en" if language == "nl" else "nl"
        assert sum(w in COMMON_WORDS[language] for w in words) > sum(w in COMMON_WORDS[other] for w in words)


def test_good_examples_are_annotated_at_their_end():
    examples = [entry for entry in ENTRIES.values() if entry.get("example")]
    assert len(examples) >= 5
    assert {entry["language"] for entry in examples} == {"en", "nl"}
    for entry in ENTRIES.values():
        last = entry["body"].splitlines()[-1]
        assert last.startswith(EXAMPLE_NOTES[entry["language"]]) == bool(entry.get("example")), entry["key"]
        assert ("example" in entry["tags"]) == bool(entry.get("example")), entry["key"]


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES)
def test_an_entry_is_well_formed_and_everything_it_names_exists(entry):
    assert set(entry) - {"body"} <= ENTRY_KEYS
    assert 0 <= entry["modified_days_ago"] <= entry["days_ago"] <= STORY_DAYS
    assert re.fullmatch(r"[012]\d:[0-5]\d", entry["time"])
    assert entry["themes"]
    assert set(entry["themes"]) <= set(THEMES)
    assert set(entry.get("people", ())) <= set(PEOPLE)
    assert set(entry.get("posts", ())) <= set(KEPT)
    assert set(entry.get("entries", ())) <= set(ENTRIES) - {entry["key"]}
    assert not entry.get("answered_by") or entry["status"] == "closed"
    assert len(entry["body"].splitlines()) >= 3


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES)
def test_an_entry_comes_after_what_it_rests_on(entry):
    assert all(when(KEPT[key]) < when(entry) for key in entry.get("posts", ()))
    assert all(when(ENTRIES[key]) < when(entry) for key in entry.get("entries", ()))
    assert all(PEOPLE[key]["days_ago"] >= entry["days_ago"] for key in entry.get("people", ()))


def test_an_insight_quotes_its_source_and_ends_in_an_intention():
    insights = [entry for entry in ENTRIES.values() if entry["kind"] == "insight"]
    assert len(insights) >= 6
    for entry in insights:
        quote = entry["body"].splitlines()[0].removeprefix("> ")
        (post,) = entry["posts"]
        assert quote in straight(SAID[post].text), entry["key"]
        assert (POSTS | SOCIAL)[post]["person"] in entry["people"], entry["key"]
        assert re.search(r"\*\*(If|Als)\*\* .+, \*\*(then|dan)\*\* ", entry["body"]), entry["key"]


def test_questions_got_answers_and_some_are_open():
    questions = [entry for entry in ENTRIES.values() if entry["kind"] in ("question", "goal")]
    assert {entry["status"] for entry in questions} == {"open", "closed"}
    for entry in questions:
        followed = any(entry["key"] in later.get("entries", ()) for later in ENTRIES.values())
        assert followed or entry["status"] == "open", entry["key"]


def test_every_wiki_link_leads_somewhere():
    names = {entry["title"] for entry in ENTRIES.values()} | {person["name"] for person in PEOPLE.values()}
    bodies = [item["body"] for group in (ENTRIES, THEMES, PEOPLE) for item in group.values()]
    links = [link for body in bodies for link in re.findall(r"\[\[(.+?)\]\]", body)]
    assert len(links) >= 10
    assert set(links) <= names


def test_an_entry_links_only_to_what_was_written_when_it_was_last_changed():
    by_title = {entry["title"]: entry for entry in ENTRIES.values()}
    for entry in ENTRIES.values():
        changed = (-entry["modified_days_ago"], entry["time"])
        linked = [by_title.get(name) for name in re.findall(r"\[\[(.+?)\]\]", entry["body"])]
        assert all(when(other) < changed for other in linked if other), entry["key"]


def test_kept_posts_were_kept_after_they_appeared_and_some_wait_to_be_used():
    for key, kept in KEPT.items():
        assert when((POSTS | SOCIAL)[key]) < when(kept), key
        assert kept["why"].strip(), key
    for kept in ALL_KEPT:
        assert POSTS[kept["post"]]["read"], kept["post"]
        assert kept["themes"], kept["post"]
        assert set(kept["themes"]) <= set(THEMES), kept["post"]
    used = {key for entry in ENTRIES.values() for key in entry.get("posts", ())}
    assert len(set(KEPT) - used) >= 3


def test_themes_and_people_are_described():
    for slug, theme in THEMES.items():
        assert slugify(slug) == slug
        assert theme["name"]
        assert theme["question"].endswith("?")
        assert theme["keywords"]
        assert theme["body"].strip()
    for id_, person in PEOPLE.items():
        assert slugify(person["name"]) == id_
        assert set(person["themes"]) <= set(THEMES)
        assert person["why"]
        assert person["role"]
        assert person["circles"]
        assert person["body"].strip()
    assert len({circle for person in PEOPLE.values() for circle in person["circles"]}) >= 3


@pytest.mark.parametrize("key", POSTS)
def test_a_post_is_whole_and_comes_from_a_channel_on_its_persons_card(key):
    post, reader = POSTS[key], READ[key]
    assert set(post) - {"person"} <= POST_KEYS
    assert post["channel"] in {channel["key"] for channel in PEOPLE[post["person"]]["channels"]}
    assert 0 <= post["days_ago"] <= STORY_DAYS
    assert re.fullmatch(r"[012]\d:[0-5]\d", post["time"])
    assert reader.open == []
    assert len(reader.text.split()) >= 15
    assert all(image["alt"] for image in reader.images)


def test_posts_link_only_to_what_was_there_already():
    by_url = {post["url"]: post for post in ALL_POSTS}
    for key, reader in READ.items():
        assert all(when(by_url[link]) < when(POSTS[key]) for link in reader.links if link in by_url), key


def test_six_long_posts_show_off_the_reading_pane():
    wanted = {"h2", "li", "blockquote", "pre", "code", "table", "a", "img", "strong", "em"}
    rich = [key for key, reader in READ.items() if wanted - {"strong", "em"} <= reader.tags]
    assert len(rich) == 6
    assert wanted <= set.union(*(READ[key].tags for key in rich))
    assert all(len(READ[key].text.split()) > 250 for key in rich)
    assert any(POSTS[key]["language"] == "nl" for key in rich)


def test_the_river_has_new_posts_from_everyone_and_some_stars():
    unread = {post["person"] for post in ALL_POSTS if not post.get("read")}
    assert unread == set(PEOPLE)
    assert 3 <= sum(post.get("starred", False) for post in ALL_POSTS) <= 15
    assert any("title" not in post for post in ALL_POSTS)


def test_every_address_is_made_up_and_no_text_acts():
    for path in CONTENT.rglob("*.*"):
        text = path.read_text("utf-8")
        assert clean_text(text) == text, path.name
        for url in re.findall(r"https?://[^\s\"'<>)]+", text):
            assert clean_link(url), url
            assert (urlsplit(url).hostname or "").endswith(".example"), url
