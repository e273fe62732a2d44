"""The one family of errors that reaches a person."""


class LearnlogError(Exception):
    """Something a person can understand and act on.

    ``message`` is one clear sentence; ``hint`` says what to do about it (may be empty).
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class NotFoundError(LearnlogError):
    """No entry, theme, person or post answers to the given name or id."""


class AmbiguousError(LearnlogError):
    """A shortened id or name fits several things; the hint lists them."""


class ConflictError(LearnlogError):
    """A file changed since it was loaded, so it was not overwritten."""


class UsageError(LearnlogError):
    """The request itself cannot be carried out as worded (exit code 2 in the shell)."""


class SpoiledError(LearnlogError):
    """What nobody can read stands in the library: before it is made anew, no screen can show anything."""


class BusyError(LearnlogError):
    """Another learnlog holds what is needed, for longer than it is polite to wait."""
