"""A bot for each theme of an evaluation that says the theme's words a hundred times, a little otherwise each time."""

from datetime import timedelta

from expert_data import Collection
from learnlog.finding.question import Question
from learnlog.finding.ranking import rank
from learnlog.library import Library
from learnlog.model.fetching import FetchState
from learnlog.model.person import Channel
from learnlog.model.post import NewPost

POSTS = 100
NOWHERE = 10_000


def places(library: Library, collection: Collection) -> dict[str, int]:
    """Put the bots into `library`; return at which place of their theme each comes, `NOWHERE` for none."""
    state = FetchState(checked=collection.newest, fetched=collection.newest)
    for theme in collection.themes:
        bot = f"bot-{theme['id']}"
        said = " ".join((theme["name"], *theme["keywords"]))
        posts = [
            NewPost(
                guid=f"{bot}-{number}",
                title=f"{said} x9{number}y",
                text=f"{said} " * (1 + number % 4) + f"x8{number}y",
                published=collection.newest - timedelta(days=number),
            )
            for number in range(POSTS)
        ]
        library.channels.ensure(Channel(kind="feed", key=bot))
        library.channels.commit(bot, posts, state)
    library.indexing.finish()
    found = {}
    for theme in collection.themes:
        question = Question(names=(theme["name"],), keywords=tuple(theme["keywords"]))
        people = rank(question, library.evidence, now=collection.newest).people
        order = [one.key for one in people]
        bot = f"bot-{theme['id']}"
        found[theme["id"]] = order.index(bot) + 1 if bot in order else NOWHERE
    return found
