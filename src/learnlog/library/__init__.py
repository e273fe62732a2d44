"""The library: the only place with SQL."""

from learnlog.library.channels import Channels
from learnlog.library.documents import Documents
from learnlog.library.library import Library
from learnlog.library.posts import Posts

__all__ = ["Channels", "Documents", "Library", "Posts"]
