"""The library: the only place with SQL."""

from learnlog.library.library import Library

__all__ = ["Library"]
