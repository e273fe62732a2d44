"""Writing what leaves to a file of its own, and taking that file back while it is still where it was written."""

from pathlib import Path

from learnlog.model.errors import ConflictError, UsageError


def write_new(path: Path, data: bytes) -> Path:
    """Write `data` to the new file `path`, which only I may read, whole or not at all.

    Raises:
        UsageError: there is a file already.
        LearnlogError: the disk refuses.
    """
    from learnlog.vault.disk import put, told

    path = path.expanduser().absolute()
    with told(f"{path} could not be written"):
        try:
            put(path, data, path.parent, fresh=True)
        except FileExistsError:
            raise UsageError(f"There is a file {path} already.", "Name a new one with --output.") from None
    return path


def take_back(path: Path, data: bytes) -> None:
    """Take the file at `path` away that `write_new` wrote; it can be made again.

    Raises:
        ConflictError: it is not there any more, or is another one: it may have left.
        LearnlogError: the disk refuses.
    """
    from learnlog.vault.disk import told

    with told(f"{path} could not be taken back"):
        try:
            is_ours = path.read_bytes() == data
        except FileNotFoundError:
            is_ours = False
        if not is_ours:
            raise ConflictError(
                f"{path.name} is not where it was written any more, so it may have left.",
                "What has left can be withdrawn: `learnlog revoke ID`, then a new bundle.",
            )
        path.unlink()
