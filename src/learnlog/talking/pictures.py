"""Pictures as they leave: upright, as small as a server takes, without what the camera wrote into them.

A photograph says where and when it was taken, and by which device. What leaves is drawn anew from its
pixels, so that nothing else can be in it; only the colour profile stays.
"""

from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from learnlog.model.safe import clean_line
from learnlog.talking.base import Picture, SendError

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_READ: Final = 50_000_000
"""Bytes of a file that are read at most; no camera's picture is larger."""

_FORMATS: Final = ("PNG", "JPEG", "GIF", "WEBP")
_ORIENTATION: Final = 0x0112
_KEPT: Final = ("icc_profile", "transparency", "background", "duration", "loop")
_SMALLER: Final = ((4000, 90), (2000, 85), (1600, 80), (1200, 75), (800, 70))
"""Longest side in pixels and JPEG quality, tried in this order on a picture that is too large."""


def bytes_of(picture: Picture, most: int) -> tuple[bytes, str]:
    """Return `picture` as it is sent, at most `most` bytes, and its media type. Takes a while: not on the screen.

    Raises:
        SendError: it has no description, cannot be read, is no picture, or cannot be made small enough.
    """
    name = clean_line(picture.name, 80)
    if not picture.alt.strip():
        raise SendError(f"{name} has no description.", "Say in words what it shows.")
    try:
        with picture.path.open("rb") as file:
            data = file.read(MOST_READ + 1)
    except OSError as error:
        raise SendError(f"{name} cannot be read ({error.strerror}).", "Choose it again.") from error
    if len(data) > MOST_READ:
        raise SendError(f"{name} is larger than {MOST_READ // 1_000_000} MB.", "Save it smaller.")
    return drawn(data, most, name)


def drawn(data: bytes, most: int, name: str) -> tuple[bytes, str]:
    """Return the picture in `data` drawn anew from its pixels, at most `most` bytes, and its media type.

    Raises:
        SendError: it is no picture, has too many pixels, or cannot be made small enough.
    """
    made = _drawn(data, most, name)
    if len(made[0]) > most:
        raise SendError(f"{name} cannot be made as small as {most:,} bytes.", "Save it smaller.")
    return made


def _drawn(data: bytes, most: int, name: str) -> tuple[bytes, str]:
    import struct
    import warnings

    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(BytesIO(data), formats=_FORMATS)
        return _as_sent(image, data, most)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise SendError(f"{name} has too many pixels to be drawn here.", "Save it smaller.") from error
    except (OSError, SyntaxError, ValueError, EOFError, struct.error) as error:
        raise SendError(f"{name} is no picture that can be sent.", "PNG, JPEG, GIF and WebP can.") from error


def _as_sent(image: "Image", data: bytes, most: int) -> tuple[bytes, str]:
    from PIL import ImageOps

    kind = "JPEG" if image.format == "MPO" else image.format or ""
    moves = getattr(image, "n_frames", 1) > 1 and kind != "JPEG"
    how: dict[str, Any] = {"save_all": True} if moves else {}
    if kind == "WEBP":
        how |= {"lossless": True} if b"VP8L" in data[:64] else {"quality": 90}
    if image.getexif().get(_ORIENTATION, 1) != 1 and not moves:
        image = ImageOps.exif_transpose(image)
        how |= {"quality": 92} if kind == "JPEG" else {}
    elif kind == "JPEG":
        how["quality"] = "keep" if image.format == "JPEG" else 92
    made = _saved(image, kind, how)
    if len(made) > most and not moves:
        return _smaller(image, most), "image/jpeg"
    return made, f"image/{kind.lower()}"


def _saved(image: "Image", kind: str, how: dict[str, Any]) -> bytes:
    """Return `image` as a file of `kind` that holds its pixels and its colours, and nothing else."""
    image.load()
    image.info = {name: value for name, value in image.info.items() if name in _KEPT}
    out = BytesIO()
    image.save(out, kind, exif=b"", icc_profile=image.info.get("icc_profile"), **how)
    return out.getvalue()


def _smaller(image: "Image", most: int) -> bytes:
    """Return `image` as a JPEG of at most `most` bytes, or as near to it as makes sense; clear parts get white."""
    from PIL import Image

    whole = image.convert("RGBA")
    flat = Image.new("RGB", whole.size, "white")
    flat.paste(whole, mask=whole.getchannel("A"))
    flat.info = {name: image.info[name] for name in ("icc_profile",) if name in image.info}
    made = b""
    for side, quality in _SMALLER:
        flat.thumbnail((side, side))
        made = _saved(flat, "JPEG", {"quality": quality})
        if len(made) <= most:
            break
    return made
