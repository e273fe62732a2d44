"""What I did with posts on their networks: likes, boosts and bookmarks, by post and account."""

from collections.abc import Mapping
from datetime import datetime

from learnlog.library.section import Section


class Deeds(Section):
    """Remembers deeds; the network has the last word on them."""

    def of(self, uri: str, account: str) -> frozenset[str]:
        """Return what I did with the post `uri` as the account with that id."""
        rows = self._db.rows("SELECT deed FROM deed WHERE uri = ? AND account = ?", (uri, account))
        return frozenset(row[0] for row in rows)

    def put(self, uri: str, account: str, stand: Mapping[str, bool], moment: datetime) -> None:
        """Remember of each deed in `stand` whether it is done; one that was known keeps its moment."""
        db, at = self._db, int(moment.timestamp())
        done = [(uri, account, deed, at) for deed, is_done in stand.items() if is_done]
        undone = [(uri, account, deed) for deed, is_done in stand.items() if not is_done]
        with db.transaction():
            db.run_many("INSERT OR IGNORE INTO deed VALUES (?, ?, ?, ?)", done)
            db.run_many("DELETE FROM deed WHERE uri = ? AND account = ? AND deed = ?", undone)
