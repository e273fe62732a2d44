"""Pictures as Bluesky takes them: small, of a kind it knows, and with words for those who cannot see them."""

from learnlog.talking.base import Picture, SendError

MOST_BYTES = 1_000_000
_KINDS = ((b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"), (b"GIF8", "image/gif"))


def bytes_of(picture: Picture) -> tuple[bytes, str]:
    """Return the bytes of `picture` and of what kind they are.

    Raises:
        SendError: it has no description, cannot be read, is too large or no picture.
    """
    name = picture.path.name
    if not picture.alt.strip():
        raise SendError(f"{name} has no description.", "Say in words what it shows.")
    try:
        with picture.path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise SendError(f"{name} cannot be read ({error.strerror}).", "Choose it again.") from error
    if len(data) > MOST_BYTES:
        raise SendError(f"{name} is larger than 1 MB, the most Bluesky takes.", "Save it smaller.")
    kind = next((kind for start, kind in _KINDS if data.startswith(start)), "")
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        kind = "image/webp"
    if not kind:
        raise SendError(f"{name} is no picture that Bluesky takes.", "PNG, JPEG, GIF and WebP are.")
    return data, kind
