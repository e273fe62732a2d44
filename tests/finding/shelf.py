"""A library to rank people in: each author has a channel, each post some words."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from learnlog.finding.question import Question
from learnlog.finding.ranking import rank
from learnlog.finding.weights import WEIGHTS, Weights
from learnlog.library import Library
from learnlog.model.fetching import FetchState
from learnlog.model.ids import post_id
from learnlog.model.person import Channel
from learnlog.model.post import NewPost
from learnlog.model.ranking import Ranked, Ranking

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ON = Question(names=("data contracts",), keywords=("schema registry", "ownership"))

OTHER = (
    "bread rises slowly in a cold kitchen",
    "the river was high and the ferry late",
    "a chair made of ash and patience",
    "notes from a choir rehearsal on Monday",
    "why the tram stops twice at the museum",
    "planting garlic before the first frost",
    "a bicycle with one gear and no regrets",
    "letters from a lighthouse keeper",
)
ON_IT = (
    "data contracts begin where two teams stop talking",
    "a schema registry is a library with one shelf",
    "who holds ownership of a table nobody reads",
    "data contracts break on Fridays, so test them on Thursdays",
    "negotiating data contracts with a reluctant vendor",
    "ownership without budget is only blame",
    "versioning events behind the schema registry",
    "data contracts in the small: one column, one promise",
)
"""Different things to say on the theme."""


class Shelf:
    """Fills a library and ranks those who wrote in it."""

    def __init__(self, folder: Path) -> None:
        self.library = Library(folder / "library.db")
        self._number = 0
        for number in range(30):  # others, so that the theme's words are rare
            self.write(f"other{number}", *(f"{text} {number}{place}" for place, text in enumerate(OTHER)))

    def write(self, author: str, *texts: str, days: float = 10, title: str = "") -> list[str]:
        posts = []
        for text in texts:
            self._number += 1
            posts.append(
                NewPost(
                    guid=str(self._number),
                    title=title,
                    text=text,
                    published=NOW - timedelta(days=days, minutes=self._number),
                )
            )
        self.library.channels.ensure(Channel(kind="feed", key=author))
        self.library.channels.commit(author, posts, FetchState(checked=NOW, fetched=NOW))
        self.library.indexing.finish()
        return [post_id(author, post.guid) for post in posts]

    def rank(
        self, question: Question = ON, *, weights: Weights = WEIGHTS, limit: int | None = None
    ) -> Ranking:
        return rank(question, self.library.evidence, now=NOW, weights=weights, limit=limit, with_words=True)

    def order(self, question: Question = ON) -> list[str]:
        return [one.key for one in self.rank(question).people]

    def the(self, author: str, question: Question = ON) -> Ranked:
        return next(one for one in self.rank(question).people if one.key == author)
