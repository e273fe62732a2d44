"""What the parts of the library have in common: each asks over the connection of the thread it is in."""

from learnlog.library.connection import Connections, Database


class Section:
    """A part of the library: the questions to some of its tables."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    @property
    def _db(self) -> Database:
        return self._connections.db
