"""What another program wrote into the library: what can be read is, the rest is found and put right."""

import json
from datetime import UTC, datetime

from learnlog.library import Library
from learnlog.model.fetching import FetchState
from learnlog.workspace import Workspace

FEED = "https://ana.example/feed"
CHECKED = datetime(2026, 11, 1, tzinfo=UTC)


def write(library: Library, sql: str, *values: object) -> None:
    library._connections.db.run(sql, values)


def test_of_a_channels_state_stays_what_can_be_read(workspace: Workspace) -> None:
    library = workspace.library
    library.channels.put_state(FEED, FetchState(checked=CHECKED, etag='"a"', errors=2))
    said = {
        "checked": CHECKED.timestamp(),
        "due": 1e300,
        "errors": "many",
        "title": [],
        "etag": '"a"',
        "odd": 1,
    }
    write(library, "UPDATE channel SET state = ?", json.dumps(said))

    assert library.channels.state(FEED) == FetchState(
        checked=CHECKED, etag='"a"', due=datetime(1970, 1, 1, tzinfo=UTC)
    )
    write(library, "UPDATE channel SET state = 'nonsense'")
    assert library.channels.state(FEED) == FetchState()


def test_an_untouched_library_is_sound(workspace: Workspace) -> None:
    workspace.library.channels.put_state(FEED, FetchState(checked=CHECKED))
    assert workspace.library.unsound() == {}


def test_my_comment_to_a_learner_nobody_knows_is_found_and_stays(workspace: Workspace) -> None:
    library = workspace.library
    write(library, "PRAGMA foreign_keys = OFF")
    write(
        library, "INSERT INTO coach_comment VALUES ('c', x'ff', 'b', 'e', 'ask', 'my words', 'h', '', NULL)"
    )

    library.mend()

    assert library.unsound() == {"coach_comment.learner": 1}
    assert library._connections.db.number("SELECT count(*) FROM coach_comment WHERE text = 'my words'") == 1
