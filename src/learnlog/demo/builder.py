"""Writes the demo: its content as files of a vault and posts of a library."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from importlib.resources import files
from typing import Any

from learnlog.demo.content_files import NEVER, moment_of, read_folder, read_toml
from learnlog.demo.outside import Outside
from learnlog.model.entry import Entry, EntryKind
from learnlog.model.fetching import FetchState
from learnlog.model.ids import new_id, post_id
from learnlog.model.person import Channel, Person
from learnlog.model.post import KeptPost, NewPost
from learnlog.model.theme import ThemeStatus, WorkTheme
from learnlog.model.visibility import Visibility
from learnlog.vault.documents import write_text
from learnlog.vault.front_matter import parse
from learnlog.workspace import Workspace


def _posts() -> Iterator[dict[str, Any]]:
    for data in read_folder("posts"):
        for post in data["post"]:
            yield {name: data[name] for name in ("person", "channel", "language")} | post


@dataclass
class Builder:
    """Writes the demo, remembering which key became which id."""

    workspace: Workspace
    now: datetime
    outside: Outside
    names: dict[str, str] = field(default_factory=dict)
    posts: dict[str, dict[str, Any]] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)
    entries: dict[str, str] = field(default_factory=dict)
    texts: list[tuple[dict[str, Any], str]] = field(default_factory=list)

    def moment(self, days_ago: Any, clock_time: str = "08:00") -> datetime:
        """Return the local moment that many days ago, never later than a few minutes ago."""
        return moment_of(self.now, days_ago, clock_time)

    def put(self, path: str, values: dict[str, Any], body: str) -> None:
        """Write one new file of the vault; the index follows with the next scan."""
        stored = self.workspace.vault.write(
            path, write_text(values, body), doc_id=values["id"], expected=None
        )
        self.workspace.vault.settled(values["id"])
        assert stored.path == path  # noqa: S101 - a vault that writes elsewhere would break every link

    def write_settings(self) -> None:
        """Write settings with which no command asks the real Bluesky for somebody made up."""
        text = """# The demo's people are made up: nobody asks the real Bluesky for them.
bluesky_appview = "https://sky.example"
bluesky_plc = "https://sky.example"
bluesky_service = "https://sky.example"
"""
        self.workspace.paths.settings.write_text(text, encoding="utf-8")

    def write_themes(self) -> None:
        """Write the themes' pages."""
        for item in read_toml("themes.toml")["theme"]:
            theme = WorkTheme(
                slug=item["slug"],
                name=item["name"],
                question=item["question"],
                aliases=tuple(item["aliases"]),
                keywords=tuple(item["keywords"]),
                tags=tuple(item["tags"]),
                status=ThemeStatus.read(item["status"]),
                created=self.moment(item["days_ago"]),
            )
            self.put(f"themes/{theme.slug}.md", theme.front_matter(), item["body"])

    def write_people(self) -> None:
        """Write the experts' cards."""
        for item in read_toml("people.toml")["person"]:
            person = Person(
                id=item["id"],
                name=item["name"],
                role=item["role"],
                why=item["why"],
                themes=tuple(item["themes"]),
                circles=tuple(item["circles"]),
                channels=tuple(Channel(**channel) for channel in item["channels"]),
                created=self.moment(item["days_ago"]),
            )
            self.names[person.id] = person.name
            self.put(f"people/{person.id}.md", person.front_matter(), item["body"])
            for channel in person.channels:
                self.workspace.library.channels.ensure(channel)

    def write_posts(self) -> None:
        """Put the posts into the library, as if each channel had just been asked and is not due for years."""
        by_channel: dict[str, list[dict[str, Any]]] = {}
        for post in _posts():
            self.posts[post["key"]] = post
            by_channel.setdefault(post["channel"], []).append(post)
        for channel, posts in by_channel.items():
            state = FetchState(checked=self.now, fetched=self.now, status=200, due=self.now + NEVER)
            self.workspace.library.channels.commit(channel, [self._new_post(post) for post in posts], state)
            ids = {post["key"]: post_id(channel, post["url"]) for post in posts}
            marks = self.workspace.library.posts
            marks.mark_read([ids[p["key"]] for p in posts if p.get("read")], True, self.now)
            marks.star([ids[p["key"]] for p in posts if p.get("starred")], True, self.now)

    def _new_post(self, post: dict[str, Any]) -> NewPost:
        from learnlog.reading.sources.sanitize import Sanitizer

        html = Sanitizer().clean(post["html"].strip())
        return NewPost(
            guid=post["url"],
            url=post["url"],
            title=post.get("title", ""),
            author=self.names[post["person"]],
            html=html,
            text=None,
            published=self.moment(post["days_ago"], post["time"]),
            tags=tuple(post.get("tags", ())),
            language=post["language"],
        )

    def write_kept(self) -> None:
        """Keep the posts that were kept."""
        from learnlog.model.article import read_html, to_markdown

        for item in read_toml("kept.toml")["kept"]:
            post = self.posts[item["post"]]
            moment = self.moment(item["days_ago"], item["time"])
            kept = KeptPost(
                id=new_id(moment),
                title=post.get("title", ""),
                url=post["url"],
                author=self.names[post["person"]],
                person=post["person"],
                published=self.moment(post["days_ago"], post["time"]),
                kept=moment,
                why=item["why"],
                post=post_id(post["channel"], post["url"]),
                channel=post["channel"],
                themes=tuple(item["themes"]),
                tags=tuple(item.get("tags", ())),
            )
            self.kept[item["post"]] = kept.id
            path = self.workspace.vault.kept_path(moment, kept.title or item["post"], kept.id)
            self.put(path, kept.front_matter(), to_markdown(read_html(post["html"])))

        for key, answer in self.outside.answers(self.entries):
            self.kept[key] = answer.id
            path = self.workspace.vault.kept_path(answer.kept, answer.headline, answer.id)
            self.put(path, answer.front_matter(), answer.body)

    def read_entries(self) -> None:
        """Read the entries, the oldest first, and name them, so that what they rest on can name them too."""
        folder = files("learnlog.demo") / "content" / "entries"
        texts = [file.read_text(encoding="utf-8") for file in folder.iterdir() if file.name.endswith(".md")]
        self.texts = [parse(text)[:2] for text in texts]
        self.texts.sort(key=lambda item: (-int(item[0]["days_ago"]), item[0]["time"]))
        for data, _ in self.texts:
            self.entries[data["key"]] = new_id(self.moment(data["days_ago"], data["time"]))

    def write_entries(self) -> None:
        """Write the entries."""
        for data, body in self.texts:
            entry = self.outside.sent(self._entry(data, body), data["key"])
            path = self.workspace.vault.entry_path(entry.created, entry.title, entry.id)
            self.put(path, entry.front_matter() | self._coming_back(data), body)

    def _coming_back(self, data: dict[str, Any]) -> dict[str, Any]:
        """Return the lines of what comes back: an intention, a goal's review, in so many days from today."""
        today = self.now.date()
        found: dict[str, Any] = {}
        if "then" in data:
            due = today + timedelta(days=int(data["due_in"]))
            found["intentions"] = [{"if": data["if"], "then": data["then"], "due": due.isoformat()}]
        if "review_in" in data:
            found["review"] = (today + timedelta(days=int(data["review_in"]))).isoformat()
            found["progress"] = data["progress"]
        if "shown_by" in data:
            found["evidence"] = [f"entry:{self.entries[key]}" for key in data["shown_by"]]
        if "reviews" in data:
            found["reviews"] = [
                {
                    "day": (today - timedelta(days=int(one["days_ago"]))).isoformat(),
                    "progress": one["progress"],
                    "note": one["note"],
                }
                for one in data["reviews"]
            ]
        return found

    def write_programme(self) -> None:
        """Begin the programme that Marit gave Noor, two weeks ago."""
        from learnlog.reflecting.programme_files import samples

        monday = self.now.date() - timedelta(weeks=2, days=self.now.weekday())
        text = f"start = {monday.isoformat()}\n{samples()['privacy-in-the-team'].decode()}"
        self.workspace.vault.write(
            "programmes/privacy-in-the-team.toml",
            text,
            doc_id="programme.privacy-in-the-team",
            expected=None,
        )
        self.workspace.vault.settled("programme.privacy-in-the-team")

    def _entry(self, data: dict[str, Any], body: str) -> Entry:
        created = self.moment(data["days_ago"], data["time"])
        answer = data.get("answered_by", "")
        entry = Entry(
            id=self.entries[data["key"]],
            title=data["title"],
            body=body,
            kind=EntryKind.read(data["kind"]),
            created=created,
            modified=created,
            themes=tuple(data["themes"]),
            tags=tuple(data["tags"]),
            visibility=Visibility.read(data.get("visibility", "")),
            kept=tuple(self.kept[key] for key in data.get("posts", ())),
            people=tuple(data.get("people", ())),
            entries=tuple(
                self.entries[key] for key in (*data.get("entries", ()), *([answer] if answer else ()))
            ),
            answered_by=self.entries[answer] if answer else "",
            status=data.get("status", ""),
        )
        if "modified_days_ago" in data:
            entry = replace(entry, modified=self.moment(data["modified_days_ago"], data["time"]))
        return entry
