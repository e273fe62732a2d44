"""Files that the user names, which stand anywhere."""

from pathlib import Path

from learnlog.model.errors import LearnlogError, NotFoundError


def read_given(path: Path, most: int, *, is_what: str, try_what: str) -> bytes:
    """Return what is in the file at `path`, at most `most` bytes.

    `try_what` is the hint when there is none, `is_what` when it is larger.

    Raises:
        NotFoundError: there is no such file.
        LearnlogError: it is too large, or cannot be read.
    """
    if not path.is_file():
        raise NotFoundError(f"There is no file {path}.", try_what)
    try:
        with path.open("rb") as opened:
            data = opened.read(most + 1)
    except OSError as error:
        raise LearnlogError(f"{path} could not be read: {error.strerror}.") from error
    if len(data) > most:
        raise LearnlogError(f"The file is larger than {most >> 20} MB.", is_what)
    return data
