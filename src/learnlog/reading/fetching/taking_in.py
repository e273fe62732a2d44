"""Taking in what a channel brought, and learning from it how often it publishes."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from learnlog.library import Library
from learnlog.model.fetching import Arrived, FetchState
from learnlog.model.post import NewPost
from learnlog.reading.sources.pace import paced

RECENT = 12
"""From how many of its newest posts the rhythm of a channel is read."""


def take_in(
    library: Library,
    key: str,
    posts: Sequence[NewPost],
    state: FetchState,
    now: datetime,
    *,
    gone: Iterable[str] = (),
) -> Arrived:
    """Commit what the channel `key` brought at `now`, its state, and when it is next due: all of it, or nothing."""
    channels = library.channels
    with library.transaction():
        arrived = channels.commit(key, posts, state, gone)
        if arrived.new:
            channels.put_state(key, paced(key, state, channels.published(key, RECENT), now))
    return arrived
